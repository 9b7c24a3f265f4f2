"""A page of the list of organizations: which, how many, in which order, by the shortest way."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import F, QuerySet
from django.db.models.functions import Coalesce

from dangjianyun.coverage.queries.asked import Asked
from dangjianyun.coverage.queries.matched import key_of, rows_of
from dangjianyun.foundation.actor import Actor
from dangjianyun.foundation.errors import Refused
from dangjianyun.foundation.paging import asked_size, prints_all
from dangjianyun.foundation.search import MANY, count_upto
from dangjianyun.foundation.tallies import totals
from dangjianyun.territory.models import Level
from dangjianyun.territory.queries import level_of

FEW = 5000
"""Up to here finding and sorting is quicker than walking an index, even among 1M rows."""
SPARSE = 20_000
"""Up to here every row's name is read quicker than the hits of a common word are fetched."""
FAR = 5
"""Where a place holds less than one row in so many, its names may lie far along their index."""
COUNTRY = "d/"
FARTHEST = MANY
"""Nobody pages through more rows than this: conditions find faster."""

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
    params: Mapping[str, str] | None = None,
    known: Mapping[str, int | None] | None = None,
) -> Listed:
    """The primary keys of one page. Two to four queries; `known`: see `total_of`.

    `params` say how many rows a page has (`foundation.paging`).
    Raises: Refused for a page beyond the first 10,000 rows.
    """
    given = dict(params or {})
    total = total_of(actor, asked, known)
    size = max(total or 0, 1) if prints_all(given, total) else asked_size(given)
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
