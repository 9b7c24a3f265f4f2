"""Accountable bodies over HTTP."""

from datetime import date
from typing import Any

from django.http import HttpRequest
from ninja import Router, Schema

from dangjianyun.access.api import caller, takes_back
from dangjianyun.foundation.actor import Actor
from dangjianyun.foundation.api import PROBLEMS, Cursor, Day, Limit, held_on, row_behind, sliced
from dangjianyun.foundation.days import last_day
from dangjianyun.foundation.veiled import key_of
from dangjianyun.party.actions.relation import AFFILIATION
from dangjianyun.party.actions.withdrawn import withdraw_affiliation
from dangjianyun.party.models import Affiliation
from dangjianyun.territory.api import in_region

router = Router(tags=["归口关系"])


class AffiliationOut(Schema):
    """The body accountable for an organization from a day on; `last_day` is inclusive."""

    key: str
    organization: str
    unit: str
    route: str
    since: date
    last_day: date | None


class AffiliationPage(Schema):
    """A page."""

    items: list[AffiliationOut]
    next: str | None


def _affiliation(row: Affiliation) -> dict[str, Any]:
    return {
        "key": key_of(row),
        "organization": row.organization.code,
        "unit": row.unit.number,
        "route": row.route,
        "since": row.since,
        "last_day": last_day(row.until),
    }


@router.get("/affiliations", response={200: AffiliationPage, **PROBLEMS}, summary="归口关系列表")
def affiliation_list(
    request: HttpRequest,
    region: str = "",
    organization: str = "",
    unit: str = "",
    on: Day | None = None,
    cursor: Cursor = "",
    limit: Limit = 50,
) -> Any:
    """Accountable bodies on record, by cursor; of an organization (code), of a unit (number).

    With `on` those in force on the day. Where none is on record, the standing of the organization
    names the comprehensive committee of the registering level.
    """
    actor = caller(request, Affiliation.read_permission())
    rows = Affiliation.objects.seen_by(actor).select_related("organization", "unit")
    rows = held_on(in_region(actor, rows, region), on)
    if organization:
        rows = rows.filter(organization__code=organization)
    if unit:
        rows = rows.filter(unit__number=unit)
    return sliced(rows, cursor, limit, _affiliation)


@router.get(
    "/affiliations/{key}", response={200: AffiliationOut, **PROBLEMS}, summary="一条归口关系"
)
def affiliation_item(request: HttpRequest, key: str) -> Any:
    """One of them."""
    actor = caller(request, Affiliation.read_permission())
    return _affiliation(_seen(actor, key))


def _seen(actor: Actor, key: str) -> Affiliation:
    rows = Affiliation.objects.seen_by(actor).select_related("organization", "unit")
    row: Affiliation = row_behind(rows, key)
    return row


takes_back(
    router,
    "/affiliations",
    "撤回误登的归口",
    out=AffiliationOut,
    permission=AFFILIATION,
    find=_seen,
    told=lambda _, row: _affiliation(row),
    act=withdraw_affiliation,
)
