"""An undone batch has never been: tables, segments and tallies, on every day."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

import dangjianyun.demo
from dangjianyun.access.queries import operator
from dangjianyun.access.verification import verify
from dangjianyun.coverage.actions import assign, withdraw_assignment
from dangjianyun.coverage.models import Assignment
from dangjianyun.foundation.errors import Refused
from dangjianyun.foundation.veiled import key_of
from dangjianyun.insight.queries.recount import differences
from dangjianyun.interchange.models import Batch
from dangjianyun.interchange.tests.books import (
    HEADINGS,
    code,
    imported,
    organization,
    undone,
    workbook,
)
from dangjianyun.interchange.tests.dumps import rooms
from dangjianyun.registry.models import Organization
from dangjianyun.registry.rules import make_identity_number
from dangjianyun.territory.queries import division_of_path
from tests.city import CITY, City

Rows = list[list[Any]]


def organizations(city: City) -> Rows:
    first, second = city.organizations["haishu"][:2]
    headings = [*HEADINGS, "注销或撤销日期", "状态", "变更日期"]
    return [
        headings,
        [*organization(1), None, None, None],
        [
            first.code,
            "海曙改名示例中心",
            "民非",
            "江厦街道",
            first.established_on,
            9,
            None,
            None,
            "2021-05-01",
        ],
        [
            second.code,
            second.name,
            "民非",
            "",
            second.established_on,
            6,
            "2022-01-01",
            "注销",
            None,
        ],
    ]


def units(city: City) -> Rows:
    branch, joint = city.units["haishu_branch"], city.units["haishu_joint"]
    headings = [
        "党组织编号",
        "党组织名称",
        "类别",
        "组建方式",
        "上级党组织编号",
        "成立日期",
        "覆盖社会组织代码",
        "撤销日期",
    ]
    listed = f"{city.organizations['haishu'][2].code}、{city.organizations['haishu'][5].code}"
    return [
        headings,
        [
            "N2",
            "新支部",
            "党支部",
            "区域统建",
            "N1",
            "2020-05-01",
            city.organizations["haishu"][4].code,
            None,
        ],
        ["N1", "新总支", "党总支", "区域统建", "D2", "2020-01-01", None, None],
        [
            branch.number,
            "改名党支部",
            "党支部",
            "单独组建",
            "S1",
            branch.established_on,
            None,
            None,
        ],
        [
            joint.number,
            joint.name,
            "联合党支部",
            "联合组建",
            "D2",
            joint.established_on,
            listed,
            None,
        ],
        ["T2", "教育行业示例党支部", "党支部", "行业统建", "T1", "2019-01-01", None, "2023-01-01"],
    ]


def members(city: City) -> Rows:
    one, two = city.members["haishu"][:2]
    headings = [
        "党员编号",
        "姓名",
        "公民身份号码",
        "联系电话",
        "党组织编号",
        "入党日期",
        "转正日期",
        "组织关系起始日期",
        "工作单位统一社会信用代码",
        "变更日期",
    ]
    joint = city.units["haishu_joint"].number
    fresh = make_identity_number("330203", date(1990, 5, 5), 0)
    place = city.organizations["haishu"][2].code
    return [
        headings,
        [
            None,
            "测试新",
            fresh,
            "19900009999",
            joint,
            "2015-07-01",
            "2016-07-01",
            "2020-01-01",
            place,
            None,
        ],
        [
            two.number,
            "测试改名",
            "3****************X",
            "19900008888",
            joint,
            two.joined_on,
            two.full_on,
            None,
            None,
            "2022-01-01",
        ],
        [
            one.number,
            one.person.name,
            None,
            None,
            city.units["haishu_branch"].number,
            "2010-08-01",
            "2011-08-01",
            None,
            None,
            None,
        ],
    ]


def instructors(city: City) -> Rows:
    known = city.instructors["haishu"]
    headings = ["指导员编号", "姓名", "联系电话", "选派党组织编号", "选派日期", "截止日（含）"]
    return [
        headings,
        ["I9", "测试新导", "19900007777", "S1", "2020-01-01", "2024-12-31"],
        [known.number, "测试改名", "19900006666", "D2", known.since, "2023-06-30"],
    ]


def assignments(city: City) -> Rows:
    known = city.organizations["haishu"]
    headings = ["指导员编号", "统一社会信用代码", "起始日", "截止日（含）"]
    return [
        headings,
        ["I1", known[5].code, "2021-01-01", None],
        ["I1", known[1].code, "2021-01-01", "2022-12-31"],
        ["I1", known[4].code, "2020-05-01", "2022-06-30"],
    ]


CASES = {
    "organizations": (organizations, 1, 2),
    "units": (units, 2, 3),
    "members": (members, 1, 2),
    "instructors": (instructors, 1, 1),
    "assignments": (assignments, 2, 1),
}


@pytest.mark.parametrize("name", list(CASES))
def test_an_undone_batch_leaves_everything_as_it_was(city: City, tmp_path: Path, name: str) -> None:
    make, created, updated = CASES[name]
    path = workbook(tmp_path / "a.xlsx", make(city))
    before = rooms()
    result = imported(path, name)
    assert (result["created"], result["updated"], result["errors"]) == (created, updated, [])
    assert rooms() != before
    assert differences() == []
    assert undone(result) == (created, updated)
    assert rooms() == before
    assert differences() == []
    assert verify()[1] == []


def test_activities_are_undone_too(city: City) -> None:
    before = rooms()
    table = Path(dangjianyun.demo.__file__).parent / "public-welfare-day-2021.csv"
    result = imported(table, "activities", year=2021)
    assert undone(result) == (11, 0)
    assert (rooms(), differences()) == (before, [])


def test_a_second_undo_is_refused(city: City, tmp_path: Path) -> None:
    result = imported(workbook(tmp_path / "a.xlsx", [HEADINGS, organization(1)]))
    undone(result)
    with pytest.raises(Refused, match="撤销，不用再撤销"):
        undone(result)


def test_a_row_that_was_changed_since_is_named_with_who_and_when(
    city: City, tmp_path: Path
) -> None:
    result = imported(workbook(tmp_path / "a.xlsx", [HEADINGS, organization(1)]))
    changed = organization(1, name="后来改的名称")
    imported(workbook(tmp_path / "b.xlsx", [HEADINGS, changed]), actor=city.actor("haishu"))
    with pytest.raises(Refused) as refused:
        undone(result)
    assert "“后来改的名称”已被更改，示例haishu，海曙区综合党委，20" in refused.value.message
    assert Organization.rows().filter(code=code(1)).exists()


def test_a_later_batch_that_was_taken_back_itself_stands_in_no_way(
    city: City, tmp_path: Path
) -> None:
    before = rooms()
    first = imported(workbook(tmp_path / "a.xlsx", [HEADINGS, organization(1)]))
    then = imported(workbook(tmp_path / "b.xlsx", [HEADINGS, organization(1, staff=9)]))
    with pytest.raises(Refused, match="撤销会丢失它们"):
        undone(first)
    assert (undone(then), undone(first)) == ((0, 1), (1, 0))
    assert (rooms(), differences()) == (before, [])


def test_a_row_that_something_refers_to_since_is_named(city: City, tmp_path: Path) -> None:
    result = imported(workbook(tmp_path / "a.xlsx", [HEADINGS, organization(1)]))
    made = Organization.rows().get(code=code(1))
    sent = Assignment(
        instructor=city.instructors["haishu"], organization=made, since=date(2021, 1, 1)
    )
    assign(division_of_path(CITY), actor=operator(), assignments=[sent])
    with pytest.raises(Refused, match="“海曙新办示例中心1”已有派驻引用，系统操作员，20"):
        undone(result)


def test_a_batch_can_be_undone_once_what_stood_in_the_way_was_withdrawn(
    city: City, tmp_path: Path, client: Client
) -> None:
    before = rooms()
    actor = city.actor("haishu")
    path = workbook(tmp_path / "a.xlsx", [HEADINGS, organization(1)])
    result = imported(path, actor=actor)
    made = Organization.rows().get(code=code(1))
    sent = Assignment(
        instructor=city.instructors["haishu"], organization=made, since=date(2021, 1, 1)
    )
    assign(division_of_path(made.path), actor=actor, assignments=[sent])
    client.force_login(city.accounts["haishu"])
    refused = client.post(f"/interchange/{result['batch']}/undo/", {"number": "1", "_key": "k1"})
    address = f"/coverage/assignments/{key_of(sent)}/withdraw/"
    assert (refused.status_code, address in refused.content.decode()) == (409, True)
    assert client.post(address, {"reason": "登记错了", "_key": "k2"}).status_code == 302
    assert undone(result, actor) == (1, 0)
    assert (rooms(), differences()) == (before, [])


def test_a_batch_can_be_undone_though_one_of_its_own_rows_was_withdrawn(
    city: City, tmp_path: Path
) -> None:
    one = city.organizations["haishu"][0]
    before = rooms()
    headings = ["指导员编号", "统一社会信用代码", "起始日"]
    row = [city.instructors["haishu"].number, one.code, "2019-03-01"]
    result = imported(workbook(tmp_path / "a.xlsx", [headings, row]), "assignments")
    sent = Assignment.rows().get(since=date(2019, 3, 1))
    withdraw_assignment(sent, actor=operator(), reason="登记错了")
    undone(result)
    assert (rooms(), differences()) == (before, [])


def test_the_journal_holds_no_personal_value_in_the_clear(city: City, tmp_path: Path) -> None:
    imported(workbook(tmp_path / "a.xlsx", members(city)), "members")
    batch = Batch.rows().get()
    held = "".join(
        [
            *batch.journal.values_list("sealed", flat=True),
            *batch.parts.values_list("sealed", flat=True),
        ]
    )
    assert "测试" not in held
    assert "19900008888" not in held
