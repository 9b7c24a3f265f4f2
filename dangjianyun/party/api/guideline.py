"""Guidance documents over HTTP."""

from datetime import date
from typing import Any

from django.http import HttpRequest
from ninja import Router, Schema

from dangjianyun.access.api import caller, takes_back
from dangjianyun.foundation.actor import Actor
from dangjianyun.foundation.api import PROBLEMS, Cursor, Day, Limit, held_on, sliced
from dangjianyun.foundation.days import last_day
from dangjianyun.foundation.errors import Refused, Unseen
from dangjianyun.party.actions.unit import GUIDELINE
from dangjianyun.party.actions.withdrawn import withdraw_guideline
from dangjianyun.party.models import Guideline
from dangjianyun.territory.api import in_region
from dangjianyun.territory.queries import path_to_code

router = Router(tags=["指导意见"])


class GuidelineOut(Schema):
    """An industry guidance document; `last_day` is inclusive."""

    number: str
    title: str
    trade: str
    issuer: str
    division: str
    since: date
    last_day: date | None


class GuidelinePage(Schema):
    """A page."""

    items: list[GuidelineOut]
    next: str | None


def _guideline(row: Guideline) -> dict[str, Any]:
    return {
        "number": row.number,
        "title": row.title,
        "trade": row.trade,
        "issuer": row.issuer.number,
        "division": path_to_code(row.path),
        "since": row.since,
        "last_day": last_day(row.until),
    }


@router.get("/guidelines", response={200: GuidelinePage, **PROBLEMS}, summary="指导意见列表")
def guideline_list(
    request: HttpRequest,
    region: str = "",
    unit: str = "",
    on: Day | None = None,
    cursor: Cursor = "",
    limit: Limit = 50,
) -> Any:
    """Guidance documents, by cursor; of an issuing unit (number), in force on a day."""
    actor = caller(request, Guideline.read_permission())
    rows = Guideline.objects.seen_by(actor).select_related("issuer")
    rows = held_on(in_region(actor, rows, region), on)
    if unit:
        rows = rows.filter(issuer__number=unit)
    return sliced(rows, cursor, limit, _guideline)


@router.get(
    "/guidelines/{number}", response={200: GuidelineOut, **PROBLEMS}, summary="一条指导意见"
)
def guideline_item(request: HttpRequest, number: str, unit: str = "") -> Any:
    """One guidance document; where two bodies gave the same number, `unit` says whose."""
    return _guideline(_one(caller(request, Guideline.read_permission()), number, unit))


def _one(actor: Actor, number: str, unit: str = "") -> Guideline:
    rows = Guideline.objects.seen_by(actor).filter(number=number).select_related("issuer")
    found: list[Guideline] = list((rows.filter(issuer__number=unit) if unit else rows)[:2])
    if not found:
        raise Unseen
    if len(found) > 1:
        raise Refused("有几个党组织的指导意见用这个编号，请用unit指明印发的党组织。", field="unit")
    return found[0]


def _own(actor: Actor, number: str) -> Guideline:
    """The one of this number that the actor may take back, where others issued one like it."""
    rows = Guideline.objects.seen_by(actor).filter(number=number).select_related("issuer")
    mine: list[Guideline] = [row for row in rows if actor.may(GUIDELINE, row)]
    if len(mine) > 1:
        raise Refused("有几个党组织的指导意见用这个编号，请在页面上撤回。", field="key")
    return mine[0] if mine else _one(actor, number)


takes_back(
    router,
    "/guidelines",
    "撤回误登的指导意见",
    out=GuidelineOut,
    permission=GUIDELINE,
    find=_own,
    told=lambda _, row: _guideline(row),
    act=withdraw_guideline,
)
