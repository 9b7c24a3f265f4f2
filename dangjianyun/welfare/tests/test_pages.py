"""The pages of wishes: collecting on a phone, the queue, the board, the claim."""

import pytest
from django.test import Client

from dangjianyun.access.models import SavedView
from dangjianyun.welfare.models import Claim, Wish, Wisher
from dangjianyun.welfare.tests import flow
from tests.city import City
from tests.opened import opened

pytestmark = pytest.mark.django_db
FORM = {
    "title": "一套绘画用品",
    "kind": "study",
    "text": "水彩笔和素描本，开学以前",
    "people": "1",
    "name": "许童",
    "phone": "19900007777",
    "address": "示例村8号",
    "situation": "孤儿",
    "agreed": "on",
}


def test_a_secretary_collects_and_a_refused_form_keeps_what_was_typed(
    city: City, client: Client
) -> None:
    client.force_login(city.accounts["secretary"])
    start = opened(client, "/welfare/wishes/new/")
    typed = {**start, **FORM, "title": "许童想要绘画用品", "_key": "1"}
    answer = client.post("/welfare/wishes/new/", typed)
    assert answer.status_code == 422
    assert "公开的文字里有许愿人的姓名" in answer.content.decode()
    again = client.get("/welfare/wishes/new/").content.decode()
    assert "许童想要绘画用品" in again
    answer = client.post("/welfare/wishes/new/", {**start, **FORM, "_key": "2"})
    row = Wish.rows().get(title="一套绘画用品")
    assert answer["Location"] == f"/welfare/wishes/{row.number}/"
    assert (row.state, row.unit) == ("collected", city.units["haishu_branch"])
    assert Wisher.rows().get(wish=row).phone.open() == "19900007777"


def test_nobody_is_collected_without_consent(city: City, client: Client) -> None:
    client.force_login(city.accounts["organization"])
    start = opened(client, "/welfare/wishes/new/")
    typed = {**start, **FORM, "_key": "1"}
    del typed["agreed"]
    answer = client.post("/welfare/wishes/new/", typed)
    assert "许愿人同意以后才能登记" in answer.content.decode()
    assert Wish.rows().count() == 2


def test_masks_that_come_back_change_nothing(city: City, client: Client) -> None:
    row = city.wishes["haishu"]
    client.force_login(city.accounts["secretary"])
    address = f"/welfare/wishes/{row.number}/edit/"
    start = opened(client, address)
    assert start["phone"] == "199****9999"
    answer = client.post(address, {**start, "title": "一台电饭煲", "_key": "1"})
    assert answer.status_code == 302
    assert Wisher.rows().get(wish=row).phone.open() == "19900009999"
    assert Wish.rows().get(pk=row.pk).title == "一台电饭煲"


def test_two_clicks_claim_once_and_a_late_one_is_told_what_to_do(
    city: City, client: Client
) -> None:
    number = flow.published(city).number
    client.force_login(city.accounts["organization"])
    board = client.get("/welfare/wishes/board/").content.decode()
    assert "认领：" in board
    address = f"/welfare/wishes/{number}/claim/"
    first = client.post(address, {"sure": "1", "_key": "1"})
    second = client.post(address, {"sure": "1", "_key": "2"})
    assert (first.status_code, second.status_code) == (302, 302)
    assert first["Location"] == second["Location"] == f"/welfare/wishes/{number}/"
    assert Claim.rows().count() == 1
    client.force_login(city.accounts["secretary"])
    late = client.post(address, {"sure": "1", "_key": "3"})
    told = late.content.decode()
    assert late.status_code >= 400
    assert "已经有组织认领，请到认领榜另选一个" in told
    assert city.organizations["haishu"][1].name not in told


def test_a_view_is_kept_and_dropped(city: City, client: Client) -> None:
    client.force_login(city.accounts["haishu"])
    address = "/welfare/wishes/view/?state=collected"
    assert client.post(address, {"name": "要审的", "_key": "1"}).status_code == 302
    assert "我的：要审的" in client.get("/welfare/wishes/").content.decode()
    assert client.post(address, {"drop": "要审的", "_key": "2"}).status_code == 302
    assert SavedView.objects.count() == 0


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_asks_as_often_for_one_row_as_for_three(
    city: City, client: Client, rows: int, django_assert_num_queries: object
) -> None:
    for n in range(rows - 1):
        flow.collected(city, title=f"一辆自行车{n}")
    client.force_login(city.accounts["haishu"])
    client.get("/welfare/wishes/")
    with django_assert_num_queries(9):  # type: ignore[operator]
        client.get("/welfare/wishes/")
