"""What an address asks for: a region, a day; and the page that helps where there is none."""

import functools
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from dangjianyun.foundation.actor import Actor
from dangjianyun.foundation.cells import CellError
from dangjianyun.foundation.chinese_dates import parse_day
from dangjianyun.foundation.days import today
from dangjianyun.foundation.errors import Refused
from dangjianyun.insight import queries
from dangjianyun.territory.queries import path_to_code

View = Callable[..., HttpResponse]


def day_asked(request: HttpRequest) -> date:
    """`?on=`, today if there is none. Raises: Refused for what is no day, or not yet come."""
    return day_in(request.GET.dict())


def day_in(params: Mapping[str, str]) -> date:
    """The same of parameters that are no request's."""
    text = params.get("on", "").strip()
    if not text:
        return today()
    try:
        return queries.checked_day(parse_day(text))
    except CellError:
        raise Refused(
            f"“{text[:20]}”不是一个日期，或年份离得太远。请写成2020-12-31这样。", field="on"
        ) from None


def region_asked(actor: Actor, request: HttpRequest) -> str:
    """`?region=`, the actor's own if there is none. Raises: Unseen."""
    return queries.region(actor, request.GET.get("region", ""))


def code_of(place: str) -> str:
    """The code of a division; "" for all that the actor sees."""
    return path_to_code(place) if place else ""


def helped(view: View) -> View:
    """Answer a day or an indicator that does not exist with a 404 that says how to go on."""

    @functools.wraps(view)
    def run(request: HttpRequest, actor: Actor, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return view(request, actor, *args, **kwargs)
        except Refused as refused:
            if request.method != "GET":
                raise
            given = {"said": refused.message, "field": refused.field, "shown": today()}
            return render(request, "insight/nothing.html", given, status=404)

    return run
