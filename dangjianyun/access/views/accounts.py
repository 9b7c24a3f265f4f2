"""Accounts: the system administrator's; the others of the three read them."""

from django.contrib import messages
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from dangjianyun.access import actions
from dangjianyun.access.forms.account import AccountForm
from dangjianyun.access.models import Account, Desk, GrantRow
from dangjianyun.access.page import page
from dangjianyun.access.passwords import HINT
from dangjianyun.access.queries import accounts_in, roles_told
from dangjianyun.foundation.actor import Actor
from dangjianyun.foundation.days import today
from dangjianyun.foundation.errors import Refused
from dangjianyun.foundation.paging import paged

READ, WRITE = "access.account.read", "access.account.write"
STATES = (("on", "启用"), ("off", "停用"), ("new", "还没有登录过"), ("bare", "没有授权"))


@page(READ)
def account_list(request: HttpRequest, actor: Actor) -> HttpResponse:
    """All accounts, by name; searched by account, name and body."""
    rows = accounts_in(request.GET.get("state", ""), today()).prefetch_related("grants__role")
    if words := request.GET.get("q", "").strip():
        rows = rows.filter(
            Q(username__icontains=words)
            | Q(label__icontains=words)
            | Q(unit_label__icontains=words)
        )
    shown = paged(request, rows)
    told = {
        "page": shown,
        "rows": [(row, roles_told(row, today())) for row in shown],
        "states": STATES,
        "may_write": actor.holds(WRITE),
        "may_grant": actor.holds("access.grant.read"),
    }
    return render(request, "access/account_list.html", told)


@page(WRITE)
def account_new(request: HttpRequest, actor: Actor) -> HttpResponse:
    """A new account and at once its first link."""
    form = AccountForm(request.POST or None, actor=actor)
    if request.method == "POST" and form.is_valid():
        try:
            account = actions.create_account(Desk(), actor=actor, **form.cleaned_data)
        except Refused as refused:
            form.add_error(refused.field or None, refused.message)
        else:
            secret = actions.issue_first_sign_in(account, actor=actor)
            return _link(request, account, secret, "已创建账号")
    status = 422 if form.errors else 200
    return render(request, "access/account_new.html", {"form": form}, status=status)


@page(READ)
def account_file(request: HttpRequest, actor: Actor, username: str) -> HttpResponse:
    """One account: what it is, which grants it holds and held."""
    account: Account = get_object_or_404(Account, username=username)
    told = {
        "account": account,
        "grants": GrantRow.objects.filter(account=account).select_related("role"),
        "today": today(),
        "may_write": actor.holds(WRITE) and account.pk != actor.account_id,
        "may_grant": actor.holds("access.grant.write") and account.pk != actor.account_id,
        "facts": [
            {"label": "账号", "value": account.username},
            {"label": "姓名或岗位", "value": account.label},
            {"label": "所在单位", "value": account.unit_label or "--"},
        ],
    }
    return render(request, "access/account_file.html", told)


@page(WRITE)
def account_link(request: HttpRequest, actor: Actor, username: str) -> HttpResponse:
    """Ask, then give a new one-time link: the owner alone chooses the password."""
    account: Account = get_object_or_404(Account, username=username)
    if request.method == "POST":
        secret = actions.issue_first_sign_in(account, actor=actor)
        return _link(request, account, secret, "已签发登录链接")
    told = {
        "title": f"为“{account}”重新签发登录链接",
        "sentence": "链接72小时内有效，只能用一次，由本人打开并自己设置密码；"
        f"在那以前，原来的密码还能用。{HINT}",
        "safe": "不签发",
        "safe_href": reverse("access:account_file", args=[username]),
        "act": "签发登录链接",
    }
    return render(request, "confirm.html", told)


def _link(request: HttpRequest, account: Account, secret: str, sentence: str) -> HttpResponse:
    address = request.build_absolute_uri(reverse("first_sign_in", args=[secret]))
    told = {"account": account, "address": address, "sentence": sentence}
    return render(request, "access/link_shown.html", told)


@page(WRITE)
def account_switch(request: HttpRequest, actor: Actor, username: str) -> HttpResponse:
    """Ask, then disable an account or enable it again."""
    account: Account = get_object_or_404(Account, username=username)
    address = reverse("access:account_file", args=[username])
    if request.method == "POST":
        # What the page asked, not the opposite of what holds by now: two may have opened it.
        if request.POST.get("meant") == "off":
            actions.disable_account(account, actor=actor)
            messages.success(request, f"已停用“{account}”，现有登录和令牌都已失效")
        elif request.POST.get("meant") == "on":
            actions.enable_account(account, actor=actor)
            messages.success(request, f"已启用“{account}”")
        else:
            raise Refused("没有说明是停用还是启用，请从账号页面重新办理。")
        return redirect(address)
    verb = "停用" if account.is_active else "启用"
    ends = "现有的登录、令牌和登录链接立刻失效，授权保留。"
    told = {
        "title": f"{verb}账号“{account}”",
        "sentence": ends if account.is_active else "原有授权没有到期的，继续有效。",
        "safe": f"不{verb}",
        "safe_href": address,
        "act": f"{verb}账号",
        "meant": "off" if account.is_active else "on",
    }
    return render(request, "confirm.html", told)
