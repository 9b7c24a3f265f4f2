"""Members who wait to be verified, over HTTP."""

from datetime import date, datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from ninja import Router, Schema

from dangjianyun.access.api import caller, takes_back
from dangjianyun.foundation.actor import Actor
from dangjianyun.foundation.api import PROBLEMS, Cursor, Limit, sliced
from dangjianyun.foundation.errors import Refused
from dangjianyun.party.actions.member import WRITE
from dangjianyun.party.actions.withdrawn import withdraw_enrollment
from dangjianyun.party.models import Enrollment
from dangjianyun.party.queries.duty import has_duty
from dangjianyun.territory.api import in_region

router = Router(tags=["登记核验"])


class EnrollmentOut(Schema):
    """What a unit said of a member; number and telephone are masked, and erased once decided."""

    ref: str
    unit: str
    name: str
    identity_number: str
    phone: str
    joined_on: date
    full_on: date | None
    since: date
    state: str
    asked_at: datetime
    decided_at: datetime | None
    note: str


class EnrollmentPage(Schema):
    """A page."""

    items: list[EnrollmentOut]
    next: str | None


def _enrollment(row: Enrollment) -> dict[str, Any]:
    return {
        "ref": row.ref,
        "unit": row.unit.number,
        "name": row.name,
        "identity_number": str(row.identity_number),
        "phone": str(row.phone),
        "joined_on": row.joined_on,
        "full_on": row.full_on,
        "since": row.since,
        "state": row.state,
        "asked_at": row.asked_at,
        "decided_at": row.decided_at,
        "note": row.note,
    }


@router.get("/enrollments", response={200: EnrollmentPage, **PROBLEMS}, summary="登记核验列表")
def enrollment_list(
    request: HttpRequest,
    region: str = "",
    unit: str = "",
    state: str = "",
    cursor: Cursor = "",
    limit: Limit = 50,
) -> Any:
    """Members who wait or waited, by cursor: the unit's own, and those that the city verifies."""
    actor = caller(request, Enrollment.read_permission())
    if state and state not in Enrollment.State.values:
        raise Refused(f"状态只有{'、'.join(Enrollment.State.values)}。", field="state")
    rows = Enrollment.objects.seen_by(actor).select_related("unit")
    rows = in_region(actor, rows, region)
    if unit:
        rows = rows.filter(unit__number=unit)
    if state:
        rows = rows.filter(state=state)
    return sliced(rows, cursor, limit, _enrollment)


@router.get("/enrollments/{ref}", response={200: EnrollmentOut, **PROBLEMS}, summary="一条登记核验")
def enrollment_item(request: HttpRequest, ref: str) -> Any:
    """One of them."""
    actor = caller(request, Enrollment.read_permission())
    return _enrollment(Enrollment.objects.one_seen_by(actor, ref=ref))


def _seen_to_act(actor: Actor, ref: str) -> Enrollment:
    row: Enrollment = Enrollment.objects.one_seen_by(actor, ref=ref)
    if not has_duty(actor, row.unit, WRITE):
        raise PermissionDenied(WRITE)
    return row


def _take_back(row: Enrollment, *, actor: Actor, reason: str) -> None:
    withdraw_enrollment(row.unit, actor=actor, enrollment=row, reason=reason)


takes_back(
    router,
    "/enrollments",
    "撤回误提交的登记",
    out=EnrollmentOut,
    permission=WRITE,
    find=_seen_to_act,
    told=lambda _, row: _enrollment(row),
    act=_take_back,
)
