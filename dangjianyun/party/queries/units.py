"""Party organizations as lists and as a tree."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Count, F, FilteredRelation, Q, QuerySet

from dangjianyun.foundation.actor import Actor
from dangjianyun.foundation.days import today
from dangjianyun.foundation.scope import below, hanging
from dangjianyun.foundation.search import matching
from dangjianyun.party.models import (
    Covering,
    MemberStanding,
    Office,
    OfficeKind,
    Subordination,
    Unit,
    UnitStanding,
)
from dangjianyun.party.queries.particulars import names_on, said_on
from dangjianyun.territory.queries import names

SORTS = {"name": "name", "number": "number", "established": "established_on"}
DEFAULT_SORT = "name"
OFFICES = "party.office.read"


@dataclass(frozen=True)
class Asked:
    """What a list of units was asked for. `place` is a division's path, `upper` a unit.

    `secretary`: "none" for the counted units without a secretary, for those who may read offices.
    """

    on: date
    term: str = ""
    kind: str = ""
    role: str = ""
    mode: str = ""
    place: str = ""
    upper: Unit | None = None
    state: str = ""
    sort: str = ""
    secretary: str = ""

    @property
    def is_narrow(self) -> bool:
        """Whether any condition holds beside the day."""
        narrow = (self.term, self.kind, self.role, self.mode, self.place, self.upper, self.state)
        return any((*narrow, self.secretary))


def unit_list(actor: Actor, asked: Asked) -> QuerySet[Unit]:
    """Units the actor sees, that existed on the day (or, by `state`, were dissolved by then).

    Name, kind, mode and division are those of the day: a unit that has moved away since stands in
    the past list of the division it was in, as in the numbers of that day.
    """
    then = asked.on < today() and asked.state != "dissolved"
    rows = _within(actor, asked, "said__path" if then else "path")
    if asked.state == "dissolved":
        rows = rows.filter(dissolved_on__lte=asked.on)
    elif asked.state == "all":
        rows = rows.filter(established_on__lte=asked.on)
    else:
        rows = rows.filter(living(asked.on))
    if asked.role:
        rows = rows.filter(role=asked.role)
    for column in ("kind", "mode"):
        if value := getattr(asked, column):
            rows = rows.filter(**{f"said__{column}" if then else column: value})
    if asked.place:
        rows = rows.filter(below("said__path" if then else "path", asked.place))
    if asked.upper:
        lines = Subordination.rows().filter(Subordination.on(asked.on), parent=asked.upper)
        rows = rows.filter(pk__in=lines.values("unit"))
    if asked.secretary == "none" and actor.holds(OFFICES):
        rows = rows.filter(_headless(asked.on))
    rows = matching(rows, "sought", asked.term, indexed=True)
    turned = "-" if asked.sort.startswith("-") else ""
    column = SORTS.get(asked.sort.lstrip("-"), SORTS[DEFAULT_SORT])
    column = "said__name" if then and column == "name" else column
    return rows.order_by(f"{turned}{column}", f"{turned}id")


def _within(actor: Actor, asked: Asked, path: str) -> QuerySet[Unit]:
    """The units in the actor's reach; on a past day with `said`, the last words by that day."""
    if path == "path":
        return Unit.objects.seen_by(actor, on=asked.on)
    places = actor.places(Unit.read_permission())
    here = [below(path, place) for place in places if place.startswith("d/")]
    others = [place for place in places if not place.startswith("d/")]
    # The words of the day, or the last ones of a unit that was dissolved before.
    words = Q(particulars__since__lte=asked.on) & (
        Q(particulars__until__gt=asked.on) | Q(particulars__until=F("dissolved_on"))
    )
    rows = Unit.rows().alias(said=FilteredRelation("particulars", condition=words))
    return rows.filter(reduce(or_, here, hanging(Unit, others, on=asked.on)), said__isnull=False)


def living(day: date) -> Q:
    """Units that exist on a day."""
    return Q(established_on__lte=day, dissolved_on__gt=day)


def _headless(day: date) -> Q:
    counted = UnitStanding.rows().filter(UnitStanding.on(day), is_counted=True)
    held = Office.rows().filter(Office.on(day), kind=OfficeKind.SECRETARY)
    return Q(pk__in=counted.values("unit")) & ~Q(pk__in=held.values("unit"))


def told(rows: Sequence[Unit], actor: Actor, on: date) -> None:
    """Put beside each unit what a row shows: its words of the day, upper body, members, covered
    organizations, place, and whether its file is open to the actor.

    Sets `said`, `upper`, `member_count`, `covered_count`, `place_label`, `opens`. Five queries,
    however many.
    """
    ids = [row.pk for row in rows]
    lines = Subordination.rows().filter(Subordination.on(on), unit__in=ids)
    uppers = dict(lines.values_list("unit_id", "parent__name"))
    if on < today():
        named = names_on(lines.values_list("parent_id", flat=True), on)
        above = lines.values_list("unit_id", "parent_id")
        uppers |= {unit: named[parent] for unit, parent in above if parent in named}
    members = members_in(ids, on)
    listed = Covering.rows().filter(Covering.on(on), unit__in=ids).values("unit")
    covered = {row["unit"]: row["n"] for row in listed.annotate(n=Count("pk"))}
    said: dict[int, Any] = said_on(ids, on) if on < today() else {}
    places = names({said.get(row.pk, row).path for row in rows})
    opens = set(Unit.objects.seen_by(actor).filter(pk__in=ids).values_list("pk", flat=True))
    for row in rows:
        shown: Any = row
        shown.said = said.get(row.pk, row)
        shown.opens = row.pk in opens
        shown.upper = uppers.get(row.pk)
        shown.member_count = members.get(row.pk, 0)
        shown.covered_count = covered.get(row.pk, 0)
        shown.place_label = places.get(shown.said.path, "")


def members_in(units: Iterable[int], on: date) -> Mapping[int, int]:
    """How many members' relations lie in each of these units on a day."""
    rows = MemberStanding.rows().filter(MemberStanding.on(on), unit__in=units, in_unit=True)
    counted = rows.values("unit").annotate(n=Count("pk"))
    return {row["unit"]: row["n"] for row in counted}


@dataclass
class Node:
    """A unit in the tree. `children` is None where they are not loaded."""

    unit: Unit
    lower: int
    members: int
    children: "list[Node] | None" = None
    more: int = 0


MOST_CHILDREN = 200


def roots(actor: Actor, on: date) -> list[Node]:
    """The topmost units the actor sees: those whose upper body lies outside the scope."""
    seen = Unit.objects.seen_by(actor, on=on).filter(living(on))
    top = seen.filter(Q(parent=None) | ~Q(parent__in=seen.values("pk")))
    return nodes(list(top.order_by("path", "name")[:MOST_CHILDREN]), actor, on)


def children(actor: Actor, unit: Unit, on: date) -> tuple[list[Node], int]:
    """The lower bodies directly below, and how many more there are than shown."""
    rows = Unit.objects.seen_by(actor, on=on).filter(living(on), parent=unit)
    shown = list(rows.order_by("role", "name")[: MOST_CHILDREN + 1])
    more = rows.count() - MOST_CHILDREN if len(shown) > MOST_CHILDREN else 0
    return nodes(shown[:MOST_CHILDREN], actor, on), more


def nodes(units: list[Unit], actor: Actor, on: date) -> list[Node]:
    """Units with the numbers that the tree shows. Two queries."""
    ids = [unit.pk for unit in units]
    below_them = Unit.rows().filter(living(on), parent__in=ids).values("parent")
    lower = {row["parent"]: row["n"] for row in below_them.annotate(n=Count("pk"))}
    members = members_in(ids, on)
    return [Node(u, lower.get(u.pk, 0), members.get(u.pk, 0)) for u in units]


def lineage(actor: Actor, unit: Unit) -> list[Unit]:
    """The unit and the bodies above it that the actor sees, topmost first. One query."""
    keys = [int(part) for part in unit.party_path.split("/")[1:-1]]
    rows = {row.pk: row for row in Unit.objects.seen_by(actor).filter(pk__in=keys)}
    return [rows[key] for key in keys if key in rows]


def paths_in_words(actor: Actor, units: Sequence[Unit]) -> dict[int, list[Unit]]:
    """For each unit the bodies above it that the actor sees, topmost first. One query."""
    wanted = {unit.pk: [int(p) for p in unit.party_path.split("/")[1:-2]] for unit in units}
    keys = {key for above in wanted.values() for key in above}
    rows = {row.pk: row for row in Unit.objects.seen_by(actor).filter(pk__in=keys)}
    return {pk: [rows[key] for key in above if key in rows] for pk, above in wanted.items()}


def opened_tree(actor: Actor, at: Unit | None, on: date) -> list[Node]:
    """The tree opened down to `at` and its children: what a browser without script sees."""
    top = roots(actor, on)
    if at is None:
        return top
    level = top
    for unit in lineage(actor, at):
        node = next((one for one in level if one.unit.pk == unit.pk), None)
        if node is None:
            continue
        node.children, node.more = children(actor, unit, on)
        level = node.children
    return top
