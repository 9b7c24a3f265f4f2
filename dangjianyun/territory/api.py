"""Divisions over HTTP."""

from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from ninja import Router, Schema

from dangjianyun.foundation.actor import Actor
from dangjianyun.foundation.api import PROBLEMS, Cursor, Day, Limit, part_of
from dangjianyun.foundation.days import OPEN, last_day, today
from dangjianyun.foundation.errors import Unseen
from dangjianyun.foundation.scope import below
from dangjianyun.territory.models import Division
from dangjianyun.territory.queries import children, division_of_code, path_to_narrow_to

router = Router(tags=["行政区划"])


class DivisionOut(Schema):
    """A division while it has this code and name; `last_day` is inclusive, null while in force."""

    code: str
    name: str
    level: int
    kind: str
    since: date
    last_day: date | None


class DivisionPage(Schema):
    """A page."""

    items: list[DivisionOut]
    next: str | None


def in_region(actor: Actor, rows: QuerySet[Any], region: str) -> QuerySet[Any]:
    """What the actor sees of a list, narrowed to a division; all of it for no code.

    Raises: Unseen for a division out of scope, as for one that does not exist.
    """
    model: Any = rows.model
    column = model.places.get("d") or model.division
    path = path_to_narrow_to(actor, model.read_permission(), region, rows, column)
    return rows.filter(below(column, path)) if path else rows


def shape(row: Division) -> dict[str, Any]:
    """A division as JSON."""
    return {
        "code": row.code,
        "name": row.name,
        "level": row.level,
        "kind": row.kind,
        "since": row.since,
        "last_day": None if row.until == OPEN else last_day(row.until),
    }


@router.get("/divisions", response={200: DivisionPage, **PROBLEMS}, summary="下级区划")
def division_list(
    request: HttpRequest,
    under: str = "000000",
    on: Day | None = None,
    cursor: Cursor = "",
    limit: Limit = 50,
) -> Any:
    """The divisions directly below one, as of a day, by cursor."""
    above = division_of_code(under, on or today())
    if above is None:
        raise Unseen
    return part_of(children(above.path, on or today()), cursor, limit, shape)


@router.get("/divisions/{code}", response={200: DivisionOut, **PROBLEMS}, summary="一个区划")
def division_item(request: HttpRequest, code: str, on: Day | None = None) -> Any:
    """One division."""
    row = division_of_code(code, on or today())
    if row is None:
        raise Unseen
    return shape(row)
