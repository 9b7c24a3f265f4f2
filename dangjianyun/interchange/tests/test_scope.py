"""An importer writes at home only, and learns nothing of the neighbor."""

from datetime import date
from pathlib import Path

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client

from dangjianyun.access.models import AuditEntry
from dangjianyun.foundation.errors import Unseen
from dangjianyun.interchange.actions import write_batch
from dangjianyun.interchange.models import Batch, HeldRow
from dangjianyun.interchange.tests.books import (
    HEADINGS,
    checked,
    code,
    faults,
    imported,
    organization,
    workbook,
)
from dangjianyun.party.models import Enrollment, Member, Unit
from dangjianyun.registry.rules import make_identity_number
from tests.city import City

MEMBERS = ["党员编号", "姓名", "公民身份号码", "党组织编号", "入党日期"]


def test_the_neighbors_organization_is_registered_elsewhere_and_no_more(
    city: City, tmp_path: Path
) -> None:
    theirs = city.organizations["jiangbei"][0]
    row = [theirs.code, "随便一个名称", "民非", "西门街道", "2001-01-01", 3]
    batch = checked(workbook(tmp_path / "a.xlsx", [HEADINGS, row]), actor=city.actor("haishu"))
    said = "已在其他区登记。确属本单位的，请与对方区或市级核对后再导入。"
    assert faults(batch) == [(2, "统一社会信用代码", said)]
    assert theirs.name not in str(batch.__dict__)


def test_a_new_organization_outside_the_district_is_refused(city: City, tmp_path: Path) -> None:
    rows = [HEADINGS, organization(1, code=code(1, "330205"), street="庄桥街道")]
    batch = checked(workbook(tmp_path / "a.xlsx", rows), actor=city.actor("haishu"))
    assert [message for _, _, message in faults(batch)] == [
        "所在地江北区庄桥街道不在你的范围内。请交由所在区导入，或核对所在地。"
    ]


def test_a_unit_that_cannot_be_used_is_repaired_at_its_cell_whether_it_exists_or_not(
    city: City, tmp_path: Path
) -> None:
    known = city.members["jiangbei"][0].person.identity_number.open()
    nobody = make_identity_number("330203", date(1991, 1, 1), 0)
    theirs, name = city.units["jiangbei_branch"], Unit.rows().get(number="B1").name
    rows = [
        [*MEMBERS, "转正日期"],
        [None, "测试甲", known, theirs.number, "2010-07-01"],
        [None, "测试乙", nobody, "B99", "2010-07-01"],
        [None, "测试丙", nobody, theirs.name, "2010-07-01"],
        [None, "测试丁", nobody, name, "2010-07-01", "2009-07-01"],
    ]
    rows[3][2] = make_identity_number("330203", date(1992, 1, 1), 0)
    rows[4][2] = make_identity_number("330203", date(1993, 1, 1), 0)
    batch = checked(workbook(tmp_path / "a.xlsx", rows), "members", actor=city.actor("haishu"))
    unknown = "没有编号为{}的党组织，或不在你的范围内。请核对编号，可在党组织列表里查到。"
    assert faults(batch) == [
        (2, "党组织编号", unknown.format(theirs.number)),
        (3, "党组织编号", unknown.format("B99")),
        (
            4,
            "党组织编号",
            f"“{theirs.name}”不是党组织编号。请填党组织的编号，可在党组织列表或它的档案里查到。",
        ),
        (5, "党组织编号", f"“{name}”是名称，这一列要填编号。请填它的编号B1。"),
        (5, "转正日期", "早于入党日期。请核对两个日期。"),
    ]
    assert (batch.count("held"), batch.count("rejected")) == (0, 4)


def test_all_that_is_wrong_with_a_new_member_is_said_at_once(city: City, tmp_path: Path) -> None:
    theirs = city.organizations["jiangbei"][0].code
    headings = [*MEMBERS, "转正日期", "工作单位统一社会信用代码"]
    rows = [
        headings,
        [None, "测试甲", None, "B99", "2010-07-01", "2009-07-01", theirs],
        [None, "测试乙", "330203199101010001", "B1", "2010-07-01", "2009-07-01", code(9)],
    ]
    batch = checked(workbook(tmp_path / "a.xlsx", rows), "members", actor=city.actor("haishu"))
    told = faults(batch)
    assert sorted((row, column) for row, column, _ in told) == sorted(
        (row, column)
        for row in (2, 3)
        for column in ("公民身份号码", "党组织编号", "转正日期", "工作单位统一社会信用代码")
        if (row, column) != (3, "党组织编号")
    )
    said = {(row, column): message for row, column, message in told}
    assert said[2, headings[-1]].startswith("已在其他区登记。")
    assert said[3, headings[-1]].startswith(f"没有代码为{code(9)}的社会组织。")


def test_a_member_who_is_not_on_the_roll_is_held_in_the_same_words_whoever_it_is(
    city: City, tmp_path: Path
) -> None:
    rows = [
        MEMBERS,
        [city.members["jiangbei"][1].number, "测试丁", None, "B1", "2010-07-01"],
        ["DY没有", "测试戊", None, "B1", "2010-07-01"],
    ]
    actor = city.actor("haishu")
    batch = checked(workbook(tmp_path / "a.xlsx", rows), "members", actor=actor)
    problem = "党员编号不在你的名册上，待上级核验。"
    remedy = "编号写错的请改正，新党员请留空；确是别处在册的，送上级核验。"
    assert {message for _, _, message in faults(batch)} == {problem + remedy}
    assert batch.count("held") == 2
    write_batch(batch, actor=actor, good_only=True)
    assert HeldRow.objects.seen_by(city.actor("city")).count() == 2
    assert HeldRow.objects.seen_by(actor).count() == 0
    assert HeldRow.objects.seen_by(city.actor("jiangbei")).count() == 0
    kept = AuditEntry.objects.filter(table="interchange.HeldRow", operation="add")
    # Not even encrypted: the log outlives what it is about.
    assert {entry.changes["sealed"][1] for entry in kept} == {"（不记录）"}


def test_a_new_member_of_a_district_always_waits_for_the_city(city: City, tmp_path: Path) -> None:
    known = city.members["jiangbei"][0].person.identity_number.open()
    nobody = make_identity_number("330203", date(1991, 1, 1), 0)
    rows = [
        MEMBERS,
        [None, "测试甲", known, "B1", "2010-07-01"],
        [None, "测试乙", nobody, "B1", "2010-07-01"],
    ]
    before = Member.rows().count()
    result = imported(workbook(tmp_path / "a.xlsx", rows), "members", actor=city.actor("haishu"))
    assert (result["created"], result["waiting"], result["errors"]) == (0, 2, [])
    assert "2行写入后待上级核验" in str(result["notes"])
    assert (Member.rows().count(), Enrollment.rows().count()) == (before, 2)


def test_the_city_enrolls_at_once_and_is_told_of_a_member_on_another_roll(
    city: City, tmp_path: Path
) -> None:
    known = city.members["jiangbei"][0].person.identity_number.open()
    nobody = make_identity_number("330203", date(1991, 1, 1), 0)
    rows = [
        MEMBERS,
        [None, "测试甲", known, "B1", "2010-07-01"],
        [None, "测试乙", nobody, "B1", "2010-07-01"],
    ]
    actor = city.actor("city")
    batch = checked(workbook(tmp_path / "a.xlsx", rows), "members", actor=actor)
    assert faults(batch) == [
        (2, "公民身份号码", "这名同志已在册，组织关系没有转出。请先由原党组织办理转出。")
    ]
    write_batch(batch, actor=actor, good_only=True)
    assert Member.rows().filter(person__name="测试乙", unit__number="B1").count() == 1


def test_an_identity_number_as_a_float_is_refused_even_if_its_digits_pass(
    city: City, tmp_path: Path
) -> None:
    rows = [MEMBERS, [None, "测试甲", 330203199001010000, "B1", "2010-07-01"]]
    batch = checked(workbook(tmp_path / "a.xlsx", rows), "members")
    problem = "公民身份号码存成了数字，Excel只保留前15位，末尾已变成0。"
    remedy = "请把这一列的格式设为“文本”，再照原件重新填写。"
    assert faults(batch)[0][1:] == ("公民身份号码", problem + remedy)


def test_production_takes_no_invented_number(
    city: City, tmp_path: Path, settings: pytest.FixtureRequest
) -> None:
    settings.MODE = "production"  # type: ignore[attr-defined]
    nobody = make_identity_number("330203", date(1991, 1, 1), 0)
    rows = [MEMBERS, [None, "测试甲", nobody, "B1", "2010-07-01"]]
    batch = checked(workbook(tmp_path / "a.xlsx", rows), "members")
    assert faults(batch)[0][2].startswith("顺序码是000，不是真实的公民身份号码")


def test_the_neighbor_sees_no_batch_and_can_do_nothing_with_it(city: City, tmp_path: Path) -> None:
    batch = checked(
        workbook(tmp_path / "a.xlsx", [HEADINGS, organization(1)]), actor=city.actor("haishu")
    )
    neighbor = city.actor("jiangbei")
    with pytest.raises(Unseen):
        Batch.objects.one_seen_by(neighbor, number=batch.number)
    with pytest.raises(PermissionDenied):
        write_batch(batch, actor=neighbor)


PAGES = ["", "errors/", "notes/", "changes/", "annotated/", "confirm/", "undo/", "discard/"]


@pytest.mark.parametrize("page", PAGES)
def test_the_neighbors_pages_read_like_pages_that_do_not_exist(
    city: City, tmp_path: Path, client: Client, page: str
) -> None:
    batch = checked(
        workbook(tmp_path / "a.xlsx", [HEADINGS, organization(1, name="")]),
        actor=city.actor("haishu"),
    )
    client.force_login(city.accounts["jiangbei"])
    theirs = client.get(f"/interchange/{batch.number}/{page}")
    none = client.get(f"/interchange/20200101-000000/{page}")
    assert (theirs.status_code, none.status_code) == (404, 404)
    assert theirs.content == none.content


@pytest.mark.parametrize("account", ["sysadmin", "secadmin", "auditor", "guide", "instructor"])
def test_who_does_not_import_has_no_page_for_it(city: City, client: Client, account: str) -> None:
    client.force_login(city.accounts[account])
    assert client.get("/interchange/new/").status_code == 403


def test_a_trade_committee_sets_up_units_of_its_tree_and_of_no_other(
    city: City, tmp_path: Path
) -> None:
    headings = ["党组织编号", "党组织名称", "类别", "组建方式", "上级党组织编号", "成立日期"]
    rows = [
        headings,
        ["N1", "教育新总支", "党总支", "行业统建", "T1", "2020-01-01"],
        ["N2", "教育新支部", "党支部", "行业统建", "N1", "2020-01-01"],
        ["N3", "别家的支部", "党支部", "行业统建", "D2", "2020-01-01"],
    ]
    actor = city.actor("trade")
    batch = checked(workbook(tmp_path / "a.xlsx", rows), "units", actor=actor)
    assert faults(batch) == [
        (4, "上级党组织编号", "没有编号为D2的党组织，或不在你的范围内。请核对编号。")
    ]
    write_batch(batch, actor=actor, good_only=True)
    made = Unit.rows().get(number="N2")
    assert made.party_path.startswith(city.units["trade"].party_path)


@pytest.mark.parametrize(
    ("sheet", "head", "start"),
    [
        ("units", ["党组织编号", "党组织名称", "类别", "性质", "成立日期"], "DZ330203-"),
        ("instructors", ["指导员编号", "姓名", "选派日期", "选派党组织编号"], "ZD330203-"),
    ],
)
def test_a_number_reads_alike_whether_or_not_a_neighbor_uses_it(
    city: City, tmp_path: Path, sheet: str, head: list[str], start: str
) -> None:
    taken = {"units": city.units["jiangbei_branch"], "instructors": city.instructors["jiangbei"]}
    numbers = (taken[sheet].number, "X99999")
    rows = [head, *([one, "测试某", *[None] * (len(head) - 2)] for one in numbers)]
    batch = checked(workbook(tmp_path / "a.xlsx", rows), sheet, actor=city.actor("haishu"))
    first, second = ([fault[1:] for fault in faults(batch) if fault[0] == row] for row in (2, 3))
    assert first == second
    assert f"编号应以“{start}”开头" in first[0][1]
