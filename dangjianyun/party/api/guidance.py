"""Lines of guidance over HTTP."""

from datetime import date
from typing import Any

from django.http import HttpRequest
from ninja import Router, Schema

from dangjianyun.access.api import caller, takes_back
from dangjianyun.foundation.actor import Actor
from dangjianyun.foundation.api import PROBLEMS, Cursor, Day, Limit, held_on, row_behind, sliced
from dangjianyun.foundation.days import last_day
from dangjianyun.foundation.veiled import key_of
from dangjianyun.party.actions.relation import GUIDANCE
from dangjianyun.party.actions.withdrawn import withdraw_guidance
from dangjianyun.party.models import Guidance
from dangjianyun.territory.api import in_region

router = Router(tags=["工作指导"])


class GuidanceOut(Schema):
    """A body that guides a Party organization; `last_day` is inclusive."""

    key: str
    unit: str
    guide: str
    basis: str
    since: date
    last_day: date | None


class GuidancePage(Schema):
    """A page."""

    items: list[GuidanceOut]
    next: str | None


def _guidance(row: Guidance) -> dict[str, Any]:
    return {
        "key": key_of(row),
        "unit": row.unit.number,
        "guide": row.guide.number,
        "basis": row.basis,
        "since": row.since,
        "last_day": last_day(row.until),
    }


@router.get("/guidances", response={200: GuidancePage, **PROBLEMS}, summary="指导关系列表")
def guidance_list(
    request: HttpRequest,
    region: str = "",
    unit: str = "",
    guide: str = "",
    on: Day | None = None,
    cursor: Cursor = "",
    limit: Limit = 50,
) -> Any:
    """Lines of guidance, by cursor; of a guided unit, of a guiding body (numbers), on a day."""
    actor = caller(request, Guidance.read_permission())
    rows = Guidance.objects.seen_by(actor).select_related("unit", "guide")
    rows = held_on(in_region(actor, rows, region), on)
    if unit:
        rows = rows.filter(unit__number=unit)
    if guide:
        rows = rows.filter(guide__number=guide)
    return sliced(rows, cursor, limit, _guidance)


@router.get("/guidances/{key}", response={200: GuidanceOut, **PROBLEMS}, summary="一条指导关系")
def guidance_item(request: HttpRequest, key: str) -> Any:
    """One of them."""
    actor = caller(request, Guidance.read_permission())
    return _guidance(_seen(actor, key))


def _seen(actor: Actor, key: str) -> Guidance:
    rows = Guidance.objects.seen_by(actor).select_related("unit", "guide")
    row: Guidance = row_behind(rows, key)
    return row


takes_back(
    router,
    "/guidances",
    "撤回误登的工作指导",
    out=GuidanceOut,
    permission=GUIDANCE,
    find=_seen,
    told=lambda _, row: _guidance(row),
    act=withdraw_guidance,
)
