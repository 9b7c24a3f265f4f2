"""Organizations over HTTP."""

from datetime import date
from typing import Any

from django.http import HttpRequest
from ninja import Router, Schema

from dangjianyun.access.api import caller
from dangjianyun.coverage.models import OrganizationStanding
from dangjianyun.foundation.api import PROBLEMS, Cursor, Limit, sliced
from dangjianyun.foundation.days import OPEN, today
from dangjianyun.registry.models import Organization
from dangjianyun.territory.api import in_region
from dangjianyun.territory.queries import path_to_code

router = Router(tags=["社会组织"])


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


def _standings(rows: list[Organization]) -> dict[int, OrganizationStanding]:
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


@router.get("/organizations", response={200: OrganizationPage, **PROBLEMS}, summary="社会组织列表")
def organization_list(
    request: HttpRequest, region: str = "", cursor: Cursor = "", limit: Limit = 50
) -> Any:
    """Organizations within what the caller sees, by cursor."""
    actor = caller(request, Organization.read_permission())
    rows = in_region(actor, Organization.objects.seen_by(actor), region)
    page = sliced(rows, cursor, limit, lambda row: row)
    standing = _standings(page["items"])
    page["items"] = [_organization(row, standing.get(row.pk)) for row in page["items"]]
    return page


@router.get(
    "/organizations/{code}", response={200: OrganizationOut, **PROBLEMS}, summary="一家社会组织"
)
def organization_item(request: HttpRequest, code: str) -> Any:
    """One organization."""
    actor = caller(request, Organization.read_permission())
    row = Organization.objects.one_seen_by(actor, code=code)
    return _organization(row, _standings([row]).get(row.pk))
