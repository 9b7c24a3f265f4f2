"""What decides about a unit's duties, read for many units at once."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple

from dangjianyun.foundation.compiled import Compiled
from dangjianyun.foundation.parameters import LocalParameters
from dangjianyun.foundation.timeline import at, cuts
from dangjianyun.orglife.models import Grouping, Meeting
from dangjianyun.orglife.queries.counting import kinds_met
from dangjianyun.orglife.queries.meeting import COUNTED
from dangjianyun.orglife.rules.frequency import is_committee, law_days
from dangjianyun.orglife.rules.track import DEFAULTS, Asked, due, soon_days
from dangjianyun.party.models import Office, RoleKind, Unit, UnitParticulars

Days = Mapping[str, list[date]]


class Told(NamedTuple):
    """What a unit was, and where, from a day up to a day."""

    since: date
    until: date
    kind: str
    path: str


class Term(NamedTuple):
    """From a day up to a day."""

    since: date
    until: date


@dataclass
class Owing:
    """A grassroots unit with everything that its lights follow from. `held` rises, by duty."""

    key: int
    path: str
    since: date
    until: date
    told: list[Told] = field(default_factory=list)
    committee: list[Term] = field(default_factory=list)
    groups: list[Term] = field(default_factory=list)
    held: dict[str, list[date]] = field(default_factory=lambda: defaultdict(list))

    def windows(self, duty: str) -> list[Term]:
        """When the unit has what the duty is about: a committee, groups, or simply its life."""
        if duty == "committee_meeting":
            return self.committee
        return self.groups if duty == "group_meeting" else [Term(self.since, self.until)]


_UNITS = Compiled(
    lambda ids: (
        Unit.rows()
        .filter(pk__in=ids, role=RoleKind.GRASSROOTS)
        .order_by("pk")
        .values_list("pk", "path", "established_on", "dissolved_on")
    )
)
_TOLD = Compiled(
    lambda ids: (
        UnitParticulars.rows()
        .filter(unit__in=ids)
        .order_by("since")
        .values_list("unit_id", *Told._fields)
    )
)
_OFFICES = Compiled(
    lambda ids: (
        Office.rows().filter(unit__in=ids).values_list("unit_id", "since", "until", "member_id")
    )
)
_GROUPS = Compiled(
    lambda ids: (
        Grouping.rows()
        .filter(unit__in=ids, count__gt=0)
        .order_by("since")
        .values_list("unit_id", "since", "until")
    )
)


def owing(ids: Sequence[int], *, since: date | None = None) -> list[Owing]:
    """The grassroots units among these. `since`: of the meetings only those from that day on."""
    found = {row[0]: Owing(*row) for row in _UNITS.rows(ids)}
    keys = list(found)
    for key, *told in _TOLD.rows(keys):
        found[key].told.append(Told(*told))
    for key, *term in _GROUPS.rows(keys):
        found[key].groups.append(Term(*term))
    offices: dict[int, list[tuple[date, date, int]]] = defaultdict(list)
    for key, *office in _OFFICES.rows(keys):
        offices[key].append((office[0], office[1], office[2]))
    for key, rows in offices.items():
        found[key].committee = committees(rows, found[key].until)
    for key, day, kinds in held_by(keys, since):
        for kind in kinds:
            found[key].held[kind].append(day)
    return list(found.values())


def committees(offices: Iterable[tuple[date, date, int]], end: date) -> list[Term]:
    """When enough people were in office to be a committee, up to the unit's end."""
    rows = list(offices)
    borders = sorted({day for since, until, _ in rows for day in (since, until)})
    found: list[Term] = []
    for since, until in zip(borders, borders[1:], strict=False):
        until = min(until, end)
        there = {member for first, last, member in rows if first <= since < last}
        if since >= until or not is_committee(len(there), since):
            continue
        if found and found[-1].until == since:
            found[-1] = Term(found[-1].since, until)
        else:
            found.append(Term(since, until))
    return found


_MEETING = ("kind", "also", "due_count", "present_count", "lecturer", "lecture_minutes")


def held_by(
    ids: Sequence[int], since: date | None = None
) -> Iterable[tuple[int, date, tuple[str, ...]]]:
    """Unit, day and the duties met, of every record that counts, in order of time."""
    asked = Meeting.rows().filter(unit__in=ids, state__in=COUNTED)
    if since:
        asked = asked.filter(held_on__gte=since)
    rows = asked.order_by("held_on", "pk").values_list("unit_id", "held_on", *_MEETING)
    for unit, day, kind, also, asked_for, came, lecturer, minutes in rows.iterator(5000):
        yield unit, day, kinds_met(kind, also, asked_for, came, bool(lecturer), minutes, day)


class Settings:
    """What the law and the jurisdictions ask, read once for many units."""

    def __init__(self) -> None:
        self._local = LocalParameters()
        self.days = tuple(sorted({*law_days(), *self._local.days}))
        self._known: dict[tuple[str, date], Mapping[str, Any]] = {}
        self._asked: dict[tuple[str, str, str, date], tuple[Any, int]] = {}

    def on(self, path: str, day: date) -> Mapping[str, Any]:
        """The parameters in force for a place."""
        key = (path, day)
        if key not in self._known:
            self._known[key] = {**DEFAULTS, **self._local.on(path, day)}
        return self._known[key]

    def asked(self, unit: Owing, duty: str) -> list[list[Asked]]:
        """The windows in which the unit owes the duty, each as neighboring stretches of law."""
        found: list[list[Asked]] = []
        for window in unit.windows(duty):
            running: list[Asked] = []
            for since, until in cuts(window.since, window.until, unit.told, days=self.days):
                told = at(unit.told, since)
                one = self._every(duty, told.kind, told.path, since) if told else (None, 0)
                if one[0] is None:
                    found += [running] if running else []
                    running = []
                else:
                    running.append(Asked(since, until, *one))
            found += [running] if running else []
        return found

    def _every(self, duty: str, kind: str, path: str, day: date) -> tuple[Any, int]:
        key = (duty, kind, path, day if day in self.days else self._before(day))
        if key not in self._asked:
            settings = self.on(path, key[3])
            one = due(duty, kind, key[3], settings)
            self._asked[key] = (one, soon_days(one, settings) if one else 0)
        return self._asked[key]

    def _before(self, day: date) -> date:
        """The last day by then on which something may have changed: the same answer, kept once."""
        return max((one for one in self.days if one <= day), default=date.min)
