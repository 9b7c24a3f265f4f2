"""What an account arranges for itself: the columns it looks at, the views it keeps."""

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import parse_qsl, urlencode

from dangjianyun.access.action import action
from dangjianyun.access.book import Book
from dangjianyun.access.models import Account, SavedView
from dangjianyun.foundation.actor import Actor
from dangjianyun.foundation.errors import Refused

OWN = "access.account.own"
MOST_VIEWS = 12
NOT_KEPT = frozenset({"page", "size", "print", "id", "all", "on"})


@action(OWN, "调整自己的设置")
def choose_columns(
    account: Account, *, actor: Actor, book: Book, sheet: str, columns: Sequence[str]
) -> Account:
    """Remember which columns of a list the account looks at."""
    kept = dict(account.preferences.get("columns", {})) | {sheet: list(columns)}
    return book.change(account, preferences={**account.preferences, "columns": kept})


@action(OWN, "保存视图")
def save_view(
    account: Account, *, actor: Actor, book: Book, sheet: str, name: str, query: str
) -> SavedView:
    """Keep a list's conditions under a name; the same name again replaces them.

    Raises: Refused for no name, no condition, or too many views.
    """
    name, query = name.strip(), conditions(query)
    if not name:
        raise Refused("给这个视图起一个名称，例如“教育类待走访”。", field="name")
    if not query:
        raise Refused("现在没有任何条件，先在名单上筛选，再保存。", field="name")
    kept = SavedView.objects.filter(account=account, sheet=sheet)
    if same := kept.filter(name=name).first():
        return book.change(same, query=query)
    if kept.count() >= MOST_VIEWS:
        raise Refused(f"一个名单最多保存{MOST_VIEWS}个视图，请先删去不用的。", field="name")
    return book.add(SavedView(account=account, sheet=sheet, name=name[:20], query=query))


@action(OWN, "删去视图")
def drop_view(account: Account, *, actor: Actor, book: Book, view: SavedView) -> None:
    """Forget one of the account's own views. Raises: Refused for somebody else's."""
    if view.account_id != account.pk:
        raise Refused("这个视图不是你保存的。")
    book.remove(view)


def conditions(query: str) -> str:
    """A list's query without what belongs to one look at it: page, picked rows, the day."""
    pairs = [(k, v) for k, v in parse_qsl(query.lstrip("?")) if v and k not in NOT_KEPT]
    return urlencode(sorted(pairs))[:600]


def preferences_of(account_id: int | None) -> dict[str, Any]:
    """What an account arranged for itself; nothing for an actor without an account."""
    kept = Account.objects.filter(pk=account_id or 0).values_list("preferences", flat=True)
    return kept.first() or {}


def columns_of(preferences: Mapping[str, Any], sheet: str) -> list[str] | None:
    """The columns chosen for a list, None where the account never did."""
    found = preferences.get("columns", {}).get(sheet)
    return list(found) if isinstance(found, list) else None


def views_of(account_id: int | None, sheet: str) -> list[SavedView]:
    """The views an account keeps of a list, by name."""
    rows = SavedView.objects.filter(account_id=account_id or 0, sheet=sheet)
    return list(rows.order_by("name"))
