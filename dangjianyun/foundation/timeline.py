"""Cut dated facts into periods in which nothing changes."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import pairwise
from typing import NamedTuple, Protocol, TypeVar


class Period(Protocol):
    """Anything that holds from a day up to a day."""

    @property
    def since(self) -> date:
        """The first day."""
        ...

    @property
    def until(self) -> date:
        """The day after the last."""
        ...


P = TypeVar("P", bound=Period)


class Cut(NamedTuple):
    """A period in which none of the facts begins or ends."""

    since: date
    until: date


def cuts(
    since: date, until: date, *facts: Iterable[Period], days: Iterable[date] = ()
) -> Iterator[Cut]:
    """The periods between since and until at whose borders some fact begins or ends."""
    if until <= since:
        return
    borders = {since, until}
    for group in facts:
        for fact in group:
            borders.add(fact.since)
            borders.add(fact.until)
    borders.update(days)
    for start, end in pairwise(sorted(day for day in borders if since <= day <= until)):
        yield Cut(start, end)


def at(facts: Sequence[P], day: date) -> P | None:
    """The first fact that holds on the day."""
    for fact in facts:
        if fact.since <= day < fact.until:
            return fact
    return None


def all_at(facts: Sequence[P], day: date) -> list[P]:
    """Every fact that holds on the day."""
    return [fact for fact in facts if fact.since <= day < fact.until]


def grouped(rows: Iterable[P], column: str) -> dict[int, list[P]]:
    """Rows by a column."""
    groups: dict[int, list[P]] = {}
    for row in rows:
        groups.setdefault(getattr(row, column), []).append(row)
    return groups


def merged(rows: Sequence[P], same: Iterable[str]) -> list[P]:
    """Neighboring rows that say the same, joined into one. Rows are in order of time.

    The rows' own `until` is moved, so they must not be saved yet.
    """
    names = tuple(same)
    joined: list[P] = []
    for row in rows:
        last = joined[-1] if joined else None
        if (
            last is not None
            and last.until == row.since
            and all(getattr(last, name) == getattr(row, name) for name in names)
        ):
            last.until = row.until  # type: ignore[misc]  # rows hold it as a plain attribute
        else:
            joined.append(row)
    return joined
