"""Who may open which door, and that a closed one says nothing of what is behind it."""

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

import pytest
from django.test import Client
from django.urls import reverse

from dangjianyun.access.actions import create_token
from tests import doors
from tests.city import ACCOUNTS, DISTRICTS, EACH, NAMES, City
from tests.routes import ROUTES

pytestmark = pytest.mark.django_db
PAGES = sorted(doors.declared())
OTHER = {"haishu": "jiangbei", "jiangbei": "haishu"}
LISTS = [
    *("registry:organization_list", "party:unit_list", "party:unit_tree", "party:member_list"),
    *("coverage:instructor_list", "coverage:gap_list", "orglife:activity_list", "search"),
]
API = (
    *("organizations", "units", "members", "instructors", "assignments", "activities", "posts"),
    *("affiliations", "coverings", "guidances", "guidelines", "offices", "enrollments"),
    "member-records",
)


@pytest.fixture
def clients(city: City) -> dict[str, Client]:
    return {name: doors.enter(city, name) for name in ACCOUNTS}


def test_every_route_is_declared() -> None:
    assert sorted(key for key, _, _ in PAGES) == sorted(ROUTES)


@pytest.mark.parametrize(("key", "name", "asked"), PAGES, ids=[key for key, _, _ in PAGES])
def test_each_account_gets_what_is_declared(
    city: City, clients: dict[str, Client], key: str, name: str, asked: tuple[str, ...]
) -> None:
    assert doors.rows_of(city, clients, name, asked) == ROUTES.get(key, "not declared")


@pytest.mark.parametrize(("key", "name", "asked"), PAGES, ids=[key for key, _, _ in PAGES])
def test_a_door_closed_for_reading_is_closed_for_writing_and_none_breaks(
    city: City, clients: dict[str, Client], key: str, name: str, asked: tuple[str, ...]
) -> None:
    rows = ROUTES.get(key, "")
    row = rows if isinstance(rows, str) else rows[0]
    where = doors.address(city, "haishu", name, asked)
    for account, letter in zip(ACCOUNTS, re.findall(r"\d{3}|[a-z]", row), strict=True):
        status = doors.opened(clients[account], "POST", where)
        if letter in {"f", "u"}:
            assert (account, doors.LETTERS.get(status, status)) == (account, letter)
        assert status < 500 or name == "readyz", (account, status)


def test_without_an_account_every_page_leads_to_the_sign_in(city: City) -> None:
    public = {"sign_in", "workbench", "sign_out", "first_sign_in", "healthz", "readyz"}
    for _, name, asked in PAGES:
        where = doors.address(city, "haishu", name, asked)
        answer = Client().get(where)
        if name not in public:
            assert (name, answer.status_code) == (name, 302)
            assert answer["Location"].startswith("/?next=")


# ------------------------------------------------------------------ two neighbors


def marks(city: City, district: str) -> list[str]:
    """What only a district's own rows say."""
    name = NAMES[district]
    return [
        *(f"{name}示例服务中心", f"{name}示例联合", f"{name}示例公益日", f"测试{name}"),
        *(row.code for row in city.organizations[district]),
        *(str(row.ref) for row in city.members[district]),
    ]


def leaks(city: City, district: str, text: str, asked: str = "") -> list[str]:
    told = text.replace(asked, "") if asked else text
    return [mark for mark in marks(city, district) if mark in told]


def pages_open_to(city: City, client: Client) -> Iterator[tuple[str, str]]:
    for _, name, asked in PAGES:
        for district in DISTRICTS:
            answer = client.get(doors.address(city, district, name, asked))
            if not answer.streaming:
                yield name, answer.content.decode(errors="replace")


@pytest.mark.parametrize("who", OTHER)
def test_no_page_shows_a_row_of_the_neighbor(
    city: City, clients: dict[str, Client], who: str
) -> None:
    shown = {
        name: found
        for name, text in pages_open_to(city, clients[who])
        if (found := leaks(city, OTHER[who], text))
    }
    assert shown == {}


@pytest.mark.parametrize("who", OTHER)
@pytest.mark.parametrize("name", LISTS)
def test_searching_for_the_neighbor_reads_like_searching_for_nothing(
    city: City, clients: dict[str, Client], who: str, name: str
) -> None:
    def told(word: str) -> str:
        text = clients[who].get(reverse(name), {"q": word}).content.decode()
        text = re.sub(r'name="(_key|csrfmiddlewaretoken)" value="[^"]*"', "", text)
        text = re.sub(r'"X-CSRFToken": "[^"]*"', "", text)
        text = re.sub(r"\d\d:\d\d", "", text)  # the minute may turn between two requests
        for form in (word, quote(word)):
            text = text.replace(form, "*")
        return text

    theirs = [
        f"{NAMES[OTHER[who]]}示例服务中心3",
        city.organizations[OTHER[who]][1].code,
        f"测试{NAMES[OTHER[who]]}1",
        city.instructors[OTHER[who]].number,
    ]
    # The same kind of word, so that a rule about codes or numbers says the same of both.
    nothing = ["外海示例服务中心3", "52330299MJ0000001X", "测试外海1", "I9"]
    for word, none in zip(theirs, nothing, strict=True):
        assert told(word) == told(none)


def told_of(client: Client, name: str, asked: dict[str, str]) -> tuple[int, str, list[str]]:
    """What a page answers, apart from the words that were typed into its address."""
    answer = client.get(reverse(name, kwargs=asked))
    said = answer.content.decode()
    for typed in asked.values():
        said = said.replace(f"“{typed}”", "“*”")
    return answer.status_code, said, sorted(answer.headers)


@pytest.mark.parametrize("who", OTHER)
def test_what_the_neighbor_has_reads_like_what_nobody_has(
    city: City, clients: dict[str, Client], who: str
) -> None:
    district = OTHER[who]
    theirs = {
        "registry:organization_file": {"code": city.organizations[district][0].code},
        "party:unit_file": {"number": city.units[f"{district}_branch"].number},
        "party:member_file": {"ref": city.members[district][0].ref},
        "coverage:instructor_file": {"number": city.instructors[district].number},
        "orglife:activity_file": {"number": city.activities[district].number},
        "insight:division_file": {"code": DISTRICTS[district].split("/")[3]},
    }
    for name, kwargs in theirs.items():
        nothing = {key: "ffffffff" if key == "ref" else "999999" for key in kwargs}
        first, second = [told_of(clients[who], name, asked) for asked in (kwargs, nothing)]
        assert (name, first) == (name, second)


@pytest.mark.parametrize("who", OTHER)
@pytest.mark.parametrize(
    ("name", "condition"),
    [
        ("registry:organization_list", "region"),
        ("coverage:instructor_list", "region"),
        ("coverage:gap_list", "region"),
        ("orglife:activity_list", "region"),
        ("orglife:activity_calendar", "region"),
        ("party:unit_list", "place"),
        ("party:member_counts", "place"),
    ],
)
def test_narrowing_to_the_neighbor_reads_like_narrowing_to_nowhere(
    city: City, clients: dict[str, Client], who: str, name: str, condition: str
) -> None:
    code = DISTRICTS[OTHER[who]].split("/")[3]

    def told(where: str) -> tuple[int, str]:
        answer = clients[who].get(reverse(name), {condition: where})
        return answer.status_code, answer.content.decode().replace(where, "*")

    assert told(code) == told("339999")
    assert told(code)[0] == 404
    assert told(DISTRICTS[who].split("/")[3])[0] == 200


@pytest.mark.parametrize("who", OTHER)
def test_a_district_counts_its_own_only(city: City, clients: dict[str, Client], who: str) -> None:
    text = clients[who].get(reverse("registry:organization_list")).content.decode()
    assert f"共{EACH}家" in text


# ------------------------------------------------------------------ the API


def bearer(city: City, name: str) -> dict[str, str]:
    account, actor = city.accounts[name], city.actor(name)
    secret = create_token(account, actor=actor, label="试")
    return {"Authorization": f"Bearer {secret}"}


@pytest.mark.parametrize("who", OTHER)
@pytest.mark.parametrize("noun", API)
def test_the_api_lists_no_row_of_the_neighbor(city: City, who: str, noun: str) -> None:
    answer = Client().get(f"/api/v1/{noun}", headers=bearer(city, who))
    assert answer.status_code == 200
    assert leaks(city, OTHER[who], answer.content.decode()) == []


@pytest.mark.parametrize("noun", API)
def test_the_api_answers_nobody_without_a_token(city: City, noun: str) -> None:
    for headers in ({}, {"Authorization": "Bearer nothing"}):
        assert Client().get(f"/api/v1/{noun}", headers=headers).status_code == 401


@pytest.mark.parametrize("who", OTHER)
def test_a_neighbors_region_in_the_api_reads_like_one_that_does_not_exist(
    city: City, who: str
) -> None:
    headers = bearer(city, who)

    def told(region: str) -> tuple[int, Any]:
        answer = Client().get("/api/v1/indicators", {"region": region}, headers=headers)
        return answer.status_code, answer.content.decode().replace(region, "*")

    assert told(DISTRICTS[OTHER[who]].split("/")[3]) == told("339999")


@pytest.mark.parametrize("who", ["sysadmin", "secadmin", "auditor"])
@pytest.mark.parametrize("noun", API)
def test_administrators_get_no_business_row_from_the_api(city: City, who: str, noun: str) -> None:
    answer = Client().get(f"/api/v1/{noun}", headers=bearer(city, who))
    # Everybody may read members whose record was opened for them: for these three, none.
    assert (answer.status_code, noun) in {(403, noun), (200, "members")}
    if answer.status_code == 200:
        assert [found for found in answer.json().values() if isinstance(found, list)] == [[]]
