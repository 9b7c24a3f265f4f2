"""Views that an account keeps of the list of wishes."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from dangjianyun.access.desk import conditions, drop_view, save_view, views_of
from dangjianyun.access.models import Account
from dangjianyun.access.page import page
from dangjianyun.foundation.actor import Actor
from dangjianyun.foundation.errors import Refused
from dangjianyun.welfare.forms.wish import ViewForm
from dangjianyun.welfare.views.wish import LIST, READ, SHEET


@page(READ)
def view_new(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Give the present conditions a name, or drop one that is kept."""
    query = conditions(request.GET.urlencode())
    address = f"{reverse(LIST)}?{query}" if query else reverse(LIST)
    kept = views_of(actor.account_id, SHEET)
    dropped = next((view for view in kept if view.name == request.POST.get("drop")), None)
    own = Account.objects.get(pk=actor.account_id or 0)
    if dropped is not None:
        drop_view(own, actor=actor, view=dropped)
        messages.success(request, f"已删去视图“{dropped.name}”")
        return redirect(request.get_full_path())
    form = ViewForm(request.POST or None, actor=actor)
    if request.method == "POST" and form.is_valid():
        name = form.cleaned_data["name"]
        try:
            save_view(own, actor=actor, sheet=SHEET, name=name, query=query)
        except Refused as refusal:
            form.add_error("name", refusal.message)
        else:
            messages.success(request, f"已保存视图“{name}”")
            return redirect(address)
    context = {"form": form, "back": address, "kept": kept}
    status = 422 if request.method == "POST" else 200
    return render(request, "welfare/view_new.html", context, status=status)
