"""Posts: who holds which, when; who reads of whom."""

from datetime import date, timedelta

import pytest

from dangjianyun.access.queries import operator
from dangjianyun.foundation.days import OPEN, today
from dangjianyun.foundation.errors import Refused
from dangjianyun.registry.actions import close_organization, end_post
from dangjianyun.registry.models import Closing, Organization, Person, Post
from dangjianyun.registry.tests.factories import (
    CITY,
    HAISHU,
    JIANGBEI,
    divisions,
    make_actor,
    make_organization,
    make_person,
    make_post,
)

LEGAL = "legal_representative"


@pytest.fixture
def organization(db: None) -> Organization:
    divisions()
    return make_organization(since=date(2019, 1, 1))


def test_an_organization_has_one_legal_representative_on_any_day(
    organization: Organization,
) -> None:
    first = make_post(organization, kind=LEGAL, since=date(2019, 1, 1))
    with pytest.raises(Refused, match="请先登记离任") as refused:
        make_post(organization, kind=LEGAL, since=date(2022, 1, 1))
    assert refused.value.field == "kind"
    end_post(first, actor=operator(), on=date(2022, 1, 1))
    make_post(organization, kind=LEGAL, since=date(2022, 1, 1))
    make_post(organization, kind="head", since=date(2022, 1, 1))
    make_post(organization, kind="head", since=date(2022, 1, 1))
    assert Post.rows().filter(kind=LEGAL).count() == 2


def test_nobody_holds_the_same_post_twice_at_a_time(organization: Organization) -> None:
    person = make_person()
    make_post(organization, person, kind="head")
    with pytest.raises(Refused, match="已任负责人"):
        make_post(organization, person, kind="head", since=date(2021, 1, 1))
    make_post(organization, person, kind="secretary_general", since=date(2021, 1, 1))


@pytest.mark.parametrize(
    "since",
    [date(2018, 12, 31), today() + timedelta(1), date(1, 1, 1)],
)
def test_a_post_lies_within_the_life_of_its_organization(
    organization: Organization, since: date
) -> None:
    with pytest.raises(Refused) as refused:
        make_post(organization, kind=LEGAL, since=since)
    assert refused.value.field == "since"
    assert Post.rows().count() == 0


def test_a_post_ends_once(organization: Organization) -> None:
    post = make_post(organization, kind="head")
    end_post(post, actor=operator(), on=date(2023, 1, 1))
    for on in (date(2022, 1, 1), date(2024, 1, 1)):
        with pytest.raises(Refused, match="任职到2022-12-31已经结束"):
            end_post(post, actor=operator(), on=on)
    post.refresh_from_db()
    assert post.until == date(2023, 1, 1)


def test_no_post_outlives_its_organization(organization: Organization) -> None:
    kept = make_post(organization, kind="head", since=date(2020, 1, 1))
    never = make_post(organization, kind=LEGAL, since=date(2024, 1, 1))
    close_organization(
        organization, actor=operator(), on=date(2023, 1, 1), closing=Closing.DEREGISTERED
    )
    kept.refresh_from_db()
    assert kept.until == date(2023, 1, 1)
    assert not Post.rows().filter(pk=never.pk).exists()


@pytest.mark.parametrize("role", ["committee", "civil", "guide"])
def test_a_division_reads_of_leaders_and_not_of_staff(
    organization: Organization, role: str
) -> None:
    leader = make_post(organization, kind=LEGAL)
    make_post(organization)
    for place in (CITY, HAISHU):
        actor = make_actor(f"{role}-{place}", role, place)
        assert list(Post.objects.seen_by(actor)) == [leader]
        persons = [] if role == "guide" else [leader.person]
        assert list(Person.objects.seen_by(actor)) == persons
    neighbor = make_actor("neighbor", role, JIANGBEI)
    assert not Post.objects.seen_by(neighbor).exists()
    assert not Person.objects.seen_by(neighbor).exists()


def test_a_post_is_open_until_it_ends(organization: Organization) -> None:
    assert make_post(organization, kind="head").until == OPEN
