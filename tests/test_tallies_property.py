"""Whatever users do, and however many at once: the tallies say what a recount of the facts says."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from random import Random
from threading import Event
from time import sleep

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dangjianyun.access.queries import operator
from dangjianyun.access.verification import verify
from dangjianyun.coverage.models import OrganizationStanding
from dangjianyun.foundation import rebuilding
from dangjianyun.foundation.days import today
from dangjianyun.foundation.indicators import INDICATORS
from dangjianyun.insight import queries
from dangjianyun.insight.queries.recount import differences
from dangjianyun.party.actions.relation import affiliate
from dangjianyun.party.actions.tree import lock_units
from dangjianyun.party.models import Unit
from dangjianyun.party.tests.factories import make_member, make_unit
from dangjianyun.registry.models import Organization
from dangjianyun.registry.tests.factories import (
    CITY,
    HAISHU,
    JIANGBEI_STREET,
    make_organization,
    make_person,
    make_post,
)
from tests.random_acts import act, build_world

THREADS, EACH = 8, 25
PLACES = ("d/", CITY, HAISHU, JIANGBEI_STREET)
DAYS = (date(2015, 1, 1), date(2018, 10, 28), date(2020, 12, 31), date(2024, 2, 29))
seeds = st.lists(st.integers(0, 2**32 - 1), min_size=4, max_size=24)


@pytest.mark.slow
@pytest.mark.django_db
def test_after_any_acts_the_tallies_equal_a_recount_and_the_records_the_values() -> None:
    build_world()
    done: Counter[str] = Counter()

    @settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
    @given(seeds)
    def acts(drawn: list[int]) -> None:
        with transaction.atomic():
            done.update(act(Random(seed)) for seed in drawn)
            assert differences() == []
            assert_records_are_the_values()
            transaction.set_rollback(True)

    acts()
    assert sum(count for name, count in done.items() if name) > 40


def assert_records_are_the_values() -> None:
    counts = [one.id for one in INDICATORS.values() if one.kind == "count"]
    days = [*DAYS, today()]
    values = queries.numbers(operator(), counts, PLACES, days)
    found = {
        (name, place, day): queries.record_count(operator(), name, place, day)
        for name, place, day in values
        if place in (CITY, HAISHU) and day == today()
    }
    assert found == {key: values[key] for key in found}
    name, place, day = "party.members_among_staff", CITY, today()
    assert len(queries.records(operator(), name, place, day)) == values[name, place, day]


@pytest.mark.postgres
@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_eight_writers_at_once_lose_and_double_nothing() -> None:
    build_world()

    def writer(number: int) -> Counter[str]:
        random = Random(number)
        try:
            return Counter(act(random) for _ in range(EACH))
        finally:
            connection.close()

    with ThreadPoolExecutor(THREADS) as pool:
        done = sum(pool.map(writer, range(THREADS)), Counter())
    rebuilding.run()
    assert sum(count for name, count in done.items() if name) > THREADS * EACH / 4
    assert differences() == []
    assert verify(anchor=False)[1] == []


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_a_post_and_an_enrollment_of_one_person_at_the_same_moment_are_both_counted() -> None:
    build_world()
    organization, person = make_organization(), make_person()
    unit = make_unit(path=HAISHU)
    posted = Event()

    def post() -> None:
        try:
            with transaction.atomic():
                make_post(organization, person)
                posted.set()
                sleep(0.5)
        finally:
            connection.close()

    def enroll() -> None:
        try:
            posted.wait(5)
            make_member(unit, person, since=date(2020, 1, 1))
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        for done in [pool.submit(post), pool.submit(enroll)]:
            done.result()
    assert differences() == []
    assert OrganizationStanding.rows().filter(organization=organization, full_members=1).exists()


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_an_act_that_waits_for_a_body_does_not_hold_the_organization_meanwhile() -> None:
    build_world()
    organization, body = make_organization(), Unit.rows().get(name="江北区社会组织综合党委")
    held, done = Event(), Event()

    def affiliates() -> None:
        try:
            held.wait(5)
            route = {"unit": body, "route": "comprehensive", "on": today()}
            affiliate(organization, actor=operator(), **route)
        finally:
            done.set()
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        waiting = pool.submit(affiliates)
        with transaction.atomic():
            lock_units([body.pk])
            held.set()
            assert not done.wait(0.5)
            rows = Organization.rows().select_for_update(nowait=True)
            assert rows.get(pk=organization.pk)
        waiting.result()
    assert organization.affiliations.count() == 1
