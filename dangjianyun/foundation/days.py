"""Days and dated facts: half-open periods in Asia/Shanghai dates."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

OPEN = date(9999, 12, 31)
"""The `until` of a fact without a known end. Not NULL, so that one range test serves."""

DAWN = date(1949, 10, 1)
"""The `since` of a fact whose beginning nobody wrote down."""

ZONE = ZoneInfo("Asia/Shanghai")


def today() -> date:
    """The date in Asia/Shanghai."""
    return datetime.now(ZONE).date()


def last_day(until: date) -> date | None:
    """The day that people see as 截止日（含）; None while the fact is open."""
    return None if until == OPEN else until - timedelta(days=1)


def until_of(last: date | None) -> date:
    """The half-open end behind a last day as people write it; the last of all days is no end."""
    return OPEN if last is None or last >= OPEN else last + timedelta(days=1)


PLAUSIBLE_YEARS = 10
"""No term of office, assignment or document in the rules reaches further."""


def is_far(last: date) -> bool:
    """Whether an end lies so far ahead that the year may be a slip: it is asked about, not
    refused. An end to come is a fact like any other, and numbers change on its day by themselves.
    """
    now = today()
    return (last.year - PLAUSIBLE_YEARS, last.month, last.day) > (now.year, now.month, now.day)


def far_words(last: date) -> str:
    """What is asked of such an end."""
    return f"{last}在{PLAUSIBLE_YEARS}年以后，任期、派驻和文件一般没有这么长，请核对年份"


def month_end(day: date) -> date:
    """The last day of the month of `day`."""
    following = date(day.year + day.month // 12, day.month % 12 + 1, 1)
    return following - timedelta(days=1)


def previous_month_end(day: date) -> date:
    """The last day of the month before that of `day`."""
    return day.replace(day=1) - timedelta(days=1)


def year_before(day: date) -> date:
    """The same day one year earlier, 29 February clamped to the 28th."""
    try:
        return day.replace(year=day.year - 1)
    except ValueError:
        return day.replace(year=day.year - 1, day=28)
