"""A line of month ends says at each end what a single question for that day says."""

from datetime import date, timedelta
from random import Random

import pytest

from dangjianyun.foundation.tallies import add_to_tallies, month_ends, totals

NAMES = ("registry.organizations", "party.units")
STREET, CITY = "d/33/3302/330203/330203001/", "d/33/3302/"
FIRST = date(2017, 11, 20)
ENDS = [date(2019, 11, 30), date(2019, 12, 31), date(2020, 1, 31), date(2020, 2, 29)]
pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("ends", [ENDS, ENDS[:1], ENDS[1:], ENDS[2:]])
def test_every_end_is_as_asked_alone(ends: list[date]) -> None:
    random = Random(8)
    edges = [day + timedelta(days=n) for day in ENDS for n in (-1, 0, 1)]
    days = edges + [FIRST + timedelta(days=random.randrange(900)) for _ in range(60)]
    for day in days:
        add_to_tallies({(random.choice(NAMES), STREET, day): random.choice((-2, 1, 3, 5))})
    alone = totals(NAMES, [CITY], ends)
    assert len(set(alone.values())) > 1
    assert month_ends(NAMES, CITY, ends) == {
        name: [alone[name, CITY, end] for end in ends] for name in NAMES
    }


@pytest.mark.parametrize(
    ("day", "value"),
    [
        (date(2020, 5, 16), 0),
        (date(2020, 5, 17), 3),
        (date(2020, 5, 31), 3),
        (date(2020, 6, 1), 3),
        (date(2020, 12, 31), 3),
        (date(2021, 1, 1), 3),
        (date(2021, 3, 9), 3),
        (date(2021, 3, 10), 0),
    ],
)
def test_a_change_counts_from_its_day_on(day: date, value: int) -> None:
    key = (NAMES[0], STREET)
    add_to_tallies({(*key, date(2020, 5, 17)): 3, (*key, date(2021, 3, 10)): -3})
    assert totals([NAMES[0]], [CITY], [day]).get((NAMES[0], CITY, day), 0) == value
