"""Pages of Party organizations: list, tree, file."""

from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from dangjianyun.access.queries import operator
from dangjianyun.party.actions.office import take_office
from dangjianyun.party.actions.unit import dissolve_unit, move_unit
from dangjianyun.party.models import Office, Unit
from dangjianyun.party.tests.conftest import SignIn, Town
from dangjianyun.party.tests.factories import make_covering, make_member, make_unit
from dangjianyun.registry.tests.factories import make_organization

LIST = "/party/units/"


def names(client: Client, address: str) -> list[str]:
    return [row.name for row in client.get(address).context["rows"]]


def queries(client: Client, address: str) -> int:
    client.get(address)  # the divisions are read once a process
    with CaptureQueriesContext(connection) as caught:
        assert client.get(address).status_code == 200
    return len(caught)


def file_of(unit: Unit, tail: str = "") -> str:
    return f"{LIST}{unit.number}/{tail}"


def test_the_list_shows_what_the_actor_sees(town: Town, sign_in: SignIn):
    assert names(sign_in("jiangbei"), LIST) == ["江北区社会组织综合党委", "江北服务中心党支部"]
    assert names(sign_in("secretary"), LIST) == ["海曙服务中心党支部"]
    assert sign_in("sysadmin").get(LIST).status_code == 403


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("kind=joint_branch", ["海曙联合党支部"]),
        ("role=local", ["海曙街道党工委"]),
        ("mode=area", ["海曙产业党总支", "海曙产业第一党支部"]),
        ("place=330203001&kind=branch", ["海曙产业第一党支部", "海曙服务中心党支部"]),
        ("q=hslh", ["海曙联合党支部"]),
        ("q=联合&kind=nonsense", ["海曙联合党支部"]),
        ("q=没有这个", []),
        ("on=2017-06-01", ["海曙区社会组织综合党委"]),
        ("on=2015-01-01", []),
        ("state=dissolved", []),
    ],
)
def test_conditions_narrow_the_list(town: Town, sign_in: SignIn, query, found):
    assert names(sign_in("haishu"), f"{LIST}?{query}") == found


def test_lower_bodies_are_those_of_the_day(town: Town, sign_in: SignIn):
    move_unit(town.lower, actor=operator(), parent=town.haishu, on=date(2024, 1, 1))
    address = f"{LIST}?upper={town.general.number}"

    assert names(sign_in("haishu"), address) == []
    assert names(sign_in("haishu"), f"{address}&on=2023-12-31") == ["海曙产业第一党支部"]


def test_a_dissolved_unit_leaves_the_list_and_stays_in_the_past(town: Town, sign_in: SignIn):
    dissolve_unit(town.joint, actor=operator(), on=date(2024, 1, 1))

    client = sign_in("haishu")
    assert "海曙联合党支部" not in names(client, LIST)
    assert names(client, f"{LIST}?state=dissolved") == ["海曙联合党支部"]
    assert "海曙联合党支部" in names(client, f"{LIST}?on=2023-12-31")


def test_the_list_is_sorted_both_ways(town: Town, sign_in: SignIn):
    rows = names(sign_in("haishu"), f"{LIST}?sort=number")

    assert names(sign_in("haishu"), f"{LIST}?sort=-number") == rows[::-1]


@pytest.mark.parametrize("query", ["on=2030-01-01", "on=gestern", "place=999999", "upper=NONE"])
def test_what_does_not_exist_is_not_found(town: Town, sign_in: SignIn, query):
    assert sign_in("haishu").get(f"{LIST}?{query}").status_code == 404


def test_a_list_of_many_asks_no_more_than_one_of_few(town: Town, sign_in: SignIn):
    client = sign_in("haishu")
    few = queries(client, LIST)
    for _ in range(3):
        unit = make_unit(parent=town.haishu)
        make_member(unit)
        make_covering(unit, make_organization())

    assert queries(client, LIST) == few


def test_the_tree_begins_where_the_scope_begins(town: Town, sign_in: SignIn):
    def roots(name: str) -> list[str]:
        return [node.unit.name for node in sign_in(name).get(f"{LIST}tree/").context["nodes"]]

    assert roots("haishu") == ["海曙区社会组织综合党委"]
    assert roots("street") == ["海曙产业第一党支部", "海曙街道党工委"]
    assert roots("secretary") == ["海曙服务中心党支部"]


def test_the_tree_opens_by_script_and_by_link(town: Town, sign_in: SignIn):
    client = sign_in("haishu")

    fragment = client.get(f"{LIST}tree/{town.general.number}/").content.decode()
    whole = client.get(f"{LIST}tree/?at={town.general.number}").content.decode()

    assert fragment.count("<li") == 1
    assert "海曙产业第一党支部" in fragment
    assert "海曙产业第一党支部" in whole
    assert "海曙服务中心党支部" not in whole
    assert client.get(f"{LIST}tree/{town.theirs.number}/").status_code == 404


def test_search_in_the_tree_says_where_a_unit_hangs(town: Town, sign_in: SignIn):
    response = sign_in("haishu").get(f"{LIST}tree/?q=hscydy")

    [unit] = response.context["found"]
    assert (unit.name, [row.name for row in unit.above]) == (
        "海曙产业第一党支部",
        ["海曙区社会组织综合党委", "海曙产业党总支"],
    )


@pytest.mark.parametrize("tail", ["", "members/", "coverings/", "history/"])
def test_a_file_is_open_to_who_sees_the_unit_and_nobody_else(town: Town, sign_in: SignIn, tail):
    statuses = {
        name: sign_in(name).get(file_of(town.branch, tail)).status_code
        for name in ("city", "haishu", "street", "secretary", "civil", "jiangbei", "guide")
    }

    assert statuses == {
        "city": 200, "haishu": 200, "street": 200, "secretary": 200, "civil": 200,
        "jiangbei": 404, "guide": 404,
    }  # fmt: skip


def test_a_foreign_number_reads_like_one_that_does_not_exist(town: Town, sign_in: SignIn):
    client = sign_in("jiangbei")

    foreign = client.get(file_of(town.branch))
    missing = client.get(f"{LIST}NOPE/")

    assert (foreign.status_code, foreign.content) == (missing.status_code, missing.content)


def test_a_file_of_many_asks_no_more_than_one_of_few(town: Town, sign_in: SignIn):
    client = sign_in("haishu")

    def fill(times: int) -> None:
        for _ in range(times):
            make_covering(town.joint, make_organization())
            member = make_member(town.joint)
            row = Office(unit=town.joint, member=member, kind="member", since=date(2021, 1, 1))
            take_office(town.joint, actor=operator(), offices=[row])

    fill(1)
    few = {
        tail: queries(client, file_of(town.joint, tail)) for tail in ("", "members/", "coverings/")
    }
    fill(3)

    assert few == {tail: queries(client, file_of(town.joint, tail)) for tail in few}


def test_posts_are_named_to_those_with_a_duty_only(town: Town, sign_in: SignIn):
    row = Office(unit=town.branch, member=town.member, kind="secretary", since=date(2021, 1, 1))
    take_office(town.branch, actor=operator(), offices=[row])

    shown = {
        name: "测试甲甲" in sign_in(name).get(file_of(town.branch)).content.decode()
        for name in ("secretary", "street", "haishu", "city")
    }

    assert shown == {"secretary": True, "street": True, "haishu": False, "city": False}
    assert "1人" in sign_in("haishu").get(file_of(town.branch)).content.decode()


@pytest.mark.parametrize("tail", ["", "history/", "members/"])
def test_a_history_names_no_member_to_those_without_a_duty(town: Town, sign_in: SignIn, tail):
    def says(name: str) -> bool:
        page = sign_in(name).get(file_of(town.branch, tail)).content.decode()
        return town.member.number in page

    assert (says("haishu"), says("city")) == (False, False)


def test_rule_hints_stand_on_a_branch(town: Town, sign_in: SignIn):
    for _ in range(6):
        make_covering(town.joint, make_organization())

    page = sign_in("haishu").get(file_of(town.joint))

    assert page.context["why"]["state"] == "warn"
    assert ("warn", "联合6家社会组织，超过一般的5家", "") in page.context["why"]["facts"]
    assert sign_in("haishu").get(file_of(town.haishu)).context["why"] is None
