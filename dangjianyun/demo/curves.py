"""How the city's figures went from month to month: targets for the years that are simulated."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from dangjianyun.demo import figures
from dangjianyun.foundation.days import month_end

Points = Sequence[tuple[date, float]]

# Month ends 2018-01 … 2020-12: covered in any way and by a unit (percent), unit due and missing.
COVERED = (
    *(86.4, 87.4, 88.2, 89.2, 89.9, 90.5, 91.3, 91.9, 92.3, 93.0, 93.4, 93.9),
    *(94.3, 94.7, 95.0, 95.4, 95.7, 95.9, 96.2, 96.5, 96.6, 96.9, 97.1, 97.3),
    *(97.4, 97.6, 97.7, 97.9, 98.0, 98.1, 98.2, 98.3, 98.3, 98.5, 98.5, 98.6),
)
BY_UNIT = (
    *(48.2, 48.9, 49.6, 50.2, 50.5, 51.2, 51.6, 52.2, 52.6, 53.1, 53.5, 54.0),
    *(54.4, 54.8, 55.3, 55.8, 56.0, 56.6, 57.0, 57.4, 57.8, 58.2, 58.6, 59.0),
    *(59.4, 59.7, 60.2, 60.6, 60.9, 61.3, 61.7, 62.1, 62.5, 62.9, 63.2, 63.6),
)
MISSING = (
    *(412, 387, 357, 339, 313, 291, 275, 259, 235, 224, 208, 196),
    *(181, 171, 156, 151, 138, 127, 122, 116, 101, 100, 91, 87),
    *(80, 76, 68, 68, 61, 55, 55, 53, 42, 45, 42, 37),
)


def _months(values: Sequence[float], before: float) -> list[tuple[date, float]]:
    """The values at their month ends, preceded by the one at the end of 2017."""
    points = [(figures.FIRST_MONTH_END, before)]
    for n, value in enumerate(values):
        points.append((month_end(date(2018 + n // 12, n % 12 + 1, 1)), value))
    return points


LAST = date(2026, 11, 30)
ORGANIZATIONS: Points = (
    (figures.FIRST_MONTH_END, 8_842),
    (date(2018, 12, 31), 9_098),
    (date(2019, 12, 31), 9_361),
    (figures.ARTICLE_DAY, figures.ORGANIZATIONS),
    (date(2021, 12, 31), 9_768),
    (figures.PUBLISHED_DAY, 9_946),
    (date(2024, 12, 31), 10_088),
    (LAST, 10_212),
)
COVERED_PERCENT: Points = (
    *_months(COVERED, 85.7),
    (date(2021, 12, 31), 98.72),
    (date(2022, 12, 31), 98.78),
    (date(2024, 12, 31), 98.86),
    (LAST, 98.93),
)
UNIT_PERCENT: Points = (
    *_months(BY_UNIT, 47.6),
    (date(2021, 12, 31), 65.4),
    (figures.PUBLISHED_DAY, 67.6),
    (date(2024, 12, 31), 69.3),
    (LAST, 71.0),
)
MISSING_UNITS: Points = (
    *_months(MISSING, 428),
    (date(2021, 6, 30), 33),
    (date(2021, 12, 31), 26),
    (date(2022, 9, 30), 35),
    (date(2023, 6, 30), 30),
    (date(2024, 6, 30), 38),
    (date(2024, 12, 31), 29),
    (date(2025, 9, 30), 39),
    (date(2026, 6, 30), 31),
    (LAST, 34),
)
OWN: Points = (
    (figures.FIRST_MONTH_END, 524),
    (date(2018, 12, 31), 604),
    (date(2019, 12, 31), 665),
    (figures.ARTICLE_DAY, figures.OWN_UNITS),
    (
        figures.PUBLISHED_DAY,
        figures.PUBLISHED_UNITS - figures.OTHER_UNITS - figures.LATER_JOINT_UNITS,
    ),
    (date(2024, 12, 31), 801),
    (LAST, 846),
)


@dataclass(frozen=True)
class Targets:
    """A district on a day."""

    organizations: int
    covered_by_unit: int
    uncovered: int
    missing: int
    own: int


class DistrictCurves:
    """The city's curves shared out among the districts; exact on the days that are published."""

    def __init__(self) -> None:
        sizes = [district.organizations for district in figures.DISTRICTS]
        self._sizes = _split(ORGANIZATIONS, sizes)
        self._own = _split(OWN, sizes)

    def on(self, day: date) -> list[Targets]:
        """What each district should come to, in the order of `figures.DISTRICTS`."""
        sizes = [round(value(points, day)) for points in self._sizes]
        exact = day == figures.ARTICLE_DAY
        whole = sum(sizes)
        by_unit = (
            figures.COVERED_BY_UNIT if exact else round(whole * value(UNIT_PERCENT, day) / 100)
        )
        bare = (
            figures.UNCOVERED if exact else round(whole * (1 - value(COVERED_PERCENT, day) / 100))
        )
        rows = zip(
            sizes,
            shares(by_unit, [n * d.reach for n, d in zip(sizes, figures.DISTRICTS, strict=True)]),
            shares(bare, [district.uncovered for district in figures.DISTRICTS]),
            shares(round(value(MISSING_UNITS, day)), [row.missing for row in figures.DISTRICTS]),
            (round(value(points, day)) for points in self._own),
            strict=True,
        )
        return [Targets(*row) for row in rows]


def _split(points: Points, weights: Sequence[float]) -> list[Points]:
    """One curve a district, adding up to the city's at each point."""
    parts = [shares(round(total), weights) for _, total in points]
    return [
        [(point[0], part[n]) for point, part in zip(points, parts, strict=True)]
        for n in range(len(weights))
    ]


def value(points: Points, day: date) -> float:
    """Straight lines between the points, level before the first and after the last."""
    before = points[0]
    for point in points:
        if point[0] >= day:
            span = (point[0] - before[0]).days
            return (
                before[1] + (point[1] - before[1]) * (day - before[0]).days / span
                if span
                else point[1]
            )
        before = point
    return before[1]


def periods(today: date) -> Iterator[tuple[date, date]]:
    """First and last day of every month from 2018-01 to the present one, which ends today."""
    first = date(2018, 1, 1)
    while first <= today:
        end = month_end(first)
        yield first, min(end, today)
        first = date.fromordinal(end.toordinal() + 1)


def shares(total: int, weights: Sequence[float]) -> list[int]:
    """`total` in whole parts after the weights; the largest remainders get one more."""
    whole = sum(weights)
    exact = [total * weight / whole for weight in weights]
    parts = [int(part) for part in exact]
    order = sorted(range(len(parts)), key=lambda n: (parts[n] - exact[n], n))
    for n in order[: total - sum(parts)]:
        parts[n] += 1
    return parts
