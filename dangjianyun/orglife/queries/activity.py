"""Reading activities: what falls into a month or a period, and where."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.db.models import F, Q, QuerySet

from dangjianyun.foundation.actor import Actor
from dangjianyun.foundation.cells import CellError
from dangjianyun.foundation.chinese_dates import parse_day, parse_month
from dangjianyun.foundation.days import DAWN, today
from dangjianyun.foundation.errors import Refused
from dangjianyun.foundation.scope import below
from dangjianyun.orglife.models import Activity
from dangjianyun.party.models import Unit
from dangjianyun.registry.models import Organization
from dangjianyun.territory.models import Level
from dangjianyun.territory.queries import (
    children,
    district_of,
    level_of,
    path_to_narrow_to,
    place_name,
)

WEEK = timedelta(days=7)
UNDATED_LAST = {"nulls_last": True}
ORDERS: dict[str, tuple[Any, ...]] = {
    "day": (F("first_on").asc(**UNDATED_LAST), "last_on", "number"),
    "-day": (F("first_on").desc(**UNDATED_LAST), "number"),
    "name": ("name", "number"),
    "-name": ("-name", "number"),
}
"""What has no day yet comes last either way, on every database."""


@dataclass
class DayOf:
    """One day of a calendar: its activities in the order of their places.

    `running`: the days under which those stand that began earlier and still go on.
    """

    day: date
    activities: list[Activity] = field(default_factory=list)
    running: list[date] = field(default_factory=list)


def activity_list(
    actor: Actor,
    *,
    year: int | None = None,
    since: date | None = None,
    until: date | None = None,
    path: str = "",
    term: str = "",
    tentative: bool | None = None,
    order: str = "day",
) -> QuerySet[Any]:
    """Activities the actor may see that may fall in [since, until], both days included.

    Without days all, those without any day last. `year` is the year that they belong to, `path`
    narrows to a division, `term` to words in name, organizer, venue or content; `order` is a key of
    ORDERS.
    """
    rows = Activity.objects.seen_by(actor).select_related("organization")
    if year:
        rows = rows.filter(year=year)
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
    return rows.order_by(*ORDERS.get(order, ORDERS["day"]))


def asked_of(actor: Actor, given: Mapping[str, str]) -> dict[str, Any]:
    """What the address of the list asks for, as `activity_list` takes it; its export asks the same.

    Raises: Refused for what is no day, Unseen for a region out of scope.
    """
    year = given.get("year", "")
    return {
        "year": int(year) if year.isdecimal() and len(year) == 4 else None,
        "since": day_of(given.get("since", "")),
        "until": day_of(given.get("until", "")),
        "path": path_of(actor, given.get("region", "")),
        "term": given.get("q", ""),
        "tentative": {"1": True, "0": False}.get(given.get("tentative", "")),
    }


def path_of(actor: Actor, code: str) -> str:
    """The path of the division that activities are narrowed to. Raises: Unseen."""
    rows = Activity.objects.seen_by(actor)
    return path_to_narrow_to(actor, Activity.read_permission(), code, rows)


def day_of(text: str) -> date | None:
    """A day as people write it, None for no text. Raises: Refused."""
    try:
        return parse_day(text) if text.strip() else None
    except CellError:
        raise Refused(f"“{text[:20]}”不是日期，请按2021-06-28的样子填写。") from None


def month_of(text: str) -> date:
    """The first day of a month as people write it, this one for no text. Raises: Refused."""
    refused = Refused(f"没有“{text[:20]}”这个月份，请写成2021-06。", field="month")
    try:
        first = parse_month(text).first if text.strip() else today().replace(day=1)
    except CellError:
        raise refused from None
    if not DAWN.year <= first.year <= today().year + 50:
        raise refused
    return first


def undated(actor: Actor, year: int, path: str = "") -> QuerySet[Any]:
    """Activities of a year whose organizers have named no day yet: they stand in no month."""
    return activity_list(actor, year=year, path=path).filter(first_on=None)


def regions(actor: Actor) -> list[tuple[str, str]]:
    """(code, name) of the divisions to which the actor's list may be narrowed."""
    own = actor.at("d", Activity.read_permission())
    if len(own) != 1 or level_of(own[0]) >= Level.STREET:
        return []
    return [(one.code, one.name) for one in children(own[0], today())]


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
    last = months(first, 1) - timedelta(days=1)
    known = {one.day: one for one in agenda_days}
    for begun in agenda_days:
        for row in begun.activities:
            for day in _later_days(row, begun.day, last):
                known.setdefault(day, DayOf(day)).running.append(begun.day)
    cells: list[DayOf | None] = [None] * first.weekday()
    cells += [
        known.get(day) or DayOf(day) for day in (first + timedelta(days=n) for n in range(last.day))
    ]
    cells += [None] * (-len(cells) % 7)
    return [cells[n : n + 7] for n in range(0, len(cells), 7)]


def _later_days(row: Activity, begun: date, last: date) -> Iterator[date]:
    """The days on which an activity of a week at most goes on. 6月中旬 is no period but a guess."""
    if row.first_on is None or row.last_on is None or row.last_on - row.first_on >= WEEK:
        return
    day = begun
    while (day := day + timedelta(days=1)) <= min(row.last_on, last):
        yield day


def by_district(rows: Iterable[Activity]) -> list[tuple[str, str, int]]:
    """(code, name, count) of the districts in which activities lie, in order of code."""
    counts: Counter[tuple[str, str]] = Counter()
    for row in rows:
        if division := district_of(row.path):
            counts[division.code, division.short_name or division.name] += 1
    return [(code, name, count) for (code, name), count in sorted(counts.items())]


def tell_places(rows: Iterable[Activity]) -> None:
    """Put `place_label` beside each: 海曙区石碶街道."""
    for row in rows:
        told: Any = row
        told.place_label = place_name(row.path)


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
