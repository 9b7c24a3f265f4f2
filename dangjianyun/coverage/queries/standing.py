"""From facts to segments: how an organization stands, which instructors are in office."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from dangjianyun.coverage.models import (
    Assignment,
    Instructor,
    InstructorStanding,
    OrganizationStanding,
)
from dangjianyun.foundation.parameters import LocalParameters
from dangjianyun.foundation.segments import Change, chunks
from dangjianyun.foundation.timeline import all_at, at, cuts, grouped, merged
from dangjianyun.party.models import (
    Affiliation,
    Covering,
    Level,
    Member,
    Mode,
    RoleKind,
    Route,
    Unit,
)
from dangjianyun.party.rules import COUNTS, UNIT_DUE, is_due, law_days, satisfies
from dangjianyun.registry.models import Organization, Particulars, Post

STRONGEST = (
    Mode.SINGLE,
    Mode.JOINT,
    Mode.TRADE,
    Mode.AREA,
    Mode.ATTACHED,
    Mode.FALLBACK,
    Mode.FUNCTIONAL,
)
DEFAULTS = {parameter.key: parameter.default for parameter in UNIT_DUE.parameters}
_RANK = {mode.value: rank for rank, mode in enumerate(STRONGEST)}
_SAME = tuple(
    f.attname
    for f in OrganizationStanding._meta.local_fields
    if f.attname not in {"id", "since", "until"}
)


@dataclass(frozen=True)
class Presence:
    """A unit that stands for an organization in a period: its own, or one that covers it."""

    since: date
    until: date
    mode: str
    is_own: bool


@dataclass(frozen=True)
class Fulltime:
    """A full member's time at an organization (`staff`) or in its own unit (`relation`)."""

    since: date
    until: date
    member: int
    counts: str


@dataclass
class Facts:
    """All facts about some organizations, by organization. Twelve queries, however many."""

    particulars: dict[int, list[Particulars]] = field(default_factory=dict)
    presences: dict[int, list[Presence]] = field(default_factory=dict)
    members: dict[int, list[Fulltime]] = field(default_factory=dict)
    assignments: dict[int, list[Assignment]] = field(default_factory=dict)
    affiliations: dict[int, list[Affiliation]] = field(default_factory=dict)
    fallbacks: dict[str, list[Unit]] = field(default_factory=dict)


def organization_segments(ids: Sequence[int]) -> list[OrganizationStanding]:
    """All segments of these organizations: registered, covered how, instructed, due, missing."""
    organizations = list(Organization.rows().filter(pk__in=ids))
    facts = facts_of_organizations(ids)
    local = LocalParameters()
    law = (*law_days(), *local.days)
    rows: list[OrganizationStanding] = []
    for one in organizations:
        rows += merged(_segments(one, facts, local, law), _SAME)
    return rows


def _segments(
    one: Organization, facts: Facts, local: LocalParameters, law: Iterable[date]
) -> list[OrganizationStanding]:
    key = one.pk
    particulars = facts.particulars.get(key, [])
    presences = facts.presences.get(key, [])
    members = facts.members.get(key, [])
    assignments = facts.assignments.get(key, [])
    affiliations = facts.affiliations.get(key, [])
    fallbacks = facts.fallbacks.get(one.registrar_path, [])
    found = []
    for since, until in cuts(
        one.established_on,
        one.closed_on,
        particulars,
        presences,
        members,
        assignments,
        affiliations,
        _lives(fallbacks),
        days=law,
    ):
        said = at(particulars, since)
        path = said.path if said else one.path
        settings = DEFAULTS | local.on(path, since)
        there = [p for p in all_at(presences, since) if _counts(p.mode, settings)]
        mode = min((p.mode for p in there), key=_RANK.__getitem__, default="")
        full = _full_members(members, since, settings[COUNTS.key])
        due = is_due(full, since)
        built = any(satisfies(p.mode, settings) for p in there)
        affiliation = at(affiliations, since)
        fallback = next((u for u in fallbacks if u.established_on <= since < u.dissolved_on), None)
        instructed = at(assignments, since) is not None
        found.append(
            OrganizationStanding(
                organization=one,
                since=since,
                until=until,
                path=path,
                kind=said.kind if said else one.kind,
                lead_id=affiliation.unit_id if affiliation else (fallback.pk if fallback else None),
                route=affiliation.route if affiliation else Route.COMPREHENSIVE.value,
                mode=mode,
                full_members=full,
                is_registered=True,
                has_own_unit=any(p.is_own for p in there),
                is_unit_covered=bool(there),
                is_instructed=instructed,
                is_covered=bool(there) or instructed,
                is_due=due,
                is_missing=due and not built,
            )
        )
    return found


def _counts(mode: str, settings: dict[str, Any]) -> bool:
    """A functional unit covers only where the jurisdiction says so."""
    return mode != Mode.FUNCTIONAL or satisfies(mode, settings)


def _full_members(members: Sequence[Fulltime], day: date, counts: str) -> int:
    return len({m.member for m in all_at(members, day) if m.counts == counts})


@dataclass(frozen=True)
class _Life:
    since: date
    until: date


def _lives(units: Iterable[Unit]) -> list[_Life]:
    return [_Life(unit.established_on, unit.dissolved_on) for unit in units]


def facts_of_organizations(ids: Sequence[int]) -> Facts:
    """Read all facts that decide how these organizations stand."""
    rows = Particulars.rows().filter(organization__in=ids).order_by("since")
    affiliations = Affiliation.rows().filter(organization__in=ids).order_by("since")
    assignments = Assignment.rows().filter(organization__in=ids).order_by("since")
    registrars = (
        Organization.rows().filter(pk__in=ids).values_list("registrar_path", flat=True).distinct()
    )
    return Facts(
        particulars=grouped(rows, "organization_id"),
        presences=_presences(ids),
        members=_fulltimes(ids),
        assignments=grouped(assignments, "organization_id"),
        affiliations=grouped(affiliations, "organization_id"),
        fallbacks=_fallbacks(set(registrars)),
    )


def _presences(ids: Sequence[int]) -> dict[int, list[Presence]]:
    found: dict[int, list[Presence]] = {}
    own = Unit.rows().filter(organization__in=ids, role=RoleKind.GRASSROOTS)
    parents = own.exclude(parent__role=RoleKind.GRASSROOTS)
    for unit in parents:
        mode = unit.mode or Mode.SINGLE.value
        found.setdefault(unit.organization_id or 0, []).append(
            Presence(unit.established_on, unit.dissolved_on, mode, mode == Mode.SINGLE.value)
        )
    for line in Covering.rows().filter(organization__in=ids).select_related("unit"):
        since = max(line.since, line.unit.established_on)
        until = min(line.until, line.unit.dissolved_on)
        if since < until:
            mode = line.unit.mode or Mode.JOINT.value
            found.setdefault(line.organization_id, []).append(Presence(since, until, mode, False))
    return found


def _fulltimes(ids: Sequence[int]) -> dict[int, list[Fulltime]]:
    """Full members by organization: on its staff, and with the relation in its unit."""
    found: dict[int, list[Fulltime]] = {}
    posts: Iterable[Any] = (
        Post.rows()
        .filter(organization__in=ids, is_full_time=True, is_main=True)
        .filter(person__member__full_on__isnull=False)
        .values_list(
            "organization_id",
            "since",
            "until",
            "person__member__pk",
            "person__member__full_on",
            "person__member__left_on",
        )
    )
    own: Iterable[Any] = (
        Member.rows()
        .filter(memberships__unit__organization__in=ids, full_on__isnull=False)
        .values_list(
            "memberships__unit__organization_id",
            "memberships__since",
            "memberships__until",
            "pk",
            "full_on",
            "left_on",
        )
    )
    for counts, rows in (("staff", posts), ("relation", own)):
        for organization, since, until, member, full_on, left_on in rows:
            start, end = max(since, full_on), min(until, left_on)
            if start < end:
                found.setdefault(organization, []).append(Fulltime(start, end, member, counts))
    return found


def _fallbacks(registrars: set[str]) -> dict[str, list[Unit]]:
    """Comprehensive committees by the division of their level: who is accountable by default."""
    units = Unit.rows().filter(
        role=RoleKind.COMPREHENSIVE, path__in=registrars, level__in=[Level.CITY, Level.DISTRICT]
    )
    found: dict[str, list[Unit]] = {}
    for unit in units:
        found.setdefault(unit.path, []).append(unit)
    return found


def instructor_segments(ids: Sequence[int]) -> list[InstructorStanding]:
    """An instructor counts at the home unit's place while in office."""
    return [
        InstructorStanding(
            instructor=row, since=row.since, until=row.until, path=row.path, kind=row.kind
        )
        for row in Instructor.rows().filter(pk__in=ids)
    ]


def organizations_of_units(changes: Sequence[Change]) -> set[int]:
    """Organizations that a changed unit was set up in, covers, or is accountable for."""
    found = {value for change in changes for value in change.values("organization_id")}
    units = [change.pk for change in changes]
    known = [change for change in changes if change.before is not None]
    if known:
        ids = [change.pk for change in known]
        found.update(_column(Covering, ids))
        found.update(_column(Affiliation, ids))
    comprehensive = Unit.rows().filter(pk__in=units, role=RoleKind.COMPREHENSIVE)
    for path in comprehensive.values_list("path", flat=True):
        found.update(Organization.rows().filter(registrar_path=path).values_list("pk", flat=True))
    return found


def _column(model: type[Covering] | type[Affiliation], units: list[int]) -> Iterable[int]:
    return model.rows().filter(unit__in=units).values_list("organization_id", flat=True)


def organizations_of_members(changes: Sequence[Change]) -> set[int]:
    """Organizations where changed members work or belong."""
    found: set[int] = set()
    for ids in chunks(sorted({change.pk for change in changes})):
        found.update(
            Post.rows()
            .filter(person__member__in=ids, is_full_time=True)
            .values_list("organization_id", flat=True)
        )
        found.update(
            Unit.rows()
            .filter(memberships__member__in=ids, organization__isnull=False)
            .values_list("organization_id", flat=True)
        )
    return found


def organizations_of_memberships(changes: Sequence[Change]) -> set[int]:
    """Organizations whose own unit a changed membership lies in."""
    units = {value for change in changes for value in change.values("unit_id")}
    own = Unit.rows().filter(pk__in=units, organization__isnull=False)
    return set(own.values_list("organization_id", flat=True))
