"""What goes out comes in again as unchanged, and nothing in it can run."""

import shutil
import subprocess
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from dangjianyun.access.queries import operator
from dangjianyun.foundation.errors import Refused, Unseen
from dangjianyun.foundation.sheets import SHEETS
from dangjianyun.interchange.annotating import annotate
from dangjianyun.interchange.blank import write_template
from dangjianyun.interchange.exporting import export_file
from dangjianyun.interchange.tests.books import (
    HEADINGS,
    checked,
    code,
    imported,
    organization,
    workbook,
)
from dangjianyun.orglife.actions.meetings_kept import record_meetings
from dangjianyun.orglife.models import Meeting
from dangjianyun.registry.models import Organization
from tests.city import City

COUNTS = {
    "organizations": 12,
    "units": 12,
    "members": 16,
    "instructors": 2,
    "assignments": 2,
    "activities": 2,
    "meetings": 2,
}
PAYLOADS = [
    "=1+1",
    "+cmd|' /C calc'!A0",
    "-2+3",
    "@SUM(A1)",
    '=HYPERLINK("http://x")',
    "{=1+1}",
    "http://x/",
]


def cells(path: Path) -> list[list[Any]]:
    page = openpyxl.load_workbook(path).worksheets[0]
    return [[cell.value for cell in row] for row in page.iter_rows()]


def held(city: City) -> None:
    """A paper record of each branch: a planned meeting leaves in no sheet."""
    for district in ("haishu", "jiangbei"):
        unit = city.units[f"{district}_branch"]
        row = Meeting(
            unit=unit, number=f"{unit.number}-2026-900", kind="lecture", title="示例党课",
            held_on=date(2026, 3, 5), minutes="廉政教育", has_roster=False, due_count=8,
            present_count=7,
        )  # fmt: skip
        record_meetings(unit, actor=operator(), meetings=[row])


@pytest.mark.parametrize("name", sorted(COUNTS))
@pytest.mark.parametrize("account", ["", "haishu"])
def test_an_export_imports_again_as_unchanged(
    city: City, tmp_path: Path, name: str, account: str
) -> None:
    actor = city.actor(account) if account else operator()
    path = tmp_path / "a.xlsx"
    held(city)
    rows = export_file(actor, SHEETS[name], path)
    result = imported(path, name, actor=actor)
    assert (result["rows"], result["unchanged"]) == (rows, rows)
    assert rows == COUNTS[name] if not account else rows > 0


def test_personal_fields_leave_masked(city: City, tmp_path: Path) -> None:
    export_file(operator(), SHEETS["members"], tmp_path / "a.xlsx")
    head, first, *_ = cells(tmp_path / "a.xlsx")
    row = dict(zip(head, first, strict=True))
    number = row["公民身份号码"]
    assert (number[0], number[1:-1], len(number)) == ("3", "*" * 16, 18)
    assert row["联系电话"] == "199****1000"


@pytest.mark.parametrize("payload", PAYLOADS)
def test_nothing_exported_is_a_formula_and_it_comes_back_as_written(
    city: City, tmp_path: Path, payload: str
) -> None:
    imported(workbook(tmp_path / "a.xlsx", [HEADINGS, organization(1)]))
    Organization.rows().filter(code=code(1)).update(name=payload)
    Organization.rows().get(code=code(1)).particulars.update(name=payload, address=payload)
    export_file(operator(), SHEETS["organizations"], tmp_path / "b.xlsx")
    page = openpyxl.load_workbook(tmp_path / "b.xlsx").worksheets[0]
    said = [cell for row in page.iter_rows() for cell in row if cell.value == payload]
    assert [cell.data_type for cell in said] == ["s", "s"]
    assert [cell.hyperlink for cell in said] == [None, None]


def libreoffice() -> str:
    """The program; script/test has seen to it that there is one."""
    program = shutil.which("soffice") or shutil.which("libreoffice")
    assert program, "no LibreOffice on this machine: apt-get install libreoffice-calc-nogui"
    return program


@pytest.mark.slow
def test_libreoffice_finds_no_formula_either(city: City, tmp_path: Path) -> None:
    for number, payload in enumerate(PAYLOADS):
        row = city.organizations["haishu"][number % 6]
        row.particulars.update(address=payload)
    export_file(operator(), SHEETS["organizations"], tmp_path / "a.xlsx")
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    options = ["--convert-to", "csv", "--outdir", str(tmp_path)]
    command = [libreoffice(), "--headless", profile, *options, str(tmp_path / "a.xlsx")]
    subprocess.run(command, check=True, capture_output=True)
    held = (tmp_path / "a.csv").read_text(encoding="utf-8")
    assert [payload in held for payload in PAYLOADS[1:4]] == [True, True, True]


@pytest.mark.slow
def test_files_saved_by_libreoffice_are_read(city: City, tmp_path: Path) -> None:
    source = tmp_path / "a.csv"
    lines = [",".join(str(cell) for cell in row) for row in (HEADINGS, organization(1))]
    source.write_text("\n".join(lines), encoding="utf-8")
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    options = ["--infilter=CSV:44,34,76,1", "--convert-to", "xlsx", "--outdir", str(tmp_path)]
    command = [libreoffice(), "--headless", profile, *options, str(source)]
    subprocess.run(command, check=True, capture_output=True)
    batch = checked(tmp_path / "a.xlsx")
    assert (batch.count("new"), batch.count("rejected")) == (1, 0)


def test_a_past_day_shows_what_the_register_said_then(city: City, tmp_path: Path) -> None:
    known = city.organizations["haishu"][0]
    headings = ["统一社会信用代码", "名称", "类型", "成立登记日期", "变更日期"]
    row = [known.code, "海曙新名示例中心", "民非", known.established_on, "2021-05-01"]
    imported(workbook(tmp_path / "a.xlsx", [headings, row]))
    for day, name in (((2021, 4, 30), known.name), ((2021, 5, 1), "海曙新名示例中心")):
        export_file(operator(), SHEETS["organizations"], tmp_path / "b.xlsx", on=date(*day))
        assert name in [row[1] for row in cells(tmp_path / "b.xlsx")]


def test_a_region_out_of_scope_reads_like_one_that_does_not_exist(city: City) -> None:
    said = []
    for region in ("330205", "999999"):
        with pytest.raises(Unseen) as unseen:
            export_file(city.actor("haishu"), SHEETS["organizations"], BytesIO(), region=region)
        said.append(str(unseen.value).replace(region, "X"))
    assert said[0] == said[1]


@pytest.mark.parametrize("name", sorted(COUNTS))
def test_a_template_has_headings_lists_and_an_example_that_is_skipped(
    city: City, tmp_path: Path, name: str
) -> None:
    write_template(SHEETS[name], tmp_path / "a.xlsx")
    book = openpyxl.load_workbook(tmp_path / "a.xlsx")
    page = book.worksheets[0]
    assert [cell.value for cell in page[1]][:-1] == [c.label for c in SHEETS[name].columns]
    assert str(page.cell(2, page.max_column).value).startswith("示例行")
    lists = [rule.formula1 for rule in page.data_validations.dataValidation]
    assert len(lists) == sum(bool(c.choices) or c.type == "yes_no" for c in SHEETS[name].columns)
    with pytest.raises(Refused, match="下面没有数据"):
        checked(tmp_path / "a.xlsx", name, year=2021)


def test_the_annotated_table_keeps_the_users_rows_and_columns(city: City, tmp_path: Path) -> None:
    rows = [
        ["2026年登记表"],
        ["备注", *HEADINGS],
        ["我的备注", *organization(1)],
        ["别的备注", *organization(2, name="")],
    ]
    annotate(checked(workbook(tmp_path / "a.xlsx", rows)), tmp_path / "b.xlsx")
    said = cells(tmp_path / "b.xlsx")
    assert said[0][0] == "2026年登记表"
    assert [row[0] for row in said[1:]] == ["备注", "我的备注", "别的备注"]
    assert [row[-1] for row in said[1:]] == ["检查结果", "新增", "有误。C列名称：必填，请填写名称"]
    wrong = openpyxl.load_workbook(tmp_path / "b.xlsx").worksheets[0]["C4"]
    assert wrong.fill.start_color.rgb == "FFF9D9D4"
