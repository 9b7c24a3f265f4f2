"""Reading activities: what falls into a month or a period, and where."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.db.models import Q, QuerySet

from dangjianyun.foundation.actor import Actor
from dangjianyun.foundation.scope import below
from dangjianyun.orglife.models import Activity
from dangjianyun.party.models import Unit
from dangjianyun.registry.models import Organization
from dangjianyun.territory.queries import district_of, names

ORDER = ("first_on", "last_on", "number")


@dataclass
class DayOf:
    """One day of a calendar: its activities in the order of their places."""

    day: date
    activities: list[Activity] = field(default_factory=list)


def activity_list(
    actor: Actor,
    *,
    since: date | None = None,
    until: date | None = None,
    path: str = "",
    term: str = "",
    tentative: bool | None = None,
) -> QuerySet[Any]:
    """Activities the actor may see that may fall in [since, until], both days included.

    Without days all, those without any day last. `path` narrows to a division, `term` to words in
    name, organizer, venue or content.
    """
    rows = Activity.objects.seen_by(actor).select_related("organization")
    if since:
        rows = rows.filter(last_on__gte=since)
    if until:
        rows = rows.filter(first_on__lte=until)
    if path:
        rows = rows.filter(below("path", path))
    if tentative is not None:
        rows = rows.filter(is_tentative=tentative)
    for word in term.split():
        rows = rows.filter(
            Q(name__icontains=word)
            | Q(organizer__icontains=word)
            | Q(venue__icontains=word)
            | Q(content__icontains=word)
        )
    return rows.order_by(*ORDER)


def months(first: date, step: int) -> date:
    """The first day of the month `step` months away."""
    month = first.year * 12 + first.month - 1 + step
    return date(month // 12, month % 12 + 1, 1)


def agenda(rows: Iterable[Activity], first: date) -> list[DayOf]:
    """Activities by the day of this month on which they begin (or the 1st, if earlier)."""
    days: dict[date, DayOf] = {}
    for row in rows:
        day = max(row.first_on or first, first)
        days.setdefault(day, DayOf(day)).activities.append(row)
    return [days[day] for day in sorted(days)]


def weeks(first: date, agenda_days: list[DayOf]) -> list[list[DayOf | None]]:
    """The month as weeks from Monday to Sunday; None outside the month."""
    known = {one.day: one for one in agenda_days}
    last = months(first, 1) - timedelta(days=1)
    cells: list[DayOf | None] = [None] * first.weekday()
    cells += [
        known.get(day) or DayOf(day) for day in (first + timedelta(days=n) for n in range(last.day))
    ]
    cells += [None] * (-len(cells) % 7)
    return [cells[n : n + 7] for n in range(0, len(cells), 7)]


def by_district(rows: Iterable[Activity]) -> list[tuple[str, str, int]]:
    """(code, name, count) of the districts in which activities lie, in order of code."""
    counts: Counter[tuple[str, str]] = Counter()
    for row in rows:
        if division := district_of(row.path):
            counts[division.code, division.short_name or division.name] += 1
    return [(code, name, count) for (code, name), count in sorted(counts.items())]


def place_names(rows: Iterable[Activity]) -> dict[str, str]:
    """Names of the divisions in which activities lie, by path."""
    return names({row.path for row in rows})


def is_taken(actor: Actor, year: int, name: str, organizer: str, *, but: int | None = None) -> bool:
    """Whether the actor sees an activity of this name, year and organizer already."""
    same = Activity.objects.seen_by(actor).filter(year=year, name=name, organizer=organizer)
    return bool(same.exclude(pk=but).exists())


def next_number(year: int) -> str:
    """The next free number of the year: HD2021-00012."""
    last = (
        Activity.rows()
        .filter(number__startswith=f"HD{year}-")
        .order_by("-number")
        .values_list("number", flat=True)
        .first()
    )
    return f"HD{year}-{int(last.rsplit('-', 1)[1]) + 1 if last else 1:05d}"


def home_of(actor: Actor, permission: str) -> Unit | Organization | None:
    """The one Party organization or organization for which an actor without a division acts."""
    for place in actor.at("p", permission):
        if unit := Unit.rows().filter(party_path=place).first():
            return unit
    for place in actor.at("o", permission):
        return Organization.rows().filter(pk=int(place.split("/")[1])).first()
    return None
