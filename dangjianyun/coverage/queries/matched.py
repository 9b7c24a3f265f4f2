"""Which organizations the conditions of a list leave on a day.

Rows are segments of OrganizationStanding, so the list and the numbers are one truth; what is no
longer registered has none, there the organizations themselves are the rows.
"""

from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from dangjianyun.coverage.models import Assignment, OrganizationStanding
from dangjianyun.coverage.queries.asked import READ, Asked
from dangjianyun.foundation.actor import Actor
from dangjianyun.foundation.scope import after, hanging
from dangjianyun.foundation.search import matching
from dangjianyun.party.models import Mode
from dangjianyun.registry.models import Organization, Particulars
from dangjianyun.registry.queries import found

WHERE: dict[str, dict[str, Any]] = {
    "missing": {"is_missing": True},
    "none": {"is_covered": False},
    "work_only": {"is_instructed": True, "is_unit_covered": False},
    "unit": {"is_unit_covered": True},
    "own": {"has_own_unit": True},
    "due": {"is_due": True},
    "instructed": {"is_instructed": True},
    **{mode.value: {"mode": mode.value} for mode in Mode if mode.value},
}


def rows_of(actor: Actor, asked: Asked, *, indexed: bool = True, sort: str = "") -> QuerySet[Any]:
    """The rows that the conditions leave, in no order: organizations where the register alone
    answers (`key_of` says which), segments else. `indexed`: see `foundation.search`.
    """
    if asked.status:
        return _closed(actor, asked, indexed)
    if key_of(asked, sort) == "pk":
        return _alive(asked, indexed)
    return _standing(actor, asked, indexed)


def _alive(asked: Asked, indexed: bool) -> QuerySet[Any]:
    """Organizations on the register today."""
    rows = Organization.rows().filter(_within(asked))
    rows = rows.filter(established_on__lte=asked.on, closed_on__gt=asked.on)
    return _sought(_registered(rows, asked), "sought", asked.q, indexed)


def _standing(actor: Actor, asked: Asked, indexed: bool) -> QuerySet[Any]:
    """The segments of the day."""
    rows = OrganizationStanding.rows().filter(OrganizationStanding.on(asked.on))
    rows = rows.filter(_reach(actor, asked), **WHERE.get(asked.cover, {}))
    if asked.kind:
        rows = rows.filter(kind=asked.kind)
    if asked.members is not None:
        rows = rows.filter(full_members__gte=asked.members)
    if asked.lead:
        rows = rows.filter(lead__number=asked.lead)
    if asked.instructor:
        assigned = Assignment.rows().filter(Assignment.on(asked.on))
        assigned = assigned.filter(instructor__number=asked.instructor)
        rows = rows.filter(organization__in=assigned.values("organization"))
    rows = _described(rows, asked)
    return _sought(rows, "organization__sought", asked.q, indexed)


def key_of(asked: Asked, sort: str = "") -> str:
    """The column of `rows_of` that names the organization."""
    if asked.status:
        return "pk"
    return "pk" if asked.by_register and sort.lstrip("-") != "members" else "organization_id"


def _within(asked: Asked) -> Q:
    tests = [Q(path__gte=place, path__lt=after(place)) for place in asked.places]
    return reduce(or_, tests)


def _reach(actor: Actor, asked: Asked) -> Q:
    """Where the actor looks: divisions, else what hangs otherwise (a Party tree, assignments)."""
    if asked.places:
        return _within(asked)
    others = [place for place in actor.places(READ) if not place.startswith("d/")]
    return hanging(OrganizationStanding, others, on=asked.on)


def _closed(actor: Actor, asked: Asked, indexed: bool) -> QuerySet[Any]:
    """Organizations whose life had ended on the day. Conditions on their standing find none."""
    if asked.places:
        reach = _within(asked)
    else:
        others = [place for place in actor.places(READ) if not place.startswith("d/")]
        reach = hanging(Organization, others, on=asked.on)
    rows = Organization.rows().filter(reach, closed_on__lte=asked.on).exclude(closing="")
    if asked.status in {"deregistered", "revoked"}:
        rows = rows.filter(closing=asked.status)
    if asked.cover or asked.members or asked.lead or asked.instructor:
        return rows.none()
    return _sought(_registered(rows, asked), "sought", asked.q, indexed)


def _registered(rows: QuerySet[Any], asked: Asked) -> QuerySet[Any]:
    """Conditions on an organization's own row."""
    if asked.kind:
        rows = rows.filter(kind=asked.kind)
    if asked.category:
        rows = rows.filter(category=asked.category)
    if asked.supervision:
        rows = rows.filter(_supervision(asked.supervision))
    return rows


def _described(rows: QuerySet[Any], asked: Asked) -> QuerySet[Any]:
    """Conditions on what the register said on the day: today's row, or the dated particulars."""
    if not asked.category and not asked.supervision:
        return rows
    test = Q(category=asked.category) if asked.category else Q()
    if asked.supervision:
        test &= _supervision(asked.supervision)
    if not asked.is_past:
        same = Organization.rows().filter(test, pk=OuterRef("organization_id"))
        return rows.filter(Exists(same))
    dated = Particulars.rows().filter(test, since__lte=asked.on, until__gt=asked.on)
    return rows.filter(Exists(dated.filter(organization=OuterRef("organization_id"))))


def _supervision(asked: str) -> Q:
    if asked == "delinked":
        return Q(is_delinked=True)
    alone = Q(supervisor="") if asked == "direct" else Q(supervisor__gt="")
    return Q(is_delinked=False) & alone


def _sought(rows: QuerySet[Any], column: str, term: str, indexed: bool) -> QuerySet[Any]:
    if indexed:
        return found(rows, term, column=column)
    return matching(rows, column, term)
