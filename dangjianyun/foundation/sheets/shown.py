"""Tables that leave the house as a page shows them, and never come back: not sheets to import."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from dangjianyun.foundation.actor import Actor

Cell = str | int | float | Decimal | date | None
"""A float is a share of 1 and is written as a percentage; a Decimal is a number with a fraction."""


@dataclass(frozen=True)
class Taken:
    """What an address shows: headings, a list a row, the day, the division it is about (a path)."""

    headings: Sequence[str]
    rows: Iterable[Sequence[Cell]]
    on: date
    place: str = ""
    title: str = ""


@dataclass(frozen=True)
class Shown:
    """A table of a page. `read` gives what the actor sees behind the page's parameters; it raises
    Unseen and Refused as the page does. Whose permission it takes: `permission`.
    """

    name: str
    label: str
    permission: str
    read: Callable[[Actor, Mapping[str, str]], Taken]


SHOWN: dict[str, Shown] = {}


def declare_shown(table: Shown) -> Shown:
    """Make a table known. Raises: ValueError for a second one of the same name."""
    if table.name in SHOWN:
        raise ValueError(f"table {table.name} is declared twice")
    SHOWN[table.name] = table
    return table
