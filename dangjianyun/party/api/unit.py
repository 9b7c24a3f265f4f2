"""Party organizations over HTTP."""

from datetime import date
from typing import Any

from django.http import HttpRequest
from ninja import Router, Schema

from dangjianyun.access.api import caller, takes_back
from dangjianyun.foundation.actor import Actor
from dangjianyun.foundation.api import PROBLEMS, Cursor, Limit, sliced
from dangjianyun.foundation.days import OPEN
from dangjianyun.party.actions.shape import WRITE
from dangjianyun.party.actions.withdrawn import withdraw_unit
from dangjianyun.party.models import Unit
from dangjianyun.territory.api import in_region
from dangjianyun.territory.queries import path_to_code

router = Router(tags=["党组织"])


class UnitOut(Schema):
    """A Party organization as it is today."""

    number: str
    name: str
    kind: str
    role: str
    level: str
    mode: str
    parent: str | None
    organization: str | None
    division: str
    established_on: date
    dissolved_on: date | None


class UnitPage(Schema):
    """A page."""

    items: list[UnitOut]
    next: str | None


def _unit(row: Unit) -> dict[str, Any]:
    return {
        "number": row.number,
        "name": row.name,
        "kind": row.kind,
        "role": row.role,
        "level": row.level,
        "mode": row.mode,
        "parent": row.parent.number if row.parent else None,
        "organization": row.organization.code if row.organization else None,
        "division": path_to_code(row.path),
        "established_on": row.established_on,
        "dissolved_on": None if row.dissolved_on == OPEN else row.dissolved_on,
    }


@router.get("/units", response={200: UnitPage, **PROBLEMS}, summary="党组织列表")
def unit_list(
    request: HttpRequest, region: str = "", upper: str = "", cursor: Cursor = "", limit: Limit = 50
) -> Any:
    """Party organizations within what the caller sees, by cursor; directly below `upper`."""
    actor = caller(request, Unit.read_permission())
    rows = Unit.objects.seen_by(actor).select_related("parent", "organization")
    rows = in_region(actor, rows, region)
    return sliced(rows.filter(parent__number=upper) if upper else rows, cursor, limit, _unit)


@router.get("/units/{number}", response={200: UnitOut, **PROBLEMS}, summary="一个党组织")
def unit_item(request: HttpRequest, number: str) -> Any:
    """One Party organization."""
    actor = caller(request, Unit.read_permission())
    return _unit(Unit.objects.one_seen_by(actor, number=number))


def _seen(actor: Actor, number: str) -> Unit:
    row: Unit = Unit.objects.one_seen_by(actor, number=number)
    return row


takes_back(
    router,
    "/units",
    "撤回误登的党组织",
    out=UnitOut,
    permission=WRITE,
    find=_seen,
    told=lambda _, row: _unit(row),
    act=withdraw_unit,
)
