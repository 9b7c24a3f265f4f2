"""The facts that decide how organizations stand, read for many at once."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple

from dangjianyun.coverage.models import Assignment
from dangjianyun.foundation.timeline import grouped
from dangjianyun.party.models import Affiliation, Covering, Level, Member, Mode, RoleKind, Unit
from dangjianyun.registry.models import Organization, Particulars, Post


class Life(NamedTuple):
    """What an organization says of itself today."""

    key: int
    established_on: date
    closed_on: date
    path: str
    kind: str
    registrar_path: str


class Told(NamedTuple):
    """What the register said of an organization in a period."""

    organization_id: int
    since: date
    until: date
    path: str
    kind: str


class Sent(NamedTuple):
    """An instructor's time at an organization."""

    organization_id: int
    since: date
    until: date


class Led(NamedTuple):
    """Who answered for an organization in a period."""

    organization_id: int
    since: date
    until: date
    unit_id: int
    route: str


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

    particulars: dict[int, list[Told]] = field(default_factory=dict)
    presences: dict[int, list[Presence]] = field(default_factory=dict)
    members: dict[int, list[Fulltime]] = field(default_factory=dict)
    assignments: dict[int, list[Sent]] = field(default_factory=dict)
    affiliations: dict[int, list[Led]] = field(default_factory=dict)
    fallbacks: dict[str, list[Unit]] = field(default_factory=dict)


def lives_of_organizations(ids: Sequence[int]) -> list[Life]:
    """What these organizations say of themselves."""
    columns = ("pk", "established_on", "closed_on", "path", "kind", "registrar_path")
    return [Life(*row) for row in Organization.rows().filter(pk__in=ids).values_list(*columns)]


def facts_of_organizations(ids: Sequence[int]) -> Facts:
    """Read all facts that decide how these organizations stand."""
    rows = Particulars.rows().filter(organization__in=ids).order_by("since")
    affiliations = Affiliation.rows().filter(organization__in=ids).order_by("since")
    assignments = Assignment.rows().filter(organization__in=ids).order_by("since")
    told = map(Told._make, rows.values_list(*Told._fields))
    sent = map(Sent._make, assignments.values_list(*Sent._fields))
    led = map(Led._make, affiliations.values_list(*Led._fields))
    registrars = (
        Organization.rows().filter(pk__in=ids).values_list("registrar_path", flat=True).distinct()
    )
    return Facts(
        particulars=grouped(told, "organization_id"),
        presences=_presences(ids),
        members=_fulltimes(ids),
        assignments=grouped(sent, "organization_id"),
        affiliations=grouped(led, "organization_id"),
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
    lines = Covering.rows().filter(organization__in=ids)
    for key, since, until, mode, began, ended in lines.values_list(
        "organization_id",
        "since",
        "until",
        "unit__mode",
        "unit__established_on",
        "unit__dissolved_on",
    ):
        start, end = max(since, began), min(until, ended)
        if start < end:
            covering = Presence(start, end, mode or Mode.JOINT.value, False)
            found.setdefault(key, []).append(covering)
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
