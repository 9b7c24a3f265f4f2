"""Planning, recording, submitting and confirming organization life."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from dangjianyun.access.action import action
from dangjianyun.access.book import Book
from dangjianyun.foundation.actor import Actor
from dangjianyun.foundation.days import today
from dangjianyun.foundation.errors import Refused
from dangjianyun.foundation.turns import hold
from dangjianyun.orglife.models import Attendance, Meeting, Topic
from dangjianyun.orglife.queries.meeting import (
    COMING,
    due_members,
    may_confirm,
    next_numbers,
    outcome_of,
    votes_of,
)
from dangjianyun.orglife.rules.meeting import fault_of
from dangjianyun.orglife.workflow import CONFIRM, MEETING, OPEN_STATES, WRITE
from dangjianyun.party.models import Member, Unit

REASON_AT_LEAST = 4


def unit_first(meeting: Meeting, given: Mapping[str, object]) -> None:
    """What counts changes the light of the unit, and all acts lock units before their records."""
    hold({Unit: [meeting.unit_id]})


@dataclass(frozen=True)
class Came:
    """What is told of one member: an `Attendance.State`, why not, an opinion in writing."""

    state: str
    reason: str = ""
    has_written_opinion: bool = False
    by: str = Attendance.By.HAND


@action(WRITE, "安排组织生活")
def plan_meeting(
    unit: Unit,
    *,
    actor: Actor,
    book: Book,
    meeting: Meeting,
    members: Sequence[Member] | None = None,
) -> Meeting:
    """Put a meeting on the unit's calendar with those who are due: all by kind, or `members`.

    Raises: Refused for a dissolved unit, a day outside its life or a second one of the same title.
    """
    meeting.unit = unit
    _must_fit(meeting)
    meeting.number = next_numbers(unit, meeting.held_on.year)[0]
    meeting.state = MEETING_STARTS
    book.add(meeting)
    invite(meeting, book, members)
    return meeting


MEETING_STARTS = Meeting.State.PLANNED


def invite(meeting: Meeting, book: Book, members: Sequence[Member] | None = None) -> None:
    """Write down who is due. With `members` only these; their votes follow from the roll."""
    found = due_members(meeting.unit, meeting.kind, meeting.held_on)
    if members is not None:
        chosen = {member.pk for member in members}
        found = [due for due in found if due.member.pk in chosen]
    here = set(Attendance.rows().filter(meeting=meeting).values_list("member_id", flat=True))
    book.add_many(
        [
            Attendance(meeting=meeting, member=due.member, has_vote=due.has_vote)
            for due in found
            if due.member.pk not in here
        ]
    )


@action(WRITE, "更正组织生活安排")
def correct_meeting(
    meeting: Meeting, *, actor: Actor, book: Book, fields: Mapping[str, object]
) -> Meeting:
    """Change the plan or the record while the unit still writes it.

    A change of day or kind asks anew who is due. Raises: Refused once it is submitted.
    """
    _must_be_open(meeting)
    before = (meeting.kind, meeting.held_on)
    changed = book.change(meeting, **fields)
    _must_fit(changed)
    if changed.has_roster and before != (changed.kind, changed.held_on):
        _invite_anew(changed, book)
    return changed


def _invite_anew(meeting: Meeting, book: Book) -> None:
    """Who is not due on the new day leaves the list, unless something is told of them."""
    due = {one.member.pk for one in due_members(meeting.unit, meeting.kind, meeting.held_on)}
    waiting = Attendance.rows().filter(meeting=meeting, state=Attendance.State.DUE)
    book.remove_many(list(waiting.exclude(member__in=due)))
    invite(meeting, book)


@action(WRITE, "发出组织生活通知")
def notify_meeting(meeting: Meeting, *, actor: Actor, book: Book) -> Meeting:
    """The members are told; from now on a code may be opened for signing in."""
    return book.change(meeting, state=MEETING.take("notify", meeting.state))


@action(WRITE, "登记到会情况")
def record_attendance(
    meeting: Meeting, *, actor: Actor, book: Book, came: Mapping[int, Came]
) -> Meeting:
    """Who came, by primary key of the member; those not named stay as they are.

    Raises: Refused for somebody not due here, an absence without a reason, or a submitted record.
    """
    _must_be_open(meeting)
    rows = {row.member_id: row for row in Attendance.rows().filter(meeting=meeting)}
    if came.keys() - rows.keys():
        raise Refused("名单里没有这名同志，请先加入应到名单。", field="attendance")
    book.change_many([(rows[member], _told(rows[member], one)) for member, one in came.items()])
    return count_roster(meeting, book)


def _told(row: Attendance, came: Came) -> dict[str, object]:
    if came.state == Attendance.State.EXCUSED and len(came.reason.strip()) < 2:
        raise Refused(f"{row.member.person.name}请假，请写明原因。", field="attendance")
    is_here = came.state in COMING
    return {
        "state": came.state,
        "reason": "" if came.state == Attendance.State.PRESENT else came.reason.strip(),
        "has_written_opinion": came.has_written_opinion and not is_here and row.has_vote,
        "by": came.by if came.state != row.state else row.by,
    }


def count_roster(meeting: Meeting, book: Book) -> Meeting:
    """Bring the counts of a meeting in line with its attendances."""
    rows = list(Attendance.rows().filter(meeting=meeting))
    here = [row for row in rows if row.state in COMING]
    return book.change(
        meeting,
        has_roster=True,
        due_count=len(rows),
        present_count=len(here),
        excused_count=sum(row.state == Attendance.State.EXCUSED for row in rows),
        voters_due=sum(row.has_vote for row in rows),
        voters_present=sum(row.has_vote for row in here),
    )


@action(WRITE, "登记议题和决议")
def record_topics(
    meeting: Meeting, *, actor: Actor, book: Book, topics: Sequence[Topic]
) -> list[Topic]:
    """The topics in their order, in place of those that stood. Raises: Refused once submitted."""
    _must_be_open(meeting)
    book.remove_many(list(Topic.rows().filter(meeting=meeting)))
    for position, topic in enumerate(topics, 1):
        topic.meeting, topic.position = meeting, position
    return book.add_many(topics)


@action(WRITE, "提交组织生活记录", first=unit_first)
def submit_meeting(meeting: Meeting, *, actor: Actor, book: Book) -> Meeting:
    """Hand the record up; from here it counts.

    Raises: Refused for a day ahead, people about whom nothing is told, an empty record, or a
    decision that the counts do not allow.
    """
    state = MEETING.take("submit", meeting.state)
    if meeting.has_roster:
        meeting = count_roster(meeting, book)
        _must_be_told_of_all(meeting)
    must_be_complete(meeting)
    for topic in Topic.rows().filter(meeting=meeting).exclude(decision=Topic.Decision.NONE):
        must_be_countable(meeting, topic)
    return book.change(
        meeting,
        state=state,
        submitted_by=actor.name,
        submitted_at=datetime.now(UTC),
        returned_for="",
    )


def _must_be_told_of_all(meeting: Meeting) -> None:
    waiting = Attendance.rows().filter(meeting=meeting, state=Attendance.State.DUE).count()
    if waiting and meeting.held_on <= today():
        raise Refused(
            f"还有{waiting}人没有登记到会情况，请逐人登记到会、请假或缺席。", field="attendance"
        )


def must_be_complete(meeting: Meeting) -> None:
    """Raises: Refused, naming what is missing of the day, who was due, what was said."""
    if meeting.held_on > today():
        raise Refused(
            f"这次组织生活定在{meeting.held_on}，还没有到，不能先写记录。请在召开以后提交。",
            field="held_on",
        )
    if not meeting.due_count:
        raise Refused("应到人数是0，请先写明谁应当参加。", field="due_count")
    if not meeting.minutes.strip():
        raise Refused("会议记录还是空的，请写明主要内容。", field="minutes")


def must_be_countable(meeting: Meeting, topic: Topic) -> None:
    """Raises: Refused where the votes cannot be, or too few came to decide."""
    named = f"议题“{topic.title[:20]}”："
    if fault := fault_of(votes_of(meeting, topic)):
        raise Refused(named + fault, field="topics")
    quorate, _, words = outcome_of(meeting, topic)
    if not quorate:
        raise Refused(f"{named}{words}请改为“不作表决”，另行补开后再表决。", field="topics")


@action(WRITE, "收回组织生活记录", first=unit_first)
def recall_meeting(meeting: Meeting, *, actor: Actor, book: Book) -> Meeting:
    """Take a submitted record back to mend it, before the body above decided."""
    return book.change(meeting, state=MEETING.take("recall", meeting.state), returned_for="")


@action(WRITE, "取消组织生活")
def cancel_meeting(meeting: Meeting, *, actor: Actor, book: Book, why: str) -> Meeting:
    """It is not held, or was recorded by mistake. Raises: Refused without a reason."""
    must_tell(why, "取消的原因", "why")
    return book.change(
        meeting, state=MEETING.take("cancel", meeting.state), canceled_for=why.strip()
    )


@action(CONFIRM, "确认组织生活记录", first=unit_first)
def confirm_meeting(meeting: Meeting, *, actor: Actor, book: Book) -> Meeting:
    """The body above takes note. Raises: Refused for the own unit's record or the own submit."""
    _must_stand_above(meeting, actor)
    return _decide(meeting, book, "confirm", "")


@action(CONFIRM, "退回组织生活记录", first=unit_first)
def return_meeting(meeting: Meeting, *, actor: Actor, book: Book, why: str) -> Meeting:
    """Send it back with what to mend. Raises: Refused without a word on that."""
    _must_stand_above(meeting, actor)
    must_tell(why, "退回的原因和怎样补正", "why")
    return _decide(meeting, book, "return", why.strip())


def _decide(meeting: Meeting, book: Book, step: str, why: str) -> Meeting:
    return book.change(
        meeting,
        state=MEETING.take(step, meeting.state),
        returned_for=why,
        decided_at=datetime.now(UTC),
    )


def _must_stand_above(meeting: Meeting, actor: Actor) -> None:
    if not may_confirm(actor, meeting):
        raise Refused("自己的组织生活记录由上级党组织确认，请等上级办理。")
    if meeting.submitted_by == actor.name:
        raise Refused("这份记录是你提交的，请由另一名同志确认。")


def _must_be_open(meeting: Meeting) -> None:
    if meeting.state not in OPEN_STATES:
        label = meeting.get_state_display()
        raise Refused(f"这份记录{label}，不能再改。需要更正的，请先收回或由上级退回。")


def _must_fit(meeting: Meeting) -> None:
    """Raises: Refused for a day outside the unit's life, times out of order, a second one alike."""
    unit = meeting.unit
    if not unit.established_on <= meeting.held_on < unit.dissolved_on:
        raise Refused("这一天党组织还没有成立，或者已经撤销，请核对日期。", field="held_on")
    if meeting.starts_at and meeting.ends_at and meeting.ends_at <= meeting.starts_at:
        raise Refused("结束时间应晚于开始时间。", field="ends_at")
    alike = Meeting.rows().filter(
        unit=unit, held_on=meeting.held_on, kind=meeting.kind, title=meeting.title
    )
    if alike.exclude(pk=meeting.pk).exclude(state=Meeting.State.CANCELED).exists():
        raise Refused(
            "当天已有同类型、同主题的记录，不必重复登记；补充内容的请打开原记录。", field="title"
        )


def must_tell(why: str, what: str, field: str) -> None:
    """Raises: Refused where the reason is too short to help anybody."""
    if len(why.strip()) < REASON_AT_LEAST:
        raise Refused(f"请写明{what}，至少{REASON_AT_LEAST}个字。", field=field)
