"""One act after another in one book: the same actions that users have, under one transaction."""

from collections.abc import Callable
from typing import Any

from dangjianyun.access.book import Book, chain_of
from dangjianyun.demo.figures import CITY
from dangjianyun.foundation.actor import Actor


class Recorder:
    """Calls actions with one actor and one book; each entry names the action that wrote it."""

    def __init__(self, actor: Actor, *, reason: str = "") -> None:
        self.actor = actor
        # One city is shown, so all of its acts stand in one chain: who works in a Party
        # organization has no division of which the book could tell that.
        self.book = Book(actor, "demo", chain=chain_of(CITY), reason=reason)

    def do(self, act: Callable[..., Any], row: Any, *, why: str = "", **given: Any) -> Any:
        """Run an action inside the book. `why` goes into its entries as the reason."""
        self.book.action = act.permission  # type: ignore[attr-defined]  # set by @action
        self.book.reason = why or self.book.reason
        return act(row, actor=self.actor, book=self.book, **given)

    def close(self) -> None:
        """Bring segments, tallies and the chain up to date."""
        self.book.close()
