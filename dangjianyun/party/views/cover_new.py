"""Putting one organization on a covered list, from its own file: the unit is what is chosen."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from dangjianyun.access.acting import Act, Impact, take
from dangjianyun.access.book import Book
from dangjianyun.access.page import page
from dangjianyun.foundation.actor import Actor
from dangjianyun.foundation.days import today
from dangjianyun.foundation.links import link_to
from dangjianyun.party.actions import relation as acts
from dangjianyun.party.forms.relation import ListForm
from dangjianyun.party.models import Covering
from dangjianyun.party.queries.nearby import list_for
from dangjianyun.registry.models import Organization


@page(acts.COVERING)
def covering_new(request: HttpRequest, actor: Actor) -> HttpResponse:
    """`?organization=` names the organization; the nearest list that may take it is filled in."""
    code = request.GET.get("organization", "")
    row: Organization = Organization.objects.one_seen_by(actor, code=code)
    near = list_for(actor, row)
    start = {"unit": f"{near.number} {near.name}" if near else "", "since": today()}
    form = ListForm(request.POST or None, actor=actor, initial=start)
    file = link_to("registry:organization_file", row.code)
    path = [("社会组织", reverse("registry:organization_list")), (row.name, file)]
    act = Act("列入覆盖名单", "核对列入", "不列入", file, path, row.name)

    def impact() -> Impact:
        unit, since = form.cleaned_data["unit"], form.cleaned_data["since"]
        return Impact(
            f"“{row.name}”将从{since}起列入“{unit.name}”的覆盖名单。",
            "列入覆盖名单",
            rows=[{"label": "覆盖方式", "value": unit.get_mode_display() or None}],
        )

    def write(book: Book | None = None) -> None:
        given = form.cleaned_data
        line = Covering(unit=given["unit"], organization=row, since=given["since"])
        reason = given["reason"]
        acts.cover(given["unit"], actor=actor, book=book, coverings=[line], reason=reason)

    def do() -> HttpResponse:
        write()
        messages.success(request, f"已列入“{form.cleaned_data['unit'].name}”的覆盖名单")
        return redirect(f"{file}?tab=party")

    return take(request, act, form, do, impact, write)
