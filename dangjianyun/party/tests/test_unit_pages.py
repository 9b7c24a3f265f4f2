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
from dangjianyun.party.queries import beginning
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


def tree_of(client: Client, query: str = "") -> list[tuple[str, list[str]]]:
    shown = client.get(f"{LIST}tree/{query}").context["groups"]
    return [(group.words, [node.unit.name for node in group.nodes]) for group in shown]


def test_the_tree_begins_at_the_own_committee(town: Town, sign_in: SignIn):
    assert tree_of(sign_in("haishu")) == [("本级党组织", ["海曙区社会组织综合党委"])]
    assert tree_of(sign_in("street")) == [
        ("本级党组织", ["海曙街道党工委"]),
        ("基层党组织", ["海曙产业第一党支部"]),
    ]
    assert tree_of(sign_in("secretary")) == [("本级党组织", ["海曙服务中心党支部"])]


def test_the_own_committee_is_open_and_names_the_body_above_it(town: Town, sign_in: SignIn):
    client = sign_in("city")
    page = client.get(f"{LIST}tree/")
    own, *others = page.context["groups"]
    assert (own.nodes[0].unit, own.upper) == (town.city, town.organ.name)
    assert own.nodes[0].children is not None
    begun = {node.unit for group in others for node in group.nodes}
    assert {town.haishu, town.jiangbei} <= begun
    assert town.organ not in begun
    assert town.organ.name in page.content.decode()
    # The line up leads to the tree as it hangs there, where the actor sees that body.
    assert bool(own.upper_number) == (client.get(file_of(town.organ)).status_code == 200)
    if own.upper_number:
        assert tree_of(client, f"?at={town.organ.number}") == [("上级党组织", [town.organ.name])]


def test_of_many_that_begin_the_tree_the_first_are_shown_and_the_others_counted(
    town: Town, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(beginning, "MOST_ROOTS", 1)
    leading = {"kind": "committee", "role": "supervisor", "level": "district", "mode": ""}
    made = [make_unit(f"海曙区某局{n}党委", None, path=town.haishu.path, **leading) for n in "甲乙"]
    client = sign_in("haishu")
    page = client.get(f"{LIST}tree/")
    group = page.context["groups"][-1]
    assert (group.words, group.count, group.more) == ("业务主管单位党组织", 2, 1)
    assert f"{LIST}?role=supervisor" in page.content.decode()
    hidden = next(unit for unit in made if unit != group.nodes[0].unit)
    assert ("展开的党组织", [hidden.name]) in tree_of(client, f"?at={hidden.number}")


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
