"""From facts to segments: the light of every duty of a unit, and the gravest of all."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, NamedTuple

from dangjianyun.foundation.segments import Change, said_by
from dangjianyun.foundation.timeline import Cut, at, cuts
from dangjianyun.orglife.models import UnitTrack
from dangjianyun.orglife.queries.meeting import COUNTED
from dangjianyun.orglife.queries.owing import Owing, Settings, owing
from dangjianyun.orglife.rules.frequency import DUTIES
from dangjianyun.orglife.rules.periods import Span
from dangjianyun.orglife.rules.track import GRAVITY, Stretch, owed_in, stretches

ALL = ""
"""The duty of the row that shows the gravest light of all."""


class Shown(NamedTuple):
    """A light from a day up to a day."""

    since: date
    until: date
    light: str


def track_segments(ids: Sequence[int]) -> list[Any]:
    """All segments of these units, as what `UnitTrack` says: future days included."""
    settings = Settings()
    row = said_by(UnitTrack)
    rows: list[Any] = []
    for unit in owing(ids):
        by_duty = {duty: shown(lights(unit, duty, settings)) for duty in DUTIES}
        by_duty = {duty: found for duty, found in by_duty.items() if found}
        homes = _homes(unit)
        for duty, found in {**by_duty, ALL: gravest(unit, by_duty.values())}.items():
            rows += [
                row(since, until, unit.key, path, duty, light, light != UnitTrack.NONE)
                for since, until, light, path in _placed(found, homes)
            ]
    return rows


def lights(unit: Owing, duty: str, settings: Settings) -> list[Stretch]:
    """The lights of one duty with the periods that decide; nothing while it is not owed."""
    held = unit.held.get(duty, [])
    return [
        one
        for asked in settings.asked(unit, duty)
        for one in stretches(
            asked[0].since,
            asked[-1].until,
            owed_in(asked),
            held[: bisect_right(held, asked[-1].until)],
        )
    ]


def shown(found: Iterable[Stretch]) -> list[Shown]:
    """The lights alone: neighboring periods that show the same are one."""
    rows: list[Shown] = []
    for since, until, light, _ in found:
        if rows and rows[-1].until == since and rows[-1].light == light:
            rows[-1] = Shown(rows[-1].since, until, light)
        else:
            rows.append(Shown(since, until, light))
    return rows


def gravest(unit: Owing, duties: Iterable[Sequence[Shown]]) -> list[Shown]:
    """The gravest light of the unit on every day of its life; none where nothing is owed."""
    turns: list[tuple[date, int, int]] = []
    for found in duties:
        for since, until, light in found:
            turns += [(since, GRAVITY[light], 1), (until, GRAVITY[light], -1)]
    turns.sort()
    rows: list[Shown] = []
    burning = [0] * len(GRAVITY)
    names = list(GRAVITY)
    day, index = unit.since, 0
    while day < unit.until:
        while index < len(turns) and turns[index][0] <= day:
            burning[turns[index][1]] += turns[index][2]
            index += 1
        until = turns[index][0] if index < len(turns) else unit.until
        until = min(until, unit.until)
        worst = max((n for n, count in enumerate(burning) if count), default=None)
        light = UnitTrack.NONE if worst is None else names[worst]
        if rows and rows[-1].light == light:
            rows[-1] = Shown(rows[-1].since, until, light)
        else:
            rows.append(Shown(day, until, light))
        day = until
    return rows


def missed_in(ids: Sequence[int], since: date, on: date) -> dict[int, dict[str, list[Span]]]:
    """The whole periods from `since` on, over by `on`, in which units did not hold what they owed,
    by unit and duty; nothing of duties that none was missed of.
    """
    settings = Settings()
    found: dict[int, dict[str, list[Span]]] = {}
    for unit in owing(ids, since=since):
        missed = found.setdefault(unit.key, {})
        for duty in DUTIES:
            held = unit.held.get(duty, [])
            for asked in settings.asked(unit, duty):
                later = [one for one in asked if one.until > since]
                for span, times, _ in owed_in(later) if later else ():
                    if span.until > on:
                        break
                    if span.since < since:
                        continue
                    there = bisect_left(held, span.until) - bisect_left(held, span.since)
                    if there < times:
                        missed.setdefault(duty, []).append(span)
    return found


class _Home(NamedTuple):
    since: date
    until: date
    path: str


def _homes(unit: Owing) -> list[_Home]:
    """Where the unit sat, neighboring rows of one place joined."""
    rows: list[_Home] = []
    for since, until, _, path in unit.told:
        if rows and rows[-1].path == path and rows[-1].until == since:
            rows[-1] = _Home(rows[-1].since, until, path)
        else:
            rows.append(_Home(since, until, path))
    return rows or [_Home(unit.since, unit.until, unit.path)]


def _placed(
    found: Sequence[Shown], homes: Sequence[_Home]
) -> Iterable[tuple[date, date, str, str]]:
    if len(homes) == 1:
        for since, until, light in found:
            yield since, until, light, homes[0].path
        return
    for one in found:
        for since, until in cuts(one.since, one.until, [Cut(h.since, h.until) for h in homes]):
            home = at(homes, since)
            yield since, until, one.light, home.path if home else homes[-1].path


_DECIDES = ("kind", "also", "held_on", "due_count", "present_count", "lecturer", "lecture_minutes")


def units_of_counted(changes: Sequence[Change]) -> set[int]:
    """Units whose counted records changed: a plan, a sign-in and a confirmation change no light."""
    found: set[int] = set()
    for change in changes:
        before, after = _counts(change.before), _counts(change.after)
        if before != after:
            found.update(change.values("unit_id"))
    return found


def _counts(row: dict[str, Any] | None) -> tuple[Any, ...] | None:
    if row is None or row["state"] not in COUNTED:
        return None
    return tuple(row[name] for name in ("unit_id", *_DECIDES))
