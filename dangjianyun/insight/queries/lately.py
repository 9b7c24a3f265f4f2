"""What just happened in a division, for the big screen: units set up, activities held."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from dangjianyun.foundation.scope import below
from dangjianyun.orglife.models import Activity
from dangjianyun.party.models import RoleKind, Unit


@dataclass(frozen=True)
class Event:
    """One line of the feed. Organizations and Party organizations only, never a person."""

    on: date
    what: str
    where: str

    def when(self, shown: date) -> str:
        """12-30; in another year than the one shown 2018-12."""
        return f"{self.on:%m-%d}" if self.on.year == shown.year else f"{self.on:%Y-%m}"


def lately(place: str, on: date, limit: int) -> Sequence[Event]:
    """The latest events up to a day, newest first. Two queries."""
    units = (
        Unit.rows()
        .filter(below("path", place), role=RoleKind.GRASSROOTS, established_on__lte=on)
        .exclude(parent__role=RoleKind.GRASSROOTS)
        .order_by("-established_on", "-pk")
        .values_list("established_on", "name")[:limit]
    )
    activities = (
        Activity.rows()
        .filter(below("path", place), first_on__lte=on)
        .order_by("-first_on", "-pk")
        .values_list("first_on", "name", "organizer")[:limit]
    )
    found = [Event(day, "党组织成立", name) for day, name in units]
    found += [Event(day, name, organizer) for day, name, organizer in activities if day]
    return sorted(found, key=lambda one: one.on, reverse=True)[:limit]
