"""Writing and reading rows of Party organizations."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from django.db.models import Q

from dangjianyun.access.book import Book
from dangjianyun.foundation.actor import Actor
from dangjianyun.foundation.days import OPEN
from dangjianyun.foundation.segments import Change, chunks
from dangjianyun.foundation.sheets import Desk, Row
from dangjianyun.party.actions.particulars import change_unit, correct_unit
from dangjianyun.party.actions.relation import cover, end_covering
from dangjianyun.party.actions.shape import WRITE
from dangjianyun.party.actions.tree import move_paths
from dangjianyun.party.actions.unit import (
    dissolve_unit,
    establish_units,
    move_unit,
)
from dangjianyun.party.models import TOLD, Covering, Subordination, Unit
from dangjianyun.party.queries.particulars import said_on
from dangjianyun.party.queries.units import Asked, unit_list
from dangjianyun.registry.models import Organization
from dangjianyun.registry.queries import seen_among
from dangjianyun.territory.queries import division_of_path
from dangjianyun.territory.queries.sheets import district_and_street

FREE = ("name", "kind", "mode", "approval", "trade")


def write(desk: Desk, book: Book, rows: Sequence[Row]) -> None:
    """Set up new units in bulk, with their covered lists; change the others one by one."""
    fresh = [row for row in rows if row.known is None]
    for group in _by_door(desk, fresh):
        units: list[Unit] = []
        for row in group:
            unit: Unit = row.more["unit"]
            unit.parent = row.more["parent"]
            units.append(unit)
        establish_units(_door(desk, group[0]), actor=desk.actor, book=book, units=units)
    for row in fresh:
        unit = row.more["unit"]
        _cover(desk, book, unit, row.more["coverings"], unit.established_on)
    for row in rows:
        if row.known is not None:
            _change(desk, book, row)


def _by_door(desk: Desk, rows: Sequence[Row]) -> Iterator[list[Row]]:
    groups: dict[Any, list[Row]] = {}
    for row in rows:
        door = _door(desk, row)
        groups.setdefault((type(door).__name__, door.pk), []).append(row)
    yield from groups.values()


def _door(desk: Desk, row: Row) -> Any:
    """Through which the actor acts: a granted division, else the upper body."""
    place = desk.place_for(WRITE, row.path)
    return division_of_path(place) if place else row.more["parent"]


def _cover(
    desk: Desk, book: Book, unit: Unit, organizations: Sequence[Organization], on: date
) -> None:
    lines = [
        Covering(unit=unit, organization=one, since=max(on, one.established_on))
        for one in organizations
    ]
    if lines:
        cover(unit, actor=desk.actor, book=book, coverings=lines)


def _change(desk: Desk, book: Book, row: Row) -> None:
    unit: Unit = row.known
    on = row.get("changed_on", desk.on)
    fields: dict[str, object] = {
        name: after for name, (_, after) in row.changes.items() if name in FREE
    }
    if {"district", "street"} & set(row.changes):
        fields["path"] = row.more["path"]
    if "changed_on" in row.cells:
        told = {name: fields.pop(name) for name in TOLD if name in fields}
        if told:
            change_unit(unit, actor=desk.actor, book=book, on=on, fields=told)
    if fields:
        correct_unit(unit, actor=desk.actor, book=book, fields=fields)
    if "parent" in row.changes:
        move_unit(unit, actor=desk.actor, book=book, parent=row.more["parent"], on=on)
    if "coverings" in row.changes:
        _change_list(desk, book, row, on)
    if "dissolved_on" in row.changes:
        dissolve_unit(unit, actor=desk.actor, book=book, on=row.cells["dissolved_on"])


def _change_list(desk: Desk, book: Book, row: Row, on: date) -> None:
    unit: Unit = row.known
    now, wanted = (set(codes) for codes in row.changes["coverings"])
    lines = Covering.rows().filter(Covering.on(desk.on), unit=unit)
    for line in lines.filter(organization__code__in=now - wanted):
        end_covering(line, actor=desk.actor, book=book, on=on)
    come = [one for one in row.more["coverings"] if one.code in wanted - now]
    _cover(desk, book, unit, come, max(on, unit.established_on))


def export(actor: Actor, place: str, on: date, only: Q) -> Iterator[Mapping[str, Any]]:
    """Units that existed on the day, or those of a list, with the words, the upper body and the
    covered list of then.
    """
    # A list has decided already whether it shows those that were dissolved by the day.
    state = "all" if only else ""
    rows = unit_list(actor, Asked(on=on, place=place, state=state)).filter(only)
    units = list(rows.select_related("organization").order_by("path", "number"))
    ids = [unit.pk for unit in units]
    said: dict[int, Any] = said_on(ids, on)
    parents = dict(_pairs(Subordination, "parent__number", ids, on))
    lists = codes_listed(actor, ids, on)
    seen = seen_among(actor, (unit.organization_id for unit in units if unit.organization_id))
    for unit in units:
        words = said.get(unit.pk, unit)
        district, street = district_and_street(words.path)
        yield {
            **{name: getattr(unit, name) for name in ("number", "role", "level", *FREE)},
            **{name: getattr(words, name) for name in ("name", "kind", "mode")},
            "parent": parents.get(unit.pk),
            "organization": unit.organization.code
            if unit.organization and unit.organization_id in seen
            else None,
            "coverings": sorted(lists.get(unit.pk, [])),
            "established_on": unit.established_on,
            "dissolved_on": unit.dissolved_on if unit.dissolved_on != OPEN else None,
            "district": district,
            "street": street,
        }


def codes_listed(actor: Actor, units: Sequence[int], on: date) -> dict[int, set[str]]:
    """Codes on the covered lists of units on a day, of the organizations that the actor may read:
    those alone leave in an export, are compared and are taken off by an import.
    """
    lines = list(_pairs(Covering, "organization_id", units, on))
    seen = seen_among(actor, (organization for _, organization in lines))
    codes: dict[int, str] = {}
    for ids in chunks(sorted(seen)):
        codes.update(Organization.rows().filter(pk__in=ids).values_list("pk", "code"))
    found: dict[int, set[str]] = {}
    for unit, organization in lines:
        if organization in codes:
            found.setdefault(unit, set()).add(codes[organization])
    return found


def _pairs(
    model: type[Subordination] | type[Covering], column: str, units: Sequence[int], on: date
) -> Iterator[tuple[int, Any]]:
    for ids in chunks(units):
        lines = model.rows().filter(model.on(on), unit__in=ids)
        yield from lines.values_list("unit_id", column)


def mend(changes: Sequence[Change]) -> None:
    """After an undo: paths follow the upper bodies again, from the top down."""
    moved = [
        change.pk
        for change in changes
        if change.model is Unit
        and change.before is not None
        and change.after is not None
        and change.before.get("parent_id") != change.after.get("parent_id")
    ]
    while moved:
        units = list(Unit.rows().filter(pk__in=moved).select_related("parent"))
        units.sort(key=lambda unit: unit.parent.party_path.count("/") if unit.parent else 0)
        wrong = []
        for unit in units:
            above = Unit.rows().get(pk=unit.parent_id).party_path if unit.parent_id else "p/"
            right = f"{above}{unit.pk}/"
            if unit.party_path != right:
                fresh = Unit.rows().get(pk=unit.pk)
                move_paths(fresh.party_path, right)
                wrong.append(unit.pk)
        moved = wrong if len(wrong) > 1 and len(wrong) < len(moved) else []
