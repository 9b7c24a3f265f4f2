"""Grants and roles: the security administrator's."""

from django.contrib import messages
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from dangjianyun.access import actions
from dangjianyun.access.forms.account import GrantForm
from dangjianyun.access.models import DESK, Account, Desk, GrantRow, Role
from dangjianyun.access.page import page
from dangjianyun.access.permissions import words_of
from dangjianyun.access.places import place_of
from dangjianyun.access.queries import ending_grants
from dangjianyun.foundation.actor import Actor
from dangjianyun.foundation.days import today
from dangjianyun.foundation.errors import Refused
from dangjianyun.foundation.paging import paged

READ, WRITE = "access.grant.read", "access.grant.write"


@page(READ)
def grant_list(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Grants in force, latest first; 全部 shows ended ones too."""
    rows = GrantRow.objects.select_related("account", "role").order_by("-since", "-pk")
    which = request.GET.get("all")
    if which == "ending":
        rows = rows.filter(pk__in=ending_grants(today()))
    elif which != "1":
        rows = rows.filter(until__gt=today())
    if words := request.GET.get("q", "").strip():
        rows = rows.filter(
            Q(account__username__icontains=words)
            | Q(account__label__icontains=words)
            | Q(place_label__icontains=words)
        )
    if (role := request.GET.get("role", "")).isdigit():
        rows = rows.filter(role=int(role))
    told = {
        "page": paged(request, rows),
        "roles": [(row.pk, row.name) for row in Role.objects.order_by("pk")],
        "today": today(),
        "ended": [("ending", "30天内到期"), ("1", "全部")],
        "may_write": actor.holds(WRITE),
        "own": actor.account_id,
    }
    return render(request, "access/grant_list.html", told)


@page(READ)
def role_list(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Every role with its permissions in words."""
    roles = [
        (row, sorted(words_of(name) for name in row.permissions))
        for row in Role.objects.order_by("pk")
    ]
    return render(request, "access/role_list.html", {"roles": roles})


@page(WRITE)
def grant_new(request: HttpRequest, actor: Actor, username: str) -> HttpResponse:
    """Give an account a role at a place, with dates."""
    account: Account = get_object_or_404(Account, username=username)
    form = GrantForm(request.POST or None, actor=actor)
    if request.method == "POST" and form.is_valid():
        try:
            tree, code = form.place()
            place, label = (DESK, "账号与授权") if tree == DESK else place_of(tree, code)
            actions.give_grant(
                Desk(),
                actor=actor,
                account=account,
                role=form.cleaned_data["role"],
                place=place,
                place_label=label,
                since=form.cleaned_data["since"],
                until=form.until(),
            )
        except Refused as refused:
            field = {"until": "last", "place": "code"}.get(refused.field, refused.field)
            form.add_error(field if field in form.fields else None, refused.message)
        else:
            messages.success(request, f"已授权“{account}”，下一次操作起生效")
            return redirect("access:account_file", username=username)
    told = {"form": form, "account": account}
    status = 422 if form.errors else 200
    return render(request, "access/grant_new.html", told, status=status)


@page(WRITE)
def grant_end(request: HttpRequest, actor: Actor, grant: int) -> HttpResponse:
    """Ask, then end a grant as of today."""
    row: GrantRow = get_object_or_404(GrantRow.objects.select_related("account", "role"), pk=grant)
    address = reverse("access:account_file", args=[row.account.username])
    if request.method == "POST":
        actions.end_grant(Desk(), actor=actor, grant=row)
        messages.success(request, "已终止授权，下一次操作起生效")
        return redirect(address)
    told = {
        "title": "终止授权",
        "sentence": f"“{row.account}”在“{row.place_label or row.place}”的“{row.role}”授权"
        "从今天起终止。",
        "safe": "不终止",
        "safe_href": address,
        "act": "终止授权",
    }
    return render(request, "confirm.html", told)
