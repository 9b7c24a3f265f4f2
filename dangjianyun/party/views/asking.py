"""What addresses ask for, read once: units by number, days, places, pages of a list."""

from datetime import date
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse

from dangjianyun.foundation.actor import Actor
from dangjianyun.foundation.days import today
from dangjianyun.foundation.errors import Unseen
from dangjianyun.party.models import Unit
from dangjianyun.party.queries.units import lineage
from dangjianyun.territory.queries import division_of_code

SIZES = {"20", "50", "100"}
Trail = list[tuple[str, str]]


def unit_of(actor: Actor, number: str) -> Unit:
    """The unit, if the actor sees it. Raises: Unseen."""
    rows = Unit.objects.seen_by(actor).filter(number=number)
    unit: Unit | None = rows.select_related("parent", "organization").first()
    if unit is None:
        raise Unseen
    return unit


def unit_to_act_on(actor: Actor, number: str, permission: str) -> Unit:
    """The unit, if the actor sees it and may act on it. Raises: Unseen, PermissionDenied."""
    unit = unit_of(actor, number)
    actor.must(permission, unit)
    return unit


def unit_href(unit: Unit) -> str:
    """The address of a unit's file."""
    return reverse("party:unit_file", args=[unit.number])


def trail_to(actor: Actor, unit: Unit, *, itself: bool = False) -> Trail:
    """The path in the head of a page: the list, the bodies above, the unit."""
    above = [row for row in lineage(actor, unit) if itself or row.pk != unit.pk]
    return [
        ("党组织", reverse("party:unit_list")),
        *((row.name, unit_href(row)) for row in above),
    ]


def day_of(request: HttpRequest) -> date:
    """The day a page shows, today unless asked. Raises: Unseen for no day, or one to come."""
    text = request.GET.get("on", "").strip()
    if not text:
        return today()
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise Unseen(f"“{text[:20]}”不是日期，请按2026-11-20的样子填写。") from None
    if day > today():
        raise Unseen(f"{day}还没有到，只能查看今天或以前的情况。")
    return day


def place_of(request: HttpRequest) -> str:
    """The path of the division asked for, empty for all. Raises: Unseen for an unknown code."""
    code = request.GET.get("place", "").strip()
    if not code:
        return ""
    division = division_of_code(code, today())
    if division is None:
        raise Unseen(f"没有区划“{code[:12]}”。")
    return division.path


def paged(request: HttpRequest, rows: QuerySet[Any] | list[Any], size: int = 20) -> Page[Any]:
    """The page of a list asked for by `page` and `size`."""
    asked = request.GET.get("size", "")
    return Paginator(rows, int(asked) if asked in SIZES else size).get_page(request.GET.get("page"))
