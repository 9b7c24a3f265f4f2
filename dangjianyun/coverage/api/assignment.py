"""Assignments over HTTP: read, made and ended."""

from datetime import date
from typing import Any

from django.http import HttpRequest
from ninja import Field, Router, Schema

from dangjianyun.access.api import caller, one_effect, takes_back
from dangjianyun.coverage.actions import ASSIGNMENT, assign, end_assignment, withdraw_assignment
from dangjianyun.coverage.models import Assignment, Instructor
from dangjianyun.foundation.actor import Actor
from dangjianyun.foundation.api import (
    OF_ACTS,
    PROBLEMS,
    Cursor,
    Day,
    Given,
    Limit,
    Words,
    held_on,
    row_behind,
    sliced,
)
from dangjianyun.foundation.days import last_day, until_of
from dangjianyun.foundation.errors import Refused
from dangjianyun.foundation.veiled import key_of
from dangjianyun.registry.models import Organization
from dangjianyun.territory.api import in_region
from dangjianyun.territory.queries import division_of_path

router = Router(tags=["派驻"])


class AssignmentOut(Schema):
    """An assignment; `last_day` is inclusive."""

    key: str
    instructor: str
    organization: str
    since: date
    last_day: date | None
    letter: str


class AssignmentPage(Schema):
    """A page."""

    items: list[AssignmentOut]
    next: str | None


class AssignmentIn(Given):
    """A new assignment."""

    instructor: Words = Field(description="指导员编号")
    organization: Words = Field(description="统一社会信用代码")
    since: Day
    last_day: Day | None = None
    letter: Words = Field("", max_length=80)


class EndIn(Given):
    """The last day of an assignment, inclusive."""

    last_day: Day


def _assignment(row: Assignment) -> dict[str, Any]:
    return {
        "key": key_of(row),
        "instructor": row.instructor.number,
        "organization": row.organization.code,
        "since": row.since,
        "last_day": last_day(row.until),
        "letter": row.letter,
    }


@router.get("/assignments", response={200: AssignmentPage, **PROBLEMS}, summary="派驻列表")
def assignment_list(
    request: HttpRequest,
    region: str = "",
    organization: str = "",
    instructor: str = "",
    on: Day | None = None,
    cursor: Cursor = "",
    limit: Limit = 50,
) -> Any:
    """Assignments, by cursor; of one organization (code) or instructor (number) where given.

    With `on` those in force on the day.
    """
    actor = caller(request, Assignment.read_permission())
    rows = Assignment.objects.seen_by(actor).select_related("instructor", "organization")
    rows = held_on(in_region(actor, rows, region), on)
    if organization:
        rows = rows.filter(organization__code=organization)
    if instructor:
        rows = rows.filter(instructor__number=instructor)
    return sliced(rows, cursor, limit, _assignment)


@router.get("/assignments/{key}", response={200: AssignmentOut, **PROBLEMS}, summary="一项派驻")
def assignment_item(request: HttpRequest, key: str) -> Any:
    """One assignment."""
    return _assignment(_seen(caller(request, Assignment.read_permission()), key))


@router.post("/assignments", response={201: AssignmentOut, **OF_ACTS}, summary="派驻指导员")
@one_effect
def assignment_new(request: HttpRequest, body: AssignmentIn) -> Any:
    """Send an instructor to an organization."""
    actor = caller(request, ASSIGNMENT)
    instructor = Instructor.objects.seen_by(actor).filter(number=body.instructor).first()
    organization = Organization.objects.seen_by(actor).filter(code=body.organization).first()
    if instructor is None:
        raise Refused("没有这名指导员，或不在你的范围内。", field="instructor")
    if organization is None:
        raise Refused("没有这家社会组织，或不在你的范围内。", field="organization")
    if body.last_day and body.last_day < body.since:
        raise Refused("截止日不能早于起始日。", field="last_day")
    row = Assignment(
        instructor=instructor,
        organization=organization,
        since=body.since,
        until=until_of(body.last_day),
        letter=body.letter,
    )
    assign(division_of_path(organization.path), actor=actor, assignments=[row])
    return _assignment(row)


@router.post("/assignments/{key}/end", response={201: AssignmentOut, **OF_ACTS}, summary="结束派驻")
@one_effect
def assignment_end(request: HttpRequest, key: str, body: EndIn) -> Any:
    """End an assignment after its last day."""
    actor = caller(request, ASSIGNMENT)
    row = _seen(actor, key)
    try:
        return _assignment(end_assignment(row, actor=actor, on=until_of(body.last_day)))
    except Refused as refused:
        raise Refused(refused.message, field="last_day", cites=refused.cites) from None


def _seen(actor: Actor, key: str) -> Assignment:
    row: Assignment = row_behind(Assignment.objects.seen_by(actor), key)
    return row


takes_back(
    router,
    "/assignments",
    "撤回误登的派驻",
    out=AssignmentOut,
    permission=ASSIGNMENT,
    find=_seen,
    told=lambda _, row: _assignment(row),
    act=withdraw_assignment,
)
