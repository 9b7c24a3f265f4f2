"""What one Party organization's file shows."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Q, QuerySet

from dangjianyun.foundation.actor import Actor
from dangjianyun.foundation.days import today
from dangjianyun.foundation.scope import below
from dangjianyun.party.models import (
    Affiliation,
    Covering,
    Guidance,
    Guideline,
    Membership,
    MemberStanding,
    Office,
    Participation,
    Subordination,
    Unit,
)
from dangjianyun.party.queries.particulars import shown_on
from dangjianyun.party.queries.tree import at_or_below
from dangjianyun.party.queries.units import living
from dangjianyun.registry.queries import seen_among


@dataclass(frozen=True)
class Numbers:
    """Counts of a unit on a day. `below` counts at the unit and everything under it."""

    full: int
    probationary: int
    full_below: int
    probationary_below: int
    lower: int
    lower_all: int
    covered: int
    affiliated: int
    officers: int


def numbers_of(unit: Unit, on: date) -> Numbers:
    """What stood at the unit and below it on a day. Six queries, on a past day one a level more."""
    inside, below_it = _below(unit, on)
    members = MemberStanding.rows().filter(MemberStanding.on(on), inside, in_unit=True)
    own = Q(unit=unit)
    counted = members.aggregate(
        full=Count("pk", filter=own & Q(is_full=True)),
        probationary=Count("pk", filter=own & Q(is_full=False)),
        full_below=Count("pk", filter=Q(is_full=True)),
        probationary_below=Count("pk", filter=Q(is_full=False)),
    )
    directly = Subordination.rows().filter(Subordination.on(on), parent=unit)
    return Numbers(
        **counted,
        lower=directly.count(),
        lower_all=below_it,
        covered=Covering.rows().filter(Covering.on(on), unit=unit).count(),
        affiliated=Affiliation.rows().filter(Affiliation.on(on), unit=unit).count(),
        officers=Office.rows().filter(Office.on(on), unit=unit).count(),
    )


def _below(unit: Unit, on: date) -> tuple[Q, int]:
    """A test for what hangs at or below the unit on a day, and how many units stand below it.

    Today the path says it; on a past day the lines of subordination of that day do.
    """
    if on < today():
        keys = at_or_below(unit, on)
        return Q(unit__in=keys), len(keys) - 1
    lower = Unit.rows().filter(living(on), below("party_path", unit.party_path))
    return below("unit__party_path", unit.party_path), lower.exclude(pk=unit.pk).count()


def subordinations(unit: Unit, on: date) -> list[Subordination]:
    """Its upper bodies by the day, latest first."""
    rows = Subordination.rows().filter(unit=unit, since__lte=on).select_related("parent")
    found = list(rows.order_by("-since"))
    shown_on((row.parent for row in found), on)
    return found


def offices(unit: Unit, on: date) -> list[Office]:
    """Who holds a post on the day, the secretary first."""
    order = {"secretary": 0, "deputy": 1, "organization": 2, "publicity": 3, "discipline": 4}
    rows = Office.rows().filter(Office.on(on), unit=unit)
    found = rows.select_related("member__person")
    return sorted(found, key=lambda row: (order.get(row.kind, 5), row.since, row.pk))


def guidances(unit: Unit, on: date) -> tuple[list[Guidance], list[Guidance], int]:
    """Bodies that guide it by the day, and those it guides (the first ten, and how many)."""
    rows = Guidance.rows().filter(since__lte=on)
    up = list(rows.filter(unit=unit).select_related("guide").order_by("-until", "since"))
    down = rows.filter(guide=unit).select_related("unit").order_by("-until", "unit__name")
    first = list(down[:10])
    shown_on((row.guide for row in up), on)
    shown_on((row.unit for row in first), on)
    return up, first, down.count()


def coverings(actor: Actor, unit: Unit, on: date) -> tuple[QuerySet[Covering], int]:
    """Its covered list by the day with those that ended: present ones first, then by name; and how
    many organizations stand on it that the actor may not read.
    """
    rows = Covering.rows().filter(unit=unit, since__lte=on).select_related("organization")
    listed = set(rows.values_list("organization_id", flat=True))
    seen = seen_among(actor, listed)
    shown = rows.filter(organization__in=seen).order_by("-until", "organization__name", "pk")
    return shown, len(listed - seen)


def guidelines(unit: Unit, on: date) -> QuerySet[Guideline]:
    """Documents it issued, latest first; on a past day those in force by then."""
    rows = Guideline.rows().filter(issuer=unit)
    return (rows.filter(since__lte=on) if on < today() else rows).order_by("-since")


def participants(unit: Unit, on: date) -> list[Participation]:
    """Members of other units who take part here on the day; `there` says where the relation lay."""
    rows = Participation.rows().filter(Participation.on(on), unit=unit)
    found = list(rows.select_related("member__person").order_by("member__person__name"))
    members = [row.member_id for row in found]
    lines = Membership.rows().filter(Membership.on(on), member__in=members).select_related("unit")
    held = {row.member_id: row.unit for row in lines}
    shown_on(held.values(), on)
    for row in found:
        shown: Any = row
        shown.there = held[row.member_id].name if row.member_id in held else row.member.outside
    return found


@dataclass(frozen=True)
class Moving:
    """What a move takes along, and where it goes."""

    units: int
    members: int
    own: int
    listed: int

    def organizations(self) -> str:
        """The organizations in which the units were set up, apart from those on covered lists."""
        return f"本组织{self.own:,}家，覆盖名单{self.listed:,}家"

    def words(self) -> str:
        """含自身12个党组织、340名党员、社会组织（本组织3家，覆盖名单58家）."""
        return (
            f"含自身{self.units:,}个党组织、{self.members:,}名党员、"
            f"社会组织（{self.organizations()}）"
        )


def moving(unit: Unit, on: date) -> Moving:
    """What hangs at or below a unit. Three queries."""
    inside: Any = below("unit__party_path", unit.party_path)
    members = MemberStanding.rows().filter(MemberStanding.on(on), inside, in_unit=True)
    listed = Covering.rows().filter(Covering.on(on), inside)
    units = Unit.rows().filter(living(on), below("party_path", unit.party_path))
    counted = units.aggregate(units=Count("pk"), own=Count("organization", distinct=True))
    on_lists = listed.aggregate(listed=Count("organization", distinct=True))
    return Moving(members=members.count(), **counted, **on_lists)
