"""What everybody does with the own account: password, tokens, preferences, signing in."""

from datetime import UTC, datetime, timedelta
from secrets import token_urlsafe
from typing import Any

from dangjianyun.access.action import action
from dangjianyun.access.book import Book
from dangjianyun.access.models import Account, FirstSignIn, Token
from dangjianyun.access.passwords import check_password_rules
from dangjianyun.foundation.actor import Actor
from dangjianyun.foundation.digests import sm3_hex
from dangjianyun.foundation.errors import Refused

OWN = "access.account.own"
TOKEN_LASTS = timedelta(days=90)
TOKENS = 5


@action(OWN, "修改密码")
def change_password(
    account: Account, *, actor: Actor, book: Book, present: str, password: str
) -> Account:
    """Set a new password by the present one; every other session ends with the old one.

    Raises: Refused for a wrong present password or a weak new one.
    """
    if not account.check_password(present):
        raise Refused("现在的密码不对，请重新填写。", field="present")
    return _set_password(account, password, book)


@action(OWN, "用首次登录链接设置密码")
def choose_password(
    account: Account, *, actor: Actor, book: Book, secret: str, password: str
) -> Account:
    """Set the password by a one-time link. Raises: Refused for a used or expired link."""
    now = datetime.now(UTC)
    link = (
        FirstSignIn.objects.select_for_update()
        .filter(account=account, digest=sm3_hex(secret), used_at=None, until__gt=now)
        .first()
    )
    if link is None or not account.is_active:
        raise Refused("这个链接已经用过或过期，请找系统管理员重新签发。")
    book.change(link, used_at=now)
    return _set_password(account, password, book)


def _set_password(account: Account, password: str, book: Book) -> Account:
    check_password_rules(password, account)
    wanted = Account()
    wanted.set_password(password)
    return book.change(account, password=wanted.password)


@action(OWN, "登录")
def note_sign_in(account: Account, *, actor: Actor, book: Book) -> None:
    """Put a sign-in on record."""
    book.note(account, "sign_in", "登录")


@action(OWN, "超过查看次数")
def note_over_budget(account: Account, *, actor: Actor, book: Book, budget: int) -> None:
    """Put on record that more masked fields are looked at than an hour allows without a word."""
    book.note(account, "alert", f"一小时内查看敏感信息超过{budget}次，再次输入密码后继续")


@action(OWN, "签发接口令牌")
def create_token(
    account: Account, *, actor: Actor, book: Book, label: str = "", lasts: timedelta = TOKEN_LASTS
) -> str:
    """A bearer token of the HTTP API with the account's own rights; shown once, kept as SM3.

    Raises: Refused for a disabled account or more than five tokens in force.
    """
    if not account.is_active:
        raise Refused("账号已停用，不能签发令牌。")
    now = datetime.now(UTC)
    if account.tokens.filter(until__gt=now).count() >= TOKENS:
        raise Refused(f"一个账号最多{TOKENS}个有效令牌，请先停用不用的。")
    secret = token_urlsafe(32)
    book.add(Token(account=account, digest=sm3_hex(secret), label=label, until=now + lasts))
    return secret


@action(OWN, "停用接口令牌")
def end_token(account: Account, *, actor: Actor, book: Book, token: Token) -> Token:
    """End a token at once. Raises: Refused for another account's, or one that has ended."""
    now = datetime.now(UTC)
    if token.account_id != account.pk or token.until <= now:
        raise Refused("这个令牌已经停用。")
    return book.change(token, until=now)


@action(OWN, "保存偏好")
def set_preference(
    account: Account, *, actor: Actor, book: Book, key: str, value: Any
) -> dict[str, Any]:
    """Set one preference (a saved filter, chosen columns); None removes it."""
    kept = dict(account.preferences)
    if value is None:
        kept.pop(key, None)
    else:
        kept[key] = value
    if len(str(kept)) > 20_000:
        raise Refused("保存的视图太多，请先删去不用的。")
    book.change(account, preferences=kept)
    return kept
