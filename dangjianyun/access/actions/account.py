"""What the system administrator does: accounts come, rest, come back, and get their first link."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from secrets import token_urlsafe

from dangjianyun.access.action import action
from dangjianyun.access.book import Book
from dangjianyun.access.models import Account, Desk, FirstSignIn, GrantRow, Role
from dangjianyun.access.passwords import check_password_rules
from dangjianyun.foundation.actor import Actor
from dangjianyun.foundation.digests import sm3_hex
from dangjianyun.foundation.errors import Refused

WRITE = "access.account.write"
LINK_LASTS = timedelta(hours=72)
USERNAME = re.compile(r"[a-z][a-z0-9._-]{1,59}")


@dataclass(frozen=True)
class NewAccount:
    """An account to be created. Without a password it waits for its first-sign-in link.

    `hashed`: a password that is hashed already, where many accounts share one (a demonstration).
    """

    username: str
    label: str
    unit_label: str = ""
    password: str | None = field(default=None, repr=False)
    hashed: str | None = field(default=None, repr=False)


@action(WRITE, "创建账号")
def create_account(
    desk: Desk,
    *,
    actor: Actor,
    book: Book,
    username: str,
    label: str,
    unit_label: str = "",
    password: str | None = None,
) -> Account:
    """One new account without any rights. Raises: Refused for a name that is taken or malformed."""
    return _create([NewAccount(username, label, unit_label, password)], book)[0]


@action(WRITE, "批量创建账号")
def create_accounts(
    desk: Desk, *, actor: Actor, book: Book, accounts: Sequence[NewAccount]
) -> list[Account]:
    """New accounts without any rights, in the given order. Raises: Refused, and creates none."""
    return _create(accounts, book)


def _create(wanted: Sequence[NewAccount], book: Book) -> list[Account]:
    names = [one.username for one in wanted]
    taken = set(Account.objects.filter(username__in=names).values_list("username", flat=True))
    rows = []
    for one in wanted:
        if not USERNAME.fullmatch(one.username):
            raise Refused(
                "账号由小写字母开头，可用小写字母、数字、点、下划线和连字符，2至60位。",
                field="username",
            )
        if one.username in taken:
            raise Refused(f"账号“{one.username}”已经有了，请换一个。", field="username")
        if not one.label.strip():
            raise Refused("填写姓名或岗位。", field="label")
        taken.add(one.username)
        row = Account(username=one.username, label=one.label, unit_label=one.unit_label)
        if one.hashed is not None:
            row.password = one.hashed
        elif one.password is None:
            row.set_unusable_password()
        else:
            check_password_rules(one.password, row)
            row.set_password(one.password)
        rows.append(row)
    return [book.add(row) for row in rows]


@action(WRITE, "停用账号")
def disable_account(account: Account, *, actor: Actor, book: Book) -> Account:
    """From the next request on nobody signs in with it; tokens and links end with it.

    Raises: Refused for the actor's own account.
    """
    if account.pk == actor.account_id:
        raise Refused("不能停用自己的账号，请另一位系统管理员办理。")
    if not account.is_active:
        raise Refused("这个账号已经停用。")
    now = datetime.now(UTC)
    for token in account.tokens.filter(until__gt=now):
        book.change(token, until=now)
    _end_links(account, book, now)
    return book.change(account, is_active=False)


@action(WRITE, "启用账号")
def enable_account(account: Account, *, actor: Actor, book: Book) -> Account:
    """Let it sign in again, with the grants that it still holds."""
    if account.is_active:
        raise Refused("这个账号正在使用。")
    return book.change(account, is_active=True)


@action(WRITE, "签发首次登录链接")
def issue_first_sign_in(account: Account, *, actor: Actor, book: Book) -> str:
    """The secret of a one-time link, valid for 72 hours; earlier links end.

    The administrator starts, the owner alone chooses: until then the old password stays. The secret
    is shown once and kept as SM3 only. Raises: Refused for a disabled account, and for another
    administrator's, which the operator at the console resets (no administrator becomes another).
    """
    if not account.is_active:
        raise Refused("账号已停用，请先启用。")
    held = GrantRow.objects.filter(account=account).exclude(kind=Role.Kind.BUSINESS)
    if actor.account_id is not None and account.pk != actor.account_id and held.exists():
        raise Refused("安全、审计等管理员的密码，由运行人员在服务器上重设，系统管理员不能代办。")
    now = datetime.now(UTC)
    _end_links(account, book, now)
    secret = token_urlsafe(32)
    book.add(FirstSignIn(account=account, digest=sm3_hex(secret), until=now + LINK_LASTS))
    return secret


def _end_links(account: Account, book: Book, now: datetime) -> None:
    for link in FirstSignIn.objects.filter(account=account, used_at=None, until__gt=now):
        book.change(link, until=now)
