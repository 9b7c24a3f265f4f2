"""Days in words and figures, and the picker that moves a whole page to a past day."""

from datetime import date, datetime
from typing import Any

from django import template

from dangjianyun.foundation.days import (
    DAWN,
    OPEN,
    ZONE,
    last_day,
    month_end,
    previous_month_end,
    today,
)
from dangjianyun.foundation.templatetags.asked import asked_of, query_with, say_condition
from dangjianyun.foundation.templatetags.dj_numbers import NIL

register = template.Library()

WEEKDAYS = "一二三四五六日"


@register.filter
def day(value: date | None) -> str:
    """2026-11-20, for tables and fields; none or open → `--`."""
    return NIL if value is None or value == OPEN else value.isoformat()


@register.filter
def since(value: date | None) -> str:
    """The first day of a dated fact; one whose beginning nobody wrote down → 不详."""
    return "不详" if value == DAWN else day(value)


@register.filter
def until(value: date | None) -> str:
    """The last day of a half-open period; still in force → 至今."""
    end = None if value is None else last_day(value)
    return "至今" if end is None else end.isoformat()


@register.filter
def zh_day(value: date | None) -> str:
    """2026年11月20日, for sentences and documents."""
    return NIL if value is None else f"{value.year}年{value.month}月{value.day}日"


@register.filter
def zh_month(value: date | None) -> str:
    """2026年11月."""
    return NIL if value is None else f"{value.year}年{value.month}月"


@register.filter
def weekday(value: date) -> str:
    """星期五."""
    return f"星期{WEEKDAYS[value.weekday()]}"


@register.filter
def moment(value: datetime | None) -> str:
    """2026-11-20 14:08 in Asia/Shanghai."""
    return NIL if value is None else f"{value.astimezone(ZONE):%Y-%m-%d %H:%M}"


@register.filter
def clock(value: datetime | None) -> str:
    """14:08 in Asia/Shanghai."""
    return NIL if value is None else f"{value.astimezone(ZONE):%H:%M}"


def following_month_end(shown: date, now: date) -> date | None:
    """The next month end after `shown`, today at the latest; None on today itself."""
    if shown >= now:
        return None
    end = month_end(shown)
    if end == shown:
        end = month_end(date(shown.year + shown.month // 12, shown.month % 12 + 1, 1))
    return min(end, now)


@register.inclusion_tag("dj/asof.html", takes_context=True)
def asof(context: template.Context, shown: date, name: str = "on") -> dict[str, Any]:
    """The as-of date: typed, or stepped by month ends. Keeps the other parameters of the page."""
    asked, now = asked_of(context), today()
    say_condition(context, f"截至{shown}")
    after = following_month_end(shown, now)
    return {
        "shown": shown,
        "name": name,
        "kept": [(k, v) for k, vs in asked.lists() if k not in {name, "page"} for v in vs],
        "before": query_with(asked, **{name: previous_month_end(shown), "page": None})
        if shown > DAWN
        else None,
        "after": query_with(asked, **{name: None if after == now else after, "page": None})
        if after
        else None,
    }


@register.inclusion_tag("dj/past.html", takes_context=True)
def past(context: template.Context, shown: date, name: str = "on") -> dict[str, Any]:
    """The bar that says a page shows a past day; nothing on today."""
    return {
        "shown": shown if shown < today() else None,
        "back": query_with(asked_of(context), **{name: None, "page": None}),
    }
