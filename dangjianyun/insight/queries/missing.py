"""Organizations whose unit is due and missing, those that wait longest first."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from dangjianyun.coverage.models import OrganizationStanding
from dangjianyun.foundation.actor import Actor
from dangjianyun.foundation.indicators import INDICATORS
from dangjianyun.insight.placing import name_at
from dangjianyun.insight.queries.behind import behind
from dangjianyun.registry.models import Kind
from dangjianyun.registry.queries import names_on

UNIT_MISSING = "coverage.unit_missing"


@dataclass(frozen=True)
class Waiting:
    """One organization: since when its unit has been due and missing, and who answers for it."""

    code: str
    name: str
    place: str
    kind: str
    full_members: int
    since: date
    lead: str


@dataclass(frozen=True)
class Missing:
    """The rows shown."""

    rows: Sequence[Waiting]


def missing(actor: Actor, place: str, on: date, *, limit: int) -> Missing:
    """The first of them at a place on a day: three queries.

    Raises: Unseen for a division outside the actor's scope.
    """
    rows = list(
        behind(actor, INDICATORS[UNIT_MISSING], place, on)
        .order_by("since", "organization_id")
        .values_list(
            "organization_id",
            "organization__code",
            "organization__name",
            "path",
            "kind",
            "full_members",
            "lead__name",
        )[:limit]
    )
    ids = [row[0] for row in rows]
    began, named = _began(ids, on), names_on(ids, on)
    return Missing(
        [
            Waiting(
                code=code,
                name=named.get(pk, name),
                place=name_at(path),
                kind=Kind(kind).label,
                full_members=full,
                since=began[pk],
                lead=lead or "",
            )
            for pk, code, name, path, kind, full, lead in rows
        ]
    )


def _began(ids: Iterable[int], on: date) -> dict[int, date]:
    """The first day of the unbroken time for which the unit has been missing."""
    rows = (
        OrganizationStanding.rows()
        .filter(organization__in=list(ids), since__lte=on, is_missing=True)
        .order_by("organization_id", "-since")
        .values_list("organization_id", "since", "until")
    )
    found: dict[int, date] = {}
    for pk, since, until in rows:
        if pk not in found or until == found[pk]:
            found[pk] = since
    return found
