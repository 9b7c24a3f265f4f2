"""Who stood above a unit on a day, and whom a changed line of subordination reaches."""

from collections.abc import Sequence
from datetime import date
from typing import Any, NamedTuple

from dangjianyun.foundation.segments import Change, chunks
from dangjianyun.foundation.timeline import at
from dangjianyun.party.models import Membership, RoleKind, Subordination, Unit


class _Line(NamedTuple):
    since: date
    until: date
    parent: int
    role: str


class Chains:
    """Who stood above a unit on a day: the dated lines of subordination of units and all above."""

    def __init__(self, units: set[int]) -> None:
        self._lines: dict[int, list[_Line]] = {}
        self._known: dict[int, list[_Line]] = {}
        self._direct: dict[tuple[int, date], bool] = {}
        grassroots = Unit.rows().filter(pk__in=units, role=RoleKind.GRASSROOTS)
        self._grassroots = set(grassroots.values_list("pk", flat=True))
        columns = ("unit_id", "since", "until", "parent_id", "parent__role")
        wanted = units
        while wanted:
            above: set[int] = set()
            for unit in wanted:
                self._lines[unit] = []
            for ids in chunks(sorted(wanted)):
                rows = Subordination.rows().filter(unit__in=ids)
                for unit, since, until, parent, role in rows.values_list(*columns):
                    self._lines[unit].append(_Line(since, until, parent, role))
                    above.add(parent)
            wanted = above - set(self._lines)

    def lines(self, unit: int) -> list["_Line"]:
        """Every line of subordination at or above the unit."""
        known = self._known.get(unit)
        if known is None:
            seen: set[int] = set()
            known, wanted = [], [unit]
            while wanted:
                one = wanted.pop()
                if one in seen:
                    continue
                seen.add(one)
                known += self._lines.get(one, [])
                wanted += [line.parent for line in self._lines.get(one, [])]
            self._known[unit] = known
        return known

    def direct(self, unit: int, day: date) -> bool:
        """Whether on the day a comprehensive committee directly manages the unit or one above it.

        The body asked about is the topmost grassroots one, so the first parent that is not
        grassroots decides; a leading body is nobody's directly managed unit.
        """
        key = (unit, day)
        found = self._direct.get(key)
        if found is None:
            found = self._direct[key] = self._is_direct(unit, day)
        return found

    def _is_direct(self, unit: int, day: date) -> bool:
        if unit not in self._grassroots:
            return False
        for _ in range(20):
            line = at(self._lines.get(unit, []), day)
            if line is None:
                return False
            if line.role != RoleKind.GRASSROOTS:
                return line.role == RoleKind.COMPREHENSIVE
            unit = line.parent
        return False


def members_under(changes: Sequence[Change]) -> set[int]:
    """Members whom changed subordinations make, or unmake, directly managed on some day.

    Their relation lies, or ever lay, at or below a unit that ever stood below the changed ones.
    """
    units = units_ever_below(_managed_otherwise(changes))
    members: set[int] = set()
    for ids in chunks(sorted(units)):
        members.update(Membership.rows().filter(unit__in=ids).values_list("member_id", flat=True))
    return members


def units_ever_below(units: set[int]) -> set[int]:
    """The units and whatever stood below them on any day: the past may change for those too."""
    found, wanted = set(units), set(units)
    while wanted:
        lower: set[int] = set()
        for ids in chunks(sorted(wanted)):
            lines = Subordination.rows().filter(parent__in=ids)
            lower.update(lines.values_list("unit_id", flat=True))
        wanted = lower - found
        found |= wanted
    return found


Spans = list[tuple[date, date]]


def _managed_otherwise(changes: Sequence[Change]) -> set[int]:
    """The units that a comprehensive committee manages on other days than before.

    Most moves go from one committee to another of its kind and change nothing for members. Below
    a grassroots body it takes a closer look, so those count as changed.
    """
    before: dict[Any, dict[str, Any] | None] = {}
    after: dict[Any, dict[str, Any] | None] = {}
    for change in changes:
        before.setdefault(change.pk, change.before)
        after[change.pk] = change.after
    parents = {value for change in changes for value in change.values("parent_id")}
    roles = dict(Unit.rows().filter(pk__in=parents).values_list("pk", "role"))
    found = {
        unit
        for change in changes
        if RoleKind.GRASSROOTS in {roles[value] for value in change.values("parent_id")}
        for unit in change.values("unit_id")
    }
    old, new = _managed(before, roles), _managed(after, roles)
    return found | {unit for unit in old.keys() | new.keys() if old.get(unit) != new.get(unit)}


def _managed(rows: dict[Any, dict[str, Any] | None], roles: dict[int, str]) -> dict[int, Spans]:
    """When the lines put each unit directly below a comprehensive committee, joined."""
    spans: dict[int, Spans] = {}
    for row in rows.values():
        if row is not None and roles[row["parent_id"]] == RoleKind.COMPREHENSIVE:
            spans.setdefault(row["unit_id"], []).append((row["since"], row["until"]))
    return {unit: _joined(sorted(found)) for unit, found in spans.items()}


def _joined(spans: Spans) -> Spans:
    found: Spans = []
    for since, until in spans:
        if found and found[-1][1] >= since:
            found[-1] = (found[-1][0], max(found[-1][1], until))
        else:
            found.append((since, until))
    return found
