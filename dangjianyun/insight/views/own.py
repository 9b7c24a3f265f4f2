"""The numbers of those whose scope is no division: a Party tree, assigned organizations."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from dangjianyun.foundation.actor import Actor
from dangjianyun.foundation.indicators import INDICATORS
from dangjianyun.insight import queries
from dangjianyun.insight.asked import day_asked
from dangjianyun.insight.figures import read
from dangjianyun.insight.queries.rebuilding import is_rebuilding

AT_DIVISIONS = {
    "party.units_direct",
    "party.members_direct",
    "party.committees_comprehensive_district",
    "party.committees_trade_city",
    "party.trade_guidelines",
}
"""What is counted of a whole city: without a division shown only where it is not nothing."""


def own_numbers(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Every number that is not nothing, over all that the actor sees."""
    on = day_asked(request)
    figures = read(actor, list(INDICATORS), queries.ALL, on)
    may = [name for name, one in INDICATORS.items() if queries.countable(actor, one)]
    every = [figures.figure(name) for name in may]
    found = [one for one in every if one.value or one.id not in AT_DIVISIONS]
    return render(
        request,
        "insight/own.html",
        {
            "on": on,
            "cards": [one for one in found if one.value][:6],
            "everything": found,
            "is_rebuilding": is_rebuilding(queries.ALL),
        },
    )
