"""The facts that decide how organizations stand, read for many at once."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple

from dangjianyun.coverage.models import Assignment
from dangjianyun.foundation.compiled import TEXT, Compiled, rows_together
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

Rows = Sequence[tuple[Any, ...]]


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
    registrars = sorted({life.registrar_path for life in lives})
    of_organizations = (_TOLD, _SENT, _LED, _OWN, _COVERED, _STAFF, _RELATED)
    told, sent, led, own, covered, staff, related, fallbacks = rows_together(
        *((one, ids) for one in of_organizations), (_FALLBACKS, registrars)
    )
    return Facts(
        particulars=grouped(map(Told._make, told), "organization_id"),
        presences=_presences(own, covered),
        members=_fulltimes(staff, related),
        assignments=grouped(map(Sent._make, sent), "organization_id"),
        affiliations=grouped(map(Led._make, led), "organization_id"),
        fallbacks=_fallbacks(fallbacks),
    )


def _presences(own: Rows, covered: Rows) -> dict[int, list[Presence]]:
    found: dict[int, list[Presence]] = {}
    for key, began, ended, said in own:
        mode = said or Mode.SINGLE.value
        found.setdefault(key, []).append(Presence(began, ended, mode, mode == Mode.SINGLE.value))
    for key, since, until, mode, began, ended in covered:
        start, end = max(since, began), min(until, ended)
        if start < end:
            covering = Presence(start, end, mode or Mode.JOINT.value, False)
            found.setdefault(key, []).append(covering)
    return found


def _fulltimes(staff: Rows, related: Rows) -> dict[int, list[Fulltime]]:
    """Full members by organization: on its staff, and with the relation in its unit."""
    found: dict[int, list[Fulltime]] = {}
    for counts, rows in (("staff", staff), ("relation", related)):
        for organization, since, until, member, full_on, left_on in rows:
            start, end = max(since, full_on), min(until, left_on)
            if start < end:
                found.setdefault(organization, []).append(Fulltime(start, end, member, counts))
    return found


def _fallbacks(rows: Rows) -> dict[str, list[Fallback]]:
    """Comprehensive committees by the division of their level: who is accountable by default."""
    found: dict[str, list[Fallback]] = {}
    for row in rows:
        unit = Fallback(*row)
        found.setdefault(unit.path, []).append(unit)
    return found
