"""Sending instructors."""

from collections.abc import Sequence
from datetime import date

from dangjianyun.access.action import action
from dangjianyun.access.book import Book
from dangjianyun.access.withdrawing import withdraw
from dangjianyun.coverage.models import Assignment, Instructor
from dangjianyun.foundation.actor import Actor
from dangjianyun.foundation.days import OPEN, last_day, today
from dangjianyun.foundation.errors import Refused
from dangjianyun.foundation.pinyin import sought
from dangjianyun.territory.models import Division

INSTRUCTOR = "coverage.instructor.write"
ASSIGNMENT = "coverage.assignment.write"


@action(INSTRUCTOR, "选派指导员")
def send_instructors(
    division: Division, *, actor: Actor, book: Book, instructors: Sequence[Instructor]
) -> list[Instructor]:
    """Put instructors on record at their home units within `division`.

    Raises: PermissionDenied for a unit elsewhere; Refused for a day to come.
    """
    for row in instructors:
        actor.must(INSTRUCTOR, row)
        if row.since > today():
            raise Refused("选派日期不能晚于今天。", field="since")
        row.sought = sought(row.name, row.number)
    return book.add_many(instructors)


@action(INSTRUCTOR, "更正指导员信息")
def correct_instructor(
    instructor: Instructor, *, actor: Actor, book: Book, fields: dict[str, object]
) -> Instructor:
    """Correct name, employer, telephone, kind."""
    name = str(fields.get("name", instructor.name))
    return book.change(instructor, **fields, sought=sought(name, instructor.number))


@action(INSTRUCTOR, "指导员离任")
def end_instructor(instructor: Instructor, *, actor: Actor, book: Book, on: date) -> Instructor:
    """End an instructor's service with all assignments: `on` is the first day without.

    Raises: Refused for a day before it began, or where it has ended.
    """
    if on <= instructor.since:
        raise Refused(f"离任日期应晚于选派日期{instructor.since}。", field="on")
    if instructor.until <= today() or on > instructor.until:
        raise Refused(f"{instructor.name}已登记到{last_day(instructor.until)}离任。", field="on")
    for row in instructor.assignments.filter(until__gt=on):
        if row.since < on:
            book.change(row, until=on)
        else:
            # Sent for a day that the instructor no longer served: it never came to that.
            book.remove(row)
    return book.change(instructor, until=on)


@action(INSTRUCTOR, "撤回误登的指导员")
def withdraw_instructor(instructor: Instructor, *, actor: Actor, book: Book) -> None:
    """Take back an instructor who was never sent: none with assignments. Raises: as `withdraw`."""
    withdraw(instructor, book)


@action(ASSIGNMENT, "派驻指导员")
def assign(
    division: Division, *, actor: Actor, book: Book, assignments: Sequence[Assignment]
) -> list[Assignment]:
    """Send instructors to organizations within `division`.

    Raises: PermissionDenied for an organization elsewhere; Refused where the instructor is not in
    office, the organization closed, or the same assignment is in force.
    """
    spans = _known(assignments)
    for row in assignments:
        actor.must(ASSIGNMENT, row)
        one, other = row.instructor, row.organization
        if row.since > today():
            raise Refused("派驻起始日不能晚于今天。", field="since")
        if not one.since <= row.since < one.until:
            raise Refused(f"指导员{one.name}在{row.since}不在任。", field="since")
        if not other.established_on <= row.since < other.closed_on:
            raise Refused(f"“{other.name}”在{row.since}不在登记期间内。", field="since")
        row.until = min(row.until, one.until, other.closed_on)
        held = spans.setdefault((row.instructor_id, row.organization_id), [])
        if any(row.since < until and since < row.until for since, until in held):
            raise Refused(f"{one.name}这段时间已派驻“{other.name}”。", field="organization")
        held.append((row.since, row.until))
    return book.add_many(assignments)


def _known(assignments: Sequence[Assignment]) -> dict[tuple[int, int], list[tuple[date, date]]]:
    rows = Assignment.rows().filter(instructor__in={row.instructor_id for row in assignments})
    spans: dict[tuple[int, int], list[tuple[date, date]]] = {}
    for instructor, organization, since, until in rows.values_list(
        "instructor_id", "organization_id", "since", "until"
    ):
        spans.setdefault((instructor, organization), []).append((since, until))
    return spans


@action(ASSIGNMENT, "结束派驻")
def end_assignment(assignment: Assignment, *, actor: Actor, book: Book, on: date) -> Assignment:
    """End an assignment: `on` is the first day without it."""
    if on <= assignment.since:
        raise Refused(f"结束日期应晚于起始日期{assignment.since}。", field="on")
    if assignment.until <= today() or (assignment.until != OPEN and on >= assignment.until):
        raise Refused(f"这项派驻到{last_day(assignment.until)}已经结束。", field="on")
    return book.change(assignment, until=on)


@action(ASSIGNMENT, "撤回误登的派驻")
def withdraw_assignment(assignment: Assignment, *, actor: Actor, book: Book) -> None:
    """Take back an assignment that never was. Raises: as `withdraw`."""
    withdraw(assignment, book)
