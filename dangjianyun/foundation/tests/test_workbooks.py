"""What leaves as a workbook: text stays text."""

from pathlib import Path

import openpyxl
import pytest
import xlsxwriter

from dangjianyun.foundation.workbooks import LONGEST_CELL, OPTIONS, write_text

SMUGGLED = (
    '<r><t>x</t></r></is></c><c r="B1"><f>1+1</f><v>2</v></c>'
    '<c r="C1" t="inlineStr"><is><r><t>x</t></r>'
)


@pytest.mark.parametrize(
    "text", [SMUGGLED, "<r></r>", "=1+1", "@SUM(1)", " 前后 ", "_x0041_", "http://a.cn", "1"]
)
@pytest.mark.parametrize("is_streamed", [True, False])
def test_text_leaves_as_text_and_nothing_else(
    tmp_path: Path, text: str, *, is_streamed: bool
) -> None:
    path = tmp_path / "a.xlsx"
    book = xlsxwriter.Workbook(str(path), {**OPTIONS, "constant_memory": is_streamed})
    page = book.add_worksheet()
    write_text(page, 0, 0, text)
    write_text(page, 1, 0, text, book.add_format({"num_format": "@"}))
    book.close()
    read = openpyxl.load_workbook(path).active
    assert read is not None
    found = [(cell.data_type, cell.value) for row in read.iter_rows() for cell in row]
    escaped = "_x005F_x0041_" if text == "_x0041_" else text
    assert [value for _, value in found] in ([text, text], [escaped, escaped])
    assert {kind for kind, _ in found} == {"s"}


def test_text_longer_than_a_cell_is_cut_not_left_out(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    book = xlsxwriter.Workbook(str(path), OPTIONS)
    write_text(book.add_worksheet(), 0, 0, "𠮷" * LONGEST_CELL)
    book.close()
    read = openpyxl.load_workbook(path).active
    assert read is not None
    assert read["A1"].value == "𠮷" * (LONGEST_CELL // 2)
