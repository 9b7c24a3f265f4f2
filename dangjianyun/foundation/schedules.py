"""When something is planned, in the organizer's own words, so that it sorts, filters and prints."""

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from dangjianyun.foundation.cells import CellError, clean_text, short
from dangjianyun.foundation.chinese_dates import (
    arabic,
    month_in_number,
    month_in_words,
    parse_day,
    real_day,
)

PRECISIONS = {
    "day": "日",
    "period": "期间",
    "third": "旬",
    "month": "月",
    "open": "未定",
}
TENTATIVE = re.compile(
    "暂定|待定|未定|^拟|拟[于定在]|预计|初步|左右|前后|[日号旬底初月]前|大约|约[于在0-9]|另行|届时|可能"
    "|视[情天疫]|视.{1,10}而定|根据|如遇|顺延|择期"
)
OPEN = re.compile("(?:时间|日期)?(?:待定|未定|待通知|另行通知|暂未确定|待确定|另定)")
THIRDS = {
    "上旬": (1, 11),
    "初": (1, 11),
    "中旬": (11, 21),
    "中": (11, 21),
    "下旬": (21, 0),
    "底": (21, 0),
    "末": (21, 0),
}
YEAR = r"(?:(?P<year>[0-9]{4})(?:年|[-/.]))?"
POINT = re.compile(
    YEAR
    + r"(?P<month>[0-9]{1,2})(?:月(?:份)?"
    + r"(?:(?P<day>[0-9]{1,2})[日号]?|(?P<third>[上中下]旬|[初中底末]))?"
    + r"|[./](?P<dotted>[0-9]{1,2})(?![0-9])[日号]?)"
)
ISO = re.compile(r"(?P<year>[0-9]{4})-(?P<month>[0-9]{1,2})-(?P<day>[0-9]{1,2})(?![0-9])")
LATER_DAY = re.compile(r"(?P<day>[0-9]{1,2})(?:[日号]|$)")
LATER_THIRD = re.compile(r"(?P<third>[上中下]旬|[初中底末])")
JOINT = re.compile(r"\s*(?:[-~—–～至到、,，;；和及与或]|——)+\s*(?:至|到)?\s*")
DIGITS = re.compile("[0-9０-９]{8}")
BRACKETED = re.compile(r"\([^()]*\)|（[^（）]*）")
REMEDY = "请写成6月28日、6月28日至30日、6月中旬或待定，可在括号中说明，如6月30日（暂定）"


@dataclass(frozen=True)
class Schedule:
    """A planned time.

    first: its first day, None while open. until: the day after its last possible day (half-open).
    text: the organizer's words. is_tentative: the words say that it may change or is not fixed.
    precision: a key of PRECISIONS; "day" when it is one day.
    """

    first: date | None
    until: date | None
    text: str
    is_tentative: bool
    precision: str

    @property
    def last_day(self) -> date | None:
        """The last possible day, inclusive; None while open."""
        return self.until - timedelta(days=1) if self.until else None

    @property
    def is_fixed(self) -> bool:
        """Days are named and nothing says that they may change."""
        return not self.is_tentative and self.precision in ("day", "period")

    def sort_key(self) -> tuple[date, date, str]:
        """By first day, then by end; open ones last."""
        return (self.first or date.max, self.until or date.max, self.text)

    def touches(self, since: date, until: date) -> bool:
        """Whether it may fall in [since, until). Open ones touch nothing."""
        if self.first is None or self.until is None:
            return False
        return self.first < until and since < self.until

    def display(self) -> str:
        """The organizer's own words."""
        return self.text


@dataclass(frozen=True)
class _Span:
    first: date
    until: date
    precision: str


def parse_schedule(value: Any, year: int) -> Schedule:
    """A planned time in words, a date, or a date cell.

    year: where the words name none. An end before the start without a year lies in the next year.
    Raises: CellError.
    """
    month = month_in_words(value) if isinstance(value, str) else month_in_number(value)
    if month is not None:
        said = clean_text(value, longest=200) if isinstance(value, str) else str(month)
        return Schedule(month.first, month.until, said, False, "month")
    if isinstance(value, date | datetime | int | float) or DIGITS.fullmatch(value.strip()):
        day = parse_day(value)
        return Schedule(day, day + timedelta(days=1), f"{day.month}月{day.day}日", False, "day")
    text = clean_text(value, longest=200).lstrip("'’‘")
    said = arabic(text)
    core = BRACKETED.sub("", said).strip()
    is_tentative = bool(TENTATIVE.search(said)) or "或" in core
    if OPEN.fullmatch(core) or (not core and OPEN.search(said)):
        return Schedule(None, None, text, True, "open")
    core = re.sub(r"^(?:暂定|拟定?于?|预计|计划|初步定于|约)(?:于|在)?\s*", "", core)
    spans = _spans(_unfolded(core), year, short(text, 40))
    first, until = min(s.first for s in spans), max(s.until for s in spans)
    precision = spans[0].precision if len(spans) == 1 else _joined(spans)
    return Schedule(first, until, text, is_tentative, precision)


def _unfolded(core: str) -> str:
    """6-8月 as 6月-8月, 中下旬 as 中旬至下旬."""
    core = re.sub(r"^((?:[0-9]{4}年)?[0-9]{1,2})([-—~～至到])(?=[0-9]{1,2}月)", r"\1月\2", core)
    return re.sub("([上中])([中下])旬", r"\1旬至\2旬", core)


def _joined(spans: list[_Span]) -> str:
    kinds = {span.precision for span in spans}
    if kinds == {"day"}:
        return "day" if len({span.first for span in spans}) == 1 else "period"
    return "month" if "month" in kinds else "third"


def _spans(core: str, year: int, text: str) -> list[_Span]:
    found = ISO.match(core) or POINT.match(core)
    if found is None:
        raise CellError(f"看不懂时间安排“{text}”", REMEDY)
    spans = [_span(found, year, None)]
    rest = core[found.end() :]
    while joint := JOINT.match(rest):
        before = spans[-1].first
        later = rest[joint.end() :]
        found = (
            ISO.match(later)
            or POINT.match(later)
            or LATER_DAY.match(later)
            or LATER_THIRD.match(later)
        )
        if found is None:
            break
        span = _span(found, before.year, before)
        if span.first < before and _may_be_next_year(found):
            span = _span(found, before.year + 1, before)
        if span.first < before:
            raise CellError(f"“{text}”的结束早于开始", "请核对起止日期")
        spans.append(span)
        rest = later[found.end() :]
    if re.search("[0-9]+(?:月|日|号)", rest):
        raise CellError(f"看不懂时间安排“{text}”中的“{short(rest)}”", REMEDY)
    return spans


def _may_be_next_year(found: re.Match[str]) -> bool:
    named = found.groupdict()
    return bool(named.get("month")) and not named.get("year")


def _span(found: re.Match[str], year: int, before: date | None) -> _Span:
    part = found.groupdict()
    year = int(part.get("year") or year)
    month = int(part["month"]) if part.get("month") else before.month if before else 0
    day = part.get("day") or part.get("dotted")
    if day:
        first = real_day(year, month, int(day))
        return _Span(first, first + timedelta(days=1), "day")
    first = real_day(year, month, 1)
    after = (first + timedelta(days=31)).replace(day=1)
    if third := part.get("third"):
        start, end = THIRDS[third]
        return _Span(first.replace(day=start), first.replace(day=end) if end else after, "third")
    return _Span(first, after, "month")
