"""A blank workbook for a sheet: headings, drop-down lists, notes and one example row."""

from pathlib import Path
from typing import Any, BinaryIO

import xlsxwriter

from dangjianyun.foundation.sheets import Column, Sheet
from dangjianyun.foundation.workbooks import OPTIONS
from dangjianyun.interchange.checking import EXAMPLE
from dangjianyun.interchange.exporting import width_of

FILLED = 5000
"""Rows that get drop-down lists."""
HINT = "填写说明"
TYPES = {
    "text": "文字",
    "lines": "文字",
    "code": "文字格式的编码",
    "codes": "编码，几个之间用顿号隔开",
    "identity": "18位号码，文本格式",
    "phone": "电话号码",
    "day": "日期，如2021-06-28",
    "last_day": "日期，如2021-06-28，含当天",
    "number": "整数",
    "yes_no": "是或否",
    "choice": "从列表中选",
    "schedule": "时间，可写暂定",
}


def write_template(sheet: Sheet, target: Path | BinaryIO) -> None:
    """Write the workbook; its example row is skipped by the import."""
    options = {**OPTIONS, "constant_memory": False}
    book = xlsxwriter.Workbook(target if not isinstance(target, Path) else str(target), options)
    formats = {
        "must": book.add_format({"bold": True, "bg_color": "#F7E4E1", "bottom": 1}),
        "may": book.add_format({"bold": True, "bg_color": "#F2F2EF", "bottom": 1}),
        "text": book.add_format({"num_format": "@"}),
        "example": book.add_format({"num_format": "@", "italic": True, "font_color": "#6B6B63"}),
    }
    page = book.add_worksheet(sheet.label[:31])
    for at, column in enumerate(sheet.columns):
        _heading(page, at, column, formats)
        _list(page, at, column)
        page.write_string(1, at, column.example, formats["example"])
    last = len(sheet.columns)
    page.set_column(last, last, 36)
    page.write_string(0, last, HINT, formats["may"])
    page.write_string(1, last, f"{EXAMPLE}，导入时自动略过，可以删去。", formats["example"])
    page.freeze_panes(1, 0)
    _notes(book, sheet, formats)
    book.close()


def _heading(page: Any, at: int, column: Column, formats: dict[str, Any]) -> None:
    # Text format keeps codes, numbers and dates as typed.
    page.set_column(at, at, width_of(column), None if column.type == "number" else formats["text"])
    page.write_string(0, at, column.label, formats["must" if column.required else "may"])
    page.write_comment(0, at, _hint(column), {"x_scale": 1.6})


def _hint(column: Column) -> str:
    must = "必填。" if column.required else "选填。"
    return f"{must}{TYPES[column.type]}。{column.note}"


def _list(page: Any, at: int, column: Column) -> None:
    words = list(column.choices) or (["是", "否"] if column.type == "yes_no" else [])
    if not words:
        return
    rule: dict[str, Any] = {
        "validate": "list",
        "source": words,
        "error_title": "没有这一项",
        "error_message": "请从下拉列表中选择。",
    }
    if len(",".join(words)) <= 255:  # Excel's own limit of a written list
        page.data_validation(1, at, FILLED, at, rule)


def _notes(book: Any, sheet: Sheet, formats: dict[str, Any]) -> None:
    page = book.add_worksheet("填表说明")
    page.set_column(0, 0, 24)
    page.set_column(1, 2, 14)
    page.set_column(3, 3, 70)
    for at, word in enumerate(("列", "是否必填", "怎样填", "说明")):
        page.write_string(0, at, word, formats["may"])
    for line, column in enumerate(sheet.columns, 1):
        choices = f"可选：{'、'.join(column.choices)}。" if column.choices else ""
        said = (column.label, "必填" if column.required else "选填", TYPES[column.type])
        for at, word in enumerate((*said, column.note + choices)):
            page.write_string(line, at, word)
    if sheet.note:
        page.write_string(len(sheet.columns) + 2, 0, sheet.note)
