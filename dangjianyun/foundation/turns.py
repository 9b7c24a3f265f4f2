"""Who waits for whom when facts are written at the same time. PostgreSQL; SQLite has one writer.

A segment follows from facts of several tables. Two acts that write two of them at once see nothing
of each other until they commit: one gives a person a post, the other puts the person on the roll,
and neither finds the member among the staff. So before an act looks what its changes touch, it
locks the rows at which such facts meet (the person): the second act then sees the first's facts.

All acts lock in one order (`Meeting.turn`), or two would each hold what the other waits for. An act
whose own row comes late takes what comes before first: `@action(..., first=...)` and `hold`.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from django.db import connection, models

from dangjianyun.foundation.segments import Change, Touching

_SETTINGS = 7_208_302


@dataclass(frozen=True)
class Meeting:
    """Rows of a table at which changes of others meet.

    `turn` is the table's place in the one order in which all acts lock: Party units (1), divisions
    (2), organizations (3), persons (4), then other subjects, rows of facts last. `order` says in
    SQL which rows of the table come first. `alone` names for each table of facts the rows that a
    change of it keeps for itself; `together` those that it shares with others of its kind, while
    nobody may have them alone.
    """

    of: type[models.Model]
    turn: int
    alone: Mapping[type[models.Model], Touching] = field(default_factory=dict)
    together: Mapping[type[models.Model], Touching] = field(default_factory=dict)
    order: str = "id"


Keys = Mapping[type[models.Model], Iterable[int]]
_MEETINGS: list[Meeting] = []


def meet(meeting: Meeting) -> None:
    """Make a meeting known."""
    _MEETINGS.append(meeting)
    _MEETINGS.sort(key=lambda one: one.turn)


def hold(alone: Keys, shared: Keys | None = None) -> None:
    """Take rows before an act takes its own that comes later in the order: two acts which need the
    same rows then wait for each other once, and never both for the other.
    """
    if connection.vendor != "postgresql":
        return
    if unknown := {*alone, *(shared or {})} - {one.of for one in _MEETINGS}:
        raise ValueError(f"{unknown} has no place in the order of locks")
    for meeting in _MEETINGS:
        mine = set(alone.get(meeting.of, ()))
        theirs = set((shared or {}).get(meeting.of, ())) - mine
        # In one order, whatever the strength: of two who each share what the other wants alone,
        # both would wait.
        rows = _in_order(meeting, mine | theirs) if mine and theirs else [*mine, *theirs]
        for is_mine, run in groupby(rows, key=mine.__contains__):
            _lock(meeting.of, run, "NO KEY UPDATE" if is_mine else "SHARE", meeting.order)


def take_turns(changes: Mapping[type[models.Model], Sequence[Change]], subjects: Keys) -> None:
    """Wait until nobody else is at work where these changes meet others, and keep them away.

    `subjects` are the rows whose segments will be renewed, as far as can be told before.
    """
    if connection.vendor != "postgresql":
        return
    for meeting in _MEETINGS:
        alone = _rows(meeting.alone, changes) | set(subjects.get(meeting.of, ()))
        _lock(meeting.of, alone, "NO KEY UPDATE", meeting.order)
        held = set(alone)
        # What is above a unit may have changed while waiting: ask again until nothing new comes.
        while wanted := _rows(meeting.together, changes) - held:
            _lock(meeting.of, wanted, "SHARE", meeting.order)
            held |= wanted
    met = {meeting.of for meeting in _MEETINGS}
    for table, ids in subjects.items():
        if table not in met:
            _lock(table, ids, "NO KEY UPDATE", "id")


def share_settings() -> None:
    """Held by every writer of segments to the end of the act: the settings read stay in force."""
    _hold("pg_advisory_xact_lock_shared")


def hold_settings() -> None:
    """Wait for all writers of segments, and let them wait: settings, or all segments, change."""
    _hold("pg_advisory_xact_lock")


def _hold(function: str) -> None:
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT {function}(%s)", [_SETTINGS])


def _rows(
    touching: Mapping[type[models.Model], Touching],
    changes: Mapping[type[models.Model], Sequence[Change]],
) -> set[int]:
    found: set[int] = set()
    for model, touch in touching.items():
        if rows := changes.get(model):
            found.update(touch(rows))
    return found


def _in_order(meeting: Meeting, ids: Iterable[int]) -> list[int]:
    table = connection.ops.quote_name(meeting.of._meta.db_table)
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT id FROM {table} WHERE id = ANY(%s) ORDER BY {meeting.order}", [list(ids)]
        )
        return [pk for (pk,) in cursor.fetchall()]


def _lock(model: type[models.Model], ids: Iterable[int], strength: str, order: str) -> None:
    if wanted := sorted(ids):
        table = connection.ops.quote_name(model._meta.db_table)
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT id FROM {table} WHERE id = ANY(%s) ORDER BY {order} FOR {strength}",
                [wanted],
            )
