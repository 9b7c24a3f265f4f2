"""Many records at once: what was held before, from a sheet or another system."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from dangjianyun.access.action import action
from dangjianyun.access.book import Book
from dangjianyun.foundation.actor import Actor
from dangjianyun.foundation.errors import Refused
from dangjianyun.foundation.turns import hold
from dangjianyun.orglife.actions.meeting import must_be_complete
from dangjianyun.orglife.models import Attendance, Meeting, Topic
from dangjianyun.orglife.queries.meeting import may_confirm
from dangjianyun.orglife.workflow import WRITE
from dangjianyun.party.models import Unit
from dangjianyun.territory.models import Division


def _units_first(place: Division | Unit, given: Mapping[str, Any]) -> None:
    hold({Unit: {row.unit_id for row in given["meetings"]}})


@action(WRITE, "登记已召开的组织生活", first=_units_first)
def record_meetings(
    place: Division | Unit,
    *,
    actor: Actor,
    book: Book,
    meetings: Sequence[Meeting],
    attendances: Mapping[str, Sequence[Attendance]] | None = None,
    topics: Mapping[str, Sequence[Topic]] | None = None,
) -> list[Meeting]:
    """Put on record what was held: complete with counts, number, state; attendances by `ref`.

    A record of a body below is confirmed with its entry by the body above: it holds the paper.
    Records of the own unit wait for the confirmation. Raises: PermissionDenied for a unit the
    actor may not write for; Refused for a record that could not be submitted.
    """
    allowed: dict[int, bool] = {}
    now = datetime.now(UTC)
    for row in meetings:
        if row.unit_id not in allowed:
            if not isinstance(place, Unit) or row.unit_id != place.pk:
                actor.must(WRITE, row.unit)
            allowed[row.unit_id] = may_confirm(actor, row)
        _settle(row, now, is_from_above=allowed[row.unit_id])
    saved = book.add_many(meetings)
    for told in (attendances, topics):
        if told:
            book.add_many([_of(row, one) for row in saved for one in told.get(row.ref, ())])
    return saved


@action(WRITE, "更正已登记的组织生活")
def correct_kept(
    meeting: Meeting, *, actor: Actor, book: Book, fields: Mapping[str, object]
) -> Meeting:
    """Correct a record that was put down with counts. Raises: Refused where it has a list of names,
    or would no longer be complete.
    """
    if meeting.has_roster:
        raise Refused("这份记录是逐人登记的，请打开原记录更正。", field="due_count")
    changed = book.change(meeting, **fields)
    if changed.present_count > changed.due_count:
        raise Refused("实到人数多于应到人数。", field="present_count")
    must_be_complete(changed)
    return changed


def _settle(row: Meeting, now: datetime, *, is_from_above: bool) -> None:
    if row.state == Meeting.State.RETURNED:
        return
    row.state = Meeting.State.CONFIRMED if is_from_above else Meeting.State.SUBMITTED
    row.submitted_at = row.submitted_at or now
    row.decided_at = row.decided_at or (now if is_from_above else None)
    if row.present_count > row.due_count:
        raise Refused("实到人数多于应到人数。", field="present_count")
    if not row.has_roster:
        must_be_complete(row)


def _of(row: Meeting, told: Attendance | Topic) -> Attendance | Topic:
    told.meeting = row
    return told
