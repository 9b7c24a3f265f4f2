"""Instructors: who, how many organizations each, which organizations have nobody."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Case, Count, IntegerField, Q, QuerySet, When

from dangjianyun.coverage.models import Assignment, Instructor
from dangjianyun.coverage.queries.asked import READ, disjoint
from dangjianyun.foundation.actor import Actor
from dangjianyun.foundation.days import OPEN, today
from dangjianyun.foundation.parameters import LocalParameters
from dangjianyun.foundation.scope import NOTHING, below
from dangjianyun.foundation.search import matching
from dangjianyun.foundation.tallies import totals
from dangjianyun.territory.queries import (
    children,
    district_of,
    division_of_path,
    place_name,
)

LOAD_KEY = "instructor.load"
USUAL_LOAD = 8
"""Above this it is said (domain-rules 6.3, our own convention; a local parameter)."""
MOST_STREETS, MOST_DISTRICTS = 400, 50
SEE = "coverage.instructor.read"
SOON = timedelta(days=60)
"""An instructor whose service ends within this time is said to be leaving."""


def usual_load(path: str, on: date) -> int:
    """How many organizations an instructor of a place should have at most."""
    return int(LocalParameters().on(path, on).get(LOAD_KEY, USUAL_LOAD))


def usual_load_of(actor: Actor, on: date) -> int:
    """The same in the first of the divisions whose instructors the actor may read."""
    own = disjoint(actor.at("d", SEE))
    return usual_load(own[0] if own else "", on)


def instructors_of(
    actor: Actor,
    on: date,
    *,
    term: str = "",
    path: str = "",
    kind: str = "",
    over: int | None = None,
    retired: bool = False,
    leaving: bool = False,
) -> QuerySet[Any]:
    """Instructors the actor may see, in office on the day, each with `load` organizations.

    `over`: only those with more organizations than that; `retired`: those out of office instead;
    `leaving`: only those whose service ends within SOON.
    """
    rows: QuerySet[Any] = Instructor.objects.seen_by(actor, on=on).select_related("home")
    rows = rows.filter(until__lte=on) if retired else rows.filter(since__lte=on, until__gt=on)
    if leaving:
        rows = rows.filter(until__lte=on + SOON, until__lt=OPEN)
    rows = matching(rows, "sought", term)
    if path:
        rows = rows.filter(below("path", path))
    if kind:
        rows = rows.filter(kind=kind)
    held = Q(assignments__since__lte=on, assignments__until__gt=on)
    rows = rows.annotate(load=Count("assignments__organization", filter=held, distinct=True))
    return rows.filter(load__gt=over) if over is not None else rows


def nearest(actor: Actor, paths: Iterable[str], term: str = "") -> QuerySet[Any]:
    """Instructors in office, each with `load`: those of the same street as one of these places
    first, then those of the same district, then those with the fewest organizations.
    """
    streets = set(paths)
    homes = {home.path for path in streets if (home := district_of(path))}
    # Where the places lie all over the country, nobody is near.
    district = reduce(or_, (below("path", one) for one in sorted(homes)[:MOST_DISTRICTS]), NOTHING)
    near = Case(
        When(path__in=sorted(streets)[:MOST_STREETS], then=0),
        When(district, then=1),
        default=2,
        output_field=IntegerField(),
    )
    rows: QuerySet[Any] = instructors_of(actor, today(), term=term).annotate(near=near)
    return rows.order_by("near", "load", "number")


def offered(rows: Iterable[Any]) -> list[tuple[str, str]]:
    """Instructors with `load` as a picker offers them: what the field holds, what is said."""
    return [
        (f"{row.number} {row.name}", f"{place_name(row.path)}，{row.home.name}，已联系{row.load}家")
        for row in rows
    ]


def assignments_of(actor: Actor, instructor: Instructor) -> list[Assignment]:
    """All assignments of an instructor that the actor may see, those in force first."""
    rows = Assignment.objects.seen_by(actor).filter(instructor=instructor)
    return list(rows.select_related("organization").order_by("-until", "-since", "pk"))


def gaps(actor: Actor, on: date, region: str = "") -> list[dict[str, Any]]:
    """Organizations without any cover, by the divisions directly below; `region` is a path.

    Shape: path, code, name, uncovered, missing, organizations, most uncovered first. One query.
    """
    places = (region,) if region else disjoint(actor.at("d", READ))
    below_ = [one for place in places for one in _parts(place, on)]
    ids = ("coverage.uncovered", "coverage.unit_missing", "registry.organizations")
    sums = totals(ids, [one.path for one in below_], [on])
    found = [
        {
            "path": one.path,
            "code": one.code,
            "name": one.name,
            "uncovered": sums.get((ids[0], one.path, on), 0),
            "missing": sums.get((ids[1], one.path, on), 0),
            "organizations": sums.get((ids[2], one.path, on), 0),
        }
        for one in below_
    ]
    return sorted(found, key=lambda row: (-row["uncovered"], -row["missing"], row["code"]))


def _parts(place: str, on: date) -> Sequence[Any]:
    """The divisions below; a street stands for itself."""
    return children(place, on) or [division_of_path(place)]
