"""The pages of numbers for every account: what opens, what does not, how many queries it takes."""

import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.html import escape

from dangjianyun.foundation.days import today
from dangjianyun.foundation.errors import Unseen
from dangjianyun.insight import queries
from dangjianyun.insight.divisions import division_numbers
from dangjianyun.insight.views import wall as wall_view
from dangjianyun.insight.views.wall import side_by_side
from tests.city import ACCOUNTS, CITY, City

ADMINISTRATORS = {"sysadmin", "secadmin", "auditor"}
TREES = {"trade", "secretary", "instructor", "organization"}
BUSINESS = [name for name in ACCOUNTS if name not in ADMINISTRATORS]


@pytest.fixture
def sign_in(city: City) -> Any:
    """A client signed in as an account of the city."""

    def client(name: str) -> Client:
        browser = Client()
        browser.force_login(
            city.accounts[name], backend="django.contrib.auth.backends.ModelBackend"
        )
        return browser

    return client


def queries_of(client: Client, address: str) -> tuple[int, str]:
    """How many queries a page takes the second time, and the page."""
    client.get(address)
    with CaptureQueriesContext(connection) as said:
        answer = client.get(address)
    assert answer.status_code == 200
    return len(said), answer.content.decode()


@pytest.mark.parametrize("name", ACCOUNTS)
def test_the_workbench_opens_for_every_account(sign_in: Any, name: str) -> None:
    page = sign_in(name).get("/").content.decode()
    assert "<h1>工作台</h1>" in page
    assert ("数字</h2>" in page) == (name not in ADMINISTRATORS)


@pytest.mark.parametrize("name", BUSINESS)
def test_the_own_numbers_open_and_every_link_to_records_shows_as_many(
    city: City, sign_in: Any, name: str
) -> None:
    client, actor = sign_in(name), city.actor(name)
    assert client.get("/divisions/").status_code == 200
    place = queries.home(actor)
    for one in ("registry.organizations", "party.members", "party.members_among_staff"):
        value = queries.numbers(actor, [one], [place], [today()])[one, place, today()]
        page = client.get(f"/records/{one}/").content.decode()
        noun = "家" if one.startswith("registry") else "名"
        assert (f"共{value}{noun}" in page) == bool(value)
        if value is None:
            # Not the account's to count: records are not there, rather than none.
            with pytest.raises(Unseen):
                queries.records(actor, one, place, today())
        else:
            assert len(queries.records(actor, one, place, today())) == value


@pytest.mark.parametrize("name", sorted(ADMINISTRATORS))
def test_administrators_see_no_business_numbers(sign_in: Any, name: str) -> None:
    client = sign_in(name)
    for address in ("/divisions/", "/divisions/330200/", "/wall/", "/records/party.members/"):
        assert client.get(address).status_code == 403
    assert client.get("/rules/").status_code == 200
    assert client.get("/indicators/").status_code == 200


@pytest.mark.parametrize("name", ["haishu", "trade", "street"])
def test_a_division_out_of_scope_answers_the_same_as_one_that_does_not_exist(
    sign_in: Any, name: str
) -> None:
    client = sign_in(name)
    nowhere = client.get("/divisions/999999/")
    assert nowhere.status_code == 404
    for page in ("/divisions/330205/", "/records/party.members/?region=330205"):
        answer = client.get(page)
        said = answer.content.decode().replace("330205", "999999")
        assert (answer.status_code, said) == (404, nowhere.content.decode())
    assert "没有区划“999999”，或不在你的范围内" in nowhere.content.decode()


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("/divisions/330200/?on=2021-02-30", "“2021-02-30”不是一个日期"),
        ("/divisions/330200/?on=tomorrow", "“tomorrow”不是一个日期"),
        ("/wall/?on=2099-01-01", "2099-01-01还没有到，只能查看今天"),
        ("/records/party.members/?on=1", "“1”不是一个日期"),
        ("/records/party.membres/", "没有指标“party.membres”。全部指标见指标词典。"),
        ("/records/party.members/?part=rest", "“党员”不是比率"),
        ("/rules/?on=x", "“x”不是一个日期"),
    ],
)
def test_what_does_not_exist_is_a_404_that_says_how_to_go_on(
    sign_in: Any, address: str, said: str
) -> None:
    answer = sign_in("city").get(address)
    assert answer.status_code == 404
    assert escape(said) in answer.content.decode()


def test_before_the_first_fact_a_page_shows_zeros_and_says_so(sign_in: Any) -> None:
    page = sign_in("city").get("/divisions/330200/?on=1980-01-01").content.decode()
    assert "没有在册的社会组织，各项数字都是0" in page
    assert "系统里这里最早的登记始于" in page
    assert (page.count("这三年没有数据"), page.count("data-chart")) == (2, 0)


def test_every_number_of_the_sentence_is_a_link_to_its_records(sign_in: Any) -> None:
    page = sign_in("city").get("/divisions/330200/?on=2021-06-30").content.decode()
    sentence = page.partition('<p class="dj-say">')[2].partition("</p>")[0]
    numbers = [text for text in sentence.replace("<a ", "家<a ").split("家") if text[-1:].isdigit()]
    assert sentence.count("/records/") == len(numbers)
    assert sentence.count("on=2021-06-30") == len(numbers)


@pytest.mark.parametrize(
    ("address", "most"),
    [
        ("/divisions/330200/", 9),
        ("/divisions/330203/?on=2021-06-30", 9),
        ("/wall/", 9),
        ("/records/registry.organizations/", 7),
        ("/records/party.members/", 10),
        ("/indicators/", 4),
    ],
)
def test_a_page_takes_as_many_queries_however_much_it_shows(
    sign_in: Any, address: str, most: int
) -> None:
    taken, _ = queries_of(sign_in("city"), address)
    assert taken <= most


def test_the_wall_shows_the_numbers_of_the_division_page_and_renews_itself(sign_in: Any) -> None:
    client = sign_in("city")
    wall = client.get("/wall/").content.decode()
    assert 'hx-trigger="every 30s"' in wall
    renewed = client.get("/wall/", headers={"HX-Request": "true"}).content.decode()
    links = re.findall(r'<dd><a href="([^"]+)">([^<]+)<', renewed)
    shown = [figure for _, figure in links]
    page = client.get("/divisions/330200/").content.decode()
    assert "<html" not in renewed
    assert len(shown) == 14
    assert [figure for figure in shown if f">{figure}<" not in page] == []
    assert [link for link, _ in links if f'href="{link}"' not in page] == []


def test_sorting_turns_the_comparison_round(sign_in: Any) -> None:
    client = sign_in("city")

    def order(sort: str) -> list[int]:
        page = client.get(f"/divisions/330200/?sort={sort}").content.decode()
        table = page.partition("区（县、市）比较表")[2].partition("</table>")[0]
        return [table.index(f">{name}</a>") for name in ("海曙区", "慈溪市")]

    assert order("name")[0] < order("name")[1]
    assert order("-name")[0] > order("-name")[1]


def test_the_wall_of_a_street_names_what_is_due_there(sign_in: Any) -> None:
    wall = sign_in("street").get("/wall/").content.decode()
    assert "应建未建走势" in wall
    assert "各下级区划覆盖率" not in wall
    assert wall.count('class="dj-feed dj-feed--wide"') == 1


def test_a_wall_without_room_for_all_divisions_shows_the_lowest_and_says_so(
    city: City, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown = division_numbers(city.actor("city"), CITY, today())
    assert (len(side_by_side(shown)["rows"]), side_by_side(shown)["lowest"]) == (10, 0)
    monkeypatch.setattr(wall_view, "MOST", 3)
    rates = [row.rate for row in shown.compared("rate")][:3]
    assert [row.rate for row in side_by_side(shown)["rows"]] == rates
    assert side_by_side(shown)["lowest"] == 3


def test_a_division_that_is_gone_says_since_when(sign_in: Any) -> None:
    client = sign_in("city")
    gone = client.get("/divisions/330204/").content.decode()
    assert re.search(r"2016-\d\d-\d\d起已撤销", gone)
    assert "起已撤销" not in client.get("/divisions/330204/?on=2015-01-01").content.decode()


@pytest.mark.parametrize("account", ["organization", "instructor"])
def test_a_number_that_an_account_may_not_count_is_not_shown_as_nothing(
    city: City, client: Client, account: str
) -> None:
    client.force_login(city.accounts[account])
    actor, on = city.actor(account), today()
    told = queries.numbers(actor, ["party.members", "registry.organizations"], [""], [on])

    assert told["party.members", "", on] is None
    assert told["registry.organizations", "", on]
    assert "/records/party.members/" not in client.get("/divisions/").content.decode()
    assert "/records/party.members/" not in client.get("/indicators/").content.decode()
    assert client.get("/records/party.members/").status_code == 404


def test_a_secretary_and_a_trade_committee_count_their_members(city: City, client: Client) -> None:
    for account in ("secretary", "trade"):
        client.force_login(city.accounts[account])
        assert client.get("/records/party.members/").status_code == 200
