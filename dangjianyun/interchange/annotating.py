"""The user's own table again, with what is wrong said in words and marked in color."""

from pathlib import Path
from typing import Any, BinaryIO

import xlsxwriter

from dangjianyun.foundation.sheets import sheet_named
from dangjianyun.foundation.sheets.rows import CHANGED, HELD, NEW, REJECTED, UNCHANGED
from dangjianyun.interchange.exporting import OPTIONS
from dangjianyun.interchange.files.reading import cells_of
from dangjianyun.interchange.judging import shown
from dangjianyun.interchange.layout import column_name
from dangjianyun.interchange.models import Batch
from dangjianyun.interchange.staging import Staged, all_rows

VERDICT = "检查结果"
WORDS = {
    NEW: "新增",
    CHANGED: "变更",
    UNCHANGED: "无变化",
    REJECTED: "有误",
    HELD: "待上级核验",
}


def annotate(batch: Batch, target: Path | BinaryIO) -> int:
    """Write the workbook: rows and columns where the user has them. Gives the wrong rows."""
    book = xlsxwriter.Workbook(target if not isinstance(target, Path) else str(target), OPTIONS)
    page = book.add_worksheet((batch.layout.get("tab_name") or "数据")[:31] or "数据")
    formats = {
        "": book.add_format({"num_format": "@"}),
        "heading": book.add_format({"bold": True, "bg_color": "#F2F2EF", "num_format": "@"}),
        "bad": book.add_format({"bg_color": "#F9D9D4", "font_color": "#8A1A12", "num_format": "@"}),
        "note": book.add_format({"bg_color": "#FFF1C9", "num_format": "@"}),
        "verdict": book.add_format({"text_wrap": True}),
    }
    headings: list[str] = batch.layout["headings"]
    page.set_column(len(headings), len(headings), 60)
    for number, cells in batch.layout["above"]:
        _line(page, number, cells_of(cells), formats, {})
    _line(page, batch.layout["heading_row"], headings, formats, {}, whole="heading")
    page.write_string(batch.layout["heading_row"] - 1, len(headings), VERDICT, formats["heading"])
    wrong = 0
    for row in all_rows(batch):
        wrong += row.state in {REJECTED, HELD}
        marked = {one.field: "note" for one in row.notes} | {one.field: "bad" for one in row.faults}
        fields: list[str] = batch.layout["fields"]
        at = {fields.index(name): mark for name, mark in marked.items() if name in fields}
        _line(page, row.number, row.raw, formats, at)
        page.write_string(row.number - 1, len(headings), verdict(batch, row), formats["verdict"])
    book.close()
    return wrong


def verdict(batch: Batch, row: Staged) -> str:
    """What the check says of a row, in one cell."""
    sheet = sheet_named(batch.sheet)
    fields: list[str] = batch.layout["fields"]
    said = []
    for one in [*row.faults, *row.notes]:
        at = f"{column_name(fields.index(one.field))}列" if one.field in fields else ""
        label = sheet.by_field[one.field].label if one.field in sheet.by_field else ""
        remedy = f"，{one.remedy}" if one.remedy else ""
        said.append(f"{at}{label}：{one.problem}{remedy}".lstrip("："))
    said += [f"{label}：{before or '空'} → {after or '空'}" for label, before, after in row.changes]
    return "。".join([WORDS[row.state], *said])[:32_000]


def _line(
    page: Any,
    number: int,
    cells: list[Any],
    formats: dict[str, Any],
    marked: dict[int, str],
    whole: str = "",
) -> None:
    for at in range(max(len(cells), max(marked, default=-1) + 1)):
        cell = cells[at] if at < len(cells) else None
        style = formats[marked.get(at, whole)]
        if cell is None:
            if at in marked:
                page.write_blank(number - 1, at, None, style)
        elif type(cell) is int and abs(cell) < 10**11 or type(cell) is float:
            page.write_number(number - 1, at, cell, style)
        else:
            page.write_string(number - 1, at, shown(cell), style)
