"""The records behind a number: the very segments that it counts."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from django.db.models import QuerySet

from dangjianyun.coverage.models import InstructorStanding, OrganizationStanding
from dangjianyun.foundation.actor import Actor
from dangjianyun.foundation.errors import Refused
from dangjianyun.foundation.indicators import INDICATORS, Indicator
from dangjianyun.foundation.scope import below
from dangjianyun.orglife.models import ActivityStanding
from dangjianyun.party.models import GuidelineStanding, Member, MemberStanding, UnitStanding
from dangjianyun.party.queries.opaque import opaque_keys

Record = dict[str, Any]


def records(
    actor: Actor,
    name: str,
    place: str,
    on: date,
    *,
    part: str = "",
    offset: int = 0,
    limit: int | None = None,
) -> list[Record]:
    """The records behind an indicator: `{"key", "label", …}`, with `amount` for a sum.

    `part` of a ratio: "" numerator, "denominator" or "rest". People appear to viewers without a
    duty under opaque keys, in the order of those keys.
    Raises: Refused for an indicator or part that does not exist.
    """
    indicator = _plain(name, part)
    rows = _segments(actor, indicator, place, on)
    segment: Any = indicator.segment
    if segment is MemberStanding:
        return _members(actor, rows, offset, limit)
    order, columns, shape = SHAPES[segment]
    if segment is OrganizationStanding:
        rows = rows.filter(
            organization__particulars__since__lte=on, organization__particulars__until__gt=on
        )
    rows = rows.order_by(order, "pk")
    end = None if limit is None else offset + limit
    found = [shape(row) for row in rows.values(*columns)[offset:end]]
    if indicator.amount:
        amounts = rows.values_list(indicator.amount, flat=True)[offset:end]
        for record, amount in zip(found, amounts, strict=True):
            record["amount"] = amount
    return found


def record_count(actor: Actor, name: str, place: str, on: date, *, part: str = "") -> int:
    """How many records `records` would give."""
    return int(_segments(actor, _plain(name, part), place, on).count())


def _plain(name: str, part: str) -> Indicator:
    indicator = INDICATORS.get(name)
    if indicator is None:
        raise Refused(f"没有指标“{name}”。可用的指标见指标词典。", field="indicator")
    if indicator.kind != "ratio":
        if part:
            raise Refused(f"“{indicator.label}”不是比率，没有分子分母。", field="part")
        return indicator
    if part not in {"", "numerator", "denominator", "rest"}:
        raise Refused(f"没有“{part}”这一部分，可用denominator或rest。", field="part")
    if part == "rest" and not indicator.rest:
        raise Refused(f"“{indicator.label}”的其余部分没有单列。", field="part")
    chosen = {"denominator": indicator.denominator, "rest": indicator.rest}
    return INDICATORS[chosen.get(part, indicator.numerator)]


def _segments(actor: Actor, indicator: Indicator, place: str, on: date) -> QuerySet[Any]:
    segment: Any = indicator.segment
    if place:
        rows = segment.rows().filter(below(indicator.at, place))
    else:
        rows = segment.objects.seen_by(actor, on=on)
    return rows.filter(segment.on(on), **indicator.where)


def _members(
    actor: Actor, rows: QuerySet[Any], offset: int, limit: int | None
) -> list[Record]:
    """Members by their own number for those with a duty, all others under opaque keys."""
    pairs = rows.values_list("member_id", "member__number", "unit__name")
    visible = set(
        Member.objects.seen_by(actor)
        .filter(pk__in=rows.values("member_id"))
        .values_list("pk", flat=True)
    )
    found: list[Record] = []
    hidden: list[tuple[int, str]] = []
    for pk, number, unit in pairs:
        if pk in visible:
            found.append({"key": number, "label": f"党员（{unit or '组织关系在外'}）"})
        else:
            hidden.append((pk, unit or "组织关系在外"))
    keys = opaque_keys(actor, [pk for pk, _ in hidden])
    found += [
        {"key": key, "label": f"党员（{unit}）", "opaque": True}
        for key, (_, unit) in zip(keys, hidden, strict=True)
    ]
    found.sort(key=lambda record: str(record["key"]))
    return found[offset : None if limit is None else offset + limit]


Shape = tuple[str, Sequence[str], Callable[[dict[str, Any]], Record]]

_PARTICULARS = "organization__particulars__"

SHAPES: dict[type[Any], Shape] = {
    OrganizationStanding: (
        "organization__code",
        ("organization__code", f"{_PARTICULARS}name", "path", "mode", "full_members"),
        lambda row: {
            "key": row["organization__code"],
            "label": row[f"{_PARTICULARS}name"],
            "path": row["path"],
            "mode": row["mode"],
            "full_members": row["full_members"],
        },
    ),
    UnitStanding: (
        "unit__number",
        ("unit__number", "unit__name", "path"),
        lambda row: {
            "key": row["unit__number"],
            "label": row["unit__name"],
            "path": row["path"],
        },
    ),
    GuidelineStanding: (
        "guideline__number",
        ("guideline__number", "guideline__title", "path"),
        lambda row: {
            "key": row["guideline__number"],
            "label": row["guideline__title"],
            "path": row["path"],
        },
    ),
    InstructorStanding: (
        "instructor__number",
        ("instructor__number", "instructor__name", "path"),
        lambda row: {
            "key": row["instructor__number"],
            "label": row["instructor__name"],
            "path": row["path"],
        },
    ),
    ActivityStanding: (
        "activity__number",
        ("activity__number", "activity__name", "path"),
        lambda row: {
            "key": row["activity__number"],
            "label": row["activity__name"],
            "path": row["path"],
        },
    ),
}

