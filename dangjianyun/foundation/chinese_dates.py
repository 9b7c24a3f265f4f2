"""Days and months as people write them in Chinese sheets and papers.

Nothing is guessed: a month without a day, a year of two digits or a day that does not exist is
refused with the remedy.
"""

import math
import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from dangjianyun.foundation.cells import (
    CellError,
    half_width,
    refuse_error_value,
    short,
    visible,
)

EARLIEST_YEAR, LATEST_YEAR = 1900, 2199
EPOCH_1900, EPOCH_1904 = date(1899, 12, 30), date(1904, 1, 1)
SERIALS = range(10_000, 100_000)
HAN_DIGITS = str.maketrans("〇○零一二三四五六七八九", "000123456789")
HAN_TEN = re.compile("([一二三四五六七八九]?)十([一二三四五六七八九]?)")
CLOCK = re.compile(r"(?<=[0-9日号])[T ]+[0-9]{1,2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]+)?)?$")
DAY = re.compile(
    r"([0-9]{4})(?:[-/.]([0-9]{1,2})[-/.]([0-9]{1,2})|年([0-9]{1,2})月([0-9]{1,2})[日号]?)"
)
MONTH = re.compile(r"([0-9]{4})(?:[-/.]([0-9]{1,2})|年([0-9]{1,2})月?)")
SHORT_YEAR = re.compile(r"'?([0-9]{2})(?:年[0-9]{1,2}月?.*|[-/.][0-9]{1,2}[-/.][0-9]{1,2})")
YEAR_LAST = re.compile(r"[0-9]{1,2}[-/.][0-9]{1,2}[-/.][0-9]{4}")
MONTH_NUMBER = re.compile(r"(?:19|20|21)[0-9]{2}\.?[0-9]{1,2}")
WRITE_A_DAY = "请写全年月日，如2021-06-28"


@dataclass(frozen=True, order=True)
class Month:
    """A calendar month. Shape: `first` its first day, `until` the first day of the next."""

    first: date

    @property
    def until(self) -> date:
        return (self.first + timedelta(days=31)).replace(day=1)

    def __str__(self) -> str:
        return f"{self.first.year}年{self.first.month}月"


def parse_day(value: Any, *, latest: date | None = None, is_1904: bool = False) -> date:
    """A day: 2021-06-28, 2021/6/28, 2021.6.28, 2021年6月28日, 20210628, 二〇二一年六月二十八日,
    a date, or an Excel serial number.

    latest: the last day allowed, as a rule today. is_1904: the workbook counts from 1904.
    Raises: CellError.
    """
    day = _day(value, is_1904)
    if not EARLIEST_YEAR <= day.year <= LATEST_YEAR:
        raise CellError(f"年份{day.year}不在{EARLIEST_YEAR}至{LATEST_YEAR}年之间", "请核对年份")
    if latest is not None and day > latest:
        raise CellError(
            f"{day.isoformat()}晚于{latest.isoformat()}",
            "这里只能填已经到来的日期，请核对",
        )
    return day


def parse_month(value: Any) -> Month:
    """A month: 2021.6, 2021年6月, 2021-06, 202106, or any day in it. Raises CellError."""
    if found := month_in_number(value):
        return found
    text = _plain(value)
    return _month(text) or Month(parse_day(value).replace(day=1))


def month_in_number(value: Any) -> Month | None:
    """The month that a numeric cell means, as 2021.6 or 202106; None for any other number.

    Raises: CellError on 2021.1, which October and January both become.
    """
    if not isinstance(value, int | float) or isinstance(value, bool):
        return None
    text = f"{value:.10g}"
    if re.fullmatch(r"(?:19|20|21)[0-9]{2}\.1", text):
        raise CellError(
            f"{text}存成了数字，分不清1月和10月",
            "请把这一列的格式设为“文本”，写成2021年6月",
        )
    return _month(text) if MONTH_NUMBER.fullmatch(text) else None


def month_in_words(text: str) -> Month | None:
    """The month that text means which names nothing but a year and a month."""
    return _month(_plain(text))


def _month(text: str) -> Month | None:
    if re.fullmatch("(?:19|20|21)[0-9]{4}", text):
        text = f"{text[:4]}-{text[4:]}"
    found = MONTH.fullmatch(text)
    return Month(real_day(int(found[1]), int(found[2] or found[3]), 1)) if found else None


def real_day(year: int, month: int, day: int) -> date:
    """The day, if there is one. Raises CellError naming it."""
    if not 1 <= month <= 12:
        raise CellError(f"没有{month}月", "请核对月份")
    try:
        return date(year, month, day)
    except ValueError:
        raise CellError(f"{year}年{month}月没有{day}日", "请核对日期") from None


def arabic(text: str) -> str:
    """Half-width, with the Chinese numerals of dates as digits: 二〇二一年十二月 → 2021年12月."""
    tens = HAN_TEN.sub(
        lambda found: str(
            10 * int((found[1] or "一").translate(HAN_DIGITS))
            + int((found[2] or "零").translate(HAN_DIGITS))
        ),
        half_width(visible(text)),
    )
    return re.sub(
        "[〇○零一二三四五六七八九]+(?=[年月日号])",
        lambda f: f[0].translate(HAN_DIGITS),
        tens,
    )


def _plain(value: Any) -> str:
    if not isinstance(value, str):
        return str(value)
    # A quote in front is how people make a cell text.
    text = CLOCK.sub("", arabic(value).strip().lstrip("'’‘"))
    return re.sub(r"\s+", "", text)


def _day(value: Any, is_1904: bool) -> date:
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    if isinstance(value, int | float) and not isinstance(value, bool):
        return _numeric_day(value, is_1904)
    if not isinstance(value, str):
        raise CellError(f"“{short(str(value))}”不是日期", WRITE_A_DAY)
    text = _plain(value)
    found = DAY.fullmatch(text) or DAY.fullmatch(_hyphened(text))
    if found is None:
        raise _not_a_day(text, value)
    return real_day(int(found[1]), int(found[2] or found[4]), int(found[3] or found[5]))


def _hyphened(text: str) -> str:
    if re.fullmatch("[0-9]{8}", text):
        return f"{text[:4]}-{text[4:6]}-{text[6:]}"
    return text


def _numeric_day(number: float, is_1904: bool) -> date:
    if not math.isfinite(number) or abs(number) >= 10**9:
        raise CellError("数字不是日期", WRITE_A_DAY)
    whole = int(number)
    if 10**7 <= whole < 10**8 and whole == number:
        return real_day(whole // 10_000, whole // 100 % 100, whole % 100)
    if MONTH_NUMBER.fullmatch(f"{number:.10g}") and whole not in SERIALS:
        raise CellError(f"数字{number:.10g}只有年月，没有日", WRITE_A_DAY)
    if whole not in SERIALS:
        raise CellError(f"数字{number:.10g}不是完整的日期", WRITE_A_DAY)
    return (EPOCH_1904 if is_1904 else EPOCH_1900) + timedelta(days=whole)


def _not_a_day(text: str, typed: str) -> CellError:
    said = short(visible(typed))
    refuse_error_value(said)
    if not text:
        return CellError("日期是空的", WRITE_A_DAY)
    if MONTH.fullmatch(text) or re.fullmatch("(?:19|20|21)[0-9]{4}", text):
        return CellError(f"“{said}”只有年月，没有日", WRITE_A_DAY)
    if re.fullmatch("[0-9]{4}年?", text):
        return CellError(f"“{said}”只有年份", WRITE_A_DAY)
    if SHORT_YEAR.fullmatch(text):
        return CellError(f"“{said}”的年份只有两位", "请写四位年份，如2021-06-28")
    if YEAR_LAST.fullmatch(text):
        return CellError(f"“{said}”分不清月和日", "请按年、月、日的顺序写，如2021-06-28")
    return CellError(f"“{said}”不是日期", WRITE_A_DAY)
