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
from dangjianyun.foundation.paging import paged
from dangjianyun.party.actions.shape import WITH_LOWER_BODIES
from dangjianyun.party.models import RoleKind, Unit
from dangjianyun.party.queries import files, tree
from dangjianyun.party.queries.duty import TABLES_OF_MEMBERS, has_duty
from dangjianyun.party.queries.hints import why_of
from dangjianyun.party.queries.members import known_among
from dangjianyun.party.queries.particulars import changes_of, shown_on
from dangjianyun.party.views.asking import (
    asked_day,
    day_of,
    helped,
    trail_to,
    unit_of,
)
from dangjianyun.registry.queries import names_on, seen_among
from dangjianyun.territory.queries import names, place_name

READ = "party.unit.read"
WRITE = "party.unit.write"
HISTORY = 10
SHADOWS = ("party.Subordination", "party.UnitParticulars")


@page(READ)
@helped
def unit_file(request: HttpRequest, actor: Actor, number: str) -> HttpResponse:
    """One unit on a day: facts, lines, committee, numbers, hints, history."""
    unit, on = unit_of(actor, number), day_of(request)
    duty = has_duty(actor, unit)
    # Whoever acts, acts today, on what is on record now.
    acts = _acts(actor, unit, duty) if on == today() else []
    ends = on == today() and duty and actor.may("party.office.write", unit)
    guide_ends = on == today() and actor.may("party.guidance.write", unit)
    head = head_of(actor, unit, "file", on)
    numbers = files.numbers_of(unit, on)
    lower, _ = tree.children(actor, unit, on)
    up, down, down_count = files.guidances(unit, on)
    offices = files.offices(unit, on) if actor.holds("party.office.read") else None
    day = {"on": on if on < today() else None}
    context = {
        **head,
        "numbers": numbers,
        "duty": duty,
        "facts": _facts(actor, unit, on),
        "changes": [(row, place_name(row.path)) for row in changes_of(unit, on)],
        "lines": files.subordinations(unit, on),
        "lower": lower[:10],
        "lower_href": link_to("party:unit_list", upper=unit.number, **day),
        "offices": offices,
        "office_rows": _named(actor, _ends(offices or [], "party:office_end", unit), ends),
        "guided_by": up,
        "guided_rows": _ends(up, "party:guidance_end", unit),
        "guide_ends": guide_ends,
        "office_takes": ends,
        "guideline_takes": on == today() and actor.may("party.guideline.write", unit),
        "guides": down,
        "guides_note": f"共{down_count:,}条" if down_count > len(down) else "",
        "guidelines": list(files.guidelines(unit, on)[:20]),
        "why": None if head["not_there"] else why_of(unit, numbers, on),
        "affiliated_href": link_to("registry:organization_list", lead=unit.number, **day),
        "below_lines": _below(unit, numbers),
        "history_href": reverse("party:unit_history", args=[number]) + head["day"],
        "history": history(
            file_key(Unit, unit.pk),
            actor,
            limit=HISTORY,
            path_names=names,
            shadows=SHADOWS,
            without=without_members(duty),
        ),
        "acts": acts,
    }
    return render(request, "party/unit_file.html", context)


def without_members(duty: bool) -> Q | None:
    """The entries of a unit's history that only a duty opens: they would name members."""
    return None if duty else Q(table__in=TABLES_OF_MEMBERS)


@page(READ)
@helped
def unit_history(request: HttpRequest, actor: Actor, number: str) -> HttpResponse:
    """Every change of one unit."""
    unit, on = unit_of(actor, number), day_of(request)
    hidden = without_members(has_duty(actor, unit))
    key = file_key(Unit, unit.pk)
    total = history_count(key, actor, without=hidden)
    shown = paged(request, range(total), 50)
    entries = history(
        key,
        actor,
        limit=50,
        offset=shown.start_index() - 1 if total else 0,
        path_names=names,
        shadows=SHADOWS,
        without=hidden,
    )
    context = {**head_of(actor, unit, "history", on), "entries": entries, "page": shown}
    return render(request, "party/unit_history.html", context)


def head_of(actor: Actor, unit: Unit, current: str, on: date) -> dict[str, Any]:
    """What every page of a unit's file begins with. From here on the unit says what held on the
    day: what the actor may do is asked before.
    """
    trail = trail_to(actor, unit, on=on)
    shown_on([unit], on)
    ended = unit.dissolved_on <= on
    badges = [("none", f"{unit.dissolved_on}撤销")] if ended else []
    sub = f"{unit.number}，{unit.kind_words}，{unit.established_on}成立"
    tabs = [
        ("概况", "file", "party:unit_file"),
        ("党员", "members", "party:unit_members"),
        ("覆盖名单", "coverings", "party:unit_coverings"),
        ("全部变更", "history", "party:unit_history"),
    ]
    day = asked_day(on)
    return {
        "unit": unit,
        "on": on,
        "day": day,
        "not_there": _not_there(unit, on) if on < today() else "",
        "trail": trail,
        "badges": badges,
        "sub": sub,
        "tabs": [
            {
                "words": words,
                "href": reverse(name, args=[unit.number]) + day,
                "current": key == current,
            }
            for words, key, name in tabs
        ],
    }


def _not_there(unit: Unit, on: date) -> str:
    """Why there is nothing to show on a past day outside the unit's life; empty within it."""
    if on < unit.established_on:
        return f"它在{unit.established_on}成立，这一天还没有成立，没有当日的情况。"
    if on >= unit.dissolved_on:
        return f"它已于{unit.dissolved_on}撤销。此前的情况请选那时的日期查看。"
    return ""


def _facts(actor: Actor, unit: Unit, on: date) -> list[dict[str, Any]]:
    organization = unit.organization
    if organization and not seen_among(actor, [organization.pk]):
        organization = None
    if organization and on < today():
        organization.name = names_on([organization.pk], on).get(organization.pk, organization.name)
    return [
        {"label": "类别", "value": unit.kind_words},
        {"label": "性质", "value": unit.get_role_display()},
        {"label": "层级", "value": unit.get_level_display() if unit.level else None},
        {"label": "组建方式", "value": unit.get_mode_display() if unit.mode else None},
        {
            "label": "所在社会组织",
            "value": organization.name if organization else None,
            "href": link_to("registry:organization_file", organization.code) + asked_day(on)
            if organization
            else "",
        },
        {"label": "所在地", "value": place_name(unit.path)},
        {"label": "成立日期", "value": unit.established_on.isoformat()},
        {"label": "批准文号", "value": unit.approval},
        {"label": "行业", "value": unit.trade},
    ]


def _below(unit: Unit, numbers: files.Numbers) -> dict[str, list[str]]:
    """What stands below a figure: the own organization, and what lower bodies add."""
    covered = ["本组织1家另计"] if unit.organization_id else []
    # The list behind the figure holds those too that no affiliation was recorded for.
    falls = ["名单另含由它兜底的"] if unit.role == RoleKind.COMPREHENSIVE else []
    if not numbers.lower_all:
        return {"full": [], "lower": [], "covered": covered, "affiliated": falls}
    members = numbers.full_below + numbers.probationary_below
    more = numbers.lower_all - numbers.lower
    return {
        "full": [f"含下级共{members:,}名党员"],
        "lower": [f"再下级{more:,}个"] if more else [],
        "covered": covered,
        "affiliated": falls,
    }


def _ends(rows: list[Any], name: str, unit: Unit) -> list[tuple[Any, str]]:
    """Rows beside the address where each is ended, "" for those over."""
    return [
        (row, reverse(name, args=[unit.number, row.pk]) if row.until == OPEN else "")
        for row in rows
    ]


def _named(actor: Actor, rows: list[tuple[Any, str]], ends: bool) -> list[tuple[Any, bool, str]]:
    """Posts, whether the holder may be named to this actor, and where the post is ended."""
    seen = known_among(actor, [row.member_id for row, _ in rows])
    return [(row, row.member_id in seen, href if ends else "") for row, href in rows]


def _acts(actor: Actor, unit: Unit, duty: bool) -> list[tuple[str, str]]:
    """The acts on offer, by (words, address); on a dissolved unit only to take it back."""
    takes_back = ("登记有误，撤回", "party:unit_withdraw", WRITE, True)
    alive = [
        ("变更信息", "party:unit_change", WRITE, True),
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
    lives = unit.dissolved_on == OPEN
    offered = [*alive, takes_back] if lives else [takes_back]
    found = [
        (words, reverse(name, args=[unit.number]))
        for words, name, permission, fits in offered
        if fits and actor.may(permission, unit)
    ]
    if lives and unit.kind in WITH_LOWER_BODIES and actor.may(WRITE, unit):
        address = f"{reverse('party:unit_establish')}?upper={unit.number}"
        found.insert(0, ("成立下级党组织", address))
    return found


def _answers(unit: Unit) -> bool:
    return unit.role not in {RoleKind.GRASSROOTS, RoleKind.GUIDING}


@page(READ)
@helped
def unit_coverings(request: HttpRequest, actor: Actor, number: str) -> HttpResponse:
    """The covered list by a day with those that ended."""
    unit, on = unit_of(actor, number), day_of(request)
    alive = on == today() and unit.dissolved_on == OPEN
    may_end = alive and actor.may("party.covering.write", unit)
    rows, unseen = files.coverings(actor, unit, on)
    shown = paged(request, rows)
    if on < today():
        named = names_on((row.organization_id for row in shown.object_list), on)
        for row in shown.object_list:
            row.organization.name = named.get(row.organization_id, row.organization.name)
    head = head_of(actor, unit, "coverings", on)
    context = {
        **head,
        "page": shown,
        "unseen": unseen,
        "may_end": may_end,
        "may_cover": may_end and unit.mode not in {"", "single"},
    }
    return render(request, "party/unit_coverings.html", context)
