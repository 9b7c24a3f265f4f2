"""Instructors over HTTP."""

from datetime import date
from typing import Any

from django.http import HttpRequest
from ninja import Router, Schema

from dangjianyun.access.api import caller, takes_back
from dangjianyun.coverage.actions import INSTRUCTOR, withdraw_instructor
from dangjianyun.coverage.models import Instructor
from dangjianyun.foundation.actor import Actor
from dangjianyun.foundation.api import PROBLEMS, Cursor, Day, Limit, held_on, sliced
from dangjianyun.foundation.days import last_day
from dangjianyun.territory.api import in_region
from dangjianyun.territory.queries import path_to_code

router = Router(tags=["指导员"])


class InstructorOut(Schema):
    """An instructor."""

    number: str
    name: str
    kind: str
    home: str
    division: str
    since: date
    last_day: date | None


class InstructorPage(Schema):
    """A page."""

    items: list[InstructorOut]
    next: str | None


def _instructor(row: Instructor) -> dict[str, Any]:
    return {
        "number": row.number,
        "name": row.name,
        "kind": row.kind,
        "home": row.home.number,
        "division": path_to_code(row.path),
        "since": row.since,
        "last_day": last_day(row.until),
    }


@router.get("/instructors", response={200: InstructorPage, **PROBLEMS}, summary="指导员列表")
def instructor_list(
    request: HttpRequest,
    region: str = "",
    on: Day | None = None,
    cursor: Cursor = "",
    limit: Limit = 50,
) -> Any:
    """Instructors, by cursor; telephones are not given. With `on` those in office on the day."""
    actor = caller(request, Instructor.read_permission())
    rows = Instructor.objects.seen_by(actor).select_related("home")
    return sliced(held_on(in_region(actor, rows, region), on), cursor, limit, _instructor)


@router.get(
    "/instructors/{number}", response={200: InstructorOut, **PROBLEMS}, summary="一名指导员"
)
def instructor_item(request: HttpRequest, number: str) -> Any:
    """One instructor."""
    actor = caller(request, Instructor.read_permission())
    return _instructor(Instructor.objects.one_seen_by(actor, number=number))


def _seen(actor: Actor, number: str) -> Instructor:
    row: Instructor = Instructor.objects.one_seen_by(actor, number=number)
    return row


takes_back(
    router,
    "/instructors",
    "撤回误登的指导员",
    out=InstructorOut,
    permission=INSTRUCTOR,
    find=_seen,
    told=lambda _, row: _instructor(row),
    act=withdraw_instructor,
)
