"""Days pass without a write: what begins or ends tomorrow changes the numbers at midnight."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any

import pytest
import time_machine

from dangjianyun.access.models import GrantRow
from dangjianyun.access.queries import actor_of, operator
from dangjianyun.coverage.models import OrganizationStanding
from dangjianyun.coverage.tests.factories import make_assignment, make_instructor
from dangjianyun.foundation.days import today
from dangjianyun.foundation.models import Tally
from dangjianyun.insight import queries
from dangjianyun.insight.queries.recount import differences
from dangjianyun.party.models import Unit
from dangjianyun.party.tests.factories import make_committee, make_member, make_staff_member
from dangjianyun.party.tests.factories import make_unit as make_branch
from dangjianyun.registry.models import Organization
from dangjianyun.registry.tests.factories import (
    CITY,
    HAISHU,
    HAISHU_STREET,
    divisions,
    make_account,
    make_organization,
    make_person,
    make_post,
)

BEFORE = datetime(2026, 3, 31, 15, 59, tzinfo=UTC)
AFTER = datetime(2026, 3, 31, 16, 1, tzinfo=UTC)
TOMORROW = date(2026, 4, 1)


@pytest.fixture
def clock(db: None) -> Iterator[time_machine.Traveller]:
    """A minute before midnight in Shanghai, at the end of a month; it stands still."""
    divisions()
    with time_machine.travel(BEFORE, tick=False) as traveller:
        yield traveller


@pytest.fixture
def head(clock: Any) -> Unit:
    """The comprehensive committee of the district."""
    return make_committee()


def value(name: str, place: str = CITY) -> Any:
    """A number of today."""
    return queries.numbers(operator(), [name], [place], [today()])[name, place, today()]


def past_midnight(clock: time_machine.Traveller) -> None:
    """Let two minutes pass, and see that nobody writes meanwhile."""
    rows = Tally.objects.count(), OrganizationStanding.rows().count()
    clock.move_to(AFTER, tick=False)
    assert today() == TOMORROW
    assert (Tally.objects.count(), OrganizationStanding.rows().count()) == rows
    assert differences() == []


def test_an_assignment_whose_last_day_is_today_no_longer_covers_tomorrow(
    clock: time_machine.Traveller, head: Unit
) -> None:
    organization = make_organization()
    make_assignment(make_instructor(home=head), organization, until=TOMORROW)
    assert (value("coverage.work_covered"), value("coverage.rate")) == (1, 1.0)
    past_midnight(clock)
    assert (value("coverage.work_covered"), value("coverage.rate")) == (0, 0.0)
    yesterday = date(2026, 3, 31)
    assert queries.numbers(operator(), ["coverage.rate"], [CITY], [yesterday]) == {
        ("coverage.rate", CITY, yesterday): 1.0
    }


def test_the_third_member_confirmed_tomorrow_makes_a_unit_due_tomorrow(
    clock: time_machine.Traveller, head: Unit
) -> None:
    organization: Organization = make_organization()
    elsewhere = make_branch(parent=head)
    for full_on in (date(2011, 1, 1), date(2011, 1, 1), TOMORROW):
        make_staff_member(organization, elsewhere, full_on=full_on)
    assert (value("coverage.unit_due"), value("coverage.unit_missing")) == (0, 0)
    past_midnight(clock)
    assert (value("coverage.unit_due"), value("coverage.unit_missing")) == (1, 1)
    rows = queries.records(operator(), "coverage.unit_missing", CITY, today())
    assert [row["key"] for row in rows] == [organization.code]


def test_a_post_that_ends_today_leaves_the_staff_tomorrow(
    clock: time_machine.Traveller, head: Unit
) -> None:
    organization, person = make_organization(), make_person()
    make_post(organization, person, until=TOMORROW)
    make_member(make_branch(parent=head), person)
    assert value("party.members_among_staff", HAISHU_STREET) == 1
    past_midnight(clock)
    assert value("party.members_among_staff", HAISHU_STREET) == 0


def test_a_grant_that_ends_today_shows_nothing_tomorrow_and_one_that_begins_shows_all(
    clock: time_machine.Traveller, head: Unit
) -> None:
    leaving, coming = make_account("leaving", "committee", HAISHU), make_account("coming", "guide")
    GrantRow.objects.update(until=TOMORROW)
    GrantRow.objects.create(
        account=coming,
        role=GrantRow.objects.get(account=leaving).role,
        place=HAISHU,
        since=TOMORROW,
    )
    assert queries.places_of(actor_of(leaving)) == (HAISHU,)
    assert queries.places_of(actor_of(coming)) == ()
    past_midnight(clock)
    assert queries.places_of(actor_of(leaving)) == ()
    assert queries.places_of(actor_of(coming)) == (HAISHU,)


def test_the_day_on_which_the_constitution_came_into_force_makes_units_due(db: None) -> None:
    divisions()
    head = make_committee(since=date(2016, 1, 1))
    organization = make_organization(since=date(2016, 1, 1))
    for _ in range(3):
        make_staff_member(
            organization,
            make_branch(parent=head, since=date(2016, 1, 1)),
            since=date(2016, 1, 1),
        )
    with time_machine.travel(datetime(2017, 10, 23, 15, 59, tzinfo=UTC), tick=False) as clock:
        assert value("coverage.unit_missing") == 0
        clock.move_to(datetime(2017, 10, 23, 16, 1, tzinfo=UTC), tick=False)
        assert value("coverage.unit_missing") == 1
        assert differences() == []
