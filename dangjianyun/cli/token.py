"""`token USER`: a bearer token of the HTTP API with the account's own rights."""

import argparse

from dangjianyun.access.actions import create_token
from dangjianyun.access.models import Account
from dangjianyun.access.queries import operator
from dangjianyun.cli.output import emit
from dangjianyun.foundation.errors import Refused


def token(args: argparse.Namespace) -> None:
    """Shape: `{"token"}`; shown this once. Raises: Refused where there is no such account."""
    account = Account.objects.filter(username=args.user).first()
    if account is None:
        raise Refused(f"没有账号“{args.user}”。")
    emit(args, {"token": create_token(account, actor=operator(), label="在服务器上签发")})
