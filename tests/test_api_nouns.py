"""Every noun of the HTTP API as a list and as an item: two neighbors, and one without the right."""

import json
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.test import Client

from dangjianyun.access.actions import create_token
from dangjianyun.access.models import AuditEntry
from dangjianyun.access.queries import operator
from dangjianyun.foundation.veiled import key_of
from dangjianyun.party.actions.enrollment import ask_enrollment
from dangjianyun.party.actions.relation import affiliate, guide
from dangjianyun.party.actions.unit import issue_guidelines
from dangjianyun.party.models import Enrollment, Guidance, Guideline, Office
from dangjianyun.registry.models import Post
from dangjianyun.registry.rules import make_identity_number
from tests.city import DISTRICTS, NAMES, City

pytestmark = pytest.mark.django_db
Get = Callable[..., tuple[int, Any]]
OTHER = {"haishu": "jiangbei", "jiangbei": "haishu"}
DATED = ("posts", "affiliations", "coverings", "guidances", "guidelines", "offices")
NOUNS = (*DATED, "assignments", "enrollments")
NAMED = {"guidelines": "number", "enrollments": "ref"}


@pytest.fixture
def full(city: City) -> City:
    """The city, with a row of every noun in both districts."""
    actor = operator()
    for number, district in enumerate(DISTRICTS, 1):
        body, rows = city.units[district], city.organizations[district]
        since = date(2022, 3, 1)
        affiliate(
            rows[5], actor=actor, unit=body, route="comprehensive", on=since, reason="归口管理"
        )
        line = Guidance(unit=body, guide=city.units["guiding"], since=since, until=date(2023, 3, 1))
        guide(body, actor=actor, guidances=[line])
        paper = Guideline(
            number=f"YJ{number}", title=f"{NAMES[district]}示例公益日指导意见", trade="社会工作",
            issuer=body, path=DISTRICTS[district], since=since,
        )  # fmt: skip
        issue_guidelines(body, actor=actor, guidelines=[paper])
        code = DISTRICTS[district].split("/")[3]
        asked = Enrollment(
            name=f"测试{NAMES[district]}新", phone=f"1990009{number:04d}", since=date(2024, 1, 1),
            identity_number=make_identity_number(code, date(1991, 2, 3), 0),
            joined_on=date(2015, 7, 1), full_on=date(2016, 7, 1),
        )  # fmt: skip
        ask_enrollment(city.units[f"{district}_branch"], actor=actor, enrollment=asked)
    return city


@pytest.fixture
def get(full: City, client: Client) -> Get:
    """`get("haishu", "posts")` gives (status, JSON)."""
    secrets: dict[str, str] = {}

    def run(name: str, path: str) -> tuple[int, Any]:
        if name not in secrets:
            secrets[name] = create_token(full.accounts[name], actor=full.actor(name))
        bearer = {"Authorization": f"Bearer {secrets[name]}"}
        answer = client.get(f"/api/v1/{path}", headers=bearer)
        return answer.status_code, answer.json()

    return run


def key(noun: str, row: dict[str, Any]) -> str:
    return str(row[NAMED.get(noun, "key")])


@pytest.mark.parametrize("noun", NOUNS)
@pytest.mark.parametrize("who", OTHER)
def test_each_row_of_a_list_is_an_item_and_none_is_the_neighbors(
    get: Get, full: City, who: str, noun: str
) -> None:
    _, page = get(who, noun)
    assert page["items"]
    for row in page["items"]:
        assert get(who, f"{noun}/{key(noun, row)}") == (200, row)
        assert NAMES[OTHER[who]] not in str(row)
    theirs = {key(noun, row) for row in get(OTHER[who], noun)[1]["items"]}
    assert theirs.isdisjoint(key(noun, row) for row in page["items"])
    nothing = get(who, f"{noun}/{'0' * 32}")
    assert nothing[0] == 404
    assert {str(get(who, f"{noun}/{one}")) for one in theirs} == {str(nothing)}


@pytest.mark.parametrize("noun", [*NOUNS, "units"])
def test_a_list_narrowed_to_the_neighbor_reads_like_one_narrowed_to_nowhere(
    get: Get, noun: str
) -> None:
    assert get("haishu", f"{noun}?region=330205") == get("haishu", f"{noun}?region=339999")
    assert get("haishu", f"{noun}?region=330205")[0] == 404
    narrowed = get("city", f"{noun}?region=330203")[1]["items"]
    assert narrowed
    assert len(get("city", f"{noun}?region=330200")[1]["items"]) > len(narrowed)
    assert NAMES["jiangbei"] not in str(narrowed)


@pytest.mark.parametrize("noun", [*NOUNS, "member-records"])
@pytest.mark.parametrize("who", ["sysadmin", "secadmin", "auditor"])
def test_without_the_right_there_is_no_list_and_no_item(get: Get, who: str, noun: str) -> None:
    assert get(who, noun)[0] == 403
    assert get(who, f"{noun}/{'0' * 32}")[0] == 403


@pytest.mark.parametrize("noun", [noun for noun in NOUNS if noun != "enrollments"])
def test_a_day_narrows_to_what_held_then_and_a_day_to_come_is_refused(get: Get, noun: str) -> None:
    rows = get("haishu", noun)[1]["items"]
    for day in ("1990-01-01", "2022-03-01", "2023-02-28", "2023-03-01", "2024-01-01"):
        held = [r for r in rows if r["since"] <= day <= (r["last_day"] or "9999")]
        assert (day, get("haishu", f"{noun}?on={day}")[1]["items"]) == (day, held)
    status, told = get("haishu", f"{noun}?on=2999-01-01")
    assert (status, told["errors"][0]["field"]) == (422, "on")


@pytest.mark.parametrize(
    ("where", "named"),
    [
        ("posts?organization={code}", "organization"),
        ("affiliations?organization={other}", "organization"),
        ("affiliations?unit=D2", "unit"),
        ("coverings?unit=J1", "unit"),
        ("guidances?unit=D2", "unit"),
        ("guidances?guide=G1", "guide"),
        ("guidelines?unit=D2", "issuer"),
        ("offices?unit=B1", "unit"),
        ("enrollments?unit=B1", "unit"),
        ("enrollments?state=waiting", "state"),
        ("members?unit=B1", "unit"),
        ("units?upper=D2", "parent"),
        ("assignments?instructor=I1", "instructor"),
    ],
)
def test_a_list_is_narrowed_by_what_its_rows_name(
    get: Get, full: City, where: str, named: str
) -> None:
    rows = full.organizations["haishu"]
    where = where.format(code=rows[0].code, other=rows[5].code)
    found = get("haishu", where)[1]["items"]
    assert {row[named] for row in found} == {where.split("=")[1]}
    assert get("haishu", f"{where}x")[1].get("items", []) == []
    assert get("haishu", f"{where}&nothing=1")[0] == 422


@pytest.mark.parametrize("noun", NOUNS)
def test_a_cursor_leads_through_every_noun_and_tells_no_number(get: Get, noun: str) -> None:
    seen, cursor = [], ""
    while cursor is not None:
        _, page = get("city", f"{noun}?limit=1&cursor={cursor}")
        seen += page["items"]
        cursor = page["next"]
        assert cursor is None or len(cursor) == 32
    assert seen == get("city", noun)[1]["items"]


def test_staffs_posts_are_for_those_who_know_the_member(get: Get, full: City) -> None:
    kinds = {
        who: [row["kind"] for row in get(who, "posts")[1].get("items", ())] for who in full.accounts
    }
    assert (kinds["city"].count("staff"), kinds["city"].count("head")) == (0, 2)
    assert (kinds["haishu"].count("staff"), kinds["haishu"].count("head")) == (8, 1)
    assert kinds["secretary"].count("staff") == 8
    assert set(kinds["civil"]) == set(kinds["guide"]) == {"head"}
    staff = Post.rows().filter(kind="staff", organization__path__startswith=DISTRICTS["haishu"])
    assert get("civil", f"posts/{key_of(staff[0])}")[0] == 404
    assert get("haishu", f"posts/{key_of(staff[0])}")[0] == 200


def test_what_is_masked_on_a_page_is_masked_here(get: Get, full: City) -> None:
    _, posts = get("haishu", "posts")
    assert {row["phone"] for row in posts["items"]} == {f"199****1{n:03d}" for n in range(8)}
    (waiting,) = get("haishu", "enrollments")[1]["items"]
    assert (waiting["phone"], set(waiting["identity_number"][1:-1])) == ("199****0001", {"*"})
    assert len(get("city", "enrollments")[1]["items"]) == 2


def test_who_holds_a_post_is_told_to_those_who_know_the_member(get: Get, full: City) -> None:
    (near,) = get("haishu", "offices?unit=B1")[1]["items"]
    (far,) = get("city", "offices?unit=B1")[1]["items"]
    assert (near["member"], near["name"]) == ("M1000", "测试海曙0")
    assert far == near | {"member": None, "name": None}
    office = Office.rows().get(unit__number="B1")
    assert get("city", f"offices/{key_of(office)}") == (200, far)


def test_whoever_counts_members_without_a_duty_gets_opaque_rows(get: Get, full: City) -> None:
    _, page = get("city", "member-records?limit=200")
    mine = {row["key"] for row in page["items"]}
    assert len(mine) == 16
    assert set(page["items"][0]) == {"key", "label"}
    assert {row["label"] for row in page["items"]} == {
        f"党员（{NAMES[district]}示例服务中心0党支部）" for district in DISTRICTS
    }
    first = page["items"][0]
    assert get("city", f"member-records/{first['key']}") == (200, first)
    assert len(get("city", "member-records?unit=B1")[1]["items"]) == 8
    # Who knows the members gets them by number, and the city's keys are worth nothing to anybody.
    assert get("haishu", "member-records")[1]["items"] == []
    assert {get("haishu", f"member-records/{one}")[0] for one in mine} == {404}
    assert get("haishu", "member-records?unit=B2")[0] == 404
    assert get("guide", "member-records")[0] == 403


def test_reading_one_member_stands_on_the_file_as_on_the_page(get: Get, full: City) -> None:
    entries = AuditEntry.objects.filter(operation="read", action="party.member.read")
    before = entries.count()
    assert get("secretary", "members/M1001")[0] == 200
    assert entries.count() == before
    assert get("haishu", "members/M1001")[0] == 200
    assert entries.count() == before + 1


@pytest.mark.parametrize(
    ("who", "noun", "narrowed"),
    [
        ("haishu", "posts", ""),
        ("haishu", "affiliations", ""),
        ("haishu", "coverings", ""),
        ("city", "guidances", "?unit=D2"),
        ("haishu", "guidelines", ""),
        ("haishu", "offices", "?unit=B1"),
        ("secretary", "enrollments", ""),
    ],
)
def test_what_was_recorded_by_mistake_is_taken_back(
    get: Get, full: City, client: Client, who: str, noun: str, narrowed: str
) -> None:
    row = next(r for r in get(who, f"{noun}{narrowed}")[1]["items"] if r.get("kind") != "staff")

    def post(name: str, reason: str) -> tuple[int, Any]:
        secret = create_token(full.accounts[name], actor=full.actor(name))
        answer = client.post(
            f"/api/v1/{noun}/{key(noun, row)}/withdraw",
            json.dumps({"reason": reason}),
            "application/json",
            headers={"Authorization": f"Bearer {secret}"},
        )
        return answer.status_code, answer.json()

    assert post("jiangbei", "登记错了")[0] == 404
    assert post("auditor", "登记错了")[0] == 403
    status, told = post(who, "")
    assert (status, told["errors"][0]["field"]) == (422, "reason")
    assert get(who, f"{noun}/{key(noun, row)}") == (200, row)
    assert post(who, "登记错了") == (201, row)
    assert get(who, f"{noun}/{key(noun, row)}")[0] == 404
    assert AuditEntry.objects.filter(operation="remove", reason="登记错了").exists()


@pytest.mark.parametrize(("noun", "number"), [("units", "B1"), ("instructors", "I1")])
def test_what_others_refer_to_is_not_taken_back(
    get: Get, full: City, client: Client, noun: str, number: str
) -> None:
    secret = create_token(full.accounts["haishu"], actor=full.actor("haishu"))
    answer = client.post(
        f"/api/v1/{noun}/{number}/withdraw",
        json.dumps({"reason": "登记错了"}),
        "application/json",
        headers={"Authorization": f"Bearer {secret}"},
    )
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, "reason")
    assert "还被引用" in answer.json()["detail"]
    assert get("haishu", f"{noun}/{number}")[0] == 200
