"""Signing in and out. The only pages that answer without an account."""

from typing import Any

from django.conf import settings
from django.contrib import auth, messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_protect
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from dangjianyun.access.actions import choose_password, note_sign_in
from dangjianyun.access.addresses import client_address
from dangjianyun.access.demonstration import PASSWORD, demonstration_accounts
from dangjianyun.access.devices import is_crowded, remember_device
from dangjianyun.access.forms.sign_in import ChoosePasswordForm, SignInForm
from dangjianyun.access.models import Account
from dangjianyun.access.queries import account_of_link, actor_of
from dangjianyun.access.sessions import begin
from dangjianyun.foundation.errors import Refused
from dangjianyun.foundation.templatetags.dj_days import moment

WRONG = "账号或密码不对，请核对后重新填写。连续8次不对，这台电脑上要等15分钟才能再试。"
MINUTES = 15


@login_not_required
@never_cache
@csrf_protect
@sensitive_post_parameters("password")
def sign_in(request: HttpRequest) -> HttpResponse:
    """Account and password. The same words and the same work for a wrong account or password."""
    if request.headers.get("HX-Request") == "true":
        # A fragment asked for after the session ended: the whole page goes to the sign-in.
        return HttpResponse(headers={"HX-Redirect": "/"})
    form = SignInForm(_given(request))
    if request.method == "POST" and form.is_valid():
        if is_crowded(request, form.cleaned_data["username"], client_address(request)):
            return locked_out(request, crowded=True)
        found = auth.authenticate(
            request,
            username=form.cleaned_data["username"],
            password=form.cleaned_data["password"],
        )
        if isinstance(found, Account):
            return _enter(request, found)
        if getattr(request, "axes_locked_out", False):
            return locked_out(request)
        form.add_error(None, WRONG)
    return _page(request, form, 200 if request.method != "POST" else 422)


def _given(request: HttpRequest) -> dict[str, str] | None:
    if request.method != "POST":
        return None
    chosen = request.POST.get("as", "")
    if settings.MODE == "demo" and chosen:
        return {"username": chosen, "password": PASSWORD}
    # People paste blanks with an account; in a password they may be meant.
    return {
        "username": request.POST.get("username", "").strip().lower(),
        "password": request.POST.get("password", ""),
    }


def _enter(request: HttpRequest, account: Account) -> HttpResponse:
    before = account.last_login
    auth.login(request, account)
    note_sign_in(account, actor=actor_of(account))
    begin(request)
    if before:
        messages.success(request, f"上次登录：{moment(before)}。不是你本人的，请立即修改密码。")
    response = HttpResponseRedirect(_next(request))
    remember_device(request, response, account.username)
    return response


def _next(request: HttpRequest) -> str:
    """Where to go on: an address of ours only."""
    wanted = request.POST.get("next", "") or request.GET.get("next", "")
    safe = url_has_allowed_host_and_scheme(
        wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return wanted if safe else "/"


def _page(request: HttpRequest, form: SignInForm, status: int) -> HttpResponse:
    told: dict[str, Any] = {
        "form": form,
        "next": request.POST.get("next", "") or request.GET.get("next", ""),
        "ended": request.GET.get("ended") == "1",
        "accounts": demonstration_accounts(),
        "demonstration": PASSWORD,
    }
    return render(request, "access/sign_in.html", told, status=status)


@login_not_required
def locked_out(
    request: HttpRequest, *_args: Any, crowded: bool = False, **_kwargs: Any
) -> HttpResponse:
    """429: too many wrong passwords for this account from this device; true or not, it waits.

    `crowded`: from many devices, or for many accounts; one that signed in before does not wait.
    """
    told = {"minutes": MINUTES, "crowded": crowded}
    response = render(request, "access/locked_out.html", told, status=429)
    response["Retry-After"] = str(MINUTES * 60)
    return response


@login_not_required
@never_cache
@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """End the session; the browser is told to forget what it kept of these pages."""
    auth.logout(request)
    response = redirect("sign_in")
    response["Clear-Site-Data"] = '"cache"'
    return response


@login_not_required
@never_cache
@csrf_protect
@sensitive_post_parameters("password", "repeated")
def first_sign_in(request: HttpRequest, secret: str) -> HttpResponse:
    """The one-time link: its owner chooses a password and is signed in."""
    account = account_of_link(secret)
    if account is None:
        return render(request, "access/link_used.html", status=410)
    form = ChoosePasswordForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        chosen = form.cleaned_data["password"]
        try:
            fresh = choose_password(
                account, actor=actor_of(account), secret=secret, password=chosen
            )
        except Refused as refused:
            form.add_error("password", refused.message)
        else:
            auth.login(request, fresh, backend="django.contrib.auth.backends.ModelBackend")
            note_sign_in(fresh, actor=actor_of(fresh))
            begin(request)
            messages.success(request, "密码已设置，请记好。这个链接不能再用。")
            response = redirect("sign_in")
            remember_device(request, response, fresh.username)
            return response
    status = 422 if form.errors else 200
    return render(
        request, "access/first_sign_in.html", {"form": form, "account": account}, status=status
    )
