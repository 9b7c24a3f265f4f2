"""Tallies: the sums behind every number, for every division and any day.

A change of an indicator at a street on a day is added at the street, its district, city, province
and the country, each once for the year, the month and the day. The value on a day is then the sum
of a few dozen rows, however large the country is.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import lru_cache
from typing import Any, NamedTuple

from django.db import connection

from dangjianyun.foundation.bulk import copy_rows
from dangjianyun.foundation.models import Tally

COLUMNS = ("indicator", "path", "grain", "day", "change")
COPY_FROM = 60
"""From this many rows on, PostgreSQL's COPY is quicker than INSERT."""


def lineage(path: str) -> list[str]:
    """The path itself and every place above it: `d/33/` gives `d/33/` and `d/`."""
    parts = path.split("/")[:-1]
    return ["/".join(parts[: n + 1]) + "/" for n in range(len(parts))]


def add_to_tallies(delta: Mapping[tuple[str, str, date], int]) -> None:
    """Add dated changes (by indicator, path, day) at every level."""
    levels: dict[int, Counter[tuple[str, str, date]]] = defaultdict(Counter)
    for key, change in delta.items():
        if change:
            levels[key[1].count("/")][key] += change
    sums: list[tuple[str, str, int, date, int]] = []
    # From the lowest places up: what is added up once at a district is passed on as one number.
    for depth in range(max(levels, default=0), 0, -1):
        level, above = levels.pop(depth, None), levels[depth - 1]
        if level is None:
            continue
        years: Counter[tuple[str, str, date]] = Counter()
        months: Counter[tuple[str, str, date]] = Counter()
        for (indicator, path, day), change in level.items():
            if not change:
                continue
            months[indicator, path, day.replace(day=1)] += change
            sums.append((indicator, path, Tally.DAY, day, change))
            if depth > 1:
                above[indicator, _above(path), day] += change
        for (indicator, path, month), change in months.items():
            years[indicator, path, month.replace(month=1)] += change
        sums += [(i, p, Tally.MONTH, day, change) for (i, p, day), change in months.items()]
        sums += [(i, p, Tally.YEAR, day, change) for (i, p, day), change in years.items()]
    insert([row for row in sums if row[4]])


@lru_cache(maxsize=8192)
def _above(path: str) -> str:
    return path[: path.rindex("/", 0, -1) + 1]


def insert(rows: Sequence[tuple[str, str, int, date, int]]) -> None:
    """Append tally rows."""
    if not rows:
        return
    table = Tally._meta.db_table
    if len(rows) >= COPY_FROM:
        copy_rows(table, COLUMNS, rows)
        return
    with connection.cursor() as cursor:
        for start in range(0, len(rows), 400):
            part = rows[start : start + 400]
            marks = ", ".join(["(%s, %s, %s, %s, %s)"] * len(part))
            given = [_bound(value) for row in part for value in row]
            cursor.execute(f"INSERT INTO {table} ({', '.join(COLUMNS)}) VALUES {marks}", given)


class Asked(NamedTuple):
    """Every one of these indicators, at every one of these places, on every one of these days."""

    indicators: Iterable[str]
    paths: Iterable[str]
    days: Iterable[date]


def totals(
    indicators: Iterable[str], paths: Iterable[str], days: Iterable[date]
) -> dict[tuple[str, str, date], int]:
    """Values by (indicator, path, day); a missing key is 0. One query."""
    return totals_of([Asked(indicators, paths, days)])


def totals_of(asked: Iterable[Asked]) -> dict[tuple[str, str, date], int]:
    """The values of several questions by (indicator, path, day); a missing key is 0. One query.

    No two questions may ask for the same value.
    """
    parts: list[str] = []
    given: list[Any] = []
    for one in asked:
        wanted, places = sorted(set(one.indicators)), sorted(set(one.paths))
        if not wanted or not places:
            continue
        for day in sorted(set(one.days)):
            for grain, start, end in _spans(day):
                parts.append(_part(len(wanted), len(places)))
                given += [_bound(day), *places, *wanted, grain, _bound(start), _bound(end)]
    if not parts:
        return {}
    sql = (
        "SELECT indicator, path, asked, SUM(change) FROM ("
        + " UNION ALL ".join(parts)
        + ") AS t GROUP BY indicator, path, asked"
    )
    with connection.cursor() as cursor:
        cursor.execute(sql, given)
        found = cursor.fetchall()
    return {(i, p, _day(d)): int(value) for i, p, d, value in found}


def _spans(day: date) -> tuple[tuple[int, date, date], ...]:
    """Earlier years, earlier months of the year, the days of the month up to the day."""
    year, month = date(day.year, 1, 1), date(day.year, day.month, 1)
    return (
        (Tally.YEAR, date.min, year),
        (Tally.MONTH, year, month),
        (Tally.DAY, month, date.fromordinal(day.toordinal() + 1)),
    )


def _part(indicators: int, paths: int) -> str:
    asked = "CAST(%s AS date)" if connection.vendor == "postgresql" else "%s"
    return (
        f"SELECT indicator, path, {asked} AS asked, change FROM {Tally._meta.db_table}"
        f" WHERE path IN ({_marks(paths)}) AND indicator IN ({_marks(indicators)})"
        " AND grain = %s AND day >= %s AND day < %s"
    )


def month_ends(indicators: Sequence[str], path: str, ends: Sequence[date]) -> dict[str, list[int]]:
    """Values on each of the month ends (ascending, consecutive), by indicator. One query."""
    year, last = date(ends[0].year, 1, 1), ends[-1]
    rows = (
        Tally.objects.filter(path=path, indicator__in=indicators)
        .filter(grain=Tally.YEAR, day__lt=year)
        .values_list("indicator", "day", "change")
    )
    months = (
        Tally.objects.filter(path=path, indicator__in=indicators)
        .filter(grain=Tally.MONTH, day__gte=year, day__lte=last)
        .values_list("indicator", "day", "change")
    )
    changes: dict[str, Counter[date]] = defaultdict(Counter)
    for indicator, day, change in rows.union(months, all=True):
        changes[indicator][max(day, year)] += change
    return {name: [_upto(changes[name], end) for end in ends] for name in indicators}


def _upto(changes: Counter[date], end: date) -> int:
    return sum(change for day, change in changes.items() if day <= end)


def _marks(count: int) -> str:
    return ", ".join(["%s"] * count)


def _bound(value: Any) -> Any:
    """SQLite keeps dates as text."""
    if isinstance(value, date) and connection.vendor == "sqlite":
        return value.isoformat()
    return value


def _day(value: object) -> date:
    return value if isinstance(value, date) else date.fromisoformat(str(value))
