"""Reading numbers and the records behind them, within what the actor may see."""

from dangjianyun.insight.queries.numbers import Value, numbers, places_of, region, trend
from dangjianyun.insight.queries.records import record_count, records

__all__ = [
    "Value",
    "numbers",
    "places_of",
    "record_count",
    "records",
    "region",
    "trend",
]
