"""What the security administrator does: grants begin and end. Nobody grants to oneself."""

from collections.abc import Sequence
from datetime import date

from django.db import IntegrityError, transaction

from dangjianyun.access.action import action
from dangjianyun.access.book import Book
from dangjianyun.access.models import DESK, Account, Desk, GrantRow, Role
from dangjianyun.foundation.actor import Actor
from dangjianyun.foundation.days import OPEN, today
from dangjianyun.foundation.errors import Refused

WRITE = "access.grant.write"
TREES = ("d/", "p/", "o/", "i/")
APART = (
    "“{account}”已有“{held}”类的授权，不能再有“{wanted}”类的。系统、安全、审计三员和业务账号"
    "始终分开，请另建账号。"
)


@action(WRITE, "授权")
def give_grant(
    desk: Desk,
    *,
    actor: Actor,
    book: Book,
    account: Account,
    role: Role,
    place: str,
    place_label: str = "",
    since: date | None = None,
    until: date = OPEN,
) -> GrantRow:
    """Give an account a role at a place and below, from `since` (default today) up to `until`.

    Takes effect on the account's next request. Raises: Refused for a grant to oneself, for a second
    kind of role, for a place that does not suit the role, for a period that is empty or overlaps.
    """
    row = GrantRow(
        account=account,
        role=role,
        place=place,
        place_label=place_label,
        since=since or today(),
        until=until,
    )
    return _give([row], actor, book)[0]


@action(WRITE, "批量授权")
def give_grants(
    desk: Desk, *, actor: Actor, book: Book, grants: Sequence[GrantRow]
) -> list[GrantRow]:
    """Give many grants: unsaved rows; `kind` is set here. Raises: Refused, and gives none."""
    return _give(grants, actor, book)


def _give(grants: Sequence[GrantRow], actor: Actor, book: Book) -> list[GrantRow]:
    # Two administrators granting to one account take turns; the constraint stands behind this.
    ids = sorted({row.account_id for row in grants})
    list(Account.objects.select_for_update().filter(pk__in=ids).order_by("pk"))
    given = []
    for row in grants:
        row.kind = row.role.kind
        _check(row, actor)
        try:
            with transaction.atomic():
                given.append(book.add(row))
        except IntegrityError as error:
            raise Refused("这个账号的授权刚刚有了变化，请刷新后核对。") from error
    return given


def _check(row: GrantRow, actor: Actor) -> None:
    if row.account_id == actor.account_id:
        raise Refused("不能给自己授权，请另一位安全管理员办理。", field="account")
    if row.until <= row.since:
        raise Refused("截止日期不能早于起始日期。", field="until")
    if row.kind == Role.Kind.BUSINESS and not row.place.startswith(TREES):
        raise Refused("选择授权的范围。", field="place")
    if row.kind != Role.Kind.BUSINESS and row.place != DESK:
        raise Refused("管理员的范围只能是“账号与授权”。", field="place")
    for held in GrantRow.objects.filter(account=row.account_id):
        if held.kind != row.kind:
            raise Refused(
                APART.format(
                    account=row.account,
                    held=Role.Kind(held.kind).label,
                    wanted=Role.Kind(row.kind).label,
                ),
                field="role",
            )
        same = (held.role_id, held.place) == (row.role_id, row.place)
        if same and held.since < row.until and row.since < held.until:
            raise Refused("这段时间里已有同样的授权。", field="since")


@action(WRITE, "终止授权")
def end_grant(
    desk: Desk, *, actor: Actor, book: Book, grant: GrantRow, on: date | None = None
) -> None:
    """End a grant: `on` (default today) is the first day without it.

    One that has not begun by then is withdrawn altogether; the audit keeps it. Raises: Refused for
    the actor's own grant and for one that has ended.
    """
    day = on or today()
    if grant.account_id == actor.account_id:
        raise Refused("不能终止自己的授权，请另一位安全管理员办理。")
    if grant.until <= day:
        raise Refused("这项授权已经终止。", field="on")
    if day <= grant.since:
        book.remove(grant)
    else:
        book.change(grant, until=day)
