"""From cells to a row: read by the sheet's columns, every cell that cannot be read noted."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from dangjianyun.foundation.cells import CellError, is_empty, is_masked
from dangjianyun.foundation.sheets import Row, Sheet
from dangjianyun.interchange.files.reading import FormulaResult

UNSAVED = CellError("公式没有保存计算结果", "请在Excel中打开文件，保存一次再上传，或直接填写结果")
CALCULATED = "取公式上次保存的结果"


REPEATED = {"choice", "day", "last_day", "number", "yes_no"}
"""Types whose cells say the same few things over and over: each is read once."""

Memo = dict[tuple[str, Any], Any]


def read_row(
    sheet: Sheet,
    fields: Mapping[int, str],
    number: int,
    raw: Sequence[Any],
    is_1904: bool,
    memo: Memo,
) -> Row:
    """The row behind a line of the file, with its unreadable and missing cells.

    `memo` is shared by all rows of a file.
    """
    row = Row(number)
    for at, name in fields.items():
        column = sheet.by_field[name]
        value = raw[at] if at < len(raw) else None
        if type(value) is str and (name, value) in memo:
            row.cells[name] = memo[name, value]
            continue
        if isinstance(value, FormulaResult):
            if value.value is None:
                row.trouble(name, UNSAVED)
                continue
            row.remark(name, CALCULATED)
            value = value.value
        try:
            if is_empty(value):
                if column.required:
                    row.refuse(name, "必填", f"请填写{column.label}")
                elif column.clears:
                    row.cleared.add(name)
            elif not (column.mask and is_masked(value)):
                found = row.cells[name] = column.read(value, is_1904=is_1904)
                for words in (*column.repairs(value), *column.oddities(value)):
                    row.remark(name, words)
                if column.type in REPEATED and type(value) is str and name not in _noted(row):
                    memo[name, value] = found
        except CellError as error:
            row.trouble(name, error)
    return row


def _noted(row: Row) -> set[str]:
    return {note.field for note in row.notes}


def keys_of(
    sheet: Sheet, fields: Mapping[int, str], raw: Sequence[Any], names: set[str], is_1904: bool
) -> Row:
    """Only the named cells, silently: for finding rows that stand twice."""
    row = Row(0)
    for at, name in fields.items():
        if name not in names or at >= len(raw):
            continue
        column, value = sheet.by_field[name], raw[at]
        if isinstance(value, FormulaResult):
            value = value.value
        try:
            if not is_empty(value) and not (column.mask and is_masked(value)):
                row.cells[name] = column.read(value, is_1904=is_1904)
        except CellError:
            continue
    return row


def shown(value: Any) -> str:
    """A cell as its user sees it, near enough to recognize it."""
    if isinstance(value, FormulaResult):
        value = value.value
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, int | float) and abs(value) >= 1e11:
        return f"{value:.5E}"
    if isinstance(value, float):
        return f"{value:.15g}"
    return str(value)[:200]
