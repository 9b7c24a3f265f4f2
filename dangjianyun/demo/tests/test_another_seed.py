"""Another seed gives other names and the same figures; the same seed the same names."""

from dataclasses import dataclass

import pytest
from django.db import transaction

from dangjianyun.access.queries import operator
from dangjianyun.demo import figures
from dangjianyun.demo.load import SEED, main
from dangjianyun.demo.plan import Plan
from dangjianyun.demo.tests.test_demonstration import SAID
from dangjianyun.foundation.days import today
from dangjianyun.insight.queries import numbers
from dangjianyun.territory.actions import load_divisions

pytestmark = [pytest.mark.slow, pytest.mark.django_db]


@dataclass(frozen=True)
class Told:
    """Who a plan tells of."""

    organizations: list[str]
    people: list[str]


def told(plan: Plan) -> Told:
    """Names in the order in which they will be recorded."""
    return Told(
        [one.row.name for one in plan.planned], [person.name for person in plan.people.persons]
    )


def test_another_seed_says_the_same_figures() -> None:
    with transaction.atomic():
        main(seed=7)
        found = numbers(operator(), list(SAID), [figures.CITY], [figures.ARTICLE_DAY])
        assert {name: found[name, figures.CITY, figures.ARTICLE_DAY] for name in SAID} == SAID
        transaction.set_rollback(True)


def test_another_seed_gives_other_names_and_the_same_seed_the_same() -> None:
    load_divisions()
    one, again, other = (told(Plan(seed, today())) for seed in (SEED, SEED, 7))
    assert one == again
    assert len(set(one.organizations) & set(other.organizations)) < len(one.organizations) / 2
    same = sum(a == b for a, b in zip(one.people, other.people, strict=False))
    assert same < len(one.people) / 50
