"""`link USER`: a new one-time link, for administrators too; only from the server's console."""

import argparse

from django.conf import settings
from django.urls import reverse

from dangjianyun.access.actions import issue_first_sign_in
from dangjianyun.access.models import Account
from dangjianyun.access.queries import operator
from dangjianyun.cli.output import emit
from dangjianyun.foundation.errors import Refused


def link(args: argparse.Namespace) -> None:
    """Shape: `{"account", "link"}`. Raises: Refused where there is no such account."""
    account = Account.objects.filter(username=args.user).first()
    if account is None:
        raise Refused(f"没有账号“{args.user}”。")
    secret = issue_first_sign_in(account, actor=operator(), reason="在服务器上重新签发")
    emit(args, {"account": account.username, "link": link_of(secret)})


def link_of(secret: str) -> str:
    """The address at which the owner chooses the password."""
    host = settings.ALLOWED_HOSTS[0].lstrip(".")
    scheme = "https" if settings.MODE == "production" else "http"
    return f"{scheme}://{host}{reverse('first_sign_in', args=[secret])}"
