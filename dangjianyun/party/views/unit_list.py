"""Party organizations as a list and as a tree."""

from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from dangjianyun.access.page import page
from dangjianyun.foundation.actor import Actor
from dangjianyun.foundation.days import today
from dangjianyun.foundation.links import link_to
from dangjianyun.foundation.paging import paged
from dangjianyun.foundation.search import matching
from dangjianyun.party.actions.shape import WRITE
from dangjianyun.party.models import Mode, RoleKind, Unit, UnitKind
from dangjianyun.party.queries import beginning, tree, units
from dangjianyun.party.queries.particulars import shown_on
from dangjianyun.party.queries.units import seen_on
from dangjianyun.party.views.asking import (
    asked_day,
    day_of,
    helped,
    place_of,
    unit_of,
    unit_then,
)
from dangjianyun.territory.queries import children as divisions_below

READ = "party.unit.read"
SETS = [("counted", "只看基层党组织")]
STATES = [("dissolved", "已撤销"), ("all", "含已撤销")]


@page(READ)
@helped
def unit_list(request: HttpRequest, actor: Actor) -> HttpResponse:
    """All units by filters in the address, as of any day."""
    on = day_of(request)
    asked = _asked(request, actor, on)
    shown = paged(request, units.unit_list(actor, asked))
    rows = list(shown.object_list)
    units.told(rows, actor, on)
    given = request.GET.dict()
    context = {
        "page": shown,
        "rows": rows,
        "on": on,
        "is_today": on == today(),
        "asked": asked,
        "day": asked_day(on),
        "tabs": _tabs("list", on),
        "kinds": UnitKind.choices,
        "roles": RoleKind.choices,
        "modes": [choice for choice in Mode.choices if choice[0]],
        "states": STATES,
        "sets": SETS,
        "places": _places(actor),
        "conditions": _conditions(request, asked),
        "may_write": actor.holds(WRITE),
        "export": link_to("interchange:sheet_export", **{**given, "sheet": "units"}),
        "import": link_to("interchange:batch_new", sheet="units"),
    }
    return render(request, "party/unit_list.html", context)


def _asked(request: HttpRequest, actor: Actor, on: date) -> units.Asked:
    given = request.GET
    upper = given.get("upper", "")
    return units.Asked(
        on=on,
        term=given.get("q", ""),
        kind=_one_of(given.get("kind", ""), UnitKind.values),
        role=_one_of(given.get("role", ""), RoleKind.values),
        mode=_one_of(given.get("mode", ""), Mode.values),
        place=place_of(request, actor),
        upper=unit_of(actor, upper) if upper else None,
        state=_one_of(given.get("state", ""), [value for value, _ in STATES]),
        sort=given.get("sort", ""),
        counting=_one_of(given.get("set", ""), [value for value, _ in SETS]),
        secretary=_one_of(given.get("secretary", ""), ["none"] * actor.holds(units.OFFICES)),
    )


def _one_of(value: str, known: list[str]) -> str:
    return value if value in known else ""


def _conditions(request: HttpRequest, asked: units.Asked) -> list[tuple[str, str]]:
    found = []
    if asked.mode:
        found.append((f"组建方式：{Mode(asked.mode).label}", "mode"))
    if asked.state:
        found.append((dict(STATES)[asked.state], "state"))
    if asked.secretary:
        found.append(("没有书记", "secretary"))
    if asked.upper:
        found.append((f"上级：{asked.upper.name}", "upper"))
    return found


def _places(actor: Actor) -> list[tuple[str, str]]:
    """Divisions to filter by: those directly below the actor's own, each with its code."""
    found: dict[str, str] = {}
    for top in actor.at("d", READ):
        for division in divisions_below(top, today()):
            found[division.code] = division.name
    return list(found.items())


def _tabs(current: str, on: date) -> list[dict[str, Any]]:
    items = (("名单", "list", "party:unit_list"), ("层级", "tree", "party:unit_tree"))
    day = asked_day(on)
    return [
        {"words": words, "href": reverse(name) + day, "current": key == current}
        for words, key, name in items
    ]


@page(READ)
@helped
def unit_tree(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The tree of a day, opened down to `?at=`; `?q=` finds units and shows where they hang."""
    on = day_of(request)
    number, term = request.GET.get("at", ""), request.GET.get("q", "").strip()
    at = unit_then(actor, number, on) if number else None
    found: list[Unit] = []
    more = False
    if term:
        rows = seen_on(actor, on).filter(units.living(on))
        rows = matching(rows, "sought", term, indexed=True).order_by("name", "id")
        found = list(rows[:51])
        more, found = len(found) > 50, found[:50]
        above = tree.lineages(actor, found, on)
        for node in tree.nodes(found, actor, on):
            shown: Any = node.unit
            shown.above, shown.opens = above[shown.pk], node.opens
    trail = tree.lineage(actor, at, on) if at else []
    shown_on(trail, on)
    context = {
        "groups": [] if term else beginning.groups(actor, at, on),
        "at": at,
        "on": on,
        "day": asked_day(on),
        "is_today": on == today(),
        "trail": trail,
        "term": term,
        "found": found,
        "more": more,
        "tabs": _tabs("tree", on),
        "may_write": actor.holds(WRITE),
    }
    return render(request, "party/unit_tree.html", context)


@page(READ)
@helped
def unit_branch(request: HttpRequest, actor: Actor, number: str) -> HttpResponse:
    """The lower bodies of one unit, for the tree (a fragment)."""
    on = day_of(request)
    unit = unit_then(actor, number, on)
    nodes, more = tree.children(actor, unit, on)
    context = {"nodes": nodes, "more": more, "unit": unit, "on": on, "day": asked_day(on)}
    return render(request, "party/tree_nodes.html", context)
