"""The numbers of one place on one day, with those of a month and a year before: one reading."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from dangjianyun.foundation.actor import Actor
from dangjianyun.foundation.days import previous_month_end, year_before
from dangjianyun.foundation.indicators import INDICATORS
from dangjianyun.foundation.tallies import Asked
from dangjianyun.insight.asked import code_of
from dangjianyun.insight.links import to_records
from dangjianyun.insight.queries import Number, numbers


@dataclass(frozen=True)
class Figure:
    """One indicator: its value, how it changed, and the address of the records behind it."""

    id: str
    label: str
    unit: str
    is_share: bool
    worse: str
    value: Number
    month: Number
    year: Number
    href: str


@dataclass(frozen=True)
class Figures:
    """Values at a place and at those compared with it."""

    place: str
    on: date
    values: Mapping[tuple[str, str, date], Number]

    def value(self, name: str, place: str | None = None) -> Number:
        """The value on the day."""
        return self.values[name, self.place if place is None else place, self.on]

    def count(self, name: str, place: str | None = None) -> int:
        """The value of a count."""
        return int(self.value(name, place) or 0)

    def change(self, name: str, before: date, place: str | None = None) -> Number:
        """How the value changed since an earlier day; None where either day has none."""
        at = self.place if place is None else place
        now, then = self.values[name, at, self.on], self.values.get((name, at, before))
        return None if now is None or then is None else now - then

    def month(self, name: str, place: str | None = None) -> Number:
        """The change since the end of last month."""
        return self.change(name, previous_month_end(self.on), place)

    def year(self, name: str, place: str | None = None) -> Number:
        """The change since the same day of last year."""
        return self.change(name, year_before(self.on), place)

    def href(self, name: str, place: str | None = None, part: str = "") -> str:
        """The records behind a value."""
        return to_records(name, code_of(self.place if place is None else place), self.on, part)

    def figure(self, name: str, label: str = "") -> Figure:
        """All of one indicator."""
        one = INDICATORS[name]
        return Figure(
            id=name,
            label=label or one.label,
            unit=one.unit,
            is_share=one.kind == "ratio",
            worse=one.worse,
            value=self.value(name),
            month=self.month(name),
            year=self.year(name),
            href=self.href(name),
        )


def read(
    actor: Actor,
    ids: Sequence[str],
    place: str,
    on: date,
    *,
    below: Sequence[str] = (),
    compared: Sequence[str] = (),
) -> Figures:
    """Values of `ids` at `place` on the day, a month and a year before; of those `compared` also at
    the places below it, on the day and a month before.

    One query for divisions. Raises: Unseen for a place outside the actor's scope.
    """
    month = previous_month_end(on)
    days = list(dict.fromkeys([on, month, year_before(on)]))
    further = Asked(compared, below, [on, month]) if below else None
    return Figures(place, on, numbers(actor, ids, [place], days, further))
