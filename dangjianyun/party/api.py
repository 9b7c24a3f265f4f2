"""Party organizations and members over HTTP."""

from datetime import date
from typing import Any

from django.http import HttpRequest
from ninja import Router, Schema

from dangjianyun.access.api import caller
from dangjianyun.foundation.api import PROBLEMS, sliced
from dangjianyun.foundation.days import OPEN
from dangjianyun.party.models import Member, Unit
from dangjianyun.territory.queries import path_to_code

router = Router()


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


class MemberOut(Schema):
    """A member, for callers with a duty only; identity number and telephone are never given."""

    number: str
    name: str
    unit: str | None
    joined_on: date
    full_on: date | None


class MemberPage(Schema):
    """A page."""

    items: list[MemberOut]
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


def _member(row: Member) -> dict[str, Any]:
    return {
        "number": row.number,
        "name": row.person.name,
        "unit": row.unit.number if row.unit else None,
        "joined_on": row.joined_on,
        "full_on": row.full_on,
    }


@router.get("/units", response={200: UnitPage, **PROBLEMS}, tags=["党组织"], summary="党组织列表")
def unit_list(request: HttpRequest, cursor: str = "", limit: int = 50) -> Any:
    """Party organizations within what the caller sees, by cursor."""
    actor = caller(request, Unit.read_permission())
    rows = Unit.objects.seen_by(actor).select_related("parent", "organization")
    return sliced(rows, cursor, limit, _unit)


@router.get(
    "/units/{number}", response={200: UnitOut, **PROBLEMS}, tags=["党组织"], summary="一个党组织"
)
def unit_item(request: HttpRequest, number: str) -> Any:
    """One Party organization."""
    actor = caller(request, Unit.read_permission())
    return _unit(Unit.objects.one_seen_by(actor, number=number))


@router.get("/members", response={200: MemberPage, **PROBLEMS}, tags=["党员"], summary="党员列表")
def member_list(request: HttpRequest, cursor: str = "", limit: int = 50) -> Any:
    """Members for whom the caller has a duty: own unit and the committee directly above."""
    actor = caller(request, Member.read_permission())
    rows = Member.objects.seen_by(actor).select_related("person", "unit")
    return sliced(rows, cursor, limit, _member)


@router.get(
    "/members/{number}", response={200: MemberOut, **PROBLEMS}, tags=["党员"], summary="一名党员"
)
def member_item(request: HttpRequest, number: str) -> Any:
    """One member."""
    actor = caller(request, Member.read_permission())
    return _member(Member.objects.one_seen_by(actor, number=number))
