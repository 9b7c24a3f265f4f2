"""Pages of instructors and gaps: list with load, file, organizations without anybody."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from dangjianyun.access.book import file_key
from dangjianyun.access.history import history
from dangjianyun.access.page import page
from dangjianyun.coverage.models import Assignment, Instructor, InstructorKind
from dangjianyun.coverage.queries.asked import READ, asked_day, disjoint, path_in
from dangjianyun.coverage.queries.load import (
    SEE,
    SOON,
    assignments_of,
    gaps,
    instructors_of,
    usual_load_of,
)
from dangjianyun.foundation.actor import Actor
from dangjianyun.foundation.days import OPEN, last_day, today
from dangjianyun.foundation.links import link_to
from dangjianyun.foundation.paging import paged
from dangjianyun.foundation.scope import hanging
from dangjianyun.registry.models import Organization
from dangjianyun.territory.models import Level
from dangjianyun.territory.queries import (
    ancestors,
    children,
    level_of,
    names,
    path_to_code,
    place_name,
)

WRITE = "coverage.instructor.write"
ASSIGN = "coverage.assignment.write"
SORTS = {"name": "name", "load": "load", "since": "since", "number": "number"}


@page(SEE)
def instructor_list(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Instructors with the number of organizations each has, as of any day."""
    asked = request.GET
    day = asked_day(asked.get("on", ""))
    own = disjoint(actor.at("d", SEE))
    limit = usual_load_of(actor, day)
    region = asked.get("region", "")
    path = path_in(actor, region) if region else ""
    given: dict[str, Any] = {"path": path, "term": asked.get("q", ""), "kind": _kind(asked)}
    rows = instructors_of(
        actor,
        day,
        over=limit if asked.get("load") == "over" else None,
        retired=asked.get("status") == "retired",
        leaving=asked.get("status") == "leaving",
        **given,
    )
    sort = asked.get("sort", "-load")
    column = SORTS.get(sort.lstrip("-"), "load")
    rows = rows.order_by(f"-{column}" if sort.startswith("-") else column, "number")
    shown = paged(request, rows)
    places = names({row.path for row in shown.object_list})
    for row in shown.object_list:
        row.place_label = places.get(row.path, "")
    past = f"?on={day}" if day < today() else ""
    context = {
        "on": day,
        "past": past,
        "page": shown,
        "kinds": InstructorKind.choices,
        "regions": [
            (one.code, one.name)
            for place in own
            if level_of(place) < Level.DISTRICT
            for one in children(place, day)
        ],
        "loads": [("over", f"联系超过{limit}家")],
        "statuses": [("leaving", f"{SOON.days}天内离任"), ("retired", "已离任")],
        "limit": limit,
        "narrowed": any(asked.get(name) for name in ("q", "region", "kind", "load", "status")),
        "may_write": bool(actor.at("d", WRITE)) and not past,
        "gaps_href": reverse("coverage:gap_list") + past if own else "",
    }
    return render(request, "coverage/instructor_list.html", context)


@page(SEE)
def instructor_file(request: HttpRequest, actor: Actor, number: str) -> HttpResponse:
    """One instructor: organizations with dates, record of changes."""
    row: Instructor = Instructor.objects.one_seen_by(actor, number=number)
    day = asked_day(request.GET.get("on", ""))
    rows = assignments_of(actor, row)
    now = [one for one in rows if one.since <= day < one.until]
    places = names({one.organization.path for one in rows})
    test = hanging(Assignment, actor.places(ASSIGN), on=today(), acts=True)
    mine = Assignment.rows().filter(test, instructor=row).values_list("pk", flat=True)
    own = set(mine) if day == today() else set()
    opens = _opening(actor, rows)
    table = [
        {
            "row": one,
            "place": places.get(one.organization.path, ""),
            "now": one in now,
            "opens": one.organization_id in opens,
            "may_end": one in now and one.pk in own,
            "own": one.pk in own,
        }
        for one in rows
    ]
    serving = row.since <= day < row.until
    may_withdraw = actor.may(WRITE, row) and day == today()
    may = may_withdraw and serving
    context = {
        "row": row,
        "on": day,
        "sub": f"{row.number}，{row.get_kind_display()}，{row.since}选派",
        "state": ("ok", "在任") if serving else ("none", "不在任"),
        "facts": _facts(actor, row, len(now)),
        "table": table,
        "may": may,
        "may_withdraw": may_withdraw and not rows,
        "may_assign": may and bool(actor.at("d", ASSIGN)),
        "trail": [("党建工作指导员", reverse("coverage:instructor_list"))],
        "entries": history(file_key(Instructor, row.pk), actor, limit=20, path_names=names),
    }
    return render(request, "coverage/instructor_file.html", context)


@page(READ)
def gap_list(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Organizations without any cover, by the divisions below, with a way to assign."""
    day = asked_day(request.GET.get("on", ""))
    region = request.GET.get("region", "")
    path = path_in(actor, region) if region else ""
    rows = gaps(actor, day, path)
    address = reverse("registry:organization_list")
    may = bool(actor.at("d", ASSIGN)) and day == today()
    past = {"on": day.isoformat()} if day < today() else {}
    for row in rows:
        row["href"] = link_to(
            "registry:organization_list", region=row["code"], cover="none", **past
        )
        row["missing_href"] = link_to(
            "registry:organization_list", region=row["code"], cover="missing", **past
        )
        row["deeper"] = ""
        if row["path"] != path and level_of(row["path"]) < Level.STREET:
            row["deeper"] = link_to("coverage:gap_list", region=row["code"], **past)
        row["assign"] = ""
        if may and row["uncovered"]:
            row["assign"] = link_to(
                "coverage:assignment_new", region=row["code"], cover="none", all=1
            )
    total = sum(row["uncovered"] for row in rows)
    context = {
        "on": day,
        "rows": rows,
        "total": total,
        "all_href": link_to("registry:organization_list", region=region, cover="none", **past),
        "where": place_name(path) if path else _own_words(actor),
        "trail": _trail(actor, path) if path else [("社会组织", address)],
    }
    return render(request, "coverage/gap_list.html", context)


def _opening(actor: Actor, rows: list[Assignment]) -> set[int]:
    """Organizations among these assignments whose files the actor may open: others have moved
    away, or the instructor is no longer sent there.
    """
    places = actor.at("d", READ) or ("-",)
    named = {one.organization_id: one.organization.path for one in rows}
    near = {pk for pk, path in named.items() if path.startswith(places)}
    if far := set(named) - near:
        seen = Organization.objects.seen_by(actor).filter(pk__in=far)
        near.update(seen.values_list("pk", flat=True))
    return near


def _kind(asked: Any) -> str:
    kind = asked.get("kind", "")
    return kind if kind in InstructorKind.values else ""


def _facts(actor: Actor, row: Instructor, load: int) -> list[dict[str, Any]]:
    return [
        {
            "label": "选派单位",
            "value": row.home.name,
            "href": link_to("party:unit_file", row.home.number)
            if actor.holds("party.unit.read")
            else "",
        },
        {"label": "所在地", "value": place_name(row.path)},
        {"label": "原工作单位", "value": row.employer},
        {"label": "联系电话", "value": str(row.phone)},
        {"label": "现联系", "value": f"{load}家社会组织"},
        {
            "label": "任期",
            "value": f"{row.since} ～ {'至今' if row.until == OPEN else last_day(row.until)}",
        },
    ]


def _own_words(actor: Actor) -> str:
    return "、".join(names(disjoint(actor.at("d", READ))).values()) or "我的范围"


def _trail(actor: Actor, path: str) -> list[tuple[str, str]]:
    own = disjoint(actor.at("d", READ))
    above = [one for one in [*ancestors(path)] if any(one.path.startswith(place) for place in own)]
    address = reverse("coverage:gap_list")
    return [
        ("没有覆盖的社会组织", address),
        *((one.name, f"{address}?region={path_to_code(one.path)}") for one in above[1:]),
    ]
