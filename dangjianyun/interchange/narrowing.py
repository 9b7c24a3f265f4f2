"""From the conditions of a list's address to the rows that its export holds."""

from collections.abc import Callable, Mapping
from datetime import date

from django.db.models import Q

from dangjianyun.coverage.queries.asked import asked_day, asked_of
from dangjianyun.coverage.queries.matched import rows_of
from dangjianyun.foundation.actor import Actor
from dangjianyun.orglife.queries.activity import activity_list
from dangjianyun.orglife.queries.activity import asked_of as activities_asked
from dangjianyun.orglife.queries.meeting import asked_of as meetings_asked
from dangjianyun.orglife.queries.meeting import meeting_list
from dangjianyun.party.models import Unit
from dangjianyun.party.queries import members, units
from dangjianyun.registry.models import Organization
from dangjianyun.territory.queries import path_to_narrow_to

Given = Mapping[str, str]
LOOKS = frozenset({"sheet", "on", "page", "size", "print"})
"""Parameters that say how a list is looked at, not what it holds."""


def day_of(given: Given) -> date:
    """The day asked for, today for none. Raises: Unseen, Refused."""
    return asked_day(given.get("on", ""))


def narrowed(actor: Actor, sheet: str, given: Given) -> Q:
    """The rows that the list shows under the same conditions; everything where there are none."""
    asked = _LISTS.get(sheet)
    conditions = {name for name, value in given.items() if value} - LOOKS
    return asked(actor, given) if asked and conditions else Q()


def _organizations(actor: Actor, given: Given) -> Q:
    # The list reads the register itself where it can, the segments where it must.
    rows = rows_of(actor, asked_of(actor, given)).order_by()
    return Q(pk__in=rows.values("pk" if rows.model is Organization else "organization"))


def _units(actor: Actor, given: Given) -> Q:
    place = given.get("place", "") or given.get("region", "")
    seen = Unit.objects.seen_by(actor)
    asked = units.Asked(
        on=day_of(given),
        term=given.get("q", ""),
        kind=given.get("kind", ""),
        role=given.get("role", ""),
        mode=given.get("mode", ""),
        place=path_to_narrow_to(actor, Unit.read_permission(), place, seen),
        upper=_upper(actor, given.get("upper", "")),
        state=given.get("state", ""),
        secretary=given.get("secretary", ""),
        counting=given.get("set", ""),
    )
    return Q(pk__in=units.unit_list(actor, asked).order_by().values("pk"))


def _upper(actor: Actor, number: str) -> Unit | None:
    return Unit.objects.one_seen_by(actor, number=number) if number else None


def _members(actor: Actor, given: Given) -> Q:
    asked = members.Asked(
        term=given.get("q", ""),
        unit=given.get("unit", ""),
        stage=given.get("stage", ""),
        is_opened=given.get("opened") == "1",
    )
    return Q(pk__in=members.member_list(actor, asked, day_of(given)).order_by().values("pk"))


def _activities(actor: Actor, given: Given) -> Q:
    rows = activity_list(actor, **activities_asked(actor, given))
    return Q(pk__in=rows.order_by().values("pk"))


def _meetings(actor: Actor, given: Given) -> Q:
    rows = meeting_list(actor, **meetings_asked(actor, given))
    return Q(pk__in=rows.order_by().values("pk"))


_LISTS: dict[str, Callable[[Actor, Given], Q]] = {
    "organizations": _organizations,
    "units": _units,
    "members": _members,
    "activities": _activities,
    "meetings": _meetings,
}
