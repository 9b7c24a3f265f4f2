"""Posts in Party organizations over HTTP."""

from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from ninja import Router, Schema

from dangjianyun.access.api import caller, takes_back
from dangjianyun.foundation.actor import Actor
from dangjianyun.foundation.api import PROBLEMS, Cursor, Day, Limit, held_on, row_behind, sliced
from dangjianyun.foundation.days import last_day
from dangjianyun.foundation.veiled import key_of
from dangjianyun.party.actions.office import WRITE as OFFICE
from dangjianyun.party.actions.withdrawn import withdraw_office
from dangjianyun.party.models import Office
from dangjianyun.party.queries.duty import has_duty
from dangjianyun.party.queries.members import known_among
from dangjianyun.territory.api import in_region

router = Router(tags=["党内任职"])


class OfficeOut(Schema):
    """A post; who holds it only for those who know the member. `last_day` is inclusive."""

    key: str
    unit: str
    kind: str
    member: str | None
    name: str | None
    since: date
    last_day: date | None


class OfficePage(Schema):
    """A page."""

    items: list[OfficeOut]
    next: str | None


def _office(row: Office, known: bool) -> dict[str, Any]:
    return {
        "key": key_of(row),
        "unit": row.unit.number,
        "kind": row.kind,
        "member": row.member.number if known else None,
        "name": row.member.person.name if known else None,
        "since": row.since,
        "last_day": last_day(row.until),
    }


@router.get("/offices", response={200: OfficePage, **PROBLEMS}, summary="党内任职列表")
def office_list(
    request: HttpRequest,
    region: str = "",
    unit: str = "",
    on: Day | None = None,
    cursor: Cursor = "",
    limit: Limit = 50,
) -> Any:
    """Posts, by cursor; of a unit (number), held on a day."""
    actor = caller(request, Office.read_permission())
    rows = Office.objects.seen_by(actor).select_related("unit", "member__person")
    rows = held_on(in_region(actor, rows, region), on)
    if unit:
        rows = rows.filter(unit__number=unit)
    page = sliced(rows, cursor, limit, lambda row: row)
    known = known_among(actor, [row.member_id for row in page["items"]])
    page["items"] = [_office(row, row.member_id in known) for row in page["items"]]
    return page


@router.get("/offices/{key}", response={200: OfficeOut, **PROBLEMS}, summary="一条党内任职")
def office_item(request: HttpRequest, key: str) -> Any:
    """One of them."""
    actor = caller(request, Office.read_permission())
    return _told(actor, _seen(actor, key))


def _seen(actor: Actor, key: str) -> Office:
    rows = Office.objects.seen_by(actor).select_related("unit__parent", "member__person")
    row: Office = row_behind(rows, key)
    return row


def _told(actor: Actor, row: Office) -> dict[str, Any]:
    return _office(row, bool(known_among(actor, [row.member_id])))


def _seen_to_act(actor: Actor, key: str) -> Office:
    row = _seen(actor, key)
    if not has_duty(actor, row.unit):
        raise PermissionDenied(OFFICE)
    return row


takes_back(
    router,
    "/offices",
    "撤回误登的党内任职",
    out=OfficeOut,
    permission=OFFICE,
    find=_seen_to_act,
    told=_told,
    act=withdraw_office,
)
