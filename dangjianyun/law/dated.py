"""Numbers the law sets and resets."""

from bisect import bisect_right
from dataclasses import dataclass, field
from datetime import date
from typing import Generic, TypeVar

from dangjianyun.law.cite import Cite

T = TypeVar("T")


@dataclass(frozen=True)
class Dated(Generic[T]):
    """A number set by law: (day it took force, value), oldest first.

    Raises: ValueError without a citation or with days out of order.
    """

    label: str
    cites: tuple[Cite, ...]
    values: tuple[tuple[date, T], ...]
    days: tuple[date, ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        days = tuple(since for since, _ in self.values)
        if not self.cites or not days:
            raise ValueError(f"{self.label}: a dated number has a citation and a value")
        if list(days) != sorted(set(days)):
            raise ValueError(f"{self.label}: days must rise")
        object.__setattr__(self, "days", days)

    def on(self, day: date) -> T:
        """The value in force. Raises LookupError before the first."""
        found = self.known(day)
        if found is None:
            raise LookupError(f"{self.label}: no value on {day}")
        return found

    def known(self, day: date) -> T | None:
        """The value in force, or None before the first."""
        n = bisect_right(self.days, day)
        return self.values[n - 1][1] if n else None
