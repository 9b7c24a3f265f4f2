"""Party organizations: list, tree, file."""

from datetime import date
from typing import Any

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from dangjianyun.access.book import file_key
from dangjianyun.access.history import history, history_count
from dangjianyun.access.page import page
from dangjianyun.foundation.actor import Actor
from dangjianyun.foundation.days import OPEN, today
from dangjianyun.foundation.links import link_to
from dangjianyun.foundation.search import matching
from dangjianyun.party.models import Mode, RoleKind, Unit, UnitKind
from dangjianyun.party.queries import files, units
from dangjianyun.party.queries.duty import TABLES_OF_MEMBERS, has_duty
from dangjianyun.party.queries.hints import why_of
from dangjianyun.party.views.asking import (
    day_of,
    paged,
    place_of,
    trail_to,
    unit_of,
)
from dangjianyun.territory.queries import children as divisions_below
from dangjianyun.territory.queries import names, place_name

READ = "party.unit.read"
WRITE = "party.unit.write"
STATES = [("dissolved", "已撤销"), ("all", "含已撤销")]
HISTORY = 10


@page(READ)
def unit_list(request: HttpRequest, actor: Actor) -> HttpResponse:
    """All units by filters in the address, as of any day."""
    on = day_of(request)
    asked = _asked(request, actor, on)
    shown = paged(request, units.unit_list(actor, asked))
    rows = list(shown.object_list)
    units.told(rows, on)
    given = request.GET.dict()
    context = {
        "page": shown,
        "rows": rows,
        "on": on,
        "is_today": on == today(),
        "asked": asked,
        "tabs": _tabs("list"),
        "kinds": UnitKind.choices,
        "roles": RoleKind.choices,
        "modes": [choice for choice in Mode.choices if choice[0]],
        "states": STATES,
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
        place=place_of(request),
        upper=unit_of(actor, upper) if upper else None,
        state=_one_of(given.get("state", ""), [value for value, _ in STATES]),
        sort=given.get("sort", ""),
    )


def _one_of(value: str, known: list[str]) -> str:
    return value if value in known else ""


def _conditions(request: HttpRequest, asked: units.Asked) -> list[tuple[str, str]]:
    found = []
    if asked.mode:
        found.append((f"组建方式：{Mode(asked.mode).label}", "mode"))
    if asked.state:
        found.append((dict(STATES)[asked.state], "state"))
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


def _tabs(current: str) -> list[dict[str, Any]]:
    return [
        {"words": "名单", "href": reverse("party:unit_list"), "current": current == "list"},
        {"words": "层级", "href": reverse("party:unit_tree"), "current": current == "tree"},
    ]


@page(READ)
def unit_tree(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The tree, opened down to `?at=`; `?q=` finds units and shows where they hang."""
    on = today()
    number, term = request.GET.get("at", ""), request.GET.get("q", "").strip()
    at = unit_of(actor, number) if number else None
    found: list[Unit] = []
    more = False
    if term:
        rows = Unit.objects.seen_by(actor).filter(units.living(on))
        rows = matching(rows, "sought", term, indexed=True).order_by("name", "id")
        found = list(rows[:51])
        more, found = len(found) > 50, found[:50]
        above = units.paths_in_words(actor, found)
        for unit in found:
            shown: Any = unit
            shown.above = above[unit.pk]
    context = {
        "nodes": [] if term else units.opened_tree(actor, at, on),
        "at": at,
        "trail": units.lineage(actor, at) if at else [],
        "term": term,
        "found": found,
        "more": more,
        "tabs": _tabs("tree"),
        "may_write": actor.holds(WRITE),
    }
    return render(request, "party/unit_tree.html", context)


@page(READ)
def unit_branch(request: HttpRequest, actor: Actor, number: str) -> HttpResponse:
    """The lower bodies of one unit, for the tree (a fragment)."""
    unit = unit_of(actor, number)
    nodes, more = units.children(actor, unit, today())
    context = {"nodes": nodes, "more": more, "unit": unit}
    return render(request, "party/tree_nodes.html", context)


@page(READ)
def unit_file(request: HttpRequest, actor: Actor, number: str) -> HttpResponse:
    """One unit: facts, lines, committee, numbers, hints, history."""
    unit, on = unit_of(actor, number), today()
    numbers = files.numbers_of(unit, on)
    duty = has_duty(actor, unit)
    lower, _ = units.children(actor, unit, on)
    up, down, down_count = files.guidances(unit)
    offices = files.offices(unit, on) if actor.holds("party.office.read") else None
    context = {
        **head_of(actor, unit, "file"),
        "numbers": numbers,
        "duty": duty,
        "facts": _facts(unit),
        "lines": list(files.subordinations(unit)),
        "lower": lower[:10],
        "lower_href": f"{reverse('party:unit_list')}?upper={unit.number}",
        "offices": offices,
        "office_rows": _ends(offices or [], "party:office_end", unit),
        "ends": duty and actor.may("party.office.write", unit),
        "officers_unnamed": _unnamed(offices),
        "guided_by": up,
        "guided_rows": _ends(up, "party:guidance_end", unit),
        "guide_ends": actor.may("party.guidance.write", unit),
        "guides": down,
        "guides_note": f"共{down_count:,}条" if down_count > len(down) else "",
        "guidelines": list(files.guidelines(unit)[:20]),
        "why": why_of(unit, numbers, on),
        "affiliated_href": link_to("registry:organization_list", lead=unit.number),
        "below_lines": _below(unit, numbers),
        "history_href": reverse("party:unit_history", args=[number]),
        "history": history(
            file_key(Unit, unit.pk),
            actor,
            limit=HISTORY,
            path_names=names,
            shadows=("party.Subordination",),
            without=without_members(duty),
        ),
        "acts": _acts(actor, unit, duty),
    }
    return render(request, "party/unit_file.html", context)


def without_members(duty: bool) -> Q | None:
    """The entries of a unit's history that only a duty opens: they would name members."""
    return None if duty else Q(table__in=TABLES_OF_MEMBERS)


@page(READ)
def unit_history(request: HttpRequest, actor: Actor, number: str) -> HttpResponse:
    """Every change of one unit."""
    unit = unit_of(actor, number)
    hidden = without_members(has_duty(actor, unit))
    key = file_key(Unit, unit.pk)
    total = history_count(key, actor, without=hidden)
    shown = paged(request, range(total), 50)  # type: ignore[arg-type]  # a range is sliced like a list
    entries = history(
        key,
        actor,
        limit=50,
        offset=shown.start_index() - 1 if total else 0,
        path_names=names,
        without=hidden,
    )
    context = {**head_of(actor, unit, "history"), "entries": entries, "page": shown}
    return render(request, "party/unit_history.html", context)


def head_of(actor: Actor, unit: Unit, current: str) -> dict[str, Any]:
    """What every page of a unit's file begins with."""
    ended = unit.dissolved_on != OPEN
    badges = [("none", f"{unit.dissolved_on}撤销")] if ended else []
    sub = f"{unit.number}，{unit.get_kind_display()}，{unit.established_on}成立"
    tabs = [
        ("概况", "file", "party:unit_file"),
        ("党员", "members", "party:unit_members"),
        ("覆盖名单", "coverings", "party:unit_coverings"),
        ("全部变更", "history", "party:unit_history"),
    ]
    return {
        "unit": unit,
        "trail": trail_to(actor, unit),
        "badges": badges,
        "sub": sub,
        "tabs": [
            {"words": words, "href": reverse(name, args=[unit.number]), "current": key == current}
            for words, key, name in tabs
        ],
    }


def _facts(unit: Unit) -> list[dict[str, Any]]:
    organization = unit.organization
    return [
        {"label": "类别", "value": unit.get_kind_display()},
        {"label": "性质", "value": unit.get_role_display()},
        {"label": "层级", "value": unit.get_level_display() if unit.level else None},
        {"label": "组建方式", "value": unit.get_mode_display() if unit.mode else None},
        {
            "label": "所在社会组织",
            "value": organization.name if organization else None,
            "href": link_to("registry:organization_file", organization.code)
            if organization
            else "",
        },
        {"label": "所在地", "value": place_name(unit.path)},
        {"label": "成立日期", "value": unit.established_on.isoformat()},
        {"label": "批准文号", "value": unit.approval},
        {"label": "行业", "value": unit.trade},
    ]


def _below(unit: Unit, numbers: files.Numbers) -> dict[str, list[str]]:
    """What stands below a figure where the unit has lower bodies."""
    if not numbers.lower_all:
        return {"full": [], "lower": []}
    members = numbers.full_below + numbers.probationary_below
    more = numbers.lower_all - numbers.lower
    return {
        "full": [f"含下级共{members:,}名党员"],
        "lower": [f"再下级{more:,}个"] if more else [],
    }


def _ends(rows: list[Any], name: str, unit: Unit) -> list[tuple[Any, str]]:
    """Rows beside the address where each is ended, "" for those over."""
    return [
        (row, reverse(name, args=[unit.number, row.pk]) if row.until == OPEN else "")
        for row in rows
    ]


def _unnamed(offices: list[Any] | None) -> list[tuple[str, int]]:
    """Posts and how many hold each: what is shown without a duty."""
    counts: dict[str, int] = {}
    for office in offices or []:
        words = office.get_kind_display()
        counts[words] = counts.get(words, 0) + 1
    return list(counts.items())


def _acts(actor: Actor, unit: Unit, duty: bool) -> list[tuple[str, str]]:
    """The acts on offer, by (words, address); none on a dissolved unit."""
    if unit.dissolved_on != OPEN:
        return []
    offered = [
        ("更正信息", "party:unit_correct", WRITE, True),
        ("调整隶属", "party:unit_move", WRITE, unit.parent_id is not None),
        (
            "列入覆盖名单",
            "party:unit_cover",
            "party.covering.write",
            unit.mode not in {"", "single"},
        ),
        ("确定指导机构", "party:unit_guide", "party.guidance.write", True),
        ("确定归口", "party:unit_affiliate", "party.affiliation.write", _answers(unit)),
        ("任命职务", "party:unit_appoint", "party.office.write", duty),
        ("登记指导意见", "party:unit_issue", "party.guideline.write", _answers(unit)),
        ("撤销党组织", "party:unit_dissolve", WRITE, True),
    ]
    return [
        (words, reverse(name, args=[unit.number]))
        for words, name, permission, fits in offered
        if fits and actor.may(permission, unit)
    ]


def _answers(unit: Unit) -> bool:
    return unit.role not in {RoleKind.GRASSROOTS, RoleKind.GUIDING}


@page(READ)
def unit_coverings(request: HttpRequest, actor: Actor, number: str) -> HttpResponse:
    """The covered list with those that ended."""
    unit = unit_of(actor, number)
    shown = paged(request, files.coverings(unit))
    may_end = actor.may("party.covering.write", unit) and unit.dissolved_on == OPEN
    context = {
        **head_of(actor, unit, "coverings"),
        "page": shown,
        "now": files.numbers_of(unit, today()).covered,
        "may_end": may_end,
        "may_cover": may_end and unit.mode not in {"", "single"},
        "places": names({row.organization.path for row in shown.object_list}),
        "today": today(),
    }
    return render(request, "party/unit_coverings.html", context)
