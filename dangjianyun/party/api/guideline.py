"""Guidance documents over HTTP."""

from datetime import date
from typing import Any

from django.http import HttpRequest
from ninja import Router, Schema

from dangjianyun.access.api import caller
from dangjianyun.foundation.api import PROBLEMS, Cursor, Day, held_on, sliced
from dangjianyun.foundation.days import last_day
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
    limit: int = 50,
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
def guideline_item(request: HttpRequest, number: str) -> Any:
    """One guidance document."""
    actor = caller(request, Guideline.read_permission())
    return _guideline(Guideline.objects.one_seen_by(actor, number=number))
