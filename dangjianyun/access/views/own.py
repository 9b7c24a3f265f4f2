"""My account: password, what I may do and where, tokens."""

from datetime import UTC, datetime

from django.contrib import auth, messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.debug import sensitive_post_parameters

from dangjianyun.access import actions
from dangjianyun.access.forms.account import TokenForm
from dangjianyun.access.forms.sign_in import ChangePasswordForm
from dangjianyun.access.models import Account, GrantRow, Token
from dangjianyun.access.page import page
from dangjianyun.access.permissions import words_of
from dangjianyun.foundation.actor import Actor
from dangjianyun.foundation.days import today
from dangjianyun.foundation.errors import Refused


def _own(actor: Actor) -> Account:
    account: Account = get_object_or_404(Account, pk=actor.account_id)
    return account


@page("access.account.own")
def own_account(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Who I am here, my grants, my tokens."""
    account = _own(actor)
    grants = GrantRow.objects.filter(account=account).select_related("role")
    told = {
        "account": account,
        "grants": grants,
        "roles": {
            row.role.name: sorted(words_of(name) for name in row.role.permissions) for row in grants
        },
        "today": today(),
        "tokens": account.tokens.filter(until__gt=datetime.now(UTC)).order_by("-pk"),
        "facts": [
            {"label": "账号", "value": account.username},
            {"label": "姓名或岗位", "value": account.label},
            {"label": "所在单位", "value": account.unit_label or "--"},
        ],
    }
    return render(request, "access/own_account.html", told)


@sensitive_post_parameters("present", "password", "repeated")
@page("access.account.own")
def change_password(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The present password, then the new one twice; other sessions end."""
    form = ChangePasswordForm(request.POST or None, actor=actor)
    if request.method == "POST" and form.is_valid():
        try:
            fresh = actions.change_password(
                _own(actor),
                actor=actor,
                present=form.cleaned_data["present"],
                password=form.cleaned_data["password"],
            )
        except Refused as refused:
            form.add_error(refused.field or None, refused.message)
        else:
            auth.update_session_auth_hash(request, fresh)
            messages.success(request, "密码已修改，在其他地方的登录都已退出")
            return redirect("access:own_account")
    status = 422 if form.errors else 200
    return render(request, "access/change_password.html", {"form": form}, status=status)


@page("access.account.own")
def token_new(request: HttpRequest, actor: Actor) -> HttpResponse:
    """A new token, shown once."""
    form = TokenForm(request.POST or None, actor=actor)
    if request.method == "POST" and form.is_valid():
        secret = actions.create_token(_own(actor), actor=actor, label=form.cleaned_data["label"])
        return render(request, "access/token_shown.html", {"secret": secret})
    status = 422 if form.errors else 200
    return render(request, "access/token_new.html", {"form": form}, status=status)


@page("access.account.own")
def token_end(request: HttpRequest, actor: Actor, token: int) -> HttpResponse:
    """Ask, then end one of my tokens."""
    account = _own(actor)
    row: Token = get_object_or_404(Token, pk=token, account=account)
    if request.method == "POST":
        actions.end_token(account, actor=actor, token=row)
        messages.success(request, f"已停用令牌“{row}”")
        return redirect("access:own_account")
    told = {
        "title": "停用令牌",
        "sentence": f"停用“{row}”后，用它的程序立刻不能再取数据。",
        "safe": "不停用",
        "safe_href": reverse("access:own_account"),
        "act": "停用令牌",
    }
    return render(request, "confirm.html", told)
