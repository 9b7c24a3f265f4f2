"""What addresses ask for, read once: units by number, days, places, pages of a list."""

import functools
from collections.abc import Callable
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from dangjianyun.foundation.actor import Actor
from dangjianyun.foundation.days import today
from dangjianyun.foundation.errors import Refused, Unseen
from dangjianyun.party.models import Unit
from dangjianyun.party.queries.tree import lineage
from dangjianyun.party.queries.units import seen_on
from dangjianyun.territory.queries import path_to_narrow_to

Trail = list[tuple[str, str]]
View = Callable[..., HttpResponse]


def unit_of(actor: Actor, number: str) -> Unit:
    """The unit, if the actor sees it. Raises: Unseen."""
    rows = Unit.objects.seen_by(actor).filter(number=number)
    unit: Unit | None = rows.select_related("parent", "organization").first()
    if unit is None:
        raise Unseen
    return unit


def unit_then(actor: Actor, number: str, on: date) -> Unit:
    """The unit, if it stood in the actor's reach on the day. Raises: Unseen."""
    unit: Unit | None = seen_on(actor, on).filter(number=number).first()
    if unit is None:
        raise Unseen
    return unit


def unit_to_act_on(actor: Actor, number: str, permission: str) -> Unit:
    """The unit, if the actor sees it and may act on it. Raises: Unseen, PermissionDenied."""
    unit = unit_of(actor, number)
    actor.must(permission, unit)
    return unit


def unit_href(unit: Unit, on: date | None = None) -> str:
    """The address of a unit's file, on a past day if told."""
    return reverse("party:unit_file", args=[unit.number]) + asked_day(on)


def asked_day(on: date | None) -> str:
    """What links on a past day's page add to an address without a query; empty on today's."""
    return f"?on={on}" if on is not None and on < today() else ""


def trail_to(actor: Actor, unit: Unit, *, itself: bool = False, on: date | None = None) -> Trail:
    """The path in the head of a page: the list, the bodies above on the day, the unit."""
    above = [row for row in lineage(actor, unit, on) if itself or row.pk != unit.pk]
    return [
        ("党组织", reverse("party:unit_list") + asked_day(on)),
        *((row.name, unit_href(row, on)) for row in above),
    ]


def day_of(request: HttpRequest) -> date:
    """The day a page shows, today unless asked. Raises: Refused for no day, or one to come."""
    text = request.GET.get("on", "").strip()
    if not text:
        return today()
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise Refused(f"“{text[:20]}”不是日期，请按2026-11-20的样子填写。", field="on") from None
    if day > today():
        raise Refused(f"{day}还没有到，只能查看今天或以前的情况。", field="on")
    return day


def helped(view: View) -> View:
    """Answer a day that cannot be shown with a 404 that says why and leads on."""

    @functools.wraps(view)
    def run(request: HttpRequest, actor: Actor, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return view(request, actor, *args, **kwargs)
        except Refused as refused:
            if request.method != "GET" or refused.field != "on":
                raise
            given = {"said": refused.message, "shown": today()}
            return render(request, "party/no_day.html", given, status=404)

    return run


def place_of(request: HttpRequest, actor: Actor) -> str:
    """The path of the division asked for, empty for all. Raises: Unseen."""
    code = request.GET.get("place", "")
    return path_to_narrow_to(actor, Unit.read_permission(), code, Unit.objects.seen_by(actor))
