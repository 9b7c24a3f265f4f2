"""Party organizations as a tree, as it stood on a day."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, QuerySet

from dangjianyun.foundation.actor import Actor
from dangjianyun.foundation.days import today
from dangjianyun.foundation.segments import chunks
from dangjianyun.party.models import Subordination, Unit
from dangjianyun.party.queries.particulars import shown_on
from dangjianyun.party.queries.units import living, members_in, seen_on

MOST_CHILDREN = 200
MOST_LEVELS = 20


@dataclass
class Node:
    """A unit in the tree. `children` is None where they are not loaded; `opens`: its file is open
    to the actor today.
    """

    unit: Unit
    lower: int
    members: int
    opens: bool
    children: "list[Node] | None" = None
    more: int = 0


def children(actor: Actor, unit: Unit, on: date) -> tuple[list[Node], int]:
    """The lower bodies directly below, and how many more there are than shown."""
    lines = Subordination.rows().filter(Subordination.on(on), parent=unit)
    rows = seen_on(actor, on).filter(living(on), pk__in=lines.values("unit"))
    shown = list(in_order(rows, "role", "name", on=on)[: MOST_CHILDREN + 1])
    more = rows.count() - MOST_CHILDREN if len(shown) > MOST_CHILDREN else 0
    return nodes(shown[:MOST_CHILDREN], actor, on), more


def in_order(rows: QuerySet[Unit], *columns: str, on: date) -> QuerySet[Unit]:
    """Units by columns, in the words of the day."""
    dated = {"path", "name"} if on < today() else set()
    return rows.order_by(*(f"said__{one}" if one in dated else one for one in columns), "pk")


def nodes(units: list[Unit], actor: Actor, on: date) -> list[Node]:
    """Units under the words of the day with the numbers that the tree shows. Four queries."""
    ids = [unit.pk for unit in units]
    below_them = Subordination.rows().filter(Subordination.on(on), parent__in=ids).values("parent")
    lower = {row["parent"]: row["n"] for row in below_them.annotate(n=Count("pk"))}
    members = members_in(ids, on)
    opens = set(ids)
    if on < today():
        shown_on(units, on)
        opens = set(Unit.objects.seen_by(actor).filter(pk__in=ids).values_list("pk", flat=True))
    return [
        Node(unit, lower.get(unit.pk, 0), members.get(unit.pk, 0), unit.pk in opens)
        for unit in units
    ]


def lineage(actor: Actor, unit: Unit, on: date | None = None) -> list[Unit]:
    """The unit and the bodies above it that the actor sees, topmost first, as of a day."""
    on = on or today()
    above = lineages(actor, [unit], on)[unit.pk]
    return [*above, *seen_on(actor, on).filter(pk=unit.pk)]


def lineages(actor: Actor, units: Sequence[Unit], on: date) -> dict[int, list[Unit]]:
    """For each unit the bodies above it that the actor sees, topmost first, as of a day."""
    above = _keys_above(units, on)
    keys = {key for chain in above.values() for key in chain}
    rows = {row.pk: row for row in seen_on(actor, on).filter(pk__in=keys)} if keys else {}
    shown_on(rows.values(), on)
    return {pk: [rows[key] for key in chain if key in rows] for pk, chain in above.items()}


def _keys_above(units: Sequence[Unit], on: date) -> dict[int, list[int]]:
    """Keys of the bodies above each unit, topmost first: today by its path, else line by line."""
    if on >= today():
        return {one.pk: [int(part) for part in one.party_path.split("/")[1:-2]] for one in units}
    parents: dict[int, int] = {}
    wanted = {unit.pk for unit in units}
    while wanted:
        found = parents_on(wanted, on)
        parents |= found
        wanted = set(found.values()) - parents.keys()
    chains: dict[int, list[int]] = {}
    for unit in units:
        chain: list[int] = []
        one = unit.pk
        while one in parents and len(chain) < MOST_LEVELS:
            one = parents[one]
            chain.insert(0, one)
        chains[unit.pk] = chain
    return chains


def parents_on(units: Iterable[int], on: date) -> Mapping[int, int]:
    """The upper body of each of these units on a day, by primary keys."""
    found: dict[int, int] = {}
    for ids in chunks(sorted(units)):
        lines = Subordination.rows().filter(Subordination.on(on), unit__in=ids)
        found.update(lines.values_list("unit_id", "parent_id"))
    return found


def at_or_below(unit: Unit, on: date) -> set[int]:
    """The keys of the unit and of all that stood below it on a day. One query a level."""
    found, wanted = {unit.pk}, {unit.pk}
    while wanted:
        lower: set[int] = set()
        for ids in chunks(sorted(wanted)):
            lines = Subordination.rows().filter(Subordination.on(on), parent__in=ids)
            lower.update(lines.values_list("unit_id", flat=True))
        wanted = lower - found
        found |= wanted
    return found
