"""The user's own table with what is wrong: it stays theirs, and comes in again when put right."""

from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import xlsxwriter

from dangjianyun.interchange.annotating import annotate
from dangjianyun.interchange.results import result_of
from dangjianyun.interchange.tests.books import HEADINGS, checked, code, organization, workbook
from tests.city import City


def page_of(path: Path) -> Any:
    return openpyxl.load_workbook(path).active


def test_numbers_dates_and_long_texts_stay_what_they_are(city: City, tmp_path: Path) -> None:
    known = "长" * 500
    rows = [[*HEADINGS, "备注"], [*organization(1, since=date(2020, 3, 1)), known]]
    rows.append([*organization(2, staff="很多", since=True), 12.5])
    annotate(checked(workbook(tmp_path / "a.xlsx", rows)), tmp_path / "b.xlsx")
    page = page_of(tmp_path / "b.xlsx")
    assert page["E2"].value.date() == date(2020, 3, 1)
    assert (page["F2"].value, page["F2"].data_type, page["F2"].number_format) == (5, "n", "General")
    assert page["G2"].value == known
    assert (page["E3"].value, page["F3"].value, page["G3"].value) == (True, "很多", 12.5)
    assert (page["A2"].data_type, page["A2"].number_format) == ("s", "@")


def test_a_wrong_cell_is_colored_commented_and_told_in_the_last_column(
    city: City, tmp_path: Path
) -> None:
    rows = [HEADINGS, organization(1, staff="很多"), organization(2, name="甲\u200b乙")]
    annotate(checked(workbook(tmp_path / "a.xlsx", rows)), tmp_path / "b.xlsx")
    page = page_of(tmp_path / "b.xlsx")
    assert "“很多”不是整数。请只填数字" in page["F2"].comment.text
    assert page["F2"].fill.fgColor.rgb == "FFF9D9D4"
    assert page["G2"].value.startswith("有误。F列专职人员数：“很多”不是整数")
    assert page["B3"].comment.text.endswith("去掉了看不见的字符")
    assert page["B3"].fill.fgColor.rgb == "FFFFF1C9"
    assert page["A2"].comment is None


def test_it_comes_in_again_when_it_is_put_right_and_keeps_one_column_of_reasons(
    city: City, tmp_path: Path
) -> None:
    rows = [["台账"], HEADINGS, organization(1), organization(2, staff="很多")]
    annotate(checked(workbook(tmp_path / "a.xlsx", rows)), tmp_path / "b.xlsx")
    book = openpyxl.load_workbook(tmp_path / "b.xlsx")
    page: Any = book.active
    page["F4"] = 7
    book.save(tmp_path / "b.xlsx")
    batch = checked(tmp_path / "b.xlsx")
    assert (batch.count("new"), batch.count("rejected"), batch.notes) == (2, 0, [])
    annotate(batch, tmp_path / "c.xlsx")
    again = page_of(tmp_path / "c.xlsx")
    assert [cell.value for cell in again[2]] == [*HEADINGS, "检查结果"]
    assert again["G4"].value == "新增"


def test_days_of_a_workbook_that_counts_from_1904_stay_the_same(city: City, tmp_path: Path) -> None:
    book = xlsxwriter.Workbook(str(tmp_path / "a.xlsx"), {"date_1904": True})
    page = book.add_worksheet("a'b")
    page.write_row(0, 0, HEADINGS)
    page.write_row(1, 0, organization(1, since=42429))
    page.write_row(2, 0, organization(2))
    page.write_datetime(2, 4, date(2020, 3, 1), book.add_format({"num_format": "yyyy/m/d"}))
    book.close()
    annotate(checked(tmp_path / "a.xlsx"), tmp_path / "b.xlsx")
    batch = checked(tmp_path / "b.xlsx")
    assert (batch.count("new"), batch.layout["is_1904"]) == (2, True)
    read = page_of(tmp_path / "b.xlsx")
    assert (read["E2"].value, read["E3"].value.date()) == (42429, date(2020, 3, 1))


def test_what_was_put_right_without_asking_is_told_with_its_cells(
    city: City, tmp_path: Path
) -> None:
    wide = "".join(chr(ord(sign) + 0xFEE0) for sign in code(1))
    spaced = f"{code(2)[:8]} {code(2)[8:]}"
    rows = [HEADINGS, organization(1, code=wide), organization(2, code=spaced, staff="５")]
    batch = checked(workbook(tmp_path / "a.xlsx", rows))
    told = result_of(batch)
    assert (told["rejected"], told["errors"], batch.count("notes")) == (0, [], 3)
    assert told["notes"] == [
        "2个单元格全角字符改成了半角（A2、F3）。",
        "1个单元格去掉了中间的空格（A3）。",
    ]


def test_a_tab_name_that_no_program_takes_does_no_harm(city: City, tmp_path: Path) -> None:
    batch = checked(workbook(tmp_path / "a.xlsx", [HEADINGS, organization(1)]))
    for name in ("a/b[c]:*?", "'甲'", "History", "", "长" * 60):
        batch.layout["tab_name"] = name
        annotate(batch, tmp_path / "b.xlsx")
        assert page_of(tmp_path / "b.xlsx")["A2"].value == code(1)
