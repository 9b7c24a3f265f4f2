"""Two people at the same activity."""

import pytest
from django.test import Client

from dangjianyun.access.queries import operator
from dangjianyun.orglife.actions.activity import correct_activity
from dangjianyun.orglife.models import Activity
from tests.city import City
from tests.opened import opened

pytestmark = pytest.mark.django_db


def test_what_somebody_else_corrected_of_an_activity_stays(city: City, client: Client) -> None:
    client.force_login(city.accounts["haishu"])
    row = city.activities["haishu"]
    address = f"/orglife/activities/{row.number}/edit/"
    correct_activity(row, actor=operator(), fields={"content": "义诊\n义剪"})
    mine = opened(client, address)
    # A browser ends lines in its own way.
    assert mine["held-content"] == "义诊\n义剪"
    mine["content"] = mine["held-content"] = "义诊\r\n义剪"
    given = {"year": 2022, "path": f"{row.path}"}
    correct_activity(row, actor=operator(), fields={**given, "venue": "吾悦广场"})

    assert client.post(address, {**mine, "schedule": "7月1日", "_key": "a1"}).status_code == 302

    now = Activity.rows().get(pk=row.pk)
    assert (now.venue, now.year, str(now.first_on)) == ("吾悦广场", 2022, "2022-07-01")

    mine = {**opened(client, address), "content": "义诊"}
    mine["held-content"] = "义诊\r\n义剪"
    assert client.post(address, {**mine, "_key": "a2"}).status_code == 302
    assert Activity.rows().get(pk=row.pk).content == "义诊"


def test_a_place_and_a_day_changed_by_two_come_back(city: City, client: Client) -> None:
    client.force_login(city.accounts["haishu"])
    row = city.activities["haishu"]
    address = f"/orglife/activities/{row.number}/edit/"
    mine = {**opened(client, address), "schedule": "7月1日", "region": "330203"}
    street = city.organizations["haishu"][-1].path
    correct_activity(row, actor=operator(), fields={"schedule": "7月2日", "path": street})

    answer = client.post(address, {**mine, "_key": "b1"})

    text = answer.content.decode()
    assert answer.status_code == 422
    assert text.count("你填写的时候，这一项已被改成") == 2 * len(("the field", "the summary"))
    assert "“7月2日”。请核对后再提交。" in text
    again = {**mine, **dict(answer.context["form"].held), "_key": "b2"}
    assert client.post(address, again).status_code == 302
    now = Activity.rows().get(pk=row.pk)
    assert (now.schedule, now.path) == ("7月1日", "d/33/3302/330203/")
