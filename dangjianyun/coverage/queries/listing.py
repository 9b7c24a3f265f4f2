"""The list of organizations on a day: which rows, how many, in which order.

Rows are segments of OrganizationStanding, so the list and the numbers are one truth; what is no
longer registered has none, there the organizations themselves are the rows.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce

from dangjianyun.coverage.models import Assignment, OrganizationStanding
from dangjianyun.coverage.queries.asked import READ, Asked
from dangjianyun.foundation.actor import Actor
from dangjianyun.foundation.errors import Refused
from dangjianyun.foundation.scope import after, hanging
from dangjianyun.foundation.search import MANY, count_upto, matching
from dangjianyun.foundation.tallies import totals
from dangjianyun.party.models import Mode
from dangjianyun.registry.models import Organization, Particulars
from dangjianyun.registry.queries import found
from dangjianyun.territory.models import Level
from dangjianyun.territory.queries import level_of

SIZES = (20, 50, 100)
FEW = 5000
"""Up to here finding and sorting is quicker than walking an index, even among 1M rows."""
SPARSE = 20_000
"""Up to here every row's name is read quicker than the hits of a common word are fetched."""
FAR = 5
"""Where a place holds less than one row in so many, its names may lie far along their index."""
COUNTRY = "d/"
FARTHEST = MANY
"""Nobody pages through more rows than this: conditions find faster."""

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
TALLIED = {
    "": "registry.organizations",
    "missing": "coverage.unit_missing",
    "none": "coverage.uncovered",
    "work_only": "coverage.work_only",
    "unit": "coverage.organization_covered",
    "own": "party.units_independent",
    "due": "coverage.unit_due",
    "instructed": "coverage.instructed_organizations",
}
SORTS: dict[str, tuple[str, ...]] = {
    "name": ("organization__name", "organization_id"),
    "members": ("full_members", "organization_id"),
    "established": ("organization__established_on", "organization_id"),
    "updated": ("organization__updated_at", "organization_id"),
}
DEFAULT_SORT = "-updated"


@dataclass
class Listed:
    """One page of the list, as the pager wants it. total and pages are None above 10,000."""

    ids: list[int]
    total: int | None
    number: int
    pages: int | None
    size: int
    has_next: bool


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


def total_of(
    actor: Actor, asked: Asked, known: Mapping[str, int | None] | None = None
) -> int | None:
    """How many rows: from the tally where one says it, else counted up to 10,000.

    `known`: what `counts` gave for this place and day.
    """
    if set(asked.conditions) <= {"cover"} and not asked.status:
        if known is not None and asked.cover in known:
            return known[asked.cover]
        if asked.places and asked.cover in TALLIED:
            return tallied(asked, [asked.cover])[asked.cover]
    return count_upto(rows_of(actor, asked, indexed=_by_words(asked, known)))


def wide(places: Sequence[str]) -> bool:
    """Whether words are better found by their index than by reading all rows of the places.

    A city's rows are read in a few milliseconds, and no index of words knows places.
    """
    return not places or any(level_of(place) < Level.CITY for place in places)


def _by_words(asked: Asked, known: Mapping[str, int | None] | None) -> bool:
    """Whether the index of words is the shortest way: not where the other conditions leave few."""
    if not wide(asked.places):
        return False
    if not asked.q or not asked.places or not asked.cover or asked.cover not in TALLIED:
        return True
    left = (known or {}).get(asked.cover)
    return (tallied(asked, [asked.cover])[asked.cover] if left is None else left) > SPARSE


def _walks(asked: Asked, sort: str, total: int | None) -> bool:
    """Whether walking the order's index fills a page soon: many rows match, and not far along.

    Names begin with places: those of one city lie together, perhaps behind the whole country's.
    """
    if total is not None and total <= FEW:
        return False
    if sort.lstrip("-") != "name" or wide(asked.places):
        return True
    name = TALLIED[""]
    sums = totals([name], [*asked.places, COUNTRY], [asked.on])
    here = sum(sums.get((name, place, asked.on), 0) for place in asked.places)
    return here * FAR > sums.get((name, COUNTRY, asked.on), 0)


def tallied(asked: Asked, covers: Sequence[str]) -> dict[str, int]:
    """Counts by `cover` at the asked places, from the tallies. One query."""
    sums = totals([TALLIED[cover] for cover in covers], asked.places, [asked.on])
    return {
        cover: sum(sums.get((TALLIED[cover], place, asked.on), 0) for place in asked.places)
        for cover in covers
    }


def counts(actor: Actor, asked: Asked, covers: Sequence[str]) -> dict[str, int | None]:
    """Counts by `cover` at the asked place and day, without the other conditions."""
    plain = asked.only()
    if plain.places:
        return dict(tallied(plain, covers))
    return {cover: count_upto(rows_of(actor, asked.only(cover=cover))) for cover in covers}


def page_of(
    actor: Actor,
    asked: Asked,
    *,
    sort: str = "",
    number: int = 1,
    size: int = 20,
    known: Mapping[str, int | None] | None = None,
) -> Listed:
    """The primary keys of one page. Two to four queries; `known`: see `total_of`.

    Raises: Refused for a page beyond the first 10,000 rows.
    """
    size = size if size in SIZES else SIZES[0]
    total = total_of(actor, asked, known)
    pages = None if total is None else max(1, -(-total // size))
    number = max(1, min(number, pages) if pages else number)
    start = (number - 1) * size
    if start + size > FARTHEST + size:
        raise Refused("翻得太远了。请加上条件，或按名称查找。")
    # Where most rows match, the order finds the page faster than an index of the words does.
    indexed = total is not None and _by_words(asked, known)
    rows = rows_of(actor, asked, indexed=indexed, sort=sort)
    found = ordered(rows, asked, sort, walk=_walks(asked, sort, total))
    keys = list(found.values_list(key_of(asked, sort), flat=True)[start : start + size + 1])
    # What nobody may turn to is not offered either.
    last = FARTHEST // size + 1
    pages = None if pages is None else min(pages, last)
    return Listed(keys[:size], total, number, pages, size, len(keys) > size and number < last)


def ordered(rows: QuerySet[Any], asked: Asked, sort: str, *, walk: bool = False) -> QuerySet[Any]:
    """The rows in the order of a column (`name`, `-updated`), the default for an unknown one.

    walk: let the database walk the column's index until the page is full (right where many rows
    match: 20 of 1M), instead of finding the rows first and sorting them (right for few).
    """
    if sort.lstrip("-") not in SORTS or (asked.status and sort.lstrip("-") == "members"):
        sort = DEFAULT_SORT
    columns = [F(name) for name in SORTS[sort.lstrip("-")]]
    if key_of(asked, sort) == "pk":
        columns = [F(SORTS[sort.lstrip("-")][0].removeprefix("organization__")), F("pk")]
    # An expression that no index answers.
    first = columns[0] if walk else Coalesce(columns[0], columns[0])
    if sort.startswith("-"):
        return rows.order_by(first.desc(), columns[1].desc())
    return rows.order_by(first.asc(), columns[1].asc())


def keys_of(actor: Actor, asked: Asked, sort: str = "", most: int | None = None) -> list[int]:
    """The primary keys of all rows (of the first `most`), in order."""
    rows = ordered(rows_of(actor, asked, sort=sort), asked, sort)
    return list(rows.values_list(key_of(asked, sort), flat=True)[:most])


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
