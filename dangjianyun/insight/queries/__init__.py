"""Reading numbers and the records behind them, within what the actor may see."""

from dangjianyun.insight.queries.behind import countable, counted, find, must_count
from dangjianyun.insight.queries.numbers import Number, numbers, trend
from dangjianyun.insight.queries.places import ALL, checked_day, home, places_of, region, within
from dangjianyun.insight.queries.records import record_count, records

__all__ = [
    "ALL",
    "Number",
    "checked_day",
    "countable",
    "counted",
    "find",
    "home",
    "must_count",
    "numbers",
    "places_of",
    "record_count",
    "records",
    "region",
    "trend",
    "within",
]
