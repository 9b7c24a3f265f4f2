"""Divisions by code and by path, and their neighbors in the tree."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import QuerySet

from dangjianyun.foundation.actor import Actor
from dangjianyun.foundation.errors import Refused, Unseen
from dangjianyun.foundation.scope import below
from dangjianyun.territory.models import Division, Level
from dangjianyun.territory.queries.tree import tree

COUNTRY = "000000"

TILES: dict[str, tuple[int, int]] = {
    "d/33/3302/330282/": (1, 1),
    "d/33/3302/330205/": (1, 2),
    "d/33/3302/330211/": (1, 3),
    "d/33/3302/330206/": (1, 4),
    "d/33/3302/330281/": (2, 1),
    "d/33/3302/330203/": (2, 2),
    "d/33/3302/330212/": (2, 3),
    "d/33/3302/330213/": (3, 2),
    "d/33/3302/330226/": (4, 2),
    "d/33/3302/330225/": (4, 3),
}
"""Row and column, from 1, of each district in the schematic map of Ningbo (`dj-map`)."""


def division_of_code(code: str, on: date) -> Division | None:
    """The division that bore `code` on that day, or None.

    Takes two, four, six, nine or twelve digits (330000 may be written 33, 330203001 as
    330203001000), a local code such as 3302L1, and 0, 00 or 000000 for the whole country.
    """
    rows = tree().by_code.get(_full(code), ())
    return next((row for row in rows if row.since <= on < row.until), None)


def division_gone(said: str, on: date) -> Division | None:
    """The latest division no longer there on that day whose code or full name is said, or None.

    Old certificates name it: 330204, 江东区民政局.
    """
    known = tree()
    coded = known.by_code.get(_full(said), ())
    named = [row for row in known.by_path.values() if len(row.name) > 2 and row.name in said]
    gone = [row for row in (coded or named) if row.until <= on]
    return max(gone, key=lambda row: (row.level == Level.DISTRICT, row.until), default=None)


def division_of_path(path: str) -> Division:
    """The division at `path`, past ones too; Division.DoesNotExist where there is none."""
    try:
        return tree().by_path[path]
    except KeyError:
        raise Division.DoesNotExist(path) from None


def code_to_path(code: str) -> str:
    """The path of the latest division with `code`, in the forms of `division_of_code`.

    Refused when no division ever had it.
    """
    rows = tree().by_code.get(_full(code), ())
    if not rows:
        raise Refused(f"没有代码为{code}的行政区划，请核对代码。", field="region")
    return rows[-1].path


def path_to_narrow_to(
    actor: Actor, permission: str, code: str, seen: QuerySet[Any], column: str = "path"
) -> str:
    """The path of the division that a list is narrowed to; "" for no code.

    `seen`: what the actor sees of the list, hung at `column`. Whose right lies at divisions narrows
    to these, or to where a row of the list lies. Raises: Unseen for any other division, in the
    words for one that does not exist.
    """
    if not code.strip():
        return ""
    unseen = Unseen(f"没有区划“{code.strip()[:12]}”，或不在你的范围内。")
    try:
        path = code_to_path(code)
    except Refused:
        raise unseen from None
    own = actor.at("d", permission)
    if own and not path.startswith(own) and not seen.filter(below(column, path)).exists():
        raise unseen
    return path


def path_to_code(path: str) -> str:
    """000000, 330000, 330200, 330203, 330203001 or 3302L1 for the division at `path`."""
    return division_of_path(path).code


def children(path: str, on: date) -> list[Division]:
    """The divisions directly below `path` on that day, by code, local zones last."""
    return [row for row in tree().by_parent.get(path, ()) if row.since <= on < row.until]


def ancestors(path: str) -> list[Division]:
    """The divisions above `path`, the country first, without the one at `path` itself."""
    found: list[Division] = []
    above = division_of_path(path).parent_path
    while above:
        found.append(division_of_path(above))
        above = found[-1].parent_path
    return found[::-1]


def names(paths: Iterable[str]) -> dict[str, str]:
    """The name at each path; a path that is no division is left out. At most one query."""
    by_path = tree().by_path
    return {path: by_path[path].name for path in paths if path in by_path}


def place_name(path: str) -> str:
    """The name people write: from the district down (海曙区石碶街道), else the name alone."""
    row = division_of_path(path)
    if row.level <= Level.DISTRICT:
        return row.name
    return f"{division_of_path(row.parent_path).name}{row.name}"


def district_of(path: str) -> Division | None:
    """The district at or above `path`; None for a city, a province and the country."""
    chain = [*ancestors(path), division_of_path(path)]
    return next((row for row in chain if row.level == Level.DISTRICT), None)


def level_of(path: str) -> Level:
    """0 country, 1 province, 2 city, 3 district, 4 street or local zone."""
    return Level(division_of_path(path).level)


def _full(code: str) -> str:
    """The code as the table holds it."""
    code = code.strip().upper()
    if code and not code.strip("0"):
        return COUNTRY
    if len(code) in (2, 4):
        return code.ljust(6, "0")
    if len(code) == 12:
        # The form of the statistics bureau: street and village are 000 where there is none.
        return code.removesuffix("000").removesuffix("000")
    return code


def own_district(places: Iterable[str]) -> str:
    """The six digits of the district in which all of an actor's divisions lie.

    Empty where they reach wider, or where there are none: such an actor sees whose number is whose.
    """
    divisions = [place for place in places if place.startswith("d/")]
    if any(level_of(place) < Level.DISTRICT for place in divisions):
        return ""
    codes = {path_to_code(place)[:6] for place in divisions}
    return codes.pop() if len(codes) == 1 else ""
