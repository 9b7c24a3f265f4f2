"""Reading accounts: who is the actor behind a session, a token, a name."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from dangjianyun.access.models import Account, FirstSignIn, GrantRow, Token
from dangjianyun.foundation.actor import Actor, Everything, Grant
from dangjianyun.foundation.days import today
from dangjianyun.foundation.digests import sm3_hex
from dangjianyun.foundation.errors import Refused

OWN = frozenset({"access.account.own", "party.member.read"})
"""What every account holds at itself: opened records hang there."""

MONTH = timedelta(days=30)


def accounts_in(state: str, on: date) -> QuerySet[Account]:
    """Accounts by state: on, off, new (on, nobody has signed in), bare (on, no grant on the day).

    All for any other word.
    """
    rows: QuerySet[Account] = Account.objects.order_by("username")
    if state in {"on", "off"}:
        return rows.filter(is_active=state == "on")
    if state == "new":
        return rows.filter(is_active=True, last_login__isnull=True)
    if state == "bare":
        held = GrantRow.objects.filter(account=OuterRef("pk"), since__lte=on, until__gt=on)
        return rows.filter(is_active=True).exclude(Exists(held))
    return rows


def roles_told(account: Account, on: date) -> list[tuple[str, list[str]]]:
    """What an account is on a day, each role once with the places where it holds it.

    Reads the account's prefetched `grants__role`.
    """
    found: dict[str, list[str]] = {}
    for row in account.grants.all():
        if row.since <= on < row.until:
            places = found.setdefault(row.role.name, [])
            if (place := row.place_label or row.place) not in places:
                places.append(place)
    return list(found.items())


def ending_grants(on: date) -> QuerySet[GrantRow]:
    """Grants in force whose last day lies within a month."""
    rows: QuerySet[GrantRow] = GrantRow.objects.filter(until__gt=on, until__lte=on + MONTH)
    return rows


def actor_of(account: Any, *, on: date | None = None, origin: str = "page") -> Actor:
    """The actor behind a signed-in account, with the grants of the day. One query."""
    day = on or today()
    rows = (
        GrantRow.objects.filter(account_id=account.pk)
        .filter(Q(since__lte=day, until__gt=day))
        .select_related("role")
    )
    grants = [Grant(frozenset(row.role.permissions), row.place) for row in rows]
    grants.append(Grant(OWN, f"a/{account.pk}/"))
    return Actor(
        name=account.username,
        grants=tuple(grants),
        account_id=account.pk,
        label=account.label,
        unit_label=account.unit_label,
        origin=origin,
    )


def actor_named(username: str, *, origin: str = "cli") -> Actor:
    """The actor of an active account. Raises: Refused where there is none."""
    account = Account.objects.filter(username=username, is_active=True).first()
    if account is None:
        raise Refused(f"没有可用的账号“{username}”。")
    return actor_of(account, origin=origin)


def operator() -> Actor:
    """Who acts at the console without --as: the whole jurisdiction, audited, persons masked."""
    masked = Everything({"party.member.unmask", "registry.person.unmask", "welfare.wisher.unmask"})
    return Actor(
        name="operator",
        grants=(Grant(masked, "d/"), Grant(masked, "p/"), Grant(masked, "access/")),
        label="系统操作员",
        origin="cli",
    )


def actor_with_token(secret: str) -> Actor | None:
    """The actor of a bearer token, None where it is unknown, expired or the account is off."""
    row = (
        Token.objects.select_related("account")
        .filter(digest=sm3_hex(secret), until__gt=datetime.now(UTC), account__is_active=True)
        .first()
    )
    return actor_of(row.account, origin="api") if row else None


def account_of_link(secret: str) -> Account | None:
    """Whose one-time link this is; None where it is unknown, used, expired or off."""
    link = (
        FirstSignIn.objects.select_related("account")
        .filter(digest=sm3_hex(secret), used_at=None, until__gt=datetime.now(UTC))
        .first()
    )
    return link.account if link and link.account.is_active else None
