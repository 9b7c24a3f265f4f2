"""What people type into sheets, made plain: widths, stray characters, codes, yes and no.

Every function takes a cell as a reader gives it (str, int, float, bool, date, None), returns the
value or raises CellError with what is wrong and how to mend it. An empty cell is the caller's
question: `is_empty` first.
"""

import re
import unicodedata
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

FULL_WIDTH = {0xFF01 + n: 0x21 + n for n in range(94)} | {0x3000: 0x20}
FULL_WIDTH_LETTERS = {
    wide: plain
    for wide, plain in FULL_WIDTH.items()
    if chr(plain).isascii() and chr(plain).isalnum()
}
ERROR_VALUES = (
    "#N/A",
    "#NAME?",
    "#REF!",
    "#VALUE!",
    "#DIV/0!",
    "#NUM!",
    "#NULL!",
    "#GETTING_DATA",
)
DASHES = re.compile("[‐‑‒–—―−－﹣]")
MASKS = "*＊●•"
LARGEST_EXACT = 10**15
YES = frozenset(("是", "有", "对", "已建", "√", "✓", "✔", "☑", "Y", "YES", "T", "TRUE", "1"))
NO = frozenset(
    (
        "否",
        "无",
        "没有",
        "不是",
        "未建",
        "×",
        "✕",
        "✗",
        "✘",
        "☐",
        "X",
        "N",
        "NO",
        "F",
        "FALSE",
        "0",
    )
)
MOBILE = re.compile(r"1[0-9]{10}")
LANDLINE = re.compile(r"(0[0-9]{2,3})-?([0-9]{7,8})(?:-([0-9]{1,5}))?")
SCIENTIFIC = re.compile(r"[0-9](?:\.[0-9]+)?[Ee]\+?[0-9]{2}")
UNSEEN_GONE, MADE_HALF_WIDTH, SPACES_GONE = (
    "去掉了看不见的字符",
    "全角字符改成了半角",
    "去掉了中间的空格",
)
REPAIRS = frozenset((UNSEEN_GONE, MADE_HALF_WIDTH, SPACES_GONE))
UNSEEN = (
    "\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\xad\u061c\u180e"
    "\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff"
)
TEXT_REPAIRS = re.compile(f"[{UNSEEN}０-９Ａ-Ｚａ-ｚ]")
CODE_REPAIRS = re.compile(rf"[{UNSEEN}\uff01-\uff5e]|\S\s+\S")
LETTER = re.compile(r"[^\W\d_]")
AS_TEXT = "请把这一列的格式设为“文本”，再照原件重新填写"


class CellError(ValueError):
    """A cell that cannot be taken: the problem and the remedy, both Chinese, without 。 at the end.

    str() gives both as one sentence pair.
    """

    def __init__(self, problem: str, remedy: str) -> None:
        self.problem = problem
        self.remedy = remedy
        super().__init__(f"{problem}。{remedy}。")


def half_width(text: str) -> str:
    """Full-width letters, digits, punctuation and spaces as ASCII."""
    return text.translate(FULL_WIDTH)


def visible(text: str) -> str:
    """Without zero-width and direction marks, control characters and odd spaces; trimmed.

    Line breaks stay as "\\n". Raises: CellError on half a character (lone surrogate).
    """
    if text.isprintable():
        return text.strip()
    kept = []
    for char in text.replace("\r\n", "\n").replace("\r", "\n"):
        category = unicodedata.category(char)
        if category == "Cs":
            raise CellError("文字中有无法识别的字符", "请删去乱码后重新填写")
        if char in "\n\t" or category in ("Zs", "Zl", "Zp"):
            kept.append("\n" if char == "\n" or category in ("Zl", "Zp") else " ")
        elif category not in ("Cf", "Cc") and not _is_no_character(char):
            kept.append(char)
    return "".join(kept).strip()


def is_empty(value: Any) -> bool:
    """Nothing, or nothing that can be seen."""
    return value is None or (isinstance(value, str) and not visible(value))


def is_masked(value: Any) -> bool:
    """A masked personal field (330***1234), which means: leave as it is."""
    return isinstance(value, str) and any(mask in value for mask in MASKS)


def clean_text(value: Any, *, longest: int = 0) -> str:
    """Text as its writer meant it: one line, single spaces, Chinese punctuation kept.

    Full-width letters and digits become half-width. longest: in characters, 0 for any length.
    """
    text = " ".join(_as_text(value).split())
    return _not_too_long(text.translate(FULL_WIDTH_LETTERS), longest)


def clean_name(value: Any, *, longest: int = 0, name: str = "名称") -> str:
    """What somebody or something is called: as clean_text, and it must say something in letters."""
    text = clean_text(value, longest=longest)
    if not isinstance(value, str) or not LETTER.search(text):
        raise CellError(f"“{short(text)}”不像{name}", "请核对有没有填错位置，按登记的全称填写")
    return text


def clean_lines(value: Any, *, longest: int = 0) -> str:
    """Like clean_text, with the writer's line breaks."""
    lines = (" ".join(line.split()) for line in _as_text(value).split("\n"))
    text = re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()
    return _not_too_long(text.translate(FULL_WIDTH_LETTERS), longest)


def clean_code(value: Any, *, name: str = "编码") -> str:
    """A code in capitals, half-width, without any space. Raises CellError on a numeric cell."""
    if isinstance(value, bool) or not isinstance(value, str):
        raise CellError(f"{name}存成了数字或日期，末尾几位可能已经变样", AS_TEXT)
    code = DASHES.sub("-", "".join(half_width(visible(value)).split())).upper()
    if SCIENTIFIC.fullmatch(code):
        raise CellError(f"{name}显示成了科学记数{code}，后面几位已经丢失", AS_TEXT)
    refuse_error_value(code)
    return code


def clean_identity(value: Any, *, name: str = "身份证号") -> str:
    """An identity number in capitals without spaces; its digits are a rule's matter.

    Raises: CellError on a numeric cell even if its digits pass: Excel keeps only 15 of them.
    """
    if isinstance(value, int | float) and not isinstance(value, bool):
        raise CellError(f"{name}存成了数字，Excel只保留前15位，末尾已变成0", AS_TEXT)
    return clean_code(value, name=name)


def clean_phone(value: Any, *, name: str = "联系电话") -> str:
    """A mobile number in 11 digits, or a landline as 0574-87654321 with its extension.

    A numeric cell is taken when it holds a mobile number: eleven digits survive as a number.
    """
    if isinstance(value, int | float) and not isinstance(value, bool):
        digits = _as_text(value)
        if MOBILE.fullmatch(digits):
            return digits
        raise CellError(f"{name}存成了数字，不是11位手机号码，区号的0可能已丢失", AS_TEXT)
    typed = "".join(half_width(_as_text(value)).split())
    typed = DASHES.sub("-", typed).replace("(", "").replace(")", "-")
    typed = re.sub(r"^(?:\+|00)86-?", "", typed)
    if MOBILE.fullmatch(typed.replace("-", "")):
        return typed.replace("-", "")
    landline = LANDLINE.fullmatch(typed)
    if landline is None:
        raise CellError(
            f"{name}不是电话号码",
            "请填写11位手机号码，或带区号的固定电话，如0574-87654321",
        )
    return "-".join(part for part in landline.groups() if part)


def repairs(value: Any, *, is_code: bool) -> list[str]:
    """What reading a cell puts right without asking, in words for a note.

    is_code: whether spaces and full-width punctuation go as well.
    """
    if not isinstance(value, str) or not (CODE_REPAIRS if is_code else TEXT_REPAIRS).search(value):
        return []
    said = []
    if any(unicodedata.category(sign) in ("Cf", "Cc") and sign not in "\t\r\n" for sign in value):
        said.append(UNSEEN_GONE)
    if any(ord(sign) in (FULL_WIDTH if is_code else FULL_WIDTH_LETTERS) for sign in value.strip()):
        said.append(MADE_HALF_WIDTH)
    if is_code and len(value.split()) > 1:
        said.append(SPACES_GONE)
    return said


def clean_yes_no(value: Any, *, name: str = "这一栏") -> bool:
    """True or False for 是, 否, √, ×, 有, 无, Y, N, 1, 0."""
    if isinstance(value, bool):
        return value
    said = half_width(clean_text(value)).upper()
    if said in YES:
        return True
    if said in NO:
        return False
    raise CellError(f"{name}应填“是”或“否”，现为“{short(said)}”", "请从下拉列表中选择")


def clean_choice(value: Any, choices: Mapping[str, str], *, name: str = "这一栏") -> str:
    """The code of a choice. Shape: choices is Chinese label → code; a code itself is taken too."""
    said = clean_text(value)
    if said in choices:
        return choices[said]
    if said in choices.values():
        return said
    listed = "、".join(choices)
    raise CellError(f"{name}没有“{short(said)}”这一项", f"请从下拉列表中选择：{listed}")


def short(text: str, most: int = 20) -> str:
    """What was typed, short enough for a message."""
    return text if len(text) <= most else text[:most] + "…"


def _as_text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, datetime):
        return value.isoformat(sep=" ")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer() and abs(value) < LARGEST_EXACT:
        return str(int(value))
    text = visible(unicodedata.normalize("NFC", str(value)))
    refuse_error_value(text)
    return text


def refuse_error_value(text: str) -> None:
    """Raises: CellError on #N/A and its like."""
    if text.startswith("#") and text.upper() in ERROR_VALUES:
        raise CellError(f"单元格是公式出错的结果{text}", "请改正公式，或直接填写结果")


def _is_no_character(char: str) -> bool:
    """One of the code points that stand for nothing and that no XML may hold."""
    return ord(char) & 0xFFFE == 0xFFFE or 0xFDD0 <= ord(char) <= 0xFDEF


def _not_too_long(text: str, longest: int) -> str:
    if longest and len(text) > longest:
        raise CellError(f"文字有{len(text)}个字，超过{longest}个字", "请缩短后再填")
    return text
