"""The facts that decide how organizations stand, read for many at once."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from dangjianyun.coverage.models import Assignment
from dangjianyun.foundation.compiled import TEXT, Compiled
from dangjianyun.foundation.timeline import grouped
from dangjianyun.party.models import (
    Affiliation,
    Covering,
    Level,
    Member,
    Mode,
    RoleKind,
    Unit,
    UnitParticulars,
)
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


class Fallback(NamedTuple):
    """A comprehensive committee, accountable where nobody else is."""

    path: str
    established_on: date
    dissolved_on: date
    pk: int


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
    fallbacks: dict[str, list[Fallback]] = field(default_factory=dict)


_LIVES = Compiled(
    lambda ids: Organization.rows().filter(pk__in=ids).values_list("pk", *Life._fields[1:])
)
_TOLD = Compiled(
    lambda ids: (
        Particulars.rows().filter(organization__in=ids).order_by("since").values_list(*Told._fields)
    )
)
_SENT = Compiled(
    lambda ids: (
        Assignment.rows().filter(organization__in=ids).order_by("since").values_list(*Sent._fields)
    )
)
_LED = Compiled(
    lambda ids: (
        Affiliation.rows().filter(organization__in=ids).order_by("since").values_list(*Led._fields)
    )
)
# A sub-branch stands in the same organization and adds nothing to its own unit.
_OWN = Compiled(
    lambda ids: (
        UnitParticulars.rows()
        .filter(unit__organization__in=ids, unit__role=RoleKind.GRASSROOTS)
        .values_list("unit__organization_id", "since", "until", "mode")
    )
)
_COVERED = Compiled(
    lambda ids: (
        Covering.rows()
        .filter(organization__in=ids)
        .values_list(
            "organization_id",
            "since",
            "until",
            "unit__particulars__mode",
            "unit__particulars__since",
            "unit__particulars__until",
        )
    )
)
_STAFF = Compiled(
    lambda ids: (
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
)
_RELATED = Compiled(
    lambda ids: (
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
)
_FALLBACKS = Compiled(
    lambda paths: (
        Unit.rows()
        .filter(role=RoleKind.COMPREHENSIVE, path__in=paths, level__in=[Level.CITY, Level.DISTRICT])
        .values_list(*Fallback._fields[:-1], "pk")
    ),
    mark=TEXT,
)


def lives_of_organizations(ids: Sequence[int]) -> list[Life]:
    """What these organizations say of themselves."""
    return [Life(*row) for row in _LIVES.rows(ids)]


def facts_of_organizations(lives: Sequence[Life]) -> Facts:
    """Read all other facts that decide how these organizations stand."""
    ids = [life.key for life in lives]
    return Facts(
        particulars=grouped(map(Told._make, _TOLD.rows(ids)), "organization_id"),
        presences=_presences(ids),
        members=_fulltimes(ids),
        assignments=grouped(map(Sent._make, _SENT.rows(ids)), "organization_id"),
        affiliations=grouped(map(Led._make, _LED.rows(ids)), "organization_id"),
        fallbacks=_fallbacks({life.registrar_path for life in lives}),
    )


def _presences(ids: Sequence[int]) -> dict[int, list[Presence]]:
    found: dict[int, list[Presence]] = {}
    for key, began, ended, mode in _OWN.rows(ids):
        own = mode or Mode.SINGLE.value
        found.setdefault(key, []).append(Presence(began, ended, own, own == Mode.SINGLE.value))
    for key, since, until, mode, began, ended in _COVERED.rows(ids):
        start, end = max(since, began), min(until, ended)
        if start < end:
            covering = Presence(start, end, mode or Mode.JOINT.value, False)
            found.setdefault(key, []).append(covering)
    return found


def _fulltimes(ids: Sequence[int]) -> dict[int, list[Fulltime]]:
    """Full members by organization: on its staff, and with the relation in its unit."""
    found: dict[int, list[Fulltime]] = {}
    for counts, rows in (("staff", _STAFF.rows(ids)), ("relation", _RELATED.rows(ids))):
        for organization, since, until, member, full_on, left_on in rows:
            start, end = max(since, full_on), min(until, left_on)
            if start < end:
                found.setdefault(organization, []).append(Fulltime(start, end, member, counts))
    return found


def _fallbacks(registrars: set[str]) -> dict[str, list[Fallback]]:
    """Comprehensive committees by the division of their level: who is accountable by default."""
    found: dict[str, list[Fallback]] = {}
    for row in _FALLBACKS.rows(sorted(registrars)):
        unit = Fallback(*row)
        found.setdefault(unit.path, []).append(unit)
    return found
