"""Who waits for whom when facts are written at the same time. PostgreSQL; SQLite has one writer.

A segment follows from facts of several tables. Two acts that write two of them at once see nothing
of each other until they commit: one gives a person a post, the other puts the person on the roll,
and neither finds the member among the staff. So before an act looks what its changes touch, it
locks the rows at which such facts meet (the person): the second act then sees the first's facts.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from django.db import connection, models

from dangjianyun.foundation.segments import Change, Touching

_SETTINGS = 7_208_302


@dataclass(frozen=True)
class Meeting:
    """Rows of a table at which changes of others meet.

    `alone` names for each table of facts the rows that a change of it keeps for itself; `together`
    those that it shares with others of its kind, while nobody may have them alone.
    """

    of: type[models.Model]
    alone: Mapping[type[models.Model], Touching] = field(default_factory=dict)
    together: Mapping[type[models.Model], Touching] = field(default_factory=dict)


_MEETINGS: list[Meeting] = []


def meet(meeting: Meeting) -> None:
    """Make a meeting known. All acts lock in the order of declaration."""
    _MEETINGS.append(meeting)


def take_turns(changes: Mapping[type[models.Model], Sequence[Change]]) -> None:
    """Wait until nobody else is at work where these changes meet others, and keep them away."""
    if connection.vendor != "postgresql":
        return
    for meeting in _MEETINGS:
        alone = _rows(meeting.alone, changes)
        _lock(meeting.of, alone, "NO KEY UPDATE")
        held = set(alone)
        # What is above a unit may have changed while waiting: ask again until nothing new comes.
        while wanted := _rows(meeting.together, changes) - held:
            _lock(meeting.of, wanted, "SHARE")
            held |= wanted


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


def _lock(model: type[models.Model], ids: Iterable[int], strength: str) -> None:
    if wanted := sorted(ids):
        table = connection.ops.quote_name(model._meta.db_table)
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT id FROM {table} WHERE id = ANY(%s) ORDER BY id FOR {strength}", [wanted]
            )
