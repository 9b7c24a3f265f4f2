"""The division page."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from dangjianyun.access.page import page
from dangjianyun.foundation.actor import Actor
from dangjianyun.foundation.days import today
from dangjianyun.foundation.links import link_to
from dangjianyun.insight import queries
from dangjianyun.insight.asked import day_asked, helped
from dangjianyun.insight.comparing import MEASURES
from dangjianyun.insight.divisions import division_numbers
from dangjianyun.insight.links import to, to_division
from dangjianyun.insight.queries.rebuilding import is_rebuilding
from dangjianyun.insight.shown import NAME as COMPARISON
from dangjianyun.insight.views.own import own_numbers
from dangjianyun.territory.queries import ancestors


@page("insight.indicator.read")
@helped
def division_file(request: HttpRequest, actor: Actor, code: str = "") -> HttpResponse:
    """One division on one day: the sentence, the numbers, the comparison, the trends, the due."""
    place = queries.region(actor, code)
    if place == queries.ALL:
        return own_numbers(request, actor)
    on = day_asked(request)
    order = request.GET.get("sort", "-rate")
    measure = request.GET.get("show", "rate")
    shown = division_numbers(actor, place, on)
    above = [one for one in ancestors(place) if queries.within(actor, one.path)]
    return render(
        request,
        "insight/division.html",
        {
            "shown": shown,
            "on": on,
            "path": [(one.name, to_division(one.code, on)) for one in above],
            "rows": shown.compared(order),
            "tiles": shown.tiles(measure),
            "measures": [
                (key, words, key == (measure if measure in MEASURES else "rate"))
                for key, (_, words) in MEASURES.items()
            ],
            "wall": to("insight:wall", region=shown.division.code, on=on),
            "export": link_to(
                "interchange:list_export",
                COMPARISON,
                region=shown.division.code,
                on=on.isoformat() if on < today() else "",
                sort=request.GET.get("sort", ""),
            ),
            "is_rebuilding": is_rebuilding(place),
        },
    )
