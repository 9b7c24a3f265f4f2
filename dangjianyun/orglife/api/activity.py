"""Activities over HTTP."""

from datetime import date
from typing import Any

from django.http import HttpRequest
from ninja import Field, Router, Schema

from dangjianyun.access.api import caller, one_effect
from dangjianyun.foundation.api import (
    OF_ACTS,
    PROBLEMS,
    Cursor,
    Given,
    Limit,
    Lines,
    Name,
    WithdrawIn,
    Words,
    sliced,
)
from dangjianyun.foundation.cells import CellError
from dangjianyun.foundation.days import today
from dangjianyun.foundation.errors import Refused, Unseen
from dangjianyun.foundation.schedules import parse_schedule
from dangjianyun.orglife.actions.activity import WRITE, record_activities, withdraw_activity
from dangjianyun.orglife.models import Activity
from dangjianyun.orglife.queries.activity import is_taken, next_number
from dangjianyun.territory.queries import division_of_code, path_to_code

router = Router(tags=["活动"])


class ActivityOut(Schema):
    """An activity in the organizer's words, and the days that they mean."""

    number: str
    year: int
    name: str
    organizer: str
    content: str
    venue: str
    schedule: str
    first_on: date | None
    last_on: date | None
    is_tentative: bool
    division: str
    is_division_guessed: bool


class ActivityPage(Schema):
    """A page."""

    items: list[ActivityOut]
    next: str | None


class ActivityIn(Given):
    """A new activity."""

    year: int = Field(ge=2000, le=2100)
    name: Name = Field(min_length=1, max_length=200)
    organizer: Name = Field(min_length=1, max_length=120)
    content: Lines = Field("", max_length=4000)
    venue: Words = Field(min_length=1, max_length=200)
    schedule: Words = Field(min_length=1, max_length=120)
    division: Words = Field(description="区划代码")


def _activity(row: Activity) -> dict[str, Any]:
    return {
        "number": row.number,
        "year": row.year,
        "name": row.name,
        "organizer": row.organizer,
        "content": row.content,
        "venue": row.venue,
        "schedule": row.schedule,
        "first_on": row.first_on,
        "last_on": row.last_on,
        "is_tentative": row.is_tentative,
        "division": path_to_code(row.path),
        "is_division_guessed": row.is_path_guessed,
    }


@router.get("/activities", response={200: ActivityPage, **PROBLEMS}, summary="活动列表")
def activity_list(
    request: HttpRequest, year: int | None = None, cursor: Cursor = "", limit: Limit = 50
) -> Any:
    """Activities within what the caller sees, by cursor."""
    actor = caller(request, Activity.read_permission())
    rows = Activity.objects.seen_by(actor)
    return sliced(rows.filter(year=year) if year else rows, cursor, limit, _activity)


@router.get("/activities/{number}", response={200: ActivityOut, **PROBLEMS}, summary="一项活动")
def activity_item(request: HttpRequest, number: str) -> Any:
    """One activity."""
    actor = caller(request, Activity.read_permission())
    return _activity(Activity.objects.one_seen_by(actor, number=number))


@router.post("/activities", response={201: ActivityOut, **OF_ACTS}, summary="登记活动")
@one_effect
def activity_new(request: HttpRequest, body: ActivityIn) -> Any:
    """Record an activity."""
    actor = caller(request, WRITE)
    division = division_of_code(body.division, today())
    if division is None or not actor.may(WRITE, division):
        raise Unseen
    try:
        read = parse_schedule(body.schedule, body.year)
    except CellError as error:
        raise Refused(str(error), field="schedule") from None
    if is_taken(actor, body.year, body.name, body.organizer):
        raise Refused("这个组织单位当年已有同名活动。", field="name")
    row = Activity(
        number=next_number(body.year),
        year=body.year,
        name=body.name,
        organizer=body.organizer,
        content=body.content,
        venue=body.venue,
        schedule=body.schedule,
        first_on=read.first,
        last_on=read.last_day,
        is_tentative=read.is_tentative,
        path=division.path,
    )
    record_activities(division, actor=actor, activities=[row])
    return _activity(row)


@router.post(
    "/activities/{number}/withdraw",
    response={201: ActivityOut, **OF_ACTS},
    summary="撤回误登的活动",
)
@one_effect
def activity_withdraw(request: HttpRequest, number: str, body: WithdrawIn) -> Any:
    """Take back an activity recorded by mistake; answers with what it said."""
    actor = caller(request, WRITE)
    row: Activity = Activity.objects.one_seen_by(actor, number=number)
    told = _activity(row)
    withdraw_activity(row, actor=actor, reason=body.reason)
    return told
