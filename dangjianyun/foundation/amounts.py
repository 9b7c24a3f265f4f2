"""Counts and money as people type them into sheets."""

import re
from decimal import Decimal, InvalidOperation
from typing import Any

from dangjianyun.foundation.cells import CellError, clean_text, half_width, short

GROUPED = re.compile(r"-?[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]*)?")
PLAIN = re.compile(r"-?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)")
MEASURES = re.compile(r"(?:人次|人|名|个|家|次|场|项|件|户)$")
FEN_IN = {
    "元": Decimal(100),
    "万元": Decimal(1_000_000),
    "亿元": Decimal(10_000_000_000),
}
MOST_DIGITS = 15


def clean_count(value: Any, *, name: str = "数量", most: int = 10_000_000) -> int:
    """A whole number from 0 up: 1,234, １２, 12.0, 12人. Raises CellError."""
    number = _number(value, MEASURES, f"{name}应为整数", "请只填阿拉伯数字，如12")
    if number != number.to_integral_value():
        raise CellError(f"{name}{_shown(value)}不是整数", "请填写整数")
    if number < 0:
        raise CellError(f"{name}不能小于0，现为{_shown(value)}", "请填写0或更大的整数")
    if number > most:
        raise CellError(f"{name}{_shown(value)}过大，最多为{most}", "请核对是否多填了位数")
    return int(number)


def clean_money(value: Any, *, unit: str = "元", name: str = "金额") -> int:
    """Money in whole fen, from 0 up: 15,000, ￥1,200.50, 1.5万元.

    unit: of the column heading (元, 万元, 亿元), where the cell names none. Raises CellError.
    """
    said = value
    if isinstance(value, str):
        said = re.sub(r"^(?:人民币|RMB|[¥￥])\s*", "", half_width(clean_text(value)))
        named = re.search(r"(亿元?|万元?|元)整?$", said)
        if named:
            unit = named[1].rstrip("元") + "元"
            said = said[: named.start()]
    remedy = "请只填数字，如15000，或写明单位，如1.5万元"
    number = _number(said, re.compile(r"(?!)"), f"{name}应为数字", remedy)
    fen = number * FEN_IN[unit]
    if fen < 0:
        raise CellError(f"{name}不能小于0，现为{_shown(value)}", "请填写0或更大的数")
    if fen != fen.to_integral_value():
        raise CellError(f"{name}{_shown(value)}细到分以下", "请四舍五入到分，即元后两位")
    return int(fen)


def _number(value: Any, suffix: re.Pattern[str], problem: str, remedy: str) -> Decimal:
    if isinstance(value, bool):
        raise CellError(f"{problem}，现为{_shown(value)}", remedy)
    said = repr(value) if isinstance(value, int | float) else half_width(clean_text(value))
    said = said.removesuffix("元").strip()
    typed = suffix.sub("", said).strip()
    if isinstance(value, str) and not (GROUPED.fullmatch(typed) or PLAIN.fullmatch(typed)):
        raise CellError(f"{problem}，现为“{short(said)}”", remedy)
    try:
        number = Decimal(typed.replace(",", ""))
    except InvalidOperation:
        raise CellError(f"{problem}，现为“{short(said)}”", remedy) from None
    if not number.is_finite() or number.adjusted() >= MOST_DIGITS:
        raise CellError(f"{problem}，现为“{short(said)}”", remedy)
    return number


def _shown(value: Any) -> str:
    return short(clean_text(value))
