"""The user's own table again, with what is wrong said in words and marked in color."""

import re
from datetime import date
from pathlib import Path
from typing import Any, BinaryIO

import xlsxwriter

from dangjianyun.foundation.sheets import sheet_named
from dangjianyun.foundation.sheets.rows import ASKED, CHANGED, HELD, NEW, REJECTED, UNCHANGED
from dangjianyun.foundation.workbooks import OPTIONS, write_text
from dangjianyun.interchange.exporting import width_of
from dangjianyun.interchange.files.reading import FormulaResult, cells_of
from dangjianyun.interchange.layout import VERDICT, column_name
from dangjianyun.interchange.models import Batch
from dangjianyun.interchange.staging import Staged, all_rows

WORDS = {
    NEW: "新增",
    CHANGED: "变更",
    UNCHANGED: "无变化",
    REJECTED: "有误",
    HELD: "待上级核验",
    ASKED: "提交后待上级核验",
}
MOST_COMMENTS = 5000
"""Cells beyond this many are marked by color and in the last column only: comments are slow."""
NO_TAB_NAME = re.compile(r"[\[\]:*?/\\]|^'|'$")
COLORS: dict[str, dict[str, object]] = {
    "": {},
    "heading": {"bold": True, "bg_color": "#F2F2EF"},
    "bad": {"bg_color": "#F9D9D4", "font_color": "#8A1A12"},
    "note": {"bg_color": "#FFF1C9"},
    "verdict": {"text_wrap": True, "valign": "top"},
}
KINDS = {"text": "@", "number": "General", "day": "yyyy-mm-dd"}


def annotate(batch: Batch, target: Path | BinaryIO) -> int:
    """Write the workbook: rows, columns and values as the user has them, so that it can be put
    right and brought in again. Gives the wrong rows.
    """
    options = {**OPTIONS, "date_1904": bool(batch.layout.get("is_1904"))}
    book = xlsxwriter.Workbook(target if not isinstance(target, Path) else str(target), options)
    paper = _Paper(batch, book)
    for number, cells in batch.layout["above"]:
        paper.line(number, cells_of(cells), {})
    paper.headings()
    wrong = 0
    for row in all_rows(batch):
        wrong += row.state in {REJECTED, HELD}
        paper.row(row)
    paper.end()
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


class _Paper:
    """The page under way."""

    def __init__(self, batch: Batch, book: Any) -> None:
        self.batch = batch
        self.fields: list[str] = batch.layout["fields"]
        texts: list[str] = batch.layout["headings"]
        width = max(len(texts), batch.layout.get("width", 0))
        # A table that was annotated before has the column already.
        self.verdict_at = texts.index(VERDICT) if VERDICT in texts else width
        name = NO_TAB_NAME.sub("", batch.layout.get("tab_name") or "")[:31]
        self.page = book.add_worksheet("数据" if name.lower() in {"", "history"} else name)
        self.book = book
        self._styles: dict[tuple[str, str], Any] = {}
        self._comments = 0
        self._last = batch.layout["heading_row"]
        self._size_columns()

    def _size_columns(self) -> None:
        columns = sheet_named(self.batch.sheet).by_field
        for at, name in enumerate(self.fields):
            if name:
                self.page.set_column(at, at, width_of(columns[name]))
        self.page.set_column(self.verdict_at, self.verdict_at, 60)
        self.page.freeze_panes(self.batch.layout["heading_row"], 0)

    def headings(self) -> None:
        """The user's headings, and that of the column with the reasons."""
        number = self.batch.layout["heading_row"]
        self.line(number, self.batch.layout["headings"], {}, whole="heading")
        write_text(self.page, number - 1, self.verdict_at, VERDICT, self._style("text", "heading"))

    def row(self, row: Staged) -> None:
        """A checked row, its wrong cells marked and commented."""
        marks: dict[int, str] = {}
        words: dict[int, list[str]] = {}
        for mark, found in (("note", row.notes), ("bad", row.faults)):
            for one in found:
                if one.field in self.fields:
                    at = self.fields.index(one.field)
                    marks[at] = mark
                    words.setdefault(at, []).append(f"{one.problem}。{one.remedy}".rstrip("。"))
        self.line(row.number, [*row.raw], marks)
        for at, said in words.items():
            self._comments += 1
            if self._comments <= MOST_COMMENTS:
                size = {"x_scale": 1.8, "y_scale": 0.9}
                self.page.write_comment(row.number - 1, at, "；".join(said)[:2000], size)
        style = self._style("number", "verdict")
        write_text(self.page, row.number - 1, self.verdict_at, verdict(self.batch, row), style)
        self._last = row.number

    def line(self, number: int, cells: list[Any], marks: dict[int, str], whole: str = "") -> None:
        """Cells as what they were: text, numbers, dates; of a formula what it gave."""
        for at in range(max(len(cells), max(marks, default=-1) + 1)):
            if at != self.verdict_at:
                cell = cells[at] if at < len(cells) else None
                self._put(number - 1, at, cell, marks.get(at, whole))

    def _put(self, row: int, at: int, cell: Any, mark: str) -> None:
        if isinstance(cell, FormulaResult):
            cell = cell.value
        if cell is None:
            if mark:
                self.page.write_blank(row, at, None, self._style("text", mark))
        elif isinstance(cell, bool):
            self.page.write_boolean(row, at, cell, self._style("number", mark))
        elif isinstance(cell, int | float):
            self.page.write_number(row, at, cell, self._style("number", mark))
        elif isinstance(cell, date):
            self.page.write_datetime(row, at, cell, self._style("day", mark))
        else:
            write_text(self.page, row, at, str(cell), self._style("text", mark))

    def _style(self, kind: str, mark: str) -> Any:
        if (kind, mark) not in self._styles:
            shape: dict[str, object] = {"num_format": KINDS[kind], **COLORS[mark]}
            self._styles[kind, mark] = self.book.add_format(shape)
        return self._styles[kind, mark]

    def end(self) -> None:
        """What can only be said when the last row is known."""
        self.page.autofilter(
            self.batch.layout["heading_row"] - 1, 0, self._last - 1, self.verdict_at
        )
