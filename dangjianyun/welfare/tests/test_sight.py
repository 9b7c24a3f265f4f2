"""Who sees who wishes, when, and what the log keeps of it."""

from typing import Any

import pytest
from django.test import Client

from dangjianyun.access.models import AuditEntry
from dangjianyun.foundation.errors import Unseen
from dangjianyun.welfare.actions.offer import pass_on, unmask_wisher
from dangjianyun.welfare.models import Offer, Wish, Wisher
from dangjianyun.welfare.queries.board import board, published
from dangjianyun.welfare.tests import flow
from tests.city import ACCOUNTS, City

pytestmark = pytest.mark.django_db
SECRETS = ("许海曙愿", "19900009999", "海曙示例小区3幢", "独居", "199****9999", "许＊")


def seers(city: City, model: Any, row: Any) -> set[str]:
    """The accounts that may read the row now."""
    return {name for name in ACCOUNTS if model.objects.seen_by(city.actor(name)).filter(pk=row.pk)}


def test_who_wishes_is_seen_by_few_and_while_it_is_needed(city: City) -> None:
    wisher = Wisher.rows().get(wish=city.wishes["haishu"])
    center = {"city", "haishu", "street"}
    assert seers(city, Wisher, wisher) == {*center, "secretary"}
    claim = flow.claimed(city)
    assert seers(city, Wisher, wisher) == {"secretary", "organization"}
    flow.fulfil_wish(
        claim,
        actor=city.actor("organization"),
        done="送去一台微波炉",
        done_on=claim.since,
        helped=1,
    )
    assert seers(city, Wisher, wisher) == {*center, "secretary", "organization"}
    flow.close_wish(city.wishes["haishu"], actor=city.actor("haishu"), opinion="很满意，谢谢")
    assert seers(city, Wisher, wisher) == {"secretary"}


def test_the_neighbor_sees_a_published_wish_on_the_board_only(city: City) -> None:
    row = flow.published(city)
    readers = {"city", "haishu", "street", "secretary", "guide"}
    assert seers(city, Wish, row) == readers
    flow.claim_wish(city.organizations["haishu"][1], actor=city.actor("organization"), wish=row)
    assert seers(city, Wish, row) == {*readers, "organization"}
    shown = published(row.number)
    assert shown is not None
    assert shown.state == "claimed"
    told = str(vars(shown))
    assert city.units["haishu_branch"].name not in told
    assert city.organizations["haishu"][1].name not in told


def test_a_collector_elsewhere_is_not_named(city: City, client: Client) -> None:
    """海曙's organization claims a wish of 江北: neither learns the other's name."""
    claim = flow.claimed(city, "jiangbei")
    address = f"/welfare/wishes/{claim.wish.number}/"
    client.force_login(city.accounts["organization"])
    page = client.get(address).content.decode()
    assert "其他区域的党组织" in page
    assert city.units["jiangbei_branch"].name not in page
    client.force_login(city.accounts["jiangbei"])
    page = client.get(address).content.decode()
    assert "其他区域的社会组织" in page
    assert city.organizations["haishu"][1].name not in page
    client.force_login(city.accounts["haishu"])
    assert client.get(address).status_code == 404


def test_no_page_shows_a_value_without_a_purpose(city: City, client: Client) -> None:
    flow.claimed(city)
    number = city.wishes["haishu"].number
    for name in ACCOUNTS:
        client.force_login(city.accounts[name])
        for where in (
            *("/welfare/wishes/", "/welfare/wishes/board/", "/welfare/wishes/check/"),
            *(f"/welfare/wishes/{number}/", f"/welfare/wishes/{number}/edit/", "/"),
            f"/search/?q={SECRETS[1]}",
        ):
            page = client.get(where).content.decode()
            masked = name in {"secretary", "organization"}
            found = [one for one in SECRETS[:4] if one in page and "search" not in where]
            assert found == [], (name, where)
            assert masked or SECRETS[4] not in page, (name, where)


def test_a_purpose_opens_one_field_for_a_minute_and_is_logged(city: City, client: Client) -> None:
    number = city.wishes["haishu"].number
    client.force_login(city.accounts["secretary"])
    address = f"/welfare/wishes/{number}/wisher/phone/"
    assert client.post(address, {"purpose": "other", "_key": "a"}).status_code == 422
    answer = client.post(address, {"purpose": "回访许愿人", "_key": "b"})
    page = client.get(answer["Location"]).content.decode()
    assert "19900009999" in page
    assert "独居" not in page
    entry = AuditEntry.objects.filter(operation="read", table="welfare.Wisher").get()
    assert (entry.actor, "回访" in str(entry.changes)) == ("secretary", True)
    client.force_login(city.accounts["haishu"])
    assert "19900009999" not in client.get(answer["Location"]).content.decode()


def test_who_lost_the_right_opens_nothing(city: City) -> None:
    wisher = Wisher.rows().get(wish=city.wishes["haishu"])
    flow.published(city)
    with pytest.raises(Unseen):
        unmask_wisher(wisher, actor=city.actor("haishu"), field="phone", purpose="再看一看")


def test_an_offer_is_the_centers_until_it_is_passed_on(city: City) -> None:
    offer = city.offers["haishu"]
    center = {"city", "haishu", "street"}
    assert seers(city, Offer, offer) == center
    flow.claimed(city)
    pass_on(offer, actor=city.actor("haishu"))
    assert seers(city, Offer, offer) == {*center, "secretary", "organization"}


def test_the_public_board_has_no_column_of_persons(city: City) -> None:
    flow.published(city)
    told = "".join(str(vars(one)) for one in board())
    assert [one for one in SECRETS if one in told] == []


def test_the_log_keeps_commitments_only(city: City) -> None:
    said = "".join(
        str(entry.changes) for entry in AuditEntry.objects.filter(table="welfare.Wisher")
    )
    assert "commitment" in said
    assert [one for one in SECRETS[:4] if one in said] == []
