"""The rule book, and the parameters that a city sets."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from dangjianyun.access.page import page
from dangjianyun.foundation.actor import Actor
from dangjianyun.foundation.days import today
from dangjianyun.foundation.errors import Refused, Unseen
from dangjianyun.foundation.models import RuleParameter
from dangjianyun.foundation.parameters import LocalParameters
from dangjianyun.insight import queries
from dangjianyun.insight.actions import PARAMETER, set_parameter
from dangjianyun.insight.asked import day_asked, helped
from dangjianyun.insight.forms import ParameterForm
from dangjianyun.insight.links import to
from dangjianyun.insight.queries.rebuilding import is_rebuilding
from dangjianyun.insight.rulebook import find_parameter, rules_at, rules_with
from dangjianyun.law.cite import STATUSES
from dangjianyun.territory.models import Division, Level
from dangjianyun.territory.queries import division_of_path


@page()
@helped
def rulebook(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Every rule with its versions, articles, numbers, and the local values in force."""
    on = day_asked(request)
    place = queries.home(actor)
    found = rules_at(place, on)
    return render(
        request,
        "insight/rulebook.html",
        {
            "rules": found,
            "on": on,
            "where": division_of_path(place).name if place else "",
            "statuses": list(STATUSES.values()),
            "may_set": on == today() and _settable(actor) is not None,
            "is_rebuilding": is_rebuilding(place),
        },
    )


@page(PARAMETER)
def parameter_edit(request: HttpRequest, actor: Actor, key: str) -> HttpResponse:
    """Set a parameter for the actor's city. Raises: Unseen for a parameter that does not exist."""
    parameter, division = find_parameter(key), _settable(actor)
    if parameter is None or division is None:
        raise Unseen
    now = LocalParameters().on(division.path, today()).get(key, parameter.default)
    form = ParameterForm(
        request.POST or None,
        actor=actor,
        parameter=parameter,
        value=now,
        initial={"since": today().isoformat()},
    )
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            set_parameter(
                division,
                actor=actor,
                key=key,
                value=given["value"],
                since=given["since"],
                basis=given["basis"],
            )
        except Refused as refused:
            form.add_error(refused.field if refused.field in form.fields else None, str(refused))
        else:
            messages.success(request, f"已设定“{parameter.label}”，正在按新规则重算")
            return redirect(to("insight:rulebook") + f"#{rules_with(key)[0].id}")
    history = RuleParameter.objects.filter(key=key, place=division.path).order_by("-since")
    return render(
        request,
        "insight/parameter.html",
        {
            "form": form,
            "parameter": parameter,
            "rules": rules_with(key),
            "division": division,
            "path": [("规则库", to("insight:rulebook"))],
            "history": [(row, parameter.in_words(row.value)) for row in history],
            "default": parameter.in_words(parameter.default),
            "reach": "这个设定对本市和下属各区（县、市）、街道都有效。",
        },
        status=422 if form.errors else 200,
    )


def _settable(actor: Actor) -> Division | None:
    """The city or larger division for which the actor may set parameters."""
    found = [division_of_path(place) for place in actor.at("d", PARAMETER)]
    return next((one for one in found if one.level <= Level.CITY), None)
