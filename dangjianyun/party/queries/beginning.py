"""Where the tree of Party organizations begins for an actor: at the own committee."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, QuerySet

from dangjianyun.foundation.actor import Actor
from dangjianyun.party.models import RoleKind, Subordination, Unit
from dangjianyun.party.queries.tree import (
    Node,
    children,
    in_order,
    lineage,
    lineages,
    nodes,
    parents_on,
)
from dangjianyun.party.queries.units import living, seen_on

FEW_ROOTS, MOST_ROOTS = 10, 20
"""Of one kind; the list has the others, with filters and pages."""

ORDER = (
    *(RoleKind.COMPREHENSIVE, RoleKind.ORGAN, RoleKind.TRADE, RoleKind.LOCAL),
    *(RoleKind.SUPERVISOR, RoleKind.GUIDING, RoleKind.GRASSROOTS),
)


@dataclass
class Group:
    """Units that begin the tree together. `more`: how many of the kind are not shown here; `role`
    narrows the list to them, empty for the own body. `upper`: the body above it, by name, and
    `upper_number` where the tree leads up to it.
    """

    words: str
    nodes: list[Node]
    more: int = 0
    role: str = ""
    upper: str = ""
    upper_number: str = ""

    @property
    def is_open(self) -> bool:
        """Whether it stands open: the own body, few of a kind, or what was asked for."""
        few = not self.role or self.count <= FEW_ROOTS
        return few or any(node.children for node in self.nodes)

    @property
    def count(self) -> int:
        """All of them, shown or not."""
        return len(self.nodes) + self.more


def groups(actor: Actor, at: Unit | None, on: date) -> list[Group]:
    """The own committee with its lower bodies; then what else the actor sees that hangs below
    nothing shown, kind by kind. Opened down to `at`; above the own committee, from there.
    """
    own = own_bodies(actor, on)
    trail = lineage(actor, at, on) if at else []
    above = {unit.pk for line in lineages(actor, own, on).values() for unit in line}
    if at and at.pk in above:
        opened = nodes(trail[:1], actor, on)
        _open(opened, trail, actor, on)
        return [Group("上级党组织", opened)]
    found = [_own_group(actor, unit, on) for unit in own]
    found += _others(actor, above | {unit.pk for unit in own}, above, on)
    for group in found:
        _open(group.nodes, trail, actor, on)
    drawn = {node.unit.pk for group in found for node in group.nodes}
    if trail and not drawn & {unit.pk for unit in trail}:
        # Deeper in a kind of which only the first are shown.
        top = next((unit for unit in trail if unit.pk not in above), trail[0])
        opened = nodes([top], actor, on)
        _open(opened, trail, actor, on)
        found.insert(0, Group("展开的党组织", opened))
    return found


def own_bodies(actor: Actor, on: date) -> list[Unit]:
    """The bodies for which the actor acts: those granted, else the comprehensive committees of the
    granted divisions.
    """
    permission = Unit.read_permission()
    granted = [place.rstrip("/").rpartition("/")[2] for place in actor.at("p", permission)]
    keys = [int(key) for key in granted if key.isdigit()]
    rows = seen_on(actor, on).filter(living(on))
    if keys:
        return list(rows.filter(pk__in=keys))
    seats = actor.at("d", permission)
    return list(rows.filter(role=RoleKind.COMPREHENSIVE, path__in=seats)[:1]) if seats else []


def _own_group(actor: Actor, unit: Unit, on: date) -> Group:
    parent = parents_on([unit.pk], on).get(unit.pk)
    found = nodes([unit], actor, on)
    found[0].children, found[0].more = children(actor, unit, on)
    group = Group("本级党组织", found)
    if parent is not None:
        upper = Unit.rows().filter(pk=parent).first()
        group.upper = upper.name if upper else ""
        seen = seen_on(actor, on).filter(living(on), pk=parent).exists()
        group.upper_number = upper.number if upper and seen else ""
    return group


def _others(actor: Actor, told: set[int], above: set[int], on: date) -> list[Group]:
    seen = seen_on(actor, on).filter(living(on))
    shown = seen.exclude(pk__in=above)
    held = Subordination.rows().filter(Subordination.on(on), parent__in=shown.values("pk"))
    top = seen.exclude(pk__in=told).exclude(pk__in=held.values("unit"))
    kinds = top.order_by().values("role").annotate(n=Count("pk"))
    counts = {row["role"]: row["n"] for row in kinds}
    rows = {role: _first(top, role, on) for role in ORDER if role in counts}
    units = [unit for some in rows.values() for unit in some]
    drawn = {node.unit.pk: node for node in nodes(units, actor, on)}
    found = []
    for role, some in rows.items():
        begun, more = [drawn[unit.pk] for unit in some], counts[role] - len(some)
        found.append(Group(str(role.label), begun, more, role.value))
    return found


def _first(top: QuerySet[Unit], role: str, on: date) -> list[Unit]:
    return list(in_order(top.filter(role=role), "path", "name", on=on)[:MOST_ROOTS])


def _open(level: list[Node], trail: Sequence[Unit], actor: Actor, on: date) -> None:
    """Open the nodes along the trail, as far as they are there."""
    for unit in trail:
        node = next((one for one in level if one.unit.pk == unit.pk), None)
        if node is None:
            continue
        if node.children is None:
            node.children, node.more = children(actor, unit, on)
        level = node.children
