"""The records behind a number."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from dangjianyun.access.page import page
from dangjianyun.foundation.actor import Actor
from dangjianyun.foundation.indicators import INDICATORS, Indicator
from dangjianyun.foundation.paging import paged
from dangjianyun.insight import queries
from dangjianyun.insight.asked import code_of, day_asked, helped, region_asked
from dangjianyun.insight.links import to_division, to_records
from dangjianyun.insight.placing import name_at
from dangjianyun.insight.queries.rebuilding import is_rebuilding
from dangjianyun.party.models import Mode
from dangjianyun.territory.queries import division_of_path

PARTS = (("", "分子"), ("denominator", "分母"), ("rest", "其余"))
NOUNS = {"organization": "家", "member": "名", "unit": "个", "guideline": "件", "activity": "项"}


class Behind(Sequence[dict[str, Any]]):
    """The records as Django's paginator wants them: counted once, read a page at a time."""

    def __init__(
        self, actor: Actor, name: str, place: str, on: date, part: str, count: int
    ) -> None:
        self._asked = (actor, name, place, on)
        self._part = part
        self._count = count

    def __len__(self) -> int:
        return self._count

    def __getitem__(self, wanted: Any) -> Any:
        start, stop = wanted.start or 0, wanted.stop
        limit = None if stop is None else stop - start
        rows = queries.records(*self._asked, part=self._part, offset=start, limit=limit)
        return [told(row) for row in rows]


def told(row: dict[str, Any]) -> dict[str, Any]:
    """A record with its place and mode in words."""
    path = row.get("path")
    mode = row.get("mode")
    return row | {
        "place": name_at(path) if path else "",
        "mode_words": Mode(mode).label if mode else "",
    }


@page("insight.indicator.read")
@helped
def record_list(request: HttpRequest, actor: Actor, indicator: str) -> HttpResponse:
    """Every record that the number counts, a page at a time."""
    asked = queries.find(indicator)
    part = request.GET.get("part", "")
    behind = queries.counted(indicator, part)
    on, place = day_asked(request), region_asked(actor, request)
    queries.must_count(actor, behind, place)
    values = queries.numbers(actor, [asked.id, *_summed(asked, behind)], [place], [on])
    counts = [int(values[name, place, on] or 0) for name in _summed(asked, behind)]
    total = counts[0] - sum(counts[1:])
    if behind.kind != "count":
        total = queries.record_count(actor, behind.id, place, on)
    shown = paged(request, Behind(actor, indicator, place, on, part, total))
    code = code_of(place)
    return render(
        request,
        "insight/records.html",
        {
            "indicator": asked,
            "behind": behind,
            "value": values[asked.id, place, on],
            "total": total,
            "noun": behind.unit or NOUNS["organization"],
            "where": division_of_path(place).name if place else "我的范围",
            "path": [
                (
                    division_of_path(place).name if place else "我的范围",
                    to_division(code, on) if code else "/divisions/",
                )
            ],
            "parts": _parts(asked, part, code, on),
            "page": shown,
            "rows": shown.object_list,
            "on": on,
            "is_rebuilding": is_rebuilding(place),
        },
    )


def _summed(asked: Indicator, behind: Indicator) -> list[str]:
    """The counts whose first, less the others, is the number of records."""
    if behind.id in INDICATORS:
        return [behind.id]
    return [asked.denominator, asked.numerator]


def _parts(asked: Indicator, part: str, code: str, on: date) -> list[dict[str, Any]]:
    """The parts of a ratio as tabs."""
    if asked.kind != "ratio":
        return []
    chosen = "" if part == "numerator" else part
    return [
        {
            "words": f"{words}：{queries.counted(asked.id, key).label}",
            "href": to_records(asked.id, code, on, key),
            "current": key == chosen,
        }
        for key, words in PARTS
    ]
