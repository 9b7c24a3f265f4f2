"""The big screen: the same numbers as the division page, from the same code, for a wall."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from dangjianyun.access.page import page
from dangjianyun.foundation.actor import Actor
from dangjianyun.foundation.days import today
from dangjianyun.foundation.errors import Unseen
from dangjianyun.insight import queries
from dangjianyun.insight.asked import day_asked, helped, region_asked
from dangjianyun.insight.divisions import DivisionNumbers, division_numbers
from dangjianyun.insight.queries.lately import lately
from dangjianyun.insight.queries.rebuilding import is_rebuilding

LISTED = (
    ("party.members_among_staff", "专职人员中的党员"),
    ("party.units_independent", "单独建立党组织"),
    ("coverage.instructors", "指导员"),
    ("party.units_direct", "综合党委直管党组织"),
    ("party.members_direct", "直管党组织的党员"),
)
FOOT = (
    ("coverage.unit_missing", "应建未建"),
    ("party.units", "党组织"),
    ("party.members", "党员"),
    ("party.committees_trade_city", "全市性行业党委"),
    ("party.trade_guidelines", "行业党建指导意见"),
    ("orglife.activities", "当年的活动"),
)


COLUMN, MOST = 10, 30
"""Divisions that fit under each other, and in three columns."""


def side_by_side(shown: DivisionNumbers) -> dict[str, Any]:
    """The divisions below, all where they fit, else those with the lowest rates, and says so."""
    rows = shown.compared()
    if len(rows) > MOST:
        return {"rows": shown.compared("rate")[:MOST], "lowest": MOST, "columns": "three"}
    return {"rows": rows, "lowest": 0, "columns": "two" if len(rows) <= 2 * COLUMN else "three"}


@page("insight.indicator.read")
@helped
def wall(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The whole screen; a request by htmx gets what changes on it."""
    place = region_asked(actor, request)
    if place == queries.ALL:
        raise Unseen
    on = day_asked(request)
    shown = division_numbers(actor, place, on)
    given = {
        "shown": shown,
        "on": on,
        "is_past": on < today(),
        "tiles": shown.tiles(),
        **side_by_side(shown),
        "listed": [shown.figures.figure(name, label) for name, label in LISTED],
        "foot": [shown.figures.figure(name, label) for name, label in FOOT],
        "lately": [(one, one.when(on)) for one in lately(place, on, 4)],
        "is_rebuilding": is_rebuilding(place),
    }
    part = "insight/wall_numbers.html" if request.headers.get("HX-Request") else "insight/wall.html"
    return render(request, part, given)
