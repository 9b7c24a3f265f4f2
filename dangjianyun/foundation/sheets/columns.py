"""One column of a sheet: its heading, what may stand in it, how a cell is read and shown."""

import dataclasses
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from dangjianyun.foundation import cells, masks
from dangjianyun.foundation.chinese_dates import month_in_number, parse_day

Type = Literal[
    "text",
    "lines",
    "code",
    "codes",
    "identity",
    "phone",
    "day",
    "last_day",
    "number",
    "yes_no",
    "choice",
    "schedule",
]

CODES = {"code", "identity", "phone"}
"""Types in which no space and no full-width sign means anything."""

NO_CODE = re.compile(r"[^\w\-./()\[\]〔〕#·]|^\W+$")

NEGATIVE = re.compile(r"[-−－]\s*[\d.]+")
FORMULA_SIGNS = "=+-@"
"""A cell that begins so is a formula to a spreadsheet program."""

LARGEST = 10_000_000


@dataclass(frozen=True)
class Column:
    """A column. `label` is the heading users know, `aliases` other headings taken for it.

    `choices`: Chinese label → stored value; `synonyms`: further words → stored value.
    `mask`: how a personal value is shown; a masked cell that comes back means unchanged.
    `clears`: an empty cell empties the field of a known row; otherwise empty means unchanged.
    `is_name`: what is called so must say something: letters, not a number or a sign.
    `is_exported`: False for what only says how to take the row (变更日期).
    """

    label: str
    field: str
    type: Type = "text"
    required: bool = False
    choices: Mapping[str, str] = dataclasses.field(default_factory=dict)
    synonyms: Mapping[str, str] = dataclasses.field(default_factory=dict)
    note: str = ""
    aliases: tuple[str, ...] = ()
    mask: masks.Kind | Literal[""] = ""
    longest: int = 120
    example: str = ""
    clears: bool = False
    is_name: bool = False
    is_exported: bool = True

    def read(self, value: Any, *, is_1904: bool = False) -> Any:
        """A cell that is not empty, as a value. Raises: CellError."""
        if self.type in {"day", "last_day"}:
            return parse_day(value, is_1904=is_1904)
        if self.type == "schedule":
            return _schedule(self, value, is_1904)
        return _READERS[self.type](self, value)

    def repairs(self, value: Any) -> list[str]:
        """What reading this cell puts right without asking."""
        return cells.repairs(value, is_code=self.type in CODES)

    def oddities(self, value: Any) -> list[str]:
        """What is taken as it stands but should be looked at."""
        first = cells.half_width(str(value).lstrip()[:1])
        if self.is_name and first and first in FORMULA_SIGNS:
            return [f"以“{first}”开头，像公式，按文字照原样保存；写错了的请改正"]
        return []

    def shown(self, value: Any) -> str:
        """A value as a cell shows it."""
        if value is None or value == "":
            return ""
        if self.mask:
            text = str(value)
            return text if cells.is_masked(text) else masks.mask(self.mask, text)
        if self.type == "choice":
            return next((word for word, code in self.choices.items() if code == value), str(value))
        if isinstance(value, bool):
            return "是" if value else "否"
        if isinstance(value, date):
            return value.isoformat()
        if isinstance(value, list | tuple):
            return "、".join(str(one) for one in value)
        return str(value)

    def row(self) -> dict[str, object]:
        """The contract's form (`dangjianyun sheets`)."""
        return {
            "label": self.label,
            "field": self.field,
            "required": self.required,
            "type": self.type,
            "choices": list(self.choices),
            "note": self.note,
        }


def _text(column: Column, value: Any) -> str:
    if column.is_name:
        return cells.clean_name(value, longest=column.longest, name=column.label)
    return cells.clean_text(value, longest=column.longest)


def _lines(column: Column, value: Any) -> str:
    return cells.clean_lines(value, longest=column.longest)


def _code(column: Column, value: Any) -> str:
    code = cells.clean_code(value, name=column.label)
    if odd := NO_CODE.search(code):
        raise cells.CellError(f"{column.label}里有不能用的符号“{odd[0]}”", "请照原件重新填写")
    if column.longest and len(code) > column.longest:
        raise cells.CellError(
            f"{column.label}有{len(code)}位，超过{column.longest}位", "请核对是否多写了字符"
        )
    return code


def _codes(column: Column, value: Any) -> list[str]:
    if not isinstance(value, str):
        _code(column, value)  # says that the cell is a number, and what to do
    text = cells.half_width(cells.visible(str(value)))
    parts = [text]
    for sign in "、，,；;/\n ":
        parts = [piece for part in parts for piece in part.split(sign)]
    found = [_code(column, part) for part in parts if part.strip()]
    return list(dict.fromkeys(found))


def _identity(column: Column, value: Any) -> str:
    return cells.clean_identity(value, name=column.label)


def _phone(column: Column, value: Any) -> str:
    return cells.clean_phone(value, name=column.label)


def _number(column: Column, value: Any) -> int:
    text = cells.half_width(cells.clean_text(value)).replace(",", "")
    text = text.removesuffix("人").removesuffix("名").removesuffix("家").strip()
    text = re.sub(r"\.0+$", "", text)
    if NEGATIVE.fullmatch(text):
        raise cells.CellError(f"{column.label}不能小于0，现为{text}", "请填写0或更大的整数")
    if not text.isdecimal():
        raise cells.CellError(f"“{cells.short(text)}”不是整数", "请只填数字，如12")
    if int(text) > LARGEST:
        raise cells.CellError(f"{column.label}{text}大得不像真的", "请核对后重新填写")
    return int(text)


def _yes_no(column: Column, value: Any) -> bool:
    return cells.clean_yes_no(value, name=column.label)


def _choice(column: Column, value: Any) -> str:
    said = cells.clean_text(value)
    if said in column.synonyms:
        return column.synonyms[said]
    return cells.clean_choice(value, column.choices, name=column.label)


def _schedule(column: Column, value: Any, is_1904: bool) -> Any:
    # A date cell stays a date: what year the words belong to is known to the room only.
    if isinstance(value, date | int | float) and not isinstance(value, bool):
        month = month_in_number(value)
        return str(month) if month else parse_day(value, is_1904=is_1904)
    return cells.clean_text(value, longest=column.longest)


_READERS: dict[str, Callable[[Column, Any], Any]] = {
    "text": _text,
    "lines": _lines,
    "code": _code,
    "codes": _codes,
    "identity": _identity,
    "phone": _phone,
    "number": _number,
    "yes_no": _yes_no,
    "choice": _choice,
}


def words(pairs: Sequence[tuple[str, str]]) -> dict[str, str]:
    """Django's choices (value, label) as label → value, without the empty one."""
    return {label: value for value, label in pairs if value}
