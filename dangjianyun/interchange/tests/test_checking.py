"""What a check finds: each fault at its cell with the remedy, and nothing half imported."""

import csv
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from django.test import Client

from dangjianyun.access.queries import operator
from dangjianyun.foundation.errors import Refused
from dangjianyun.interchange import checking
from dangjianyun.interchange.actions import write_batch
from dangjianyun.interchange.models import Batch, State
from dangjianyun.interchange.progress import heard_by
from dangjianyun.interchange.results import result_of
from dangjianyun.interchange.tests.books import (
    HEADINGS,
    checked,
    code,
    faults,
    imported,
    organization,
    workbook,
)
from dangjianyun.registry.models import Organization
from dangjianyun.registry.rules import credit_check_character
from tests.city import City


def one_row(tmp_path: Path, **changed: Any) -> Batch:
    return checked(workbook(tmp_path / "a.xlsx", [HEADINGS, organization(1, **changed)]))


@pytest.mark.parametrize(
    ("changed", "column", "message"),
    [
        ({"code": 5.2330203e17}, "统一社会信用代码", "统一社会信用代码存成了数字或日期，末尾几位可能已经变样。请把这一列的格式设为“文本”，再照原件重新填写。"),
        ({"code": code(1)[:17]}, "统一社会信用代码", "统一社会信用代码应为18位，现为17位。请对照登记证书核对，补全或删去多余的字符。"),
        ({"name": ""}, "名称", "必填。请填写名称。"),
        ({"name": "​"}, "名称", "必填。请填写名称。"),
        ({"name": "#REF!"}, "名称", "单元格是公式出错的结果#REF!。请改正公式，或直接填写结果。"),
        ({"kind": "公司"}, "类型", "类型没有“公司”这一项。请从下拉列表中选择：社会团体、民办非企业单位、基金会。"),
        ({"street": "洪塘街道"}, "所在街道（乡镇）", "洪塘街道属江北区，不在海曙区。请核对所在区和所在街道。"),
        ({"street": "没有的街道"}, "所在街道（乡镇）", "海曙区没有“没有的街道”。请写街道、镇、乡的全称，或9位区划代码。"),
        ({"since": "2021.6"}, "成立登记日期", "“2021.6”只有年月，没有日。请写全年月日，如2021-06-28。"),
        ({"since": "2021-02-30"}, "成立登记日期", "2021年2月没有30日。请核对日期。"),
        ({"since": "2099-01-01"}, "成立登记日期", "2099-01-01还没有到。请核对日期。"),
        ({"since": 12}, "成立登记日期", "数字12不是完整的日期。请写全年月日，如2021-06-28。"),
        ({"staff": "1.2E+01"}, "专职人员数", "“1.2E+01”不是整数。请只填数字，如12。"),
        ({"staff": -3}, "专职人员数", "专职人员数不能小于0，现为-3。请填写0或更大的整数。"),
    ],
)  # fmt: skip
def test_each_fault_is_named_at_its_cell_with_the_remedy(
    city: City, tmp_path: Path, changed: dict[str, Any], column: str, message: str
) -> None:
    batch = one_row(tmp_path, **changed)
    assert faults(batch) == [(2, column, message)]
    assert result_of(batch)["errors"][0]["cell"] == f"{'ABCDEF'[HEADINGS.index(column)]}2"


@pytest.mark.parametrize(
    "changed",
    [
        {"code": f" {code(1)[:8]} {code(1)[8:]}"},
        {"code": "".join(chr(ord(c) + 0xFEE0) for c in code(1))},
        {"code": code(1) + "​"},
        {"code": code(1).lower()},
        {"since": "2021年6月28日"},
        {"since": "二〇二一年六月二十八日"},
        {"since": date(2021, 6, 28)},
        {"since": 44375},
        {"since": "20210628"},
        {"kind": "民非"},
        {"staff": "１２人"},
        {"street": "330203001"},
    ],
)
def test_what_can_be_understood_is_taken(
    city: City, tmp_path: Path, changed: dict[str, Any]
) -> None:
    batch = one_row(tmp_path, **changed)
    assert (faults(batch), batch.count("new")) == ([], 1)


def test_headings_may_stand_lower_in_another_order_under_other_names(
    city: City, tmp_path: Path
) -> None:
    path = tmp_path / "a.xlsx"
    book = openpyxl.Workbook()
    page = book.active
    assert page is not None
    page.append(["2026年社会组织基本情况表"])
    page.merge_cells("A1:G1")
    page.append([])
    page.append(["序号", "登记日期 *", "单位名称（必填）", "社会信用代码", "社会组织类型", "备注"])
    page.append([1, "2020-03-01", "海曙新办示例中心1", code(1), "社会服务机构", "无"])
    page.append([])
    page.append([2, "2020-03-01", "海曙新办示例中心2", code(2), "民非", None])
    book.create_sheet("说明").append(["怎样填"])
    book.save(path)
    batch = checked(path)
    assert (batch.layout["heading_row"], batch.count("new"), faults(batch)) == (3, 2, [])
    assert batch.notes == [
        "文件有2个工作表，读取了“Sheet”，没有读取“说明”。",
        "没有用到的列：A列“序号”、F列“备注”。",
        "空白行1行已略过。",
    ]


def test_missing_and_doubled_headings_are_named(city: City, tmp_path: Path) -> None:
    missing = workbook(tmp_path / "a.xlsx", [["统一社会信用代码", "名称"], [code(1), "甲"]])
    doubled = workbook(tmp_path / "b.xlsx", [[*HEADINGS, "单位名称"], [*organization(1), "乙"]])
    foreign = workbook(tmp_path / "c.xlsx", [["姓名", "电话"], ["测试", "1"]])
    with pytest.raises(Refused, match="缺少必填的列：类型、成立登记日期"):
        checked(missing)
    with pytest.raises(Refused, match="“名称”有两列（B列和G列）"):
        checked(doubled)
    with pytest.raises(Refused, match="前20行里没有找到“社会组织”表的表头"):
        checked(foreign)
    assert set(Batch.rows().values_list("state", flat=True)) == {State.REFUSED}


@pytest.mark.parametrize("name", ["；；", "*", "2021.6", 2021.6, -1, True, date(2021, 6, 28), "12"])
def test_what_says_nothing_is_no_name(city: City, tmp_path: Path, name: object) -> None:
    batch = one_row(tmp_path, name=name)
    assert [(row, column) for row, column, _ in faults(batch)] == [(2, "名称")]
    assert "不像名称。请核对有没有填错位置" in faults(batch)[0][2]


@pytest.mark.parametrize("number", ["*", "、", "<r>", "DZ 1；2"])
def test_signs_are_no_number_of_a_unit(city: City, tmp_path: Path, number: str) -> None:
    rows = [["党组织编号", "党组织名称", "类别", "组建方式", "上级党组织编号", "成立日期"]]
    rows.append([number, "新支部", "党支部", "区域统建", "D2", "2020-05-01"])
    batch = checked(workbook(tmp_path / "a.xlsx", rows), "units")
    assert "党组织编号里有不能用的符号" in faults(batch)[0][2]


def test_rows_that_stand_twice_name_each_other(city: City, tmp_path: Path) -> None:
    rows = [HEADINGS, organization(1), organization(2), organization(1, name="另一个名称")]
    batch = checked(workbook(tmp_path / "a.xlsx", rows))
    assert faults(batch) == [
        (2, "统一社会信用代码", "与第4行重复。请删去其中一行。"),
        (4, "统一社会信用代码", "与第2行重复。请删去其中一行。"),
    ]
    assert batch.count("new") == 1


def test_an_old_code_is_warned_of_and_taken(city: City, tmp_path: Path) -> None:
    first = "9133020300000001X"
    batch = one_row(tmp_path, code=first + credit_check_character(first))
    assert (faults(batch), batch.count("new"), batch.count("notes")) == ([], 1, 2)


def test_a_known_organization_shows_before_and_after(city: City, tmp_path: Path) -> None:
    known = city.organizations["haishu"][0]
    headings = ["统一社会信用代码", "名称", "类型", "成立登记日期", "专职人员数", "住所"]
    row = [known.code, "海曙改名示例中心", "民非", known.established_on, 9, "示例路1号"]
    result = imported(workbook(tmp_path / "a.xlsx", [headings, row]))
    again = imported(workbook(tmp_path / "a.xlsx", [headings, row]))
    known.refresh_from_db()
    assert (result["updated"], known.name, known.full_time_count) == (1, "海曙改名示例中心", 9)
    assert (again["updated"], again["unchanged"]) == (0, 1)


def test_one_bad_row_keeps_everything_out_unless_good_rows_are_asked_for(
    city: City, tmp_path: Path
) -> None:
    rows = [HEADINGS, organization(1), organization(2, name="")]
    batch = checked(workbook(tmp_path / "a.xlsx", rows))
    with pytest.raises(Refused, match="有1行不能写入"):
        write_batch(batch, actor=operator())
    assert not Organization.rows().filter(code=code(1)).exists()
    write_batch(batch, actor=operator(), good_only=True)
    assert Organization.rows().filter(code__in=[code(1), code(2)]).count() == 1


def test_data_that_moved_since_the_check_stops_the_writing(city: City, tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", [HEADINGS, organization(1)])
    first, second = checked(path), checked(path)
    write_batch(first, actor=operator())
    with pytest.raises(Refused, match="核对之后，1行的数据又有变动（第2行），没有写入"):
        write_batch(second, actor=operator())


def test_a_long_check_is_heard_by_who_waits_at_hand(
    city: City, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(checking, "TRIED", 0)
    said: list[str] = []
    rows = [HEADINGS, *[organization(number) for number in range(1001)]]
    path = workbook(tmp_path / "a.xlsx", rows)
    with heard_by(said.append):
        checked(path)
    checked(path)
    assert said == ["1,000 / 1,001行"]


@pytest.mark.parametrize("said", [-5, "-5", "－5", "-5人", "-0.5"])
def test_a_number_below_zero_is_told_so(city: City, tmp_path: Path, said: object) -> None:
    batch = checked(workbook(tmp_path / "a.xlsx", [HEADINGS, organization(1, staff=said)]))
    ((_, column, message),) = faults(batch)
    assert column == "专职人员数"
    assert message.startswith("专职人员数不能小于0，现为-")
    assert message.endswith("请填写0或更大的整数。")


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "＝"])
def test_a_name_that_a_spreadsheet_would_calculate_is_taken_with_a_note(
    city: City, tmp_path: Path, client: Client, sign: str
) -> None:
    name = f'{sign}HYPERLINK("x","海曙中心")'
    path = tmp_path / "a.csv"
    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([HEADINGS, organization(1, name=name)])
    batch = checked(path, actor=city.actor("haishu"))
    assert (batch.count("new"), batch.count("notes")) == (1, 1)
    client.force_login(city.accounts["haishu"])
    page = client.get(f"/interchange/{batch.number}/notes/").content.decode()
    assert "开头，像公式，按文字照原样保存" in page
