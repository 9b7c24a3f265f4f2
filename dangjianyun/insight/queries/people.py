"""People behind a number: by number for those with a duty, under opaque keys for all others."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.db.models import Count, QuerySet

from dangjianyun.coverage.models import Instructor
from dangjianyun.foundation.actor import Actor
from dangjianyun.foundation.segments import chunks
from dangjianyun.foundation.veiled import veil_all
from dangjianyun.insight.placing import name_at
from dangjianyun.party.models import Member
from dangjianyun.party.queries.opaque import opaque_keys, units_opened
from dangjianyun.party.queries.particulars import names_on

Record = dict[str, Any]
OUTSIDE = "组织关系在外"


def member_records(
    actor: Actor, rows: QuerySet[Any], on: date, offset: int = 0, limit: int | None = None
) -> list[Record]:
    """One record a member: `{"key", "label", "noun", "unit", "opaque"}`, without name or attribute.

    In the order of units; inside a unit in the order of the keys, which tells nothing. Only the
    units that reach into the wanted part are read.
    """
    end = None if limit is None else offset + limit
    found: list[Record] = []
    at = 0
    wanted: list[tuple[int | None, str]] = []
    skipped = 0
    groups = rows.values_list("unit_id", "unit__name").annotate(n=Count("pk"))
    for unit, name, count in groups.order_by("unit__name", "unit_id"):
        if at + count <= offset:
            skipped += count
        elif end is None or at < end:
            wanted.append((unit, name or OUTSIDE))
        at += count
    named = names_on((unit for unit, _ in wanted if unit is not None), on)
    wanted = [(unit, named.get(unit, name) if unit else name) for unit, name in wanted]
    for part in _parts(wanted):
        found += _members(actor, rows, part)
    return found[offset - skipped :][:limit]


def instructor_records(
    actor: Actor, rows: QuerySet[Any], offset: int = 0, limit: int | None = None
) -> list[Record]:
    """One record an instructor; who may not read one gets the place and a key that tells nothing.

    In the order of places. Who reads none gets them inside a place in the order of the keys.
    """
    columns = ("instructor_id", "instructor__number", "instructor__name", "path")
    end = None if limit is None else offset + limit
    rows = rows.order_by("path", "pk").values_list(*columns)
    if actor.holds(Instructor.read_permission()):
        return _instructors(actor, list(rows[offset:end]))
    told = _instructors(actor, list(rows))
    return sorted(told, key=lambda one: (one["path"], one["key"]))[offset:end]


def _instructors(actor: Actor, people: list[tuple[int, str, str, str]]) -> list[Record]:
    visible: set[int] = set()
    for ids in chunks([pk for pk, *_ in people]):
        seen = Instructor.objects.seen_by(actor).filter(pk__in=ids)
        visible.update(seen.values_list("pk", flat=True))
    # As of members (`opaque_keys`): stable for a viewer, and never the key of another table's row.
    keys = veil_all(f"instructors of {actor.name}", [pk for pk, *_ in people])
    return [
        {
            "key": number if pk in visible else key,
            "label": name if pk in visible else f"指导员（{name_at(path)}）",
            "noun": "instructor",
            "path": path,
            "opaque": pk not in visible,
        }
        for (pk, number, name, path), key in zip(people, keys, strict=True)
    ]


def _parts(wanted: list[tuple[int | None, str]]) -> Iterator[dict[int | None, str]]:
    for start in range(0, len(wanted), 500):
        yield dict(wanted[start : start + 500])


def _members(actor: Actor, rows: QuerySet[Any], units: dict[int | None, str]) -> list[Record]:
    known = [unit for unit in units if unit is not None]
    inside = rows.filter(unit__in=known).values_list("member_id", "member__number", "unit_id")
    people = list(inside)
    if None in units:
        outside = rows.filter(unit__isnull=True)
        people += outside.values_list("member_id", "member__number", "unit_id")
    visible: set[int] = set()
    for ids in chunks([pk for pk, _, _ in people]):
        seen = Member.objects.seen_by(actor).filter(pk__in=ids)
        visible.update(seen.values_list("pk", flat=True))
    keys = opaque_keys(actor, [pk for pk, _, _ in people])
    order = {unit: at for at, unit in enumerate(units)}
    led = units_opened(actor, known)
    told = [
        (order[unit], number if pk in visible else key, pk not in visible, units[unit], unit in led)
        for (pk, number, unit), key in zip(people, keys, strict=True)
    ]
    return [
        {
            "key": key,
            "label": f"党员（{unit}）",
            "noun": "member",
            "unit": unit,
            "opaque": opaque,
            "opens": opens,
        }
        for _, key, opaque, unit, opens in sorted(told)
    ]
