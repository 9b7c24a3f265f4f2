"""What one Party organization's file shows."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Q, QuerySet

from dangjianyun.foundation.scope import below
from dangjianyun.party.models import (
    Affiliation,
    Covering,
    Guidance,
    Guideline,
    MemberStanding,
    Office,
    Participation,
    Subordination,
    Unit,
)
from dangjianyun.party.queries.units import living


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
    """Four queries."""
    members = MemberStanding.rows().filter(
        MemberStanding.on(on), below("unit__party_path", unit.party_path), in_unit=True
    )
    own = Q(unit=unit)
    counted = members.aggregate(
        full=Count("pk", filter=own & Q(is_full=True)),
        probationary=Count("pk", filter=own & Q(is_full=False)),
        full_below=Count("pk", filter=Q(is_full=True)),
        probationary_below=Count("pk", filter=Q(is_full=False)),
    )
    lower = Unit.rows().filter(living(on), below("party_path", unit.party_path))
    standing = lower.aggregate(
        lower=Count("pk", filter=Q(parent=unit)), lower_all=Count("pk", filter=~Q(pk=unit.pk))
    )
    return Numbers(
        **counted,
        **standing,
        covered=Covering.rows().filter(Covering.on(on), unit=unit).count(),
        affiliated=Affiliation.rows().filter(Affiliation.on(on), unit=unit).count(),
        officers=Office.rows().filter(Office.on(on), unit=unit).count(),
    )


def subordinations(unit: Unit) -> QuerySet[Subordination]:
    """Its upper bodies through time, latest first."""
    return Subordination.rows().filter(unit=unit).select_related("parent").order_by("-since")


def offices(unit: Unit, on: date) -> list[Office]:
    """Who holds a post on the day, the secretary first."""
    order = {"secretary": 0, "deputy": 1, "organization": 2, "publicity": 3, "discipline": 4}
    rows = Office.rows().filter(Office.on(on), unit=unit)
    found = rows.select_related("member__person")
    return sorted(found, key=lambda row: (order.get(row.kind, 5), row.since, row.pk))


def guidances(unit: Unit) -> tuple[list[Guidance], list[Guidance], int]:
    """Bodies that guide it, and those it guides (the first ten, and how many)."""
    up = Guidance.rows().filter(unit=unit).select_related("guide").order_by("-until", "since")
    down = (
        Guidance.rows().filter(guide=unit).select_related("unit").order_by("-until", "unit__name")
    )
    return list(up), list(down[:10]), down.count()


def coverings(unit: Unit) -> QuerySet[Covering]:
    """Its covered list with those that ended: present ones first, then by name."""
    rows = Covering.rows().filter(unit=unit).select_related("organization")
    return rows.order_by("-until", "organization__name", "pk")


def guidelines(unit: Unit) -> QuerySet[Guideline]:
    """Documents it issued, latest first."""
    return Guideline.rows().filter(issuer=unit).order_by("-since")


def participants(unit: Unit, on: date) -> QuerySet[Participation]:
    """Members of other units who take part here on the day."""
    rows = Participation.rows().filter(Participation.on(on), unit=unit)
    return rows.select_related("member__person", "member__unit").order_by("member__person__name")


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
