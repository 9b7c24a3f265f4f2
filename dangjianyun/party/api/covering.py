"""Covered lists over HTTP."""

from datetime import date
from typing import Any

from django.http import HttpRequest
from ninja import Router, Schema

from dangjianyun.access.api import caller, takes_back
from dangjianyun.foundation.actor import Actor
from dangjianyun.foundation.api import PROBLEMS, Cursor, Day, Limit, held_on, row_behind, sliced
from dangjianyun.foundation.days import last_day
from dangjianyun.foundation.veiled import key_of
from dangjianyun.party.actions.relation import COVERING
from dangjianyun.party.actions.withdrawn import withdraw_covering
from dangjianyun.party.models import Covering
from dangjianyun.territory.api import in_region

router = Router(tags=["覆盖名单"])


class CoveringOut(Schema):
    """An organization on the covered list of a Party organization; `last_day` is inclusive."""

    key: str
    organization: str
    unit: str
    since: date
    last_day: date | None


class CoveringPage(Schema):
    """A page."""

    items: list[CoveringOut]
    next: str | None


def _covering(row: Covering) -> dict[str, Any]:
    return {
        "key": key_of(row),
        "organization": row.organization.code,
        "unit": row.unit.number,
        "since": row.since,
        "last_day": last_day(row.until),
    }


@router.get("/coverings", response={200: CoveringPage, **PROBLEMS}, summary="覆盖关系列表")
def covering_list(
    request: HttpRequest,
    region: str = "",
    organization: str = "",
    unit: str = "",
    on: Day | None = None,
    cursor: Cursor = "",
    limit: Limit = 50,
) -> Any:
    """Covered lists, by cursor; of an organization (code), of a unit (number), on a day."""
    actor = caller(request, Covering.read_permission())
    rows = Covering.objects.seen_by(actor).select_related("organization", "unit")
    rows = held_on(in_region(actor, rows, region), on)
    if organization:
        rows = rows.filter(organization__code=organization)
    if unit:
        rows = rows.filter(unit__number=unit)
    return sliced(rows, cursor, limit, _covering)


@router.get("/coverings/{key}", response={200: CoveringOut, **PROBLEMS}, summary="一条覆盖关系")
def covering_item(request: HttpRequest, key: str) -> Any:
    """One of them."""
    actor = caller(request, Covering.read_permission())
    return _covering(_seen(actor, key))


def _seen(actor: Actor, key: str) -> Covering:
    rows = Covering.objects.seen_by(actor).select_related("organization", "unit")
    row: Covering = row_behind(rows, key)
    return row


takes_back(
    router,
    "/coverings",
    "撤回误登的覆盖",
    out=CoveringOut,
    permission=COVERING,
    find=_seen,
    told=lambda _, row: _covering(row),
    act=withdraw_covering,
)
