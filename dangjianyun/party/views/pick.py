"""Suggestions for fields in which a unit or an organization is picked (fragments)."""

from django.http import HttpRequest, HttpResponse

from dangjianyun.access.page import page
from dangjianyun.foundation.actor import Actor
from dangjianyun.foundation.days import OPEN, today
from dangjianyun.foundation.pickers import suggestions
from dangjianyun.foundation.search import matching
from dangjianyun.party.models import Unit
from dangjianyun.party.queries.units import living
from dangjianyun.registry.models import Organization
from dangjianyun.territory.queries import place_name

MOST = 12


def _term(request: HttpRequest) -> str:
    """What was typed so far in the field named by `of`."""
    return request.GET.get(request.GET.get("of", ""), "").strip()


def _options(found: list[tuple[str, str, str]], term: str = "") -> HttpResponse:
    """(number, name, where it is): two of the same name are told apart by their place."""
    told = ((f"{key} {name}", place_name(path)) for key, name, path in found)
    return HttpResponse(suggestions(told, term))


@page("party.unit.read")
def unit_pick(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Living units that the actor sees and the typed words mean."""
    if not (term := _term(request)):
        return _options([])
    rows = Unit.objects.seen_by(actor).filter(living(today()))
    rows = matching(rows, "sought", term, indexed=True).order_by("name")
    return _options(list(rows.values_list("number", "name", "path")[:MOST]), term)


@page("registry.organization.read")
def organization_pick(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Registered organizations that the actor sees and the typed words mean."""
    if not (term := _term(request)):
        return _options([])
    rows = Organization.objects.seen_by(actor).filter(closed_on=OPEN)
    rows = matching(rows, "sought", term, indexed=True).order_by("name")
    return _options(list(rows.values_list("code", "name", "path")[:MOST]), term)
