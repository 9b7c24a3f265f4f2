"""Merging tallies."""

from datetime import date

import pytest
from django.db.models import F

from dangjianyun.foundation import compaction
from dangjianyun.foundation.models import Tally
from dangjianyun.foundation.tallies import add_to_tallies, totals

DAY = date(2020, 5, 17)
NAME, STREET = "registry.organizations", "d/33/3302/330203/330203001/"
PLACES = ("d/", "d/33/", "d/33/3302/", "d/33/3302/330203/", STREET)
pytestmark = pytest.mark.django_db


def add(change: int, day: date = DAY) -> None:
    add_to_tallies({(NAME, STREET, day): change})


def values() -> dict[tuple[str, str, date], int]:
    return totals([NAME], PLACES, [DAY, date(2019, 12, 31), date(2020, 6, 1)])


def merge() -> None:
    while compaction.run(7):
        pass


def test_a_change_is_added_at_every_level_once_a_year_a_month_and_a_day() -> None:
    add(3)
    rows = Tally.objects.values_list("path", "grain", "day", "change")
    starts = (date(2020, 1, 1), date(2020, 5, 1), DAY)
    assert sorted(rows) == sorted(
        (path, grain, starts[grain], 3) for path in PLACES for grain in (0, 1, 2)
    )


def test_changes_of_a_place_and_of_places_below_it_add_up() -> None:
    above = "d/33/3302/330203/"
    add_to_tallies({(NAME, STREET, DAY): 2, (NAME, above, DAY): 5})
    found = totals([NAME], [STREET, above, "d/"], [DAY])
    assert found == {(NAME, STREET, DAY): 2, (NAME, above, DAY): 7, (NAME, "d/", DAY): 7}


def test_merging_leaves_one_row_a_key_and_every_sum() -> None:
    for change in (1, 1, 5):
        add(change)
    add(4, date(2019, 3, 1))
    before = values()
    assert before[NAME, "d/", DAY] == 11
    merge()
    assert values() == before
    assert Tally.objects.count() == 2 * 3 * len(PLACES)


def test_what_cancels_out_is_gone_after_merging() -> None:
    add(2)
    add(-2)
    merge()
    assert not Tally.objects.exists()


def test_rows_added_after_merging_are_merged_with_the_old_ones() -> None:
    add(1)
    merge()
    add(1)
    merge()
    assert Tally.objects.count() == 3 * len(PLACES)
    assert values()[NAME, STREET, DAY] == 2


def test_a_gap_in_the_keys_is_stepped_over() -> None:
    add(2)
    Tally.objects.filter(path=STREET).update(id=F("id") + 10_000_000)
    add(3)
    steps = 0
    while compaction.run(7):
        steps += 1
    assert steps < 10
