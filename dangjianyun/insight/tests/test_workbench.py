"""The workbench: a number opens exactly its records, and nobody is told what is not his to do."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from dangjianyun.access.models import Account, AuditEntry, GrantRow
from dangjianyun.coverage.models import Assignment, Instructor
from dangjianyun.foundation.days import today
from dangjianyun.foundation.models import RuleParameter
from dangjianyun.insight import desk
from dangjianyun.insight.attention import Attention, attention, todo_count
from dangjianyun.orglife.models import Activity
from dangjianyun.party.models import Enrollment, Member, Office, Opening
from tests.city import CITY, City

NARROWED = {
    "没有书记的党组织": "party/units/?secretary=none",
    "指导员联系过多": "coverage/instructors/?load=over",
    "指导员即将离任": "coverage/instructors/?status=leaving",
    "两周内日期待定的活动": "orglife/activities/?tentative=1",
    "还没有登录过的账号": "accounts/?state=new",
    "已停用的账号": "accounts/?state=off",
    "没有授权的账号": "accounts/?state=bare",
}


@pytest.fixture
def busy(city: City) -> City:
    """The city on a day on which each of these kinds has something."""
    RuleParameter.objects.create(place=CITY, key="instructor.load", value=0)
    soon = today() + timedelta(days=5)
    Instructor.rows().filter(number="I1").update(until=soon)
    Activity.rows().filter(number="A1").update(first_on=soon, last_on=soon)
    Account.objects.filter(username="street").update(is_active=False)
    Account.objects.create(username="newcomer", label="新来的")
    Office.rows().filter(unit=city.units["haishu_branch"]).update(until=date(2020, 1, 1))
    return city


def browser(city: City, name: str) -> Client:
    """A client signed in as an account of the city, without leaving a sign-in on record."""
    client = Client()
    backend = "django.contrib.auth.backends.ModelBackend"
    client.force_login(city.accounts[name], backend=backend)
    return client


def watched(city: City, name: str) -> dict[str, Attention]:
    """What an account is told, by its words."""
    return {one.words: one for one in attention(city.actor(name), today())}


@pytest.mark.parametrize("name", ["city", "haishu", "trade", "guide", "sysadmin", "secadmin"])
def test_the_list_behind_a_number_has_as_many_rows(busy: City, name: str) -> None:
    client = browser(busy, name)
    shown = {words: one for words, one in watched(busy, name).items() if words in NARROWED}
    assert shown
    for words, one in shown.items():
        answer: Any = client.get(one.href)
        assert NARROWED[words] in one.href
        assert (words, answer.context["page"].paginator.count) == (words, one.figure)


def test_each_kind_is_there_for_those_whom_it_concerns(busy: City) -> None:
    assert watched(busy, "city")["没有书记的党组织"].figure == 4
    assert watched(busy, "city")["指导员联系过多"].figure == 2
    assert watched(busy, "city")["指导员即将离任"].figure == 1
    assert watched(busy, "city")["两周内日期待定的活动"].figure == 1
    assert watched(busy, "sysadmin")["已停用的账号"].figure == 1
    assert watched(busy, "secadmin")["没有授权的账号"].figure == 1


@pytest.mark.parametrize("name", ["civil", "guide"])
def test_who_may_only_read_is_told_the_numbers_and_no_acts(busy: City, name: str) -> None:
    found = watched(busy, name)
    assert found["应建未建"].figure == 2
    assert [one.matters for one in found.values() if one.matters] == []
    assert watched(busy, "city")["应建未建"].matters != ()


def test_who_may_not_read_offices_cannot_narrow_by_them(busy: City) -> None:
    client = browser(busy, "civil")
    counts = [
        client.get(f"/party/units/{asked}").context["page"].paginator.count
        for asked in ("", "?secretary=none")
    ]
    assert counts[0] == counts[1]


def test_a_day_that_is_none_is_refused(city: City) -> None:
    address = "/orglife/activities/?since=soon"
    assert browser(city, "city").get(address).status_code == 404


@pytest.mark.parametrize("name", ["secretary", "organization", "instructor"])
def test_numbers_of_a_whole_city_are_left_out_where_they_can_only_be_nothing(
    city: City, name: str
) -> None:
    page = browser(city, name).get("/divisions/").content.decode()
    assert "全部指标" in page
    assert "区县综合党委<span" not in page


def test_before_the_first_fact_no_tick_claims_that_nothing_is_missing(city: City) -> None:
    page = browser(city, "city").get("/divisions/330200/?on=1980-01-01").content.decode()
    assert "这一天这里还没有登记" in page
    assert "没有应建未建的社会组织" not in page


def test_grants_that_end_soon_open_as_such(busy: City) -> None:
    GrantRow.objects.filter(account__username="guide").update(until=today() + timedelta(days=9))
    found = watched(busy, "secadmin")["30天内到期的授权"]
    answer: Any = browser(busy, "secadmin").get(found.href)
    assert found.figure == 1
    assert [row.account.username for row in answer.context["page"]] == ["guide"]


def test_members_whose_records_were_opened_open_as_such(busy: City) -> None:
    member = Member.rows().filter(unit=busy.units["haishu_branch"]).earliest("pk")
    now = datetime.now(UTC)
    for days in (1, 2, 40):
        at = now - timedelta(days=days)
        Opening.rows().create(member=member, account_id=1, reason="核实", at=at, until_at=at)
    found = watched(busy, "secretary")["上级查看过的党员"]
    answer: Any = browser(busy, "secretary").get(found.href)
    assert found.figure == 1
    assert [row.pk for row in answer.context["page"]] == [member.pk]


@pytest.mark.parametrize("words", ["近7天的敏感查看", "近7天的账号和授权变动"])
def test_the_auditor_is_led_to_the_entries_that_were_counted(busy: City, words: str) -> None:
    client = browser(busy, "auditor")
    long_ago = datetime.now(UTC) - timedelta(days=8)
    rows = [
        {"operation": "read", "table": "party.Member"},
        {"operation": "change", "table": "access.Account"},
        {"operation": "add", "table": "access.GrantRow"},
        {"operation": "read", "table": "access.GrantRow", "at": long_ago},
        {"operation": "change", "table": "party.Member"},
    ]
    for number, row in enumerate(rows):
        AuditEntry.objects.create(
            **{"at": datetime.now(UTC), "chain": "test", "sequence": number} | row
        )
    found = watched(busy, "auditor")[words]
    answer: Any = client.get(found.href)
    assert found.figure == len(answer.context["lines"]) > 0


def test_the_figure_at_todo_counts_each_matter_that_is_ones_to_act_on_once(busy: City) -> None:
    shown = watched(busy, "city")
    missing, bare = shown["应建未建"], shown["未覆盖"]
    assert (missing.figure, bare.figure, missing.todo + bare.todo) == (2, 3, 3)
    page: Any = browser(busy, "city").get("/")
    late = shown["组织生活逾期的党组织"]
    assert late.todo == 5  # nothing was held in the small city yet
    assert page.context["todo"] == todo_count(list(shown.values())) == 8 + late.todo
    fetched = browser(busy, "city").get("/todo/").content.decode()
    assert f'aria-label="待办{page.context["todo"]}项"' in fetched


def test_who_has_nothing_to_act_on_sees_no_figure_at_todo(busy: City) -> None:
    fetched = browser(busy, "guide").get("/todo/").content.decode()
    assert "待办0项" in fetched
    assert "dj-count" not in fetched


def test_a_member_who_waits_is_the_citys_to_verify_and_nobody_elses(busy: City) -> None:
    unit = busy.units["haishu_branch"]
    Enrollment.rows().create(
        unit=unit, name="测试庚庚", joined_on=today(), since=today(), asked_at=datetime.now(UTC)
    )
    words = "待上级核验的党员登记"
    assert [one.what for one in watched(busy, "city")[words].matters] == [
        f"核验党员登记：{unit.name}"
    ]
    assert (watched(busy, "secretary")[words].figure, watched(busy, "secretary")[words].todo) == (
        1,
        0,
    )


def test_where_ones_organizations_are_too_many_the_workbench_says_how_many(
    busy: City, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = Assignment.rows().get(instructor__number="I1")
    other = next(o for o in busy.organizations["haishu"] if o.pk != first.organization_id)
    Assignment.rows().create(instructor=first.instructor, organization=other, since=first.since)
    client = browser(busy, "instructor")
    assert "共2家</span>" in client.get("/").content.decode()
    monkeypatch.setattr(desk, "ROWS", 1)
    told = "共2家，先列应建未建、未覆盖和党员多的1家"
    assert told in client.get("/").content.decode()
