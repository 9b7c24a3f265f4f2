"""Indicators and the records behind them over HTTP."""

from datetime import date
from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Field, Router, Schema

from dangjianyun.access.api import caller
from dangjianyun.foundation.actor import Actor
from dangjianyun.foundation.api import PROBLEMS, Cursor, Day, read_cursor, write_cursor
from dangjianyun.foundation.errors import Refused, Unseen
from dangjianyun.foundation.indicators import INDICATORS
from dangjianyun.insight.placing import placed
from dangjianyun.insight.queries import numbers, record_count, records
from dangjianyun.insight.queries import region as region_path
from dangjianyun.insight.queries.places import READ, checked_day
from dangjianyun.territory.queries import path_to_code

router = Router(tags=["指标"])


class IndicatorOut(Schema):
    """One number, as on the command line."""

    id: str
    label: str
    kind: str
    value: float | int | None
    unit: str
    meaning: str
    region: str
    on: date


class RecordPage(Schema):
    """Records behind a number; `total` is all of them."""

    total: int
    items: list[dict[str, Any]]
    next: str | None


@router.get("/indicators", response={200: list[IndicatorOut], **PROBLEMS}, summary="指标")
def indicator_list(
    request: HttpRequest, region: str = "", on: Day | None = None, only: str = ""
) -> Any:
    """All indicators (or those named in `only`, separated by commas) of a region on a day."""
    actor = caller(request, READ)
    day, place = checked_day(on), region_path(actor, region)
    wanted = [name for name in only.split(",") if name] or list(INDICATORS)
    if unknown := [name for name in wanted if name not in INDICATORS]:
        raise Refused(f"没有指标“{unknown[0]}”。", field="only")
    return _told(actor, wanted, place, day)


@router.get("/indicators/{name}", response={200: IndicatorOut, **PROBLEMS}, summary="一项指标")
def indicator_item(request: HttpRequest, name: str, region: str = "", on: Day | None = None) -> Any:
    """One indicator of a region on a day."""
    actor = caller(request, READ)
    if name not in INDICATORS:
        raise Unseen
    return _told(actor, [name], region_path(actor, region), checked_day(on))[0]


def _told(actor: Actor, wanted: list[str], place: str, day: date) -> list[dict[str, Any]]:
    found = numbers(actor, wanted, [place], [day])
    return [
        {
            "id": name,
            "label": INDICATORS[name].label,
            "kind": INDICATORS[name].kind,
            "value": found[name, place, day],
            "unit": INDICATORS[name].unit,
            "meaning": INDICATORS[name].meaning,
            "region": path_to_code(place) if place else "",
            "on": day,
        }
        for name in wanted
    ]


@router.get(
    "/indicators/{name}/records", response={200: RecordPage, **PROBLEMS}, summary="指标背后的记录"
)
def indicator_records(
    request: HttpRequest,
    name: str,
    region: str = "",
    on: Day | None = None,
    part: str = "",
    cursor: Cursor = "",
    limit: Annotated[int, Field(ge=1, le=1000)] = 200,
) -> Any:
    """The records behind one indicator, paged by cursor."""
    actor = caller(request, READ)
    if name not in INDICATORS:
        raise Unseen
    day, place = checked_day(on), region_path(actor, region)
    start = read_cursor(cursor)
    total = record_count(actor, name, place, day, part=part)
    found = records(actor, name, place, day, part=part, offset=start, limit=limit)
    items = [placed(row) for row in found]
    end = start + len(items)
    return {"total": total, "items": items, "next": write_cursor(end) if end < total else None}
