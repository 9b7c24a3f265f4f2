"""A unit's file and the tree on past days: what held then, and nothing to be done."""

import re
from datetime import date

import pytest

from dangjianyun.access.queries import operator
from dangjianyun.party.actions.member import move_member
from dangjianyun.party.actions.office import leave_office, take_office
from dangjianyun.party.actions.particulars import change_unit
from dangjianyun.party.actions.relation import affiliate, end_covering, guide
from dangjianyun.party.actions.unit import dissolve_unit, issue_guidelines, move_unit
from dangjianyun.party.models import Guidance, Guideline, Office
from dangjianyun.party.tests.conftest import SignIn, Town
from dangjianyun.party.tests.factories import make_covering, make_member, make_unit
from dangjianyun.registry.actions import change_particulars
from dangjianyun.registry.tests.factories import HAISHU, JIANGBEI_STREET, make_organization

LIST = "/party/units/"
THEN, CHANGED = date(2020, 12, 31), date(2022, 1, 1)
TABS = ("", "members/", "coverings/", "history/")


def at(number: str, tail: str = "", on: date | str = THEN) -> str:
    return f"{LIST}{number}/{tail}?on={on}"


def text_of(sign_in: SignIn, name: str, address: str) -> str:
    return sign_in(name).get(address).content.decode()


def test_a_file_says_what_the_unit_was_on_the_day(town: Town, sign_in: SignIn):
    change_unit(town.branch, actor=operator(), on=CHANGED, fields={"name": "海曙改名党支部"})
    move_unit(town.branch, actor=operator(), parent=town.haishu, on=CHANGED)
    make_member(town.branch, since=date(2023, 1, 1))

    page = sign_in("haishu").get(at(town.branch.number))

    assert page.context["unit"].name == "海曙服务中心党支部"
    assert [words for words, _ in page.context["trail"]][-1] == "海曙街道党工委"
    assert [line.parent.name for line in page.context["lines"]] == ["海曙街道党工委"]
    assert page.context["numbers"].full == 1
    assert "海曙改名党支部" not in page.content.decode().split("变更记录")[0]
    assert "正在查看2020年12月31日" in page.content.decode()


def test_numbers_below_follow_the_tree_of_the_day(town: Town, sign_in: SignIn):
    make_member(town.lower)
    move_unit(town.lower, actor=operator(), parent=town.haishu, on=CHANGED)

    def below(on: date) -> tuple[int, int, list[str]]:
        told = sign_in("haishu").get(at(town.general.number, on=on)).context
        lower = [node.unit.name for node in told["lower"]]
        return told["numbers"].full_below, told["numbers"].lower_all, lower

    assert below(THEN) == (1, 1, ["海曙产业第一党支部"])
    assert below(CHANGED) == (0, 0, [])


def test_the_committee_is_that_of_the_day(town: Town, sign_in: SignIn):
    row = Office(unit=town.branch, member=town.member, kind="secretary", since=date(2019, 1, 1))
    take_office(town.branch, actor=operator(), offices=[row])
    leave_office(row, actor=operator(), on=CHANGED)

    assert "测试甲甲" in text_of(sign_in, "secretary", at(town.branch.number))
    assert "这一天没有登记任职" in text_of(sign_in, "secretary", at(town.branch.number, on=CHANGED))


def test_lines_of_guidance_and_documents_are_those_of_the_day(town: Town, sign_in: SignIn):
    row = Guidance(unit=town.haishu, guide=town.guiding, since=CHANGED)
    guide(town.haishu, actor=operator(), guidances=[row])
    paper = {"trade": "养老", "path": HAISHU, "since": CHANGED}
    document = Guideline(number="HS-2022-1", title="养老业党建意见", issuer=town.haishu, **paper)
    issue_guidelines(town.haishu, actor=operator(), guidelines=[document])

    then, later = (sign_in("haishu").get(at(town.haishu.number, on=on)) for on in (THEN, CHANGED))

    assert (then.context["guided_by"], then.context["guidelines"]) == ([], [])
    assert [one.guide.name for one in later.context["guided_by"]] == ["宁波市委社会工作部"]
    assert [one.title for one in later.context["guidelines"]] == ["养老业党建意见"]


def test_the_covered_list_is_that_of_the_day_under_the_names_of_the_day(
    town: Town, sign_in: SignIn
):
    organization = make_organization("海曙旧名服务中心")
    line = make_covering(town.joint, organization)
    make_covering(town.joint, make_organization("海曙后来服务中心"), date(2023, 1, 1))
    end_covering(line, actor=operator(), on=CHANGED)
    renamed = {"name": "海曙新名服务中心"}
    change_particulars(organization, actor=operator(), on=date(2021, 6, 1), fields=renamed)

    page = sign_in("haishu").get(at(town.joint.number, "coverings/"))

    assert [row.organization.name for row in page.context["page"]] == ["海曙旧名服务中心"]
    assert "覆盖中" in page.content.decode()
    assert "移出" not in page.content.decode()
    assert "已结束" in text_of(sign_in, "haishu", at(town.joint.number, "coverings/", CHANGED))


def test_accountable_organizations_are_counted_on_the_day(town: Town, sign_in: SignIn):
    row = {"unit": town.haishu, "route": "comprehensive", "on": CHANGED}
    affiliate(make_organization(), actor=operator(), **row)

    def counted(on: date) -> int:
        page = sign_in("haishu").get(at(town.haishu.number, on=on))
        return page.context["numbers"].affiliated

    assert (counted(THEN), counted(CHANGED)) == (0, 1)


def test_members_are_those_of_the_day_named_to_who_knows_them_today(town: Town, sign_in: SignIn):
    mover = make_member(town.branch)
    make_member(town.branch, since=date(2023, 1, 1))
    move_member(mover, actor=operator(), unit=town.theirs, on=CHANGED)

    page = sign_in("secretary").get(at(town.branch.number, "members/"))

    assert [row.person.name for row in page.context["rows"]] == ["测试甲甲"]
    assert "另有1名的组织关系后来已转出" in page.content.decode()
    assert page.context["numbers"].full == 2
    assert mover.person.name not in page.content.decode()


def test_opaque_labels_name_the_unit_as_the_day_did(town: Town, sign_in: SignIn):
    change_unit(town.branch, actor=operator(), on=CHANGED, fields={"name": "海曙改名党支部"})

    def labels(address: str) -> set[str]:
        return {row.label for row in sign_in("city").get(address).context["page"]}

    address = "/party/members/records/"
    assert "党员（海曙改名党支部）" in labels(address)
    assert "党员（海曙服务中心党支部）" in labels(f"{address}?on={THEN}")
    assert labels(at(town.branch.number, "members/")) == {"党员（海曙服务中心党支部）"}


def test_a_record_of_a_past_day_opens_only_while_the_person_is_counted(town: Town, sign_in: SignIn):
    mover = make_member(town.branch)
    move_member(mover, actor=operator(), unit=town.theirs, on=CHANGED)

    page = sign_in("haishu").get(at(town.branch.number, "members/"))

    assert sorted(row.opens for row in page.context["page"]) == [False, True]
    assert page.content.decode().count("写明事由后查看") == 1


@pytest.mark.parametrize("tail", TABS)
def test_a_past_day_offers_no_act_and_its_links_keep_the_day(
    town: Town, sign_in: SignIn, tail: str
):
    make_covering(town.general, make_organization())
    page = text_of(sign_in, "haishu", at(town.general.number, tail))

    links = re.findall(r'href="(/party/units/[^"]*)"', page.split("<main")[1])
    # The menu, the picker's "today" and the skip links aside, every link to a unit keeps the day.
    plain = {link for link in links if f"on={THEN}" not in link}
    assert plain <= {f"{LIST}{town.general.number}/{tail}"}
    for act in ("/move/", "/change/", "/cover/", "/end/", "/dissolve/", "/new/"):
        assert act not in page.split("<main")[1]


def test_days_outside_the_life_of_a_unit_are_said_in_words(town: Town, sign_in: SignIn):
    dissolve_unit(town.joint, actor=operator(), on=CHANGED)

    before = text_of(sign_in, "haishu", at(town.joint.number, on="2017-06-01"))
    after = text_of(sign_in, "haishu", at(town.joint.number, on="2023-06-01"))
    within = sign_in("haishu").get(at(town.joint.number))

    assert "它在2018-01-01成立，这一天还没有成立" in before
    assert "它已于2022-01-01撤销" in after
    assert (within.context["not_there"], within.context["badges"]) == ("", [])


@pytest.mark.parametrize("tail", TABS)
@pytest.mark.parametrize("on", ["2999-01-01", "gestern", "2021-02-30"])
def test_a_day_that_does_not_exist_is_not_found(town: Town, sign_in: SignIn, tail: str, on: str):
    assert sign_in("haishu").get(at(town.branch.number, tail, on)).status_code == 404


@pytest.mark.parametrize("tail", ["", "?at=NOPE", "DZ00001/"])
def test_a_tree_of_a_day_to_come_is_not_found(town: Town, sign_in: SignIn, tail: str):
    joined = "&" if "?" in tail else "?"
    assert sign_in("haishu").get(f"{LIST}tree/{tail}{joined}on=2999-01-01").status_code == 404


def test_the_tree_hangs_as_it_hung_on_the_day(town: Town, sign_in: SignIn):
    make_unit("海曙后来党支部", town.general, since=date(2023, 1, 1))
    change_unit(town.lower, actor=operator(), on=CHANGED, fields={"name": "海曙改名党支部"})
    move_unit(town.lower, actor=operator(), parent=town.haishu, on=CHANGED)
    client, address = sign_in("haishu"), f"{LIST}tree/{town.general.number}/"

    then = client.get(f"{address}?on={THEN}").content.decode()
    opened = client.get(f"{LIST}tree/?at={town.lower.number}&on={THEN}")

    assert ("海曙产业第一党支部" in then, "海曙后来党支部" in then) == (True, False)
    assert at(town.lower.number) in then
    assert [unit.name for unit in opened.context["trail"]] == [
        "海曙区社会组织综合党委",
        "海曙产业党总支",
        "海曙产业第一党支部",
    ]
    assert "海曙产业第一党支部" not in client.get(address).content.decode()


def test_the_tree_shows_who_moved_away_without_opening_the_file(town: Town, sign_in: SignIn):
    here = {"path": JIANGBEI_STREET}
    change_unit(town.joint, actor=operator(), on=CHANGED, fields=here)
    move_unit(town.joint, actor=operator(), parent=town.jiangbei, on=CHANGED)
    address = f"{LIST}tree/?at={town.haishu.number}"

    then = text_of(sign_in, "haishu", f"{address}&on={THEN}")

    assert "海曙联合党支部" in then
    assert at(town.joint.number) not in then
    assert "海曙联合党支部" not in text_of(sign_in, "haishu", address)
    assert sign_in("haishu").get(at(town.joint.number)).status_code == 404


def test_a_search_in_the_tree_of_a_day_says_where_a_unit_hung(town: Town, sign_in: SignIn):
    move_unit(town.lower, actor=operator(), parent=town.haishu, on=CHANGED)

    page = sign_in("haishu").get(f"{LIST}tree/?q=hscydy&on={THEN}")

    [unit] = page.context["found"]
    assert [row.name for row in unit.above] == ["海曙区社会组织综合党委", "海曙产业党总支"]
