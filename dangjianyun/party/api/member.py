"""Members over HTTP: by number for those with a duty, as opaque rows for everybody else."""

from datetime import date
from typing import Any

from django.http import HttpRequest
from ninja import Router, Schema

from dangjianyun.access.api import caller
from dangjianyun.access.page import sensitive_read
from dangjianyun.foundation.api import PROBLEMS, Cursor, Limit, part_of, sliced
from dangjianyun.foundation.errors import Refused, Unseen
from dangjianyun.party.actions.reading import note_reading
from dangjianyun.party.models import Member, Unit
from dangjianyun.party.queries import members as found
from dangjianyun.party.queries.duty import read_as

router = Router(tags=["党员"])
COUNTED = "party.membership.read"
"""Held by whoever has to do with members. (Every account holds party.member.read at itself.)"""


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


class MemberRecordOut(Schema):
    """Somebody whom the caller counts and may not know: a key of the caller's own, a label."""

    key: str
    label: str


class MemberRecordPage(Schema):
    """A page."""

    items: list[MemberRecordOut]
    next: str | None


def _member(row: Member) -> dict[str, Any]:
    return {
        "number": row.number,
        "name": row.person.name,
        "unit": row.unit.number if row.unit else None,
        "joined_on": row.joined_on,
        "full_on": row.full_on,
    }


@router.get("/members", response={200: MemberPage, **PROBLEMS}, summary="党员列表")
def member_list(
    request: HttpRequest, unit: str = "", cursor: Cursor = "", limit: Limit = 50
) -> Any:
    """Members for whom the caller has a duty: own unit and the committee directly above."""
    actor = caller(request, Member.read_permission())
    rows = Member.objects.seen_by(actor).select_related("person", "unit")
    return sliced(rows.filter(unit__number=unit) if unit else rows, cursor, limit, _member)


@router.get("/members/{number}", response={200: MemberOut, **PROBLEMS}, summary="一名党员")
def member_item(request: HttpRequest, number: str) -> Any:
    """One member. Whoever is not the own unit's secretary leaves an entry on the file."""
    actor = caller(request, Member.read_permission())
    member: Member = Member.objects.one_seen_by(actor, number=number)
    if (row := read_as(actor, member)) is not None:
        with sensitive_read():
            note_reading(row, actor=actor, what="党员档案（接口）")
    return _member(member)


@router.get("/member-records", response={200: MemberRecordPage, **PROBLEMS}, summary="逐人记录列表")
def member_record_list(
    request: HttpRequest, unit: str = "", cursor: Cursor = "", limit: Limit = 50
) -> Any:
    """One row a person whom the caller counts and may not know, in an order that tells nothing."""
    actor = caller(request, COUNTED)
    row = Unit.objects.one_seen_by(actor, number=unit) if unit else None
    counted = found.standings(actor)
    if (counted.filter(unit=row) if row else counted).count() > found.MOST_OPAQUE:
        most = f"{found.MOST_OPAQUE:,}"
        raise Refused(f"范围内超过{most}人，请用unit写明一个党组织的编号。", field="unit")
    return part_of(found.opaque_rows(actor, row), cursor, limit, _record)


@router.get(
    "/member-records/{key}", response={200: MemberRecordOut, **PROBLEMS}, summary="一条逐人记录"
)
def member_record_item(request: HttpRequest, key: str) -> Any:
    """One such row. The record behind it is opened on the page, with a reason."""
    actor = caller(request, COUNTED)
    member = found.behind(actor, key)
    if member is None or found.known_among(actor, [member.pk]):
        raise Unseen
    return _record(found.opaque_row(actor, member))


def _record(row: found.OpaqueRow) -> dict[str, str]:
    return {"key": row.key, "label": row.label}
