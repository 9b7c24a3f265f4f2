"""Histories name only what their reader may see."""

from datetime import date

import pytest
from django.test import Client

from dangjianyun.access.queries import operator
from dangjianyun.coverage.actions import assign
from dangjianyun.coverage.models import Assignment
from dangjianyun.party.actions.relation import cover, end_covering
from dangjianyun.party.models import Covering
from dangjianyun.territory.queries import division_of_path
from tests.city import CITY, City

pytestmark = pytest.mark.django_db
ELSEWHERE = "一家不在你的范围内的社会组织"


@pytest.fixture
def theirs(city: City) -> str:
    """The name of jiangbei's organization that haishu's unit covered and instructor visits."""
    one = city.organizations["jiangbei"][5]
    unit = city.units["haishu_joint"]
    line = Covering(unit=unit, organization=one, since=date(2021, 1, 1))
    (line,) = cover(unit, actor=operator(), coverings=[line])
    end_covering(line, actor=operator(), on=date(2022, 1, 1))
    sent = Assignment(
        instructor=city.instructors["haishu"], organization=one, since=date(2021, 1, 1)
    )
    assign(division_of_path(CITY), actor=operator(), assignments=[sent])
    return one.name


@pytest.mark.parametrize("name", ["haishu", "city"])
def test_a_history_names_no_organization_of_another_district(
    city: City, client: Client, theirs: str, name: str
) -> None:
    client.force_login(city.accounts[name])
    unit = city.units["haishu_joint"].number
    for page in (f"/party/units/{unit}/history/", f"/coverage/instructors/{_number(city)}/"):
        told = client.get(page).content.decode()
        # What stands outside the history is told by others.
        told = told[told.index("dj-log") :]
        assert (theirs in told) == (name == "city"), page
        assert (ELSEWHERE in told) == (name == "haishu"), page


def test_who_reads_no_instructors_finds_none_in_the_history_of_an_organization(
    city: City, client: Client, theirs: str
) -> None:
    client.force_login(city.accounts["jiangbei"])
    code = city.organizations["jiangbei"][5].code
    told = client.get(f"/registry/organizations/{code}/?tab=history").content.decode()
    assert city.instructors["haishu"].name not in told
    assert "一名不在你的范围内的指导员" in told


def _number(city: City) -> str:
    return city.instructors["haishu"].number
