"""Recording activities, as those who may."""

from uuid import uuid4

import pytest
from django.test import Client

from dangjianyun.orglife.models import Activity
from tests.city import City

pytestmark = pytest.mark.django_db
WORDS = {
    "name": "示例义诊",
    "year": "2026",
    "schedule": "6月30日（暂定）",
    "venue": "图书馆广场或吾悦广场",
    "content": "",
}


@pytest.mark.parametrize("name", ["secretary", "organization", "trade"])
def test_who_has_no_division_records_the_own_activity(
    city: City, client: Client, name: str
) -> None:
    client.force_login(city.accounts[name])
    body = WORDS | {"organizer": "本单位", "_key": uuid4().hex}
    response = client.post("/orglife/activities/new/", body)
    assert response.status_code == 302, response.content.decode()
    row = Activity.rows().get(organizer="本单位")
    assert (row.is_tentative, str(row.first_on)) == (True, "2026-06-30")
    assert client.get(f"/orglife/activities/{row.number}/").status_code == 200


def test_a_division_account_records_in_its_own_division_only(city: City, client: Client) -> None:
    client.force_login(city.accounts["haishu"])
    body = WORDS | {"organizer": "某某", "region": "330205", "_key": uuid4().hex}
    assert client.post("/orglife/activities/new/", body).status_code == 422
    assert Activity.rows().filter(organizer="某某").count() == 0
    body |= {"region": "330203", "_key": uuid4().hex}
    assert client.post("/orglife/activities/new/", body).status_code == 302


@pytest.mark.parametrize("month", ["0001-01", "2021-13", "abc", "9999-12"])
def test_a_month_that_does_not_exist_is_a_helpful_404(
    city: City, client: Client, month: str
) -> None:
    client.force_login(city.accounts["city"])
    response = client.get(f"/orglife/activities/calendar/?month={month}")
    assert response.status_code == 404
