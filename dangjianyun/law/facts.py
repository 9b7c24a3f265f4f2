"""What a rule asks to be told: names, types, meanings, and the check of what was given."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from difflib import get_close_matches
from typing import Any

from dangjianyun.law.words import echo, in_words

TYPES = {
    "integer": "整数",
    "boolean": "true或false",
    "text": "文字",
    "date": "日期（如2021-06-28）",
    "dates": "日期列表",
    "choice": "选项之一",
}


class FactRefused(ValueError):
    """A fact is missing, unknown or mistyped. The message is Chinese and names it."""


@dataclass(frozen=True)
class Fact:
    """One thing a rule asks. `meaning` is Chinese and stands alone.

    choices: code → Chinese label, for type "choice". nullable: null is an answer.
    optional: may be left out, the rule then sees None. Integers are never negative.
    is_personal: no explanation repeats the value.
    """

    name: str
    type: str
    meaning: str
    unit: str = ""
    choices: Mapping[str, str] = field(default_factory=dict)
    nullable: bool = False
    optional: bool = False
    is_personal: bool = False

    def __post_init__(self) -> None:
        if self.type not in TYPES or (self.type == "choice") != bool(self.choices):
            raise ValueError(f"fact {self.name}: type {self.type!r} and choices do not fit")

    def kind(self) -> str:
        """The type as the command line prints it: "choice: a, b", "date or null, optional"."""
        words = self.type
        if self.choices:
            words += ": " + ", ".join(self.choices)
        if self.nullable:
            words += " or null"
        return words + (", optional" if self.optional else "")

    def row(self) -> dict[str, str]:
        """Shape: {"type", "meaning"}."""
        return {"type": self.kind(), "meaning": self.meaning}

    def read(self, value: Any) -> Any:
        """The value in its Python type. Raises FactRefused."""
        if value is None and (self.nullable or self.optional):
            return None
        read = _READERS[self.type](self, value)
        if read is None:
            got = "别的类型" if self.is_personal else echo(value)
            raise FactRefused(
                f"事实{self.name}（{self.meaning}）应为{self._expected()}，收到的是{got}。"
            )
        return read

    def in_words(self, value: Any) -> str:
        """正式党员人数：3人."""
        said = "（不显示）" if self.is_personal else in_words(value, self.choices, self.unit)
        return f"{self.meaning}：{said}"

    def _expected(self) -> str:
        if self.choices:
            return "、".join(self.choices) + "之一"
        return "不小于0的整数" if self.type == "integer" else TYPES[self.type]


def _integer(_: Fact, value: Any) -> int | None:
    is_integer = isinstance(value, int) and not isinstance(value, bool)
    return value if is_integer and value >= 0 else None


def _boolean(_: Fact, value: Any) -> bool | None:
    return value if isinstance(value, bool) else None


def _text(_: Fact, value: Any) -> str | None:
    return value if isinstance(value, str) else None


def _date(_: Fact, value: Any) -> date | None:
    if isinstance(value, date) and not isinstance(value, datetime):
        return value
    if not isinstance(value, str) or len(value) != len("2021-06-28"):
        return None
    try:
        return date.fromisoformat(value)
    except ValueError:
        return None


def _dates(fact: Fact, value: Any) -> list[date] | None:
    if not isinstance(value, list | tuple):
        return None
    days = [_date(fact, each) for each in value]
    known = [day for day in days if day is not None]
    return known if len(known) == len(days) else None


def _choice(fact: Fact, value: Any) -> str | None:
    return value if isinstance(value, str) and value in fact.choices else None


_READERS = {
    "integer": _integer,
    "boolean": _boolean,
    "text": _text,
    "date": _date,
    "dates": _dates,
    "choice": _choice,
}


def read_facts(declared: tuple[Fact, ...], given: Any) -> dict[str, Any]:
    """Every declared fact in its Python type; optional ones left out are None.

    Raises: FactRefused naming every missing fact, the unknown or the mistyped one.
    """
    if not isinstance(given, Mapping):
        raise FactRefused(f"事实应为一个对象，如{{“事实名”: 值}}，收到的是{echo(given)}。")
    names = [fact.name for fact in declared]
    for name in given:
        if name not in names:
            near = get_close_matches(str(name), names, n=1)
            hint = f"是不是{near[0]}？" if near else f"这条规则认得：{'、'.join(names)}。"
            raise FactRefused(f"不认识事实{echo(name)}，{hint}")
    missing = [f for f in declared if f.name not in given and not f.optional]
    if missing:
        listed = "、".join(f"{f.name}（{f.meaning}）" for f in missing)
        raise FactRefused(f"缺少事实{listed}，请补上后再判断。")
    return {fact.name: fact.read(given.get(fact.name)) for fact in declared}
