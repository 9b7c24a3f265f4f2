"""Which row holds the headings, and which column is what."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from dangjianyun.foundation.errors import Refused
from dangjianyun.foundation.sheets import Sheet
from dangjianyun.interchange.files.reading import FormulaResult, Peek

SEARCHED = 20
VERDICT = "检查结果"
"""The heading of the column that an annotated table has on top; no column of the user's."""
BRACKETED = re.compile(r"[（(【\[][^（()）【】\[\]]*[)）】\]]")
MARKS = re.compile(r"[\s*＊：:、。]|必填|选填")


@dataclass
class Layout:
    """What stands where: the tab, the heading row, its texts, and position → field."""

    tab: int
    tab_name: str
    heading_row: int
    headings: list[str]
    fields: dict[int, str]
    above: list[tuple[int, list[Any]]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def stored(self) -> dict[str, Any]:
        """As JSON."""
        return {
            "tab_name": self.tab_name,
            "heading_row": self.heading_row,
            "headings": self.headings,
            "fields": [self.fields.get(at, "") for at in range(len(self.headings))],
        }


def column_name(at: int) -> str:
    """0 is A, 26 is AA."""
    name = ""
    at += 1
    while at:
        at, rest = divmod(at - 1, 26)
        name = chr(65 + rest) + name
    return name


def normalized(heading: Any) -> str:
    """A heading without spaces, marks and width."""
    if isinstance(heading, FormulaResult):
        heading = heading.value
    if not isinstance(heading, str):
        return ""
    text = "".join(c for c in unicodedata.normalize("NFKC", heading) if c.isprintable())
    return MARKS.sub("", text)


def find_layout(sheet: Sheet, peeks: Sequence[Peek]) -> Layout:
    """The tab and row whose headings match the sheet best; hidden tabs only where no other does.

    Raises: Refused where none match, required columns are missing or a heading stands twice.
    """
    known = _known(sheet)
    found: list[tuple[int, bool, int, int]] = []
    for tab, peek in enumerate(peeks):
        for number, cells in peek.rows[:SEARCHED]:
            score = len(set(_fields(known, cells).values()))
            found.append((score, not peek.is_hidden, -tab, -number))
    visible = [one for one in found if one[1] and one[0] >= 2]
    best = max(visible or [one for one in found if one[0] >= 2], default=None)
    if best is None:
        wanted = "、".join(column.label for column in sheet.columns if column.required)
        raise Refused(
            f"前{SEARCHED}行里没有找到“{sheet.label}”表的表头（{wanted}）。"
            "请核对选的表对不对，或下载模板，按模板的列名填写。",
            field="file",
        )
    tab, row = -best[2], -best[3]
    return _layout(sheet, known, peeks, tab, row)


def _layout(
    sheet: Sheet, known: dict[str, str], peeks: Sequence[Peek], tab: int, row: int
) -> Layout:
    peek = peeks[tab]
    cells = next(cells for number, cells in peek.rows if number == row)
    fields = _fields(known, cells)
    _no_doubles(sheet, fields)
    missing = [c.label for c in sheet.columns if c.required and c.field not in fields.values()]
    if missing:
        raise Refused(
            f"第{row}行的表头里缺少必填的列：{'、'.join(missing)}。"
            "请补上这些列，或下载模板，按模板的列名填写。",
            field="file",
        )
    headings = [_text(cell) for cell in cells]
    layout = Layout(tab, peek.name, row, headings, fields)
    layout.above = [(number, held) for number, held in peek.rows if number < row]
    layout.notes = list(_notes(peeks, tab, headings, fields))
    return layout


def _known(sheet: Sheet) -> dict[str, str]:
    known: dict[str, str] = {}
    for column in sheet.columns:
        for word in (column.label, *column.aliases):
            known.setdefault(normalized(word), column.field)
    # The sheet's own headings outrank what other columns also answer to.
    known.update({normalized(column.label): column.field for column in sheet.columns})
    return known


def _fields(known: dict[str, str], cells: Sequence[Any]) -> dict[int, str]:
    fields = {}
    for at, cell in enumerate(cells):
        word = normalized(cell)
        name = known.get(word) or known.get(normalized(BRACKETED.sub("", word)))
        if name:
            fields[at] = name
    return fields


def _no_doubles(sheet: Sheet, fields: dict[int, str]) -> None:
    at: dict[str, int] = {}
    for position, name in fields.items():
        if name in at:
            label = sheet.by_field[name].label
            raise Refused(
                f"“{label}”有两列（{column_name(at[name])}列和{column_name(position)}列），"
                "分不清用哪一列。请删去或改名其中一列。",
                field="file",
            )
        at[name] = position


def _notes(
    peeks: Sequence[Peek], tab: int, headings: Sequence[str], fields: dict[int, str]
) -> list[str]:
    notes = []
    if len(peeks) > 1:
        others = "、".join(f"“{p.name}”" for n, p in enumerate(peeks) if n != tab)
        notes.append(f"文件有{len(peeks)}个工作表，读取了“{peeks[tab].name}”，没有读取{others}。")
    if peeks[tab].is_hidden:
        notes.append(f"工作表“{peeks[tab].name}”是隐藏的。")
    unknown = [
        f"{column_name(at)}列“{word}”"
        for at, word in enumerate(headings)
        if word and word != VERDICT and at not in fields
    ]
    if unknown:
        notes.append(f"没有用到的列：{'、'.join(unknown)}。")
    return notes


def _text(cell: Any) -> str:
    if isinstance(cell, FormulaResult):
        cell = cell.value
    return " ".join(str(cell).split())[:80] if cell is not None else ""
