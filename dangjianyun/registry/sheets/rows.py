"""Writing and reading rows of social organizations."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from django.db.models import F, Q

from dangjianyun.access.book import Book
from dangjianyun.foundation.actor import Actor
from dangjianyun.foundation.days import OPEN
from dangjianyun.foundation.scope import below
from dangjianyun.foundation.sheets import Desk, Row
from dangjianyun.registry.actions import (
    REGISTER,
    change_register,
    close_organization,
    register_organizations,
)
from dangjianyun.registry.models import Closing, Organization, Particulars
from dangjianyun.registry.queries import office_of
from dangjianyun.registry.sheets.columns import PLAIN
from dangjianyun.territory.queries import division_of_path
from dangjianyun.territory.queries.sheets import district_and_street


def write(desk: Desk, book: Book, rows: Sequence[Row]) -> None:
    """Register and change in bulk, place by place; close one by one."""
    fresh: dict[str, list[Row]] = {}
    for row in rows:
        if row.known is None:
            fresh.setdefault(desk.place_for(REGISTER, row.path), []).append(row)
    for place, group in fresh.items():
        made = [_made(row) for row in group]
        register_organizations(
            division_of_path(place), actor=desk.actor, book=book, organizations=made
        )
    changed: dict[str, list[tuple[Organization, date, dict[str, Any]]]] = {}
    for row in rows:
        if row.known is not None and (fields := _fields(row)):
            place = desk.place_for(REGISTER, row.known.path)
            changed.setdefault(place, []).append(
                (row.known, row.get("changed_on", desk.on), fields)
            )
    for place, changes in changed.items():
        change_register(division_of_path(place), actor=desk.actor, book=book, changes=changes)
    for row in rows:
        if "closed_on" in row.changes:
            _close(desk, book, row)


def _made(row: Row) -> Organization:
    given = {name: row.cells[name] for name in PLAIN if name in row.cells}
    closed = row.get("closed_on")
    closing = row.get("closing", "open")
    if closed and closing == "open":
        closing = Closing.DEREGISTERED.value
    return Organization(
        code=row.cells["code"],
        path=row.more["path"],
        registrar_path=row.more["registrar_path"],
        established_on=row.cells["established_on"],
        closed_on=closed or OPEN,
        closing=closing if closed else "",
        **given,
    )


def _fields(row: Row) -> dict[str, Any]:
    fields = {name: after for name, (_, after) in row.changes.items() if name in PLAIN}
    if {"street", "district"} & set(row.changes):
        fields["path"] = row.more["path"]
    if "registrar" in row.changes:
        fields["registrar_path"] = row.more["registrar_path"]
    return fields


def _close(desk: Desk, book: Book, row: Row) -> None:
    closing = Closing(row.changes["closing"][1])
    one: Organization = row.known
    close_organization(one, actor=desk.actor, book=book, on=row.cells["closed_on"], closing=closing)


def export(actor: Actor, place: str, on: date, only: Q) -> Iterator[Mapping[str, Any]]:
    """Organizations on the register on the day, as it described them then."""
    seen = Organization.objects.seen_by(actor).filter(only)
    rows = Particulars.rows().filter(
        organization__in=seen.values("pk"), since__lte=on, until__gt=on
    )
    if place:
        rows = rows.filter(below("path", place))
    rows = rows.annotate(code=F("organization__code"), start=F("organization__established_on"))
    columns = (*PLAIN, "path", "registrar_path", "code", "start")
    for row in rows.order_by("path", "code").values(*columns).iterator(chunk_size=2000):
        district, street = district_and_street(row["path"])
        yield {
            **row,
            "district": district,
            "street": street,
            "registrar": office_of(row["registrar_path"]),
            "established_on": row["start"],
            "closing": "open",
        }
