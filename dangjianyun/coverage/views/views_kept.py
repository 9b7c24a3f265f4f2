"""What an account arranges on the list: columns, saved views."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from dangjianyun.access.desk import (
    choose_columns,
    conditions,
    drop_view,
    save_view,
    views_of,
)
from dangjianyun.access.models import Account, SavedView
from dangjianyun.access.page import page
from dangjianyun.coverage.forms.organization import ViewForm
from dangjianyun.coverage.queries.asked import READ
from dangjianyun.coverage.queries.columns import BY_KEY, SHEET
from dangjianyun.foundation.actor import Actor
from dangjianyun.foundation.errors import Refused, Unseen


@page(READ)
def organization_columns(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Remember the columns ticked, then back to the list as it was."""
    address = reverse("registry:organization_list")
    if request.method == "POST":
        columns = [key for key in request.POST.getlist("column") if key in BY_KEY]
        choose_columns(_own(actor), actor=actor, sheet=SHEET, columns=columns)
        query = request.POST.get("back", "").lstrip("?")
        return redirect(f"{address}?{query}" if query else address)
    return redirect(address)


@page(READ)
def view_new(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Give the present conditions a name."""
    form = ViewForm(request.POST or None, actor=actor)
    query = conditions(request.GET.urlencode())
    address = f"{reverse('registry:organization_list')}?{query}"
    if request.method == "POST" and form.is_valid():
        name = form.cleaned_data["name"]
        try:
            save_view(_own(actor), actor=actor, sheet=SHEET, name=name, query=query)
        except Refused as refusal:
            form.add_error("name", refusal.message)
        else:
            messages.success(request, f"已保存视图“{name}”")
            return redirect(address)
    context = {"form": form, "back": address, "kept": views_of(actor.account_id, SHEET)}
    status = 422 if request.method == "POST" else 200
    return render(request, "coverage/view_new.html", context, status=status)


@page(READ)
def view_list(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The views this account keeps."""
    context = {"kept": views_of(actor.account_id, SHEET)}
    return render(request, "coverage/view_list.html", context)


@page(READ)
def view_drop(request: HttpRequest, actor: Actor, pk: int) -> HttpResponse:
    """Forget a view."""
    view = SavedView.objects.filter(pk=pk, account_id=actor.account_id or 0).first()
    if view is None:
        raise Unseen
    if request.method == "POST":
        drop_view(_own(actor), actor=actor, view=view)
        messages.success(request, f"已删去视图“{view.name}”")
        return redirect("registry:view_list")
    context = {
        "title": "删去视图",
        "path": [("保存的视图", reverse("registry:view_list"))],
        "sentence": f"删去“{view.name}”后，名单上不再有这个视图；社会组织的数据不受影响。",
        "safe": "不删去",
        "safe_href": reverse("registry:view_list"),
        "act": "删去这个视图",
    }
    return render(request, "confirm.html", context)


def _own(actor: Actor) -> Account:
    return Account.objects.get(pk=actor.account_id or 0)
