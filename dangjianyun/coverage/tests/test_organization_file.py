"""One organization's file: what it says, to whom, and why."""

from datetime import UTC, date, datetime

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from dangjianyun.access.models import AuditEntry, SubmitKey
from dangjianyun.access.queries import operator
from dangjianyun.coverage.models import OrganizationStanding
from dangjianyun.coverage.queries.explanation import judged
from dangjianyun.coverage.tests.conftest import SignIn, Town
from dangjianyun.coverage.tests.factories import make_assignment
from dangjianyun.foundation.models import RuleParameter
from dangjianyun.foundation.veiled import key_of
from dangjianyun.party.actions.unit import move_unit
from dangjianyun.party.tests.factories import make_committee, make_unit
from dangjianyun.registry.actions import change_particulars, close_organization
from dangjianyun.registry.models import Closing, Organization, Post
from dangjianyun.registry.tests.factories import CITY, HAISHU, make_organization, make_post

TABS = ("", "party", "register", "leaders", "history")


def file_of(row: Organization, **asked: object) -> str:
    query = "&".join(f"{name}={value}" for name, value in asked.items())
    return f"/registry/organizations/{row.code}/?{query}"


@pytest.mark.parametrize(
    "who",
    ["city", "haishu", "street", "civil", "guide", "organization"],
)
def test_every_tab_opens_for_each_account_that_sees_it(
    town: Town, sign_in: SignIn, who: str
) -> None:
    client = sign_in(who)
    for tab in TABS:
        assert client.get(file_of(town.missing, tab=tab)).status_code == 200


def test_a_neighbor_is_told_the_same_as_of_nothing(town: Town, sign_in: SignIn) -> None:
    client = sign_in("jiangbei")
    assert client.get(file_of(town.missing)).status_code == 404
    assert client.get("/registry/organizations/52330203MJ0000000X/").status_code == 404
    assert sign_in("instructor").get(file_of(town.missing)).status_code == 404
    assert sign_in("organization").get(file_of(town.visited)).status_code == 404


def test_it_says_why_a_unit_is_due_and_missing(town: Town, sign_in: SignIn) -> None:
    with time_machine.travel("2026-11-23 08:00+08:00", tick=False):
        why = sign_in("haishu").get(file_of(town.missing)).context["why"]
    assert why["question"] == "为什么是应建未建"
    assert why["state"] == "red"
    assert why["verdict"] == (
        "正式党员4人，达到3人，应当成立党组织而没有建立，为应建未建。"
        "自2025年9月16日起应建未建，已433天。"
    )
    assert why["facts"][0][1] == "专职人员中的正式党员4人，预备党员不计入"
    assert ("《中国共产党支部工作条例（试行）》第四条", "已核对原文或官方转载") in why["cites"]
    assert why["changes"][-1] == (
        "派驻指导员只成为工作覆盖，应建未建的结论不变，直到成立党组织或列入覆盖名单。"
    )


def test_the_verdict_leads_to_the_acts_that_end_it(town: Town, sign_in: SignIn) -> None:
    def acts(who: str, row: Organization, **asked: object) -> dict[str, str]:
        return dict(sign_in(who).get(file_of(row, **asked)).context["why"]["acts"])

    establish = f"/party/units/new/?organization={town.missing.code}"
    cover = f"/party/coverings/new/?organization={town.missing.code}"
    for who in ("city", "haishu", "street"):
        found = acts(who, town.missing)
        assert (found["成立党组织"], found["列入覆盖名单"]) == (establish, cover)
        assert sign_in(who).get(establish).status_code == 200
        assert sign_in(who).get(cover).status_code == 200
    for who in ("civil", "guide", "organization"):
        assert set(acts(who, town.missing)) <= {"核对4名正式党员"}
    assert "成立党组织" not in acts("haishu", town.missing, on="2025-12-31")
    assert set(acts("haishu", town.bare)) == {"列入覆盖名单"}
    assert acts("haishu", town.covered) == {}


def test_an_instructor_does_not_end_what_is_due_and_missing(town: Town, sign_in: SignIn) -> None:
    make_assignment(town.instructor, town.missing)
    why = sign_in("haishu").get(file_of(town.missing)).context["why"]
    assert why["state"] == "red"
    assert not any("派驻" in words for words in why["changes"])


def test_it_says_why_in_each_state(town: Town, sign_in: SignIn) -> None:
    client = sign_in("haishu")
    asked = {
        town.visited: ("blue", "为什么是仅工作覆盖"),
        town.covered: ("ok", "为什么是已有组织覆盖"),
        town.bare: ("none", "为什么是未覆盖"),
    }
    for row, (state, question) in asked.items():
        why = client.get(file_of(row)).context["why"]
        assert (why["state"], why["question"]) == (state, question)


def test_the_rule_says_what_the_segment_says(town: Town) -> None:
    for segment in OrganizationStanding.rows():
        verdict = judged(segment, segment.since)
        kept = verdict.outcome.kept
        assert (kept is False) == segment.is_missing


def test_a_local_parameter_is_printed_with_the_reasons(town: Town, sign_in: SignIn) -> None:
    RuleParameter.objects.create(place=HAISHU, key="joint_satisfies", value=False)
    why = sign_in("haishu").get(file_of(town.covered)).context["why"]
    assert "联合组建视为已建：否" in why["cites"][-1][1]


def test_a_past_day_has_the_words_and_the_state_of_that_day(town: Town, sign_in: SignIn) -> None:
    change_particulars(
        town.missing, actor=operator(), on=date(2022, 5, 1), fields={"name": "海曙区新名中心"}
    )
    client = sign_in("haishu")
    old = client.get(file_of(town.missing, on="2021-01-01"))
    assert old.context["file"].said.name == "海曙区示例社区养老服务中心"
    assert old.context["badges"] == [("none", "未覆盖")]
    assert old.context["may"] == {}
    assert client.get(file_of(town.missing)).context["file"].said.name == "海曙区新名中心"
    before = client.get(file_of(town.missing, on="2018-01-01"))
    assert before.context["badges"] == [("none", "未登记")]


def test_history_tells_who_what_before_after_and_why(town: Town, sign_in: SignIn) -> None:
    change_particulars(
        town.missing,
        actor=operator(),
        on=date(2022, 5, 1),
        fields={"name": "海曙区新名中心", "full_time_count": 26},
        reason="理事会决议。",
    )
    entry = sign_in("haishu").get(file_of(town.missing, tab="history")).context["entries"][0]
    assert (entry.what, entry.who, entry.reason) == (
        "变更登记事项",
        "系统操作员",
        "理事会决议。",
    )
    assert entry.changes == [
        ("自哪天起", None, "2022-05-01"),
        ("名称", "海曙区示例社区养老服务中心", "海曙区新名中心"),
        ("专职人员数", "0", "26"),
    ]


@pytest.mark.parametrize("name", ["guide", "haishu"])
def test_history_names_nobody_who_works_there(town: Town, sign_in: SignIn, name: str) -> None:
    page = sign_in(name).get(file_of(town.missing, tab="history"))
    assert [entry.what for entry in page.context["entries"]] == ["登记任职", "登记社会组织"]
    staff = Post.rows().filter(organization=town.missing, kind="staff").select_related("person")
    assert staff
    assert [one for one in staff if one.person.name in page.content.decode()] == []


def test_members_are_records_without_attributes_to_those_further_up(
    town: Town, sign_in: SignIn
) -> None:
    members = sign_in("city").get(file_of(town.missing, tab="party")).context["members"]
    assert {(one["opaque"], one["label"]) for one in members} == {
        (True, "党员（海曙社工联合党支部）")
    }
    assert len({one["key"] for one in members}) == 4
    near = sign_in("haishu").get(file_of(town.missing, tab="party")).context["members"]
    assert {one["opaque"] for one in near} == {False}


def test_accounts_without_members_see_the_count_only(town: Town, sign_in: SignIn) -> None:
    for who in ("civil", "guide", "organization"):
        answer = sign_in(who).get(file_of(town.missing, tab="party"))
        assert answer.context["members"] == []
        assert "正式党员4人" in answer.content.decode()


def test_a_telephone_is_masked_until_a_purpose_is_named(town: Town, sign_in: SignIn) -> None:
    post = Post.rows().get(organization=town.missing, kind="legal_representative")
    phone = post.person.phone.open()
    client = sign_in("haishu")
    page = client.get(file_of(town.missing, tab="leaders")).content.decode()
    assert phone not in page
    assert f"{phone[:3]}****{phone[-4:]}" in page
    ask = f"/registry/organizations/{town.missing.code}/posts/{key_of(post)}/phone/"
    assert client.post(ask, {"_key": "k0"}).status_code == 422
    with time_machine.travel(datetime.now(UTC), tick=False) as clock:
        shown = client.post(ask, {"purpose": "核对登记信息", "note": "", "_key": "k1"})
        assert phone in client.get(shown["Location"]).content.decode()
        assert phone not in sign_in("city").get(shown["Location"]).content.decode()
        clock.shift(61)
        assert phone not in client.get(shown["Location"]).content.decode()
    entry = AuditEntry.objects.get(operation="read")
    assert entry.changes == {"read": [None, "联系电话，用途：核对登记信息"]}
    assert phone.encode() not in b"".join(bytes(key.body) for key in SubmitKey.objects.all())


def test_a_telephone_is_not_for_everyone(town: Town, sign_in: SignIn) -> None:
    post = Post.rows().get(organization=town.missing, kind="legal_representative")
    ask = f"/registry/organizations/{town.missing.code}/posts/{key_of(post)}/phone/"
    assert sign_in("guide").get(ask).status_code == 403
    assert sign_in("jiangbei").get(ask).status_code == 404


def test_three_leaders_cost_as_many_queries_as_one(town: Town, sign_in: SignIn) -> None:
    client = sign_in("haishu")
    client.get(file_of(town.missing, tab="leaders"))
    counts = []
    for _ in range(2):
        with CaptureQueriesContext(connection) as queries:
            client.get(file_of(town.missing, tab="leaders"))
        counts.append(len(queries))
        make_post(town.missing, kind="head")
        make_post(town.missing, kind="secretary_general")
    assert counts == [11, 11]


def test_somebody_is_accountable_from_the_first_day(town: Town, sign_in: SignIn) -> None:
    late = make_committee("宁波市社会组织综合党委", CITY, level="city", since=date(2021, 5, 1))
    old = make_organization("宁波市示例协会", registrar_path=CITY, since=date(1991, 3, 27))
    rows = OrganizationStanding.rows().filter(organization=old)
    assert {(row.lead, row.route) for row in rows} == {(late, "comprehensive")}
    client = sign_in("haishu")
    told = client.get(file_of(old, on="2001-01-01", tab="party")).context["lead"][0]
    assert (told["value"], told["note"]) == (late.name, "唯一；它2021-05-01成立，之前的由它承接")
    assert not OrganizationStanding.rows().filter(lead=None).exists()


def test_a_day_off_the_register_says_so(town: Town, sign_in: SignIn) -> None:
    close_organization(
        town.bare, actor=operator(), on=date(2024, 1, 1), closing=Closing.DEREGISTERED
    )
    client = sign_in("haishu")
    told = client.get(file_of(town.bare))
    assert "它已于2024-01-01注销，不再要求覆盖" in told.content.decode()
    assert told.context["badges"] == [("none", "已注销")]
    before = client.get(file_of(town.bare, on="2018-12-31")).content.decode()
    assert "它在2019-01-01成立登记，这一天还没有登记" in before
    assert client.get(file_of(town.bare, on="2023-12-31")).context["why"]["state"] == "none"


def test_links_of_a_past_day_keep_the_day(town: Town, sign_in: SignIn) -> None:
    page = sign_in("haishu").get(file_of(town.missing, on="2026-01-01")).content.decode()
    assert "?tab=party&amp;on=2026-01-01#members" in page
    assert "?tab=party#members" not in page


def test_the_register_names_the_authority_and_its_level(town: Town, sign_in: SignIn) -> None:
    facts = sign_in("haishu").get(file_of(town.missing)).context["facts"]
    assert (facts[0]["label"], facts[0]["value"], facts[0]["note"]) == (
        "登记管理机关",
        "海曙区民政局",
        "区县级登记",
    )


def test_what_befalls_its_own_unit_stands_in_its_history(town: Town, sign_in: SignIn) -> None:
    def told(who: str) -> list[str]:
        page = sign_in(who).get(file_of(town.bare, tab="history"))
        return [entry.what for entry in page.context["entries"]]

    before = told("haishu")
    unit = make_unit("样例幼儿园党支部", town.haishu, organization=town.bare)
    street = make_unit("海曙第二综合党委", town.organ, kind="committee", mode="", role="local")
    move_unit(unit, actor=operator(), parent=street, on=date(2024, 1, 1), reason="调整")
    assert told("haishu") == ["调整隶属关系", "成立党组织", *before]
    assert told("civil")[-len(before) :] == before
    assert "样例幼儿园党支部" not in sign_in("jiangbei").get(file_of(town.bare)).content.decode()


def test_it_tells_since_when_it_stands_so_and_by_which_facts(town: Town, sign_in: SignIn) -> None:
    row = make_organization("海曙区示例转折协会")
    make_assignment(town.instructor, row, date(2022, 3, 1), until=date(2023, 5, 1))
    make_unit("海曙转折协会党支部", organization=row, since=date(2024, 6, 1))
    client = sign_in("haishu")
    turns = client.get(file_of(row)).context["file"].turns
    assert [(turn.what, turn.since, turn.reason) for turn in turns] == [
        ("单独组建", date(2024, 6, 1), "有了组织覆盖（单独组建）"),
        ("未覆盖", date(2023, 5, 1), "指导员派驻结束"),
        ("仅工作覆盖", date(2022, 3, 1), "派驻了指导员"),
        ("未覆盖", row.established_on, "成立登记，从这一天起计入"),
    ]
    page = client.get(file_of(row, tab="history")).content.decode()
    assert "2024-06-01起" in page
    past = client.get(file_of(row, on="2022-12-31")).context["file"].turns
    assert [turn.what for turn in past] == ["仅工作覆盖", "未覆盖"]


def test_a_unit_missing_is_told_from_the_day_it_was_due(town: Town, sign_in: SignIn) -> None:
    first = sign_in("haishu").get(file_of(town.missing)).context["file"].turns[0]
    assert (first.what, first.since) == ("应建未建", date(2025, 9, 16))
    assert first.reason.startswith("专职正式党员由")
