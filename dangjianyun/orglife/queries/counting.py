"""From records to segments: which duties a record meets, from columns, for many at once."""

import json
from bisect import bisect_right
from collections.abc import Sequence
from datetime import date
from functools import lru_cache
from typing import Any

from dangjianyun.foundation.compiled import Compiled
from dangjianyun.foundation.segments import said_by
from dangjianyun.orglife.models import Meeting, MeetingStanding
from dangjianyun.orglife.queries.meeting import COUNTED
from dangjianyun.orglife.rules.meeting import MINUTES_OF_A_LECTURE, Held, duties, met

_SAID = ("kind", "also", "due_count", "present_count", "lecturer", "lecture_minutes")
_COUNTED_ROWS = Compiled(
    lambda ids: (
        Meeting.rows()
        .filter(pk__in=ids, state__in=COUNTED)
        .order_by("pk")
        .values_list("pk", "held_on", "state", "unit__path", *_SAID)
    )
)


def meeting_segments(ids: Sequence[int]) -> list[Any]:
    """From its day to the end of the year, one row a duty; none while it is not submitted.

    Reads and gives columns, not rows: a sheet brings in ten thousand records at once.
    """
    row = said_by(MeetingStanding)
    found: list[Any] = []
    for pk, day, state, path, *said in _COUNTED_ROWS.rows(ids):
        kind, also, due, came, lecturer, minutes = said
        kinds = kinds_met(kind, also, due, came, bool(lecturer), minutes, day)
        for one in dict.fromkeys([kind, *kinds]):
            main = one == kind
            found.append(
                row(
                    since=day,
                    until=date(day.year + 1, 1, 1),
                    meeting_id=pk,
                    path=path,
                    duty=one if one in kinds else "",
                    is_main=main,
                    is_confirmed=state == Meeting.State.CONFIRMED,
                    due_count=due,
                    present_count=came,
                    minutes=minutes if main else 0,
                )
            )
    return found


def kinds_met(
    kind: str, also: Any, due: int, came: int, has_lecturer: bool, minutes: int, day: date
) -> tuple[str, ...]:
    """The duties that a record meets, from its columns. `also` may be the column's JSON."""
    further = tuple(json.loads(also) if isinstance(also, str) else also)
    # Records repeat each other; the day matters to the rule only where the law changed.
    law = MINUTES_OF_A_LECTURE.days
    at = bisect_right(law, day)
    held = Held(kind, further, due, came, has_lecturer, minutes)
    return _known(held, law[at - 1] if at else day)


@lru_cache(maxsize=20_000)
def _known(held: Held, law: date) -> tuple[str, ...]:
    return tuple(met(duties(held, law)))
