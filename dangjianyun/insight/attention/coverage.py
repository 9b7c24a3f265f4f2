"""Organizations without Party organization or instructor, instructors with too many or leaving."""

from datetime import date

from dangjianyun.coverage.queries.load import instructors_of, usual_load_of
from dangjianyun.foundation.actor import Actor
from dangjianyun.foundation.attention import Attention, Matter, attends
from dangjianyun.foundation.days import last_day
from dangjianyun.foundation.indicators import INDICATORS
from dangjianyun.insight import queries
from dangjianyun.insight.asked import code_of
from dangjianyun.insight.links import PAGES, to, to_records
from dangjianyun.insight.queries.behind import behind
from dangjianyun.insight.queries.missing import UNIT_MISSING, missing
from dangjianyun.insight.queries.places import READ

UNCOVERED = "coverage.uncovered"
FIRST = 4


def _figure(actor: Actor, name: str, place: str, on: date) -> int:
    return int(queries.numbers(actor, [name], [place], [on])[name, place, on] or 0)


@attends(READ)
def unit_missing(actor: Actor, on: date) -> Attention:
    """Units that are due and missing, those that wait longest first."""
    place = queries.home(actor)
    figure = _figure(actor, UNIT_MISSING, place, on)
    rows = missing(actor, place, on, limit=FIRST).rows if figure else ()
    return Attention(
        "red",
        "应建未建",
        "正式党员满3人而没有党组织",
        figure,
        to_records(UNIT_MISSING, code_of(place), on),
        "家",
        tuple(
            Matter(
                "red",
                "应建未建",
                f"成立党组织：{row.name}",
                f"正式党员{row.full_members}人，{row.since}起应建；{row.lead or '没有归口'}",
                to(PAGES["organization"], row.code),
                "成立党组织",
                to("party:unit_establish", organization=row.code),
            )
            for row in rows
        ),
        needs="party.unit.write",
    )


@attends(READ)
def uncovered(actor: Actor, on: date) -> Attention:
    """Organizations with neither a Party organization nor an instructor."""
    place = queries.home(actor)
    figure = _figure(actor, UNCOVERED, place, on)
    # An organization whose unit is missing is told as that, and not a second time here. Those are
    # few, so that taking them off is quicker than counting the others.
    bare = behind(actor, INDICATORS[UNCOVERED], place, on).filter(is_missing=False)
    both = behind(actor, INDICATORS[UNIT_MISSING], place, on).filter(is_covered=False)
    rows = (
        bare.order_by("since", "organization_id").values_list(
            "organization__code", "organization__name", "full_members", "since"
        )[:FIRST]
        if figure
        else ()
    )
    return Attention(
        "none",
        "未覆盖",
        "既没有党组织，也没有指导员",
        figure,
        to_records(UNCOVERED, code_of(place), on),
        "家",
        tuple(
            Matter(
                "none",
                "未覆盖",
                f"派驻指导员：{name}",
                f"正式党员{full}人，{since}起没有党组织也没有指导员",
                to(PAGES["organization"], code),
                "打开档案",
            )
            for code, name, full, since in rows
        ),
        needs="coverage.assignment.write",
        due=figure - both.count() if figure else 0,
    )


@attends("coverage.assignment.write")
def instructors_overloaded(actor: Actor, on: date) -> Attention:
    """Instructors in office who look after more organizations than is good. No names: a count."""
    limit = usual_load_of(actor, on)
    return Attention(
        "warn",
        "指导员联系过多",
        f"联系超过{limit}家社会组织",
        instructors_of(actor, on, over=limit).count(),
        to("coverage:instructor_list", load="over"),
        "人",
    )


@attends("coverage.assignment.write")
def instructors_leaving(actor: Actor, on: date) -> Attention:
    """Instructors whose service ends soon, so that their organizations need another one."""
    rows = instructors_of(actor, on, leaving=True)
    first = rows.order_by("until").values_list("until", flat=True).first()
    return Attention(
        "warn",
        "指导员即将离任",
        f"最早{last_day(first)}，联系的社会组织要有人接" if first else "",
        rows.count() if first else 0,
        to("coverage:instructor_list", status="leaving"),
        "人",
    )
