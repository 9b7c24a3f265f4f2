"""The dictionary of indicators."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from dangjianyun.access.page import page
from dangjianyun.foundation.actor import Actor
from dangjianyun.foundation.days import today
from dangjianyun.foundation.indicators import INDICATORS
from dangjianyun.insight import queries
from dangjianyun.insight.asked import code_of
from dangjianyun.insight.dictionary import entries
from dangjianyun.insight.links import to_records
from dangjianyun.insight.queries.places import READ


@page()
def dictionary(request: HttpRequest, actor: Actor) -> HttpResponse:
    """What every number means, with today's value for those who may see it."""
    on, shown = today(), {}
    if actor.holds(READ):
        place = queries.home(actor)
        values = queries.numbers(actor, list(INDICATORS), [place], [on])
        shown = {
            name: (values[name, place, on], to_records(name, code_of(place), on))
            for name, one in INDICATORS.items()
            if place or queries.countable(actor, one)
        }
    groups = [
        (room, [(entry, *shown.get(entry.indicator.id, (None, ""))) for entry in group])
        for room, group in entries()
    ]
    return render(
        request, "insight/dictionary.html", {"groups": groups, "on": on, "count": len(INDICATORS)}
    )
