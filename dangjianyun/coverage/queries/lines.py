"""What the list shows of organizations: everything about one page of them, read at once."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from dangjianyun.coverage.models import Assignment, Instructor, OrganizationStanding
from dangjianyun.coverage.queries.asked import READ, Asked
from dangjianyun.foundation.actor import Actor
from dangjianyun.foundation.days import today
from dangjianyun.foundation.segments import chunks
from dangjianyun.party.models import Mode, Unit
from dangjianyun.party.queries.particulars import names_on
from dangjianyun.registry.models import Described, Organization, Particulars, Post, PostKind
from dangjianyun.territory.queries import names

State = tuple[str, str]


@dataclass
class Line:
    """One organization on a day. `said`: what the register said then; people: those visible."""

    organization: Organization
    said: Described
    standing: OrganizationStanding | None
    on: date
    place: str = ""
    registrar: str = ""
    lead: str = ""
    opens: bool = True
    opens_lead: bool = False
    assignments: list[Assignment] = field(default_factory=list)
    opens_instructors: frozenset[int] = frozenset()
    legal: list[str] = field(default_factory=list)

    @property
    def state(self) -> State:
        """The badge: a state and its words."""
        if self.standing is None:
            return closed_state(self.organization)
        return state_of(self.standing)


def state_of(standing: OrganizationStanding) -> State:
    """How an organization is covered, in one badge."""
    if standing.is_missing:
        return "red", "应建未建"
    if standing.mode:
        return "ok", str(Mode(standing.mode).label)
    if standing.is_instructed:
        return "blue", "仅工作覆盖"
    return "none", "未覆盖"


def closed_state(organization: Organization) -> State:
    """What stands in place of coverage where an organization is not on the register."""
    return "none", f"已{organization.get_closing_display()}" if organization.closing else "未登记"


def lines_of(
    actor: Actor, asked: Asked, ids: Sequence[int], wanted: Iterable[str] = ()
) -> list[Line]:
    """The lines of these organizations (primary keys), in the same order.

    `wanted` names the columns that cost a query of their own (`instructors`, `legal`, `lead`); the
    number of queries does not depend on the number of rows.
    """
    columns = set(wanted)
    lines = _bare(asked, ids)
    found = [lines[pk] for pk in ids if pk in lines]
    paths = names({line.said.path for line in found} | {line.said.registrar_path for line in found})
    for line in found:
        line.place = paths.get(line.said.path, "")
        line.registrar = paths.get(line.said.registrar_path, "")
    if asked.is_past:
        _mark_open(actor, found)
    if "instructors" in columns:
        _assignments(actor, asked.on, lines)
    if "legal" in columns:
        _legal(actor, asked.on, lines)
    if "lead" in columns:
        _mark_leads(actor, asked.on, found)
    return found


def every_line(
    actor: Actor, asked: Asked, ids: Sequence[int], wanted: Iterable[str] = ()
) -> Iterator[Line]:
    """The lines of many organizations, a thousand at a time: for exports."""
    for part in chunks(ids, 1000):
        yield from lines_of(actor, asked, part, wanted)


def _bare(asked: Asked, ids: Sequence[int]) -> dict[int, Line]:
    day = asked.on
    rows = Organization.rows().in_bulk(list(ids))
    standings = {
        row.organization_id: row
        for row in OrganizationStanding.rows()
        .filter(OrganizationStanding.on(day), organization__in=ids)
        .select_related("lead")
    }
    said: dict[int, Described] = {}
    if asked.is_past:
        dated = Particulars.rows().filter(organization__in=ids, since__lte=day, until__gt=day)
        said = {row.organization_id: row for row in dated}
    return {pk: Line(row, said.get(pk, row), standings.get(pk), day) for pk, row in rows.items()}


def _mark_open(actor: Actor, lines: Sequence[Line]) -> None:
    """An organization that has moved away since stands in the past list, its file is not ours."""
    places = actor.at("d", READ)
    lines = [line for line in lines if not line.organization.path.startswith(places or ("-",))]
    keys = [line.organization.pk for line in lines]
    if not keys:
        return
    seen = Organization.objects.seen_by(actor).filter(pk__in=keys)
    open_to = set(seen.values_list("pk", flat=True))
    for line in lines:
        line.opens = line.organization.pk in open_to


def _assignments(actor: Actor, on: date, lines: dict[int, Line]) -> None:
    rows = Assignment.objects.seen_by(actor, on=on).filter(Assignment.on(on))
    rows = rows.filter(organization__in=list(lines)).select_related("instructor__home")
    places = actor.places(Instructor.read_permission())
    for row in rows.order_by("since", "pk"):
        line = lines[row.organization_id]
        line.assignments.append(row)
        # By the paths at hand: asking the database once more would be for a link's sake.
        one = row.instructor
        own = (one.path, one.home.party_path, f"i/{one.pk}/")
        if any(at.startswith(place) for at in own for place in places):
            line.opens_instructors |= {one.pk}


def _legal(actor: Actor, on: date, lines: dict[int, Line]) -> None:
    rows = Post.objects.seen_by(actor, on=on).filter(
        organization__in=list(lines),
        kind=PostKind.LEGAL_REPRESENTATIVE,
        since__lte=on,
        until__gt=on,
    )
    for organization, name in rows.values_list("organization_id", "person__name"):
        lines[organization].legal.append(name)


def _mark_leads(actor: Actor, on: date, lines: Sequence[Line]) -> None:
    leads: dict[int, list[Line]] = defaultdict(list)
    units = {line.standing.lead_id for line in lines if line.standing and line.standing.lead_id}
    named = names_on(units, on) if on < today() else {}
    for line in lines:
        unit: Any = line.standing.lead if line.standing else None
        if unit is not None:
            line.lead = named.get(unit.pk, unit.name)
            leads[unit.pk].append(line)
    seen = Unit.objects.seen_by(actor).filter(pk__in=list(leads))
    for pk in seen.values_list("pk", flat=True):
        for line in leads[pk]:
            line.opens_lead = True
