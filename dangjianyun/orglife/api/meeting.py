"""Meetings over HTTP: read, planned, recorded in one go, and decided by the body above."""

from datetime import date
from typing import Any, Literal

from django.db.models import QuerySet
from django.http import HttpRequest
from ninja import Field, Router, Schema

from dangjianyun.access.api import caller, one_effect
from dangjianyun.foundation.actor import Actor
from dangjianyun.foundation.api import (
    OF_ACTS,
    PROBLEMS,
    Cursor,
    Day,
    Given,
    Limit,
    Lines,
    Words,
    sliced,
)
from dangjianyun.foundation.errors import Refused, Unseen
from dangjianyun.orglife.actions.meeting import confirm_meeting, plan_meeting, return_meeting
from dangjianyun.orglife.actions.meetings_kept import record_meetings
from dangjianyun.orglife.models import Meeting
from dangjianyun.orglife.queries.meeting import (
    COUNTED,
    duties_of,
    held_minutes_seen,
    meeting_list,
    next_numbers,
)
from dangjianyun.orglife.workflow import CONFIRM, WRITE
from dangjianyun.party.models import Unit
from dangjianyun.territory.api import in_region

router = Router(tags=["组织生活"])
KindName = Literal[
    "members_meeting",
    "committee_meeting",
    "group_meeting",
    "lecture",
    "theme_day",
    "life_meeting",
    "appraisal",
    "talk",
    "volunteering",
    "welfare_day",
    "training",
    "other",
]


class DutyOut(Schema):
    """One duty that the record was held as: whether it counts, and why (not)."""

    duty: str
    counts: bool
    why: str


class MeetingOut(Schema):
    """A record; people as counts. `minutes` only for the unit and the body directly above."""

    number: str
    unit: str
    kind: str
    also: list[str]
    title: str
    held_on: date
    venue: str
    state: str
    lecturer: str
    lecture_minutes: int
    due: int
    present: int
    excused: int
    guests: int
    minutes: str
    duties: list[DutyOut]


class MeetingPage(Schema):
    """A page."""

    items: list[MeetingOut]
    next: str | None


class PlanIn(Given):
    """A meeting to come; who is due follows from the roll."""

    unit: Words = Field(description="党组织编号")
    kind: KindName
    title: Words = Field(min_length=1, max_length=120)
    held_on: Day
    also: list[KindName] = []
    venue: Words = Field("", max_length=120)
    lecturer: Words = Field("", max_length=40)
    lecture_minutes: int = Field(0, ge=0, le=600)


class RecordIn(PlanIn):
    """What was held, with counts instead of a list of names."""

    due: int = Field(ge=1, le=9999)
    present: int = Field(ge=0, le=9999)
    excused: int = Field(0, ge=0, le=9999)
    minutes: Lines = Field(min_length=1, max_length=8000)


class ReturnIn(Given):
    """What is to be mended."""

    why: Words = Field(min_length=4, max_length=300)


@router.get("/meetings", response={200: MeetingPage, **PROBLEMS}, summary="组织生活记录列表")
def meetings(
    request: HttpRequest,
    region: str = "",
    unit: str = "",
    kind: str = "",
    duty: str = "",
    state: str = "",
    since: Day | None = None,
    until: Day | None = None,
    cursor: Cursor = "",
    limit: Limit = 50,
) -> Any:
    """Records by cursor; `duty`: those that count for it; days inclusive."""
    actor = caller(request, Meeting.read_permission())
    rows = meeting_list(
        actor, unit=unit, kind=kind, duty=duty, state=state, since=since, until=until
    )
    rows = in_region(actor, rows, region)
    return sliced(rows.order_by(), cursor, limit, lambda row: _meeting(actor, row))


@router.get("/meetings/{number}", response={200: MeetingOut, **PROBLEMS}, summary="一份记录")
def meeting_item(request: HttpRequest, number: str) -> Any:
    """One record."""
    actor = caller(request, Meeting.read_permission())
    return _meeting(actor, _seen(actor, number))


@router.post("/meetings", response={201: MeetingOut, **OF_ACTS}, summary="安排组织生活")
@one_effect
def meeting_plan(request: HttpRequest, body: PlanIn) -> Any:
    """Plan a meeting."""
    actor = caller(request, WRITE)
    unit = _unit(actor, body.unit)
    return _meeting(actor, plan_meeting(unit, actor=actor, meeting=_planned(body)))


@router.post(
    "/meetings/records", response={201: MeetingOut, **OF_ACTS}, summary="登记已召开的组织生活"
)
@one_effect
def meeting_record(request: HttpRequest, body: RecordIn) -> Any:
    """Put on record what was held; it counts at once."""
    actor = caller(request, WRITE)
    unit = _unit(actor, body.unit)
    row = _planned(body)
    row.unit, row.has_roster, row.minutes = unit, False, body.minutes
    row.due_count, row.present_count, row.excused_count = body.due, body.present, body.excused
    row.number = next_numbers(unit, body.held_on.year)[0]
    record_meetings(unit, actor=actor, meetings=[row])
    return _meeting(actor, row)


@router.post(
    "/meetings/{number}/confirm", response={201: MeetingOut, **OF_ACTS}, summary="确认记录"
)
@one_effect
def meeting_confirm(request: HttpRequest, number: str) -> Any:
    """Take note of a record of a unit below."""
    actor = caller(request, CONFIRM)
    return _meeting(actor, confirm_meeting(_seen(actor, number), actor=actor))


@router.post("/meetings/{number}/return", response={201: MeetingOut, **OF_ACTS}, summary="退回记录")
@one_effect
def meeting_return(request: HttpRequest, number: str, body: ReturnIn) -> Any:
    """Send a record back with what is to be mended."""
    actor = caller(request, CONFIRM)
    return _meeting(actor, return_meeting(_seen(actor, number), actor=actor, why=body.why))


def _planned(body: PlanIn) -> Meeting:
    names = ("kind", "title", "held_on", "venue", "lecturer", "lecture_minutes")
    also = [kind for kind in body.also if kind != body.kind]
    return Meeting(**{name: getattr(body, name) for name in names}, also=also)


def _unit(actor: Actor, number: str) -> Unit:
    unit: Unit | None = Unit.objects.seen_by(actor).filter(number=number).first()
    if unit is None:
        raise Refused("没有这个党组织，或不在你的范围内。", field="unit")
    return unit


def _seen(actor: Actor, number: str) -> Meeting:
    rows: QuerySet[Meeting] = Meeting.objects.seen_by(actor)
    row = rows.select_related("unit", "unit__parent").filter(number=number).first()
    if row is None:
        raise Unseen
    return row


def _meeting(actor: Actor, row: Meeting) -> dict[str, Any]:
    found = duties_of(row) if row.state in COUNTED else []
    return {
        "number": row.number,
        "unit": row.unit.number,
        "kind": row.kind,
        "also": row.also,
        "title": row.title,
        "held_on": row.held_on,
        "venue": row.venue,
        "state": row.state,
        "lecturer": row.lecturer,
        "lecture_minutes": row.lecture_minutes,
        "due": row.due_count,
        "present": row.present_count,
        "excused": row.excused_count,
        "guests": row.guest_count,
        "minutes": held_minutes_seen(actor, row),
        "duties": [{"duty": d.kind, "counts": d.is_met, "why": d.why} for d in found],
    }
