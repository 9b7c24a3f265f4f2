"""Organizations, instructors and assignments over HTTP."""

from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from ninja import Field, Router, Schema

from dangjianyun.access.api import caller, one_effect
from dangjianyun.coverage.actions import assign, end_assignment
from dangjianyun.coverage.models import Assignment, Instructor, OrganizationStanding
from dangjianyun.foundation.actor import Actor
from dangjianyun.foundation.api import PROBLEMS, Day, Given, Words, sliced
from dangjianyun.foundation.days import OPEN, last_day, today, until_of
from dangjianyun.foundation.errors import Refused
from dangjianyun.foundation.scope import below
from dangjianyun.registry.models import Organization
from dangjianyun.territory.queries import division_of_path, path_to_code, path_to_narrow_to

router = Router()


class OrganizationOut(Schema):
    """An organization with how it stands today."""

    code: str
    name: str
    kind: str
    category: str
    division: str
    registrar: str
    supervisor: str
    is_delinked: bool
    established_on: date
    closed_on: date | None
    full_time_count: int
    standing: dict[str, Any] | None


class OrganizationPage(Schema):
    """A page; `next` is the cursor of the following one."""

    items: list[OrganizationOut]
    next: str | None


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


class AssignmentOut(Schema):
    """An assignment; `last_day` is inclusive."""

    id: int
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

    instructor: str = Field(description="指导员编号")
    organization: str = Field(description="统一社会信用代码")
    since: Day
    last_day: Day | None = None
    letter: Words = ""


class EndIn(Given):
    """The last day of an assignment, inclusive."""

    last_day: Day


def _division(actor: Actor, permission: str, rows: QuerySet[Any], region: str) -> QuerySet[Any]:
    path = path_to_narrow_to(actor, permission, region, rows)
    return rows.filter(below("path", path)) if path else rows


def _organizations(rows: list[Organization]) -> dict[int, OrganizationStanding]:
    standing = OrganizationStanding.rows().filter(
        OrganizationStanding.on(today()), organization__in=[row.pk for row in rows]
    )
    return {row.organization_id: row for row in standing.select_related("lead")}


def _organization(row: Organization, standing: OrganizationStanding | None) -> dict[str, Any]:
    return {
        "code": row.code,
        "name": row.name,
        "kind": row.kind,
        "category": row.category,
        "division": path_to_code(row.path),
        "registrar": path_to_code(row.registrar_path),
        "supervisor": row.supervisor,
        "is_delinked": row.is_delinked,
        "established_on": row.established_on,
        "closed_on": None if row.closed_on == OPEN else row.closed_on,
        "full_time_count": row.full_time_count,
        "standing": None
        if standing is None
        else {
            "mode": standing.mode,
            "is_covered": standing.is_covered,
            "is_unit_covered": standing.is_unit_covered,
            "is_instructed": standing.is_instructed,
            "is_due": standing.is_due,
            "is_missing": standing.is_missing,
            "full_members": standing.full_members,
            "accountable": standing.lead.number if standing.lead else None,
            "route": standing.route,
        },
    }


@router.get(
    "/organizations",
    response={200: OrganizationPage, **PROBLEMS},
    tags=["社会组织"],
    summary="社会组织列表",
)
def organization_list(
    request: HttpRequest, region: str = "", cursor: str = "", limit: int = 50
) -> Any:
    """Organizations within what the caller sees, by cursor."""
    actor = caller(request, Organization.read_permission())
    rows = _division(
        actor, Organization.read_permission(), Organization.objects.seen_by(actor), region
    )
    page = sliced(rows, cursor, limit, lambda row: row)
    standing = _organizations(page["items"])
    page["items"] = [_organization(row, standing.get(row.pk)) for row in page["items"]]
    return page


@router.get(
    "/organizations/{code}",
    response={200: OrganizationOut, **PROBLEMS},
    tags=["社会组织"],
    summary="一家社会组织",
)
def organization_item(request: HttpRequest, code: str) -> Any:
    """One organization."""
    actor = caller(request, Organization.read_permission())
    row = Organization.objects.one_seen_by(actor, code=code)
    return _organization(row, _organizations([row]).get(row.pk))


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


@router.get(
    "/instructors",
    response={200: InstructorPage, **PROBLEMS},
    tags=["指导员"],
    summary="指导员列表",
)
def instructor_list(
    request: HttpRequest, region: str = "", cursor: str = "", limit: int = 50
) -> Any:
    """Instructors, by cursor; telephones are not given."""
    actor = caller(request, Instructor.read_permission())
    rows = Instructor.objects.seen_by(actor).select_related("home")
    rows = _division(actor, Instructor.read_permission(), rows, region)
    return sliced(rows, cursor, limit, _instructor)


@router.get(
    "/instructors/{number}",
    response={200: InstructorOut, **PROBLEMS},
    tags=["指导员"],
    summary="一名指导员",
)
def instructor_item(request: HttpRequest, number: str) -> Any:
    """One instructor."""
    actor = caller(request, Instructor.read_permission())
    return _instructor(Instructor.objects.one_seen_by(actor, number=number))


def _assignment(row: Assignment) -> dict[str, Any]:
    return {
        "id": row.pk,
        "instructor": row.instructor.number,
        "organization": row.organization.code,
        "since": row.since,
        "last_day": last_day(row.until),
        "letter": row.letter,
    }


@router.get(
    "/assignments", response={200: AssignmentPage, **PROBLEMS}, tags=["派驻"], summary="派驻列表"
)
def assignment_list(
    request: HttpRequest, organization: str = "", cursor: str = "", limit: int = 50
) -> Any:
    """Assignments, by cursor; of one organization where its code is given."""
    actor = caller(request, Assignment.read_permission())
    rows = Assignment.objects.seen_by(actor).select_related("instructor", "organization")
    if organization:
        rows = rows.filter(organization__code=organization)
    return sliced(rows, cursor, limit, _assignment)


@router.get(
    "/assignments/{key}",
    response={200: AssignmentOut, **PROBLEMS},
    tags=["派驻"],
    summary="一项派驻",
)
def assignment_item(request: HttpRequest, key: int) -> Any:
    """One assignment."""
    actor = caller(request, Assignment.read_permission())
    return _assignment(_seen(actor, key))


@router.post(
    "/assignments", response={201: AssignmentOut, **PROBLEMS}, tags=["派驻"], summary="派驻指导员"
)
@one_effect
def assignment_new(request: HttpRequest, body: AssignmentIn) -> Any:
    """Send an instructor to an organization."""
    actor = caller(request, "coverage.assignment.write")
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


@router.post(
    "/assignments/{key}/end",
    response={201: AssignmentOut, **PROBLEMS},
    tags=["派驻"],
    summary="结束派驻",
)
@one_effect
def assignment_end(request: HttpRequest, key: int, body: EndIn) -> Any:
    """End an assignment after its last day."""
    actor = caller(request, "coverage.assignment.write")
    row = _seen(actor, key)
    try:
        return _assignment(end_assignment(row, actor=actor, on=until_of(body.last_day)))
    except Refused as refused:
        raise Refused(refused.message, field="last_day", cites=refused.cites) from None


def _seen(actor: Actor, key: int) -> Assignment:
    row: Assignment = Assignment.objects.one_seen_by(actor, pk=key)
    return row
