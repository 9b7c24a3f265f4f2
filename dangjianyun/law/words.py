"""How a value of a fact or parameter reads in a Chinese sentence, and in JSON."""

from collections.abc import Mapping
from datetime import date
from typing import Any

LONGEST_ECHO = 40


def day_in_words(day: date) -> str:
    """2021年6月28日."""
    return f"{day.year}年{day.month}月{day.day}日"


def in_words(value: Any, labels: Mapping[str, str] | None = None, unit: str = "") -> str:
    """A value as a clerk reads it: 是, 2021年6月28日, 3人, 无."""
    if value is None:
        return "无"
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, date):
        return day_in_words(value)
    if isinstance(value, list | tuple):
        return "、".join(in_words(each, labels, unit) for each in value) or "无"
    return (labels or {}).get(str(value), str(value)) + unit


def echo(value: Any) -> str:
    """What was given, short enough for a message."""
    text = "空值" if value is None else str(value)
    return text if len(text) <= LONGEST_ECHO else text[:LONGEST_ECHO] + "…"


def plain(value: Any) -> Any:
    """The same value with ISO dates and lists, ready for JSON."""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {key: plain(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [plain(each) for each in value]
    return value
