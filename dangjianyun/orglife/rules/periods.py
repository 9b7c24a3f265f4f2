"""Calendar periods: months, quarters, years, with the names that rules and pages give them."""

from collections.abc import Iterator
from datetime import date
from functools import lru_cache
from typing import NamedTuple

MONTHS = {"month": 1, "quarter": 3, "year": 12}
WORDS = {"month": "每月", "quarter": "每季度", "year": "每年"}


class Span(NamedTuple):
    """A calendar period from its first day up to the day after its last. key: 2021-Q1, 2021-03."""

    key: str
    since: date
    until: date

    @property
    def last(self) -> date:
        """The last day on which it may still be met."""
        return date.fromordinal(self.until.toordinal() - 1)

    @property
    def words(self) -> str:
        """2021年第1季度, 2021年3月, 2021年."""
        return key_in_words(self.key)


def key_in_words(key: str) -> str:
    """2021-Q1 as 2021年第1季度."""
    year, _, part = key.partition("-")
    if not part:
        return f"{year}年"
    return f"{year}年第{part[1]}季度" if part[0] == "Q" else f"{year}年{int(part)}月"


@lru_cache(maxsize=4096)
def span_of(day: date, period: str) -> Span:
    """The period of that length in which a day lies."""
    months = MONTHS[period]
    since = date(day.year, (day.month - 1) // months * months + 1, 1)
    key = {
        "month": f"{since.year}-{since.month:02d}",
        "quarter": f"{since.year}-Q{(since.month + 2) // 3}",
        "year": f"{since.year}",
    }[period]
    return Span(key, since, add_months(since, months))


def add_months(first: date, months: int) -> date:
    """The first of the month so many months later."""
    total = first.year * 12 + first.month - 1 + months
    return date(total // 12, total % 12 + 1, 1) if total < 12 * 10_000 else date.max


def spans_within(since: date, last: date, period: str) -> Iterator[Span]:
    """The whole periods within the two days, both included."""
    span = span_of(since, period)
    if span.since < since:
        span = span_of(span.until, period)
    while span.last <= last and span.until < date.max:
        yield span
        span = span_of(span.until, period)
