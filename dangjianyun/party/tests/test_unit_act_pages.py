"""Pages of Party organizations: acts step by step."""

from datetime import date

import pytest
from django.test import Client

from dangjianyun.access.models import AuditEntry
from dangjianyun.access.queries import operator
from dangjianyun.foundation.days import OPEN, today
from dangjianyun.foundation.veiled import key_of
from dangjianyun.party.actions.relation import affiliate, guide
from dangjianyun.party.models import Affiliation, Covering, Guidance, Guideline, Office, Unit
from dangjianyun.party.tests.conftest import SignIn, Town
from dangjianyun.party.tests.factories import make_member
from dangjianyun.registry.tests.factories import HAISHU_STREET, make_organization
from dangjianyun.territory.queries import place_name

LIST = "/party/units/"


def file_of(unit: Unit, tail: str = "") -> str:
    return f"{LIST}{unit.number}/{tail}"


def send(client: Client, address: str, **fields):
    return client.post(address, {"_key": f"{len(fields)}{fields}"[:60], **fields})


def test_a_unit_is_set_up_after_a_check(town: Town, sign_in: SignIn):
    client, address = sign_in("haishu"), f"{LIST}new/?upper={town.haishu.number}"
    given = {
        "parent": f"{town.haishu.number} {town.haishu.name}",
        "name": "海曙新党支部",
        "number": "DZ330203-7001",
        "kind": "branch",
        "role": "grassroots",
        "level": "",
        "mode": "area",
        "organization": "",
        "path": HAISHU_STREET,
        "established_on": "2025-03-01",
        "approval": "海社党〔2025〕1号",
        "trade": "",
        "reason": "",
    }
    assert client.get(address).status_code == 200

    checked = send(client, address, **given)
    assert "将成立“海曙新党支部”" in checked.content.decode()
    assert not Unit.rows().filter(number="DZ330203-7001").exists()

    assert send(client, address, **given, checked="1").status_code == 302
    unit = Unit.rows().get(number="DZ330203-7001")
    assert (unit.parent, unit.path, unit.established_on) == (
        town.haishu, HAISHU_STREET, date(2025, 3, 1),
    )  # fmt: skip


def test_a_wrong_form_keeps_what_was_typed(town: Town, sign_in: SignIn):
    client, address = sign_in("haishu"), f"{LIST}new/"
    given = {"parent": town.theirs.number, "name": "新党支部", "number": town.branch.number}

    response = send(client, address, **given)

    assert response.status_code == 422
    page = response.content.decode()
    assert "上级党组织没有找到，或不在你的范围内。" in page
    assert "这个编号已经有党组织在用，请换一个。" in page
    assert 'value="新党支部"' in page


def test_a_move_says_what_moves_before_it_does(town: Town, sign_in: SignIn):
    client, address = sign_in("city"), file_of(town.general, "move/")
    make_member(town.lower)
    given = {"parent": town.city.number, "on": str(today()), "reason": "理顺隶属关系"}

    checked = send(client, address, **given).content.decode()
    assert "含自身2个党组织、1名党员、社会组织（本组织0家，覆盖名单0家）一起移动" in checked
    assert "移动2个党组织" in checked
    send(client, address, **given, checked="1")

    assert Unit.rows().get(pk=town.general.pk).parent == town.city
    assert AuditEntry.objects.filter(reason="理顺隶属关系", table="party.Unit").count() == 1


@pytest.mark.parametrize(
    ("which", "on", "words"),
    [
        ("lower", today(), "不能移到自己或自己的下级之下。"),
        ("city", date(2017, 1, 1), "“海曙产业党总支”2018-01-01才成立，调整日期不能更早。"),
    ],
)
def test_the_check_of_a_move_refuses_what_the_button_would(
    town: Town, sign_in: SignIn, which: str, on: date, words: str
):
    to = getattr(town, which)
    given = {"parent": to.number, "on": str(on), "reason": "理顺隶属关系"}
    entries = AuditEntry.objects.count()

    response = send(sign_in("city"), file_of(town.general, "move/"), **given)

    assert (response.status_code, words in response.content.decode()) == (422, True)
    assert (Unit.rows().get(pk=town.general.pk).parent, AuditEntry.objects.count()) == (
        town.haishu, entries,
    )  # fmt: skip


def test_the_check_of_a_new_unit_refuses_a_day_before_its_upper_body(town: Town, sign_in: SignIn):
    given = {
        "parent": town.haishu.number,
        "name": "海曙新党支部",
        "number": "DZ330203-7001",
        "kind": "branch",
        "role": "grassroots",
        "mode": "area",
        "path": HAISHU_STREET,
    }
    client = sign_in("haishu")

    early = send(client, f"{LIST}new/", **given, established_on="2001-01-01")
    late = send(client, f"{LIST}new/", **given, established_on="2099-01-01")

    assert (early.status_code, late.status_code) == (422, 422)
    assert "2016-01-01才成立，在2001-01-01还不存在。" in early.content.decode()
    assert "成立日期不能晚于今天。" in late.content.decode()


def test_the_own_organization_is_counted_apart_from_the_list(town: Town, sign_in: SignIn):
    client = sign_in("city")
    given = {"parent": town.haishu.number, "on": str(today()), "reason": "理顺隶属关系"}

    checked = send(client, file_of(town.branch, "move/"), **given).content.decode()

    assert "社会组织（本组织1家，覆盖名单0家）一起移动" in checked
    assert "本组织1家另计" in client.get(file_of(town.branch)).content.decode()


@pytest.mark.parametrize("address", [LIST, "/party/members/counts/"])
def test_a_day_that_cannot_be_shown_is_explained(town: Town, sign_in: SignIn, address: str):
    client = sign_in("haishu")

    none, ahead = client.get(f"{address}?on=abc"), client.get(f"{address}?on=2099-01-01")

    assert (none.status_code, ahead.status_code) == (404, 404)
    assert "“abc”不是日期，请按2026-11-20的样子填写。" in none.content.decode()
    assert "2099-01-01还没有到，只能查看今天或以前的情况。" in ahead.content.decode()
    assert client.get(f"{address}?on=2024-06-01").status_code == 200


def test_a_refused_move_comes_back_with_the_reason(town: Town, sign_in: SignIn):
    given = {"parent": town.haishu.number, "on": str(today()), "reason": "理顺隶属关系"}

    response = send(sign_in("haishu"), file_of(town.joint, "move/"), **given, checked="1")

    assert response.status_code == 422
    assert "上级党组织没有变化。" in response.content.decode()


def test_a_repeated_submit_has_one_effect(town: Town, sign_in: SignIn):
    client, address = sign_in("haishu"), file_of(town.joint, "cover/?q=示例")
    given = {
        "_key": "k" * 32,
        "organization": [town.home.pk],
        "since": "2024-01-01",
        "checked": "1",
    }

    first, second = client.post(address, given), client.post(address, given)

    assert (first.status_code, second.status_code) == (302, 302)
    assert second["Idempotent-Replayed"] == "true"
    assert Covering.rows().filter(unit=town.joint).count() == 1


def test_more_than_five_of_a_joint_branch_warn(town: Town, sign_in: SignIn):
    picked = [make_organization().pk for _ in range(6)]

    response = send(
        sign_in("haishu"), file_of(town.joint, "cover/"), organization=picked, since="2024-01-01"
    )

    assert "列入后共6家，超过联合党支部一般的5家" in response.content.decode()


def test_organizations_next_door_are_not_offered_nor_taken(town: Town, sign_in: SignIn):
    theirs = make_organization("江北区示例服务中心", path=town.theirs.path)
    client, address = sign_in("haishu"), file_of(town.joint, "cover/")

    assert "江北区" not in client.get(f"{address}?q=示例").content.decode()
    response = send(client, address, organization=[theirs.pk], since="2024-01-01", checked="1")
    assert response.status_code == 422
    assert not Covering.rows().exists()
    assert "江北" not in client.get("/party/pick/organizations/?of=a&a=示例").content.decode()
    found = client.get("/party/pick/units/?of=a&a=联合").content.decode()
    assert f'value="{town.joint.number} {town.joint.name}">{place_name(town.joint.path)}' in found
    assert "江北" not in client.get("/party/pick/units/?of=a&a=服务").content.decode()


def test_relations_are_made_and_ended_by_the_pages(town: Town, sign_in: SignIn):
    client = sign_in("haishu")
    send(
        client,
        file_of(town.joint, "cover/"),
        organization=[town.home.pk],
        since="2024-01-01",
        checked="1",
    )
    covering = Covering.rows().get()
    send(client, file_of(town.joint, f"coverings/{key_of(covering)}/end/"), last="2024-05-31")
    assert Covering.rows().get().until == date(2024, 6, 1)

    given = {"organization": town.home.code, "route": "territory", "on": "2024-01-01"}
    send(client, file_of(town.street, "affiliate/"), **given, reason="属地管理", checked="1")
    assert Affiliation.rows().get().unit == town.street

    given = {"number": "ZD1", "title": "指导意见", "trade": "互联网", "path": town.haishu.path}
    send(client, file_of(town.haishu, "issue/"), **given, since="2024-01-01", last="")
    assert Guideline.rows().get().until == OPEN


def test_a_covering_recorded_by_mistake_is_taken_back(town: Town, sign_in: SignIn):
    client = sign_in("haishu")
    given = {"organization": [town.home.pk], "since": "2024-01-01", "checked": "1"}
    send(client, file_of(town.joint, "cover/"), **given)
    address = file_of(town.joint, f"coverings/{key_of(Covering.rows().get())}/withdraw/")

    assert address in client.get(file_of(town.joint, "coverings/")).content.decode()
    assert send(client, address, reason="").status_code == 422
    assert Covering.rows().exists()
    assert send(sign_in("jiangbei"), address, reason="登记错了").status_code == 404
    assert send(sign_in("haishu"), address, reason="登记错了").status_code == 302
    assert not Covering.rows().exists()


def test_a_number_is_taken_by_its_issuer_only(town: Town, sign_in: SignIn):
    given = {"number": "ZD1", "title": "指导意见", "trade": "互联网", "since": "2024-01-01"}
    here, there = file_of(town.haishu, "issue/"), file_of(town.jiangbei, "issue/")
    send(sign_in("haishu"), here, **given, path=town.haishu.path, last="")

    again = send(sign_in("haishu"), here, **given, path=town.haishu.path, last="", reason="再登")
    neighbor = send(sign_in("jiangbei"), there, **given, path=town.jiangbei.path, last="")

    assert (again.status_code, neighbor.status_code) == (422, 302)
    assert "这个编号已经登记过" in again.content.decode()
    assert Guideline.rows().filter(number="ZD1").count() == 2


def test_an_end_more_than_ten_years_ahead_is_asked_about(town: Town, sign_in: SignIn):
    address, year = file_of(town.haishu, "issue/"), today().year
    given = {"number": "ZD1", "title": "指导意见", "trade": "互联网", "since": "2024-01-01"}
    given |= {"path": town.haishu.path, "last": f"{year + 11}-12-31"}
    client = sign_in("haishu")

    asked = send(client, address, **given)
    assert f"{year + 11}-12-31在10年以后" in asked.content.decode()
    assert not Guideline.rows().exists()

    assert send(client, address, **given, checked="1").status_code == 302
    assert Guideline.rows().get().until == date(year + 12, 1, 1)

    near = given | {"number": "ZD2", "last": f"{year + 5}-12-31"}
    assert send(client, address, **near).status_code == 302


def test_guidance_is_given_and_ended_by_the_pages(town: Town, sign_in: SignIn):
    client = sign_in("city")
    given = {"guide": town.guiding.number, "since": "2024-01-01"}
    send(client, file_of(town.general, "guide/"), **given)
    row = Guidance.rows().get()
    assert (row.unit, row.guide) == (town.general, town.guiding)
    assert sign_in("guide").get(file_of(town.general)).status_code == 200
    assert sign_in("guide").get(file_of(town.general, "move/")).status_code == 403

    send(
        client, file_of(town.general, f"guidances/{key_of(row)}/end/"), last=str(date(2024, 5, 31))
    )
    assert sign_in("guide").get(file_of(town.general)).status_code == 404


def test_officers_are_appointed_by_those_who_know_the_members(town: Town, sign_in: SignIn):
    given = {"member": town.member.pk, "kind": "secretary", "since": "2024-01-01"}
    address = file_of(town.branch, "appoint/")

    assert send(sign_in("haishu"), address, **given).status_code == 403
    assert send(sign_in("secretary"), address, **given).status_code == 403
    send(sign_in("street"), address, **given)

    row = Office.rows().get()
    assert row.member == town.member
    send(sign_in("street"), file_of(town.branch, f"offices/{key_of(row)}/end/"), last="2024-05-31")
    assert Office.rows().get().until == date(2024, 6, 1)


def test_dissolving_names_what_remains(town: Town, sign_in: SignIn):
    client, address = sign_in("haishu"), file_of(town.branch, "dissolve/")
    given = {"on": str(today()), "reason": "组织注销"}

    asked = send(client, address, **given)
    assert asked.status_code == 422
    assert "还不能撤销：1名党员的组织关系没有转出。" in asked.content.decode()
    refused = send(client, address, **given, checked="1")
    assert (refused.status_code, Unit.rows().get(pk=town.branch.pk).dissolved_on) == (422, OPEN)


@pytest.mark.parametrize(
    "tail",
    [
        "move/",
        "correct/",
        "dissolve/",
        "cover/",
        "guide/",
        "affiliate/",
        "appoint/",
        "issue/",
        "members/new/",
    ],
)
def test_next_door_no_act_exists(town: Town, sign_in: SignIn, tail):
    assert sign_in("jiangbei").get(file_of(town.branch, tail)).status_code == 404
    assert sign_in("jiangbei").post(file_of(town.branch, tail), {"_key": "a"}).status_code == 404
    assert sign_in("civil").get(file_of(town.branch, tail)).status_code == 403


def test_a_guided_unit_is_read_and_not_acted_on(town: Town, sign_in: SignIn):
    row = Guidance(unit=town.branch, guide=town.guiding, since=date(2020, 1, 1))
    guide(town.branch, actor=operator(), guidances=[row])

    page = sign_in("guide").get(file_of(town.branch))

    assert page.context["acts"] == []
    assert "测试甲甲" not in page.content.decode()
    assert "测试甲甲" not in sign_in("guide").get(file_of(town.branch, "members/")).content.decode()


@pytest.mark.parametrize("accountable", ["", "street", "haishu"])
def test_a_unit_below_another_body_than_the_accountable_one_is_set_up_with_a_word(
    town: Town, sign_in: SignIn, accountable: str
):
    organization = make_organization("海曙示例协会", path=HAISHU_STREET)
    if accountable:
        body = getattr(town, accountable)
        route = "territory" if accountable == "street" else "comprehensive"
        affiliate(organization, actor=operator(), unit=body, route=route, on=date(2024, 1, 1))
    given = {
        "parent": town.street.number,
        "name": "海曙示例协会党支部",
        "number": "DZ330203-7009",
        "kind": "branch",
        "role": "grassroots",
        "level": "",
        "mode": "single",
        "organization": organization.code,
        "path": HAISHU_STREET,
        "established_on": "2025-03-01",
        "approval": "",
        "trade": "",
        "reason": "",
    }
    page = send(sign_in("haishu"), f"{LIST}new/", **given).content.decode()

    assert "将成立“海曙示例协会党支部”" in page
    said = {
        "": "没有登记归口，由本级综合党委兜底，党组织却隶属“海曙街道党工委”",
        "haishu": "归口“海曙区社会组织综合党委”，党组织却隶属“海曙街道党工委”",
    }
    assert ("责任党组织不会跟着变" in page) == (accountable != "street")
    assert said.get(accountable, "") in page


def test_a_move_away_from_the_accountable_body_is_made_with_a_word(town: Town, sign_in: SignIn):
    given = {"route": "territory", "on": date(2024, 1, 1), "reason": "归口"}
    affiliate(town.home, actor=operator(), unit=town.street, **given)
    moved = {"parent": town.haishu.number, "on": "2025-03-01", "reason": "理顺隶属"}
    address = file_of(town.branch, "move/")
    page = send(sign_in("haishu"), address, **moved).content.decode()
    assert "归口“海曙街道党工委”，党组织却隶属“海曙区社会组织综合党委”" in page


def test_nobody_is_told_whether_a_neighbor_uses_a_number(town: Town, sign_in: SignIn) -> None:
    client = sign_in("haishu")
    told = []
    for number in (town.theirs.number, "DZ99999"):
        page = client.post(f"{LIST}new/", {"name": "新党支部", "number": number, "_key": number})
        told.append(page.context["form"].errors["number"])
    assert told[0] == told[1]
    assert "编号应以“DZ330203-”开头" in told[0][0]
