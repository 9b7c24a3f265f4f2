"""From facts to segments: how an organization stands, which instructors are in office."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from dangjianyun.coverage.models import Instructor, InstructorStanding, OrganizationStanding
from dangjianyun.coverage.queries.facts import (
    Facts,
    Fallback,
    Fulltime,
    Life,
    facts_of_organizations,
    lives_of_organizations,
)
from dangjianyun.foundation.parameters import LocalParameters
from dangjianyun.foundation.timeline import all_at, at, cuts
from dangjianyun.party.models import Mode, Route
from dangjianyun.party.rules import COUNTS, UNIT_DUE, is_due, law_days, satisfies

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


def organization_segments(ids: Sequence[int]) -> list[OrganizationStanding]:
    """All segments of these organizations: registered, covered how, instructed, due, missing."""
    lives = lives_of_organizations(ids)
    facts = facts_of_organizations(lives)
    local = LocalParameters()
    law = (*law_days(), *local.days)
    rows: list[OrganizationStanding] = []
    for life in lives:
        rows += _segments(life, facts, local, law)
    return rows


def _segments(
    one: Life, facts: Facts, local: LocalParameters, law: Iterable[date]
) -> list[OrganizationStanding]:
    key = one.key
    particulars = facts.particulars.get(key, [])
    presences = facts.presences.get(key, [])
    members = facts.members.get(key, [])
    assignments = facts.assignments.get(key, [])
    affiliations = facts.affiliations.get(key, [])
    fallbacks = facts.fallbacks.get(one.registrar_path, [])
    found: list[dict[str, Any]] = []
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
        fallback = _fallback(fallbacks, since)
        instructed = at(assignments, since) is not None
        told = {
            "organization_id": key,
            "path": path,
            "kind": said.kind if said else one.kind,
            "lead_id": affiliation.unit_id if affiliation else (fallback.pk if fallback else None),
            "route": affiliation.route if affiliation else Route.COMPREHENSIVE.value,
            "mode": mode,
            "full_members": full,
            "is_registered": True,
            "has_own_unit": any(p.is_own for p in there),
            "is_unit_covered": bool(there),
            "is_instructed": instructed,
            "is_covered": bool(there) or instructed,
            "is_due": due,
            "is_missing": due and not built,
        }
        # Periods that say the same are one: joined before the rows are made, as most are.
        last = found[-1] if found else None
        if last is not None and last["until"] == since and last == {**told, **_times(last)}:
            last["until"] = until
        else:
            found.append({**told, "since": since, "until": until})
    return [OrganizationStanding(**one) for one in found]


def _times(told: dict[str, Any]) -> dict[str, date]:
    return {"since": told["since"], "until": told["until"]}


def _counts(mode: str, settings: dict[str, Any]) -> bool:
    """A functional unit covers only where the jurisdiction says so."""
    return mode != Mode.FUNCTIONAL or satisfies(mode, settings)


def _full_members(members: Sequence[Fulltime], day: date, counts: str) -> int:
    return len({m.member for m in all_at(members, day) if m.counts == counts})


def _fallback(committees: Sequence[Fallback], day: date) -> Fallback | None:
    """The comprehensive committee of the registering level, from an organization's first day on.

    Before the level had one, the first to come is the one that took these organizations over;
    after the last, the last. None only where the level never had any.
    """
    first = min(committees, key=lambda unit: unit.established_on, default=None)
    begun = [unit for unit in committees if unit.established_on <= day]
    alive = [unit for unit in begun if unit.dissolved_on > day]
    return max(alive or begun, key=lambda unit: unit.established_on, default=first)


@dataclass(frozen=True)
class _Life:
    since: date
    until: date


def _lives(units: Iterable[Fallback]) -> list[_Life]:
    return [_Life(unit.established_on, unit.dissolved_on) for unit in units]


def instructor_segments(ids: Sequence[int]) -> list[InstructorStanding]:
    """An instructor counts at the home unit's place while in office."""
    return [
        InstructorStanding(
            instructor=row, since=row.since, until=row.until, path=row.path, kind=row.kind
        )
        for row in Instructor.rows().filter(pk__in=ids)
    ]
