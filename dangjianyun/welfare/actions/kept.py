"""Many wishes at once: what was handled before, with its own days."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from dangjianyun.access.action import action
from dangjianyun.access.book import Book
from dangjianyun.foundation.actor import Actor
from dangjianyun.foundation.errors import Refused
from dangjianyun.territory.models import Division
from dangjianyun.welfare.actions.collect import must_be_impersonal
from dangjianyun.welfare.models import Claim, Progress, Wish, Wisher
from dangjianyun.welfare.queries.wish import next_numbers
from dangjianyun.welfare.workflow import CHECK


class Handled:
    """A wish with its whole way: unsaved rows; `claims` the earlier first, the last may hold."""

    def __init__(
        self,
        wish: Wish,
        wisher: Wisher | None,
        claims: Sequence[Claim],
        steps: Sequence[Progress],
    ) -> None:
        self.wish, self.wisher, self.claims, self.steps = wish, wisher, claims, steps


@action(CHECK, "登记已办理的微心愿")
def record_wishes(
    place: Division, *, actor: Actor, book: Book, handled: Sequence[Handled]
) -> list[Wish]:
    """Put on record what a center has handled on paper so far; numbers are given here.

    Raises: PermissionDenied for a wish outside the place; Refused for words that point at a person.
    """
    _number(handled)
    for one in handled:
        if not one.wish.path.startswith(place.path):
            actor.must(CHECK, one.wish)
        if one.wisher is not None:
            must_be_impersonal(one.wish, one.wisher)
        elif one.wish.ended_on is None:
            raise Refused("还没有办结的心愿要有许愿人的联系方式。")
    held = {id(one.wish): one.wish.claim for one in handled}
    state = {id(one.wish): (one.wish.state, one.wish.held_until) for one in handled}
    for one in handled:
        # Wish and claim point at each other: first the wish, then its claims, then which holds.
        one.wish.claim = None
        if held[id(one.wish)] is not None:
            one.wish.state, one.wish.held_until = Wish.State.PUBLISHED, None
    wishes = book.add_many([one.wish for one in handled])
    for one in handled:
        told: list[Any] = [*filter(None, [one.wisher]), *one.claims, *one.steps]
        for row in told:
            row.wish = one.wish
    book.add_many([one.wisher for one in handled if one.wisher is not None])
    book.add_many([row for one in handled for row in one.claims])
    book.add_many([row for one in handled for row in one.steps])
    pairs = []
    for one in handled:
        if (claim := held[id(one.wish)]) is not None:
            kept, until = state[id(one.wish)]
            pairs.append((one.wish, {"claim": claim, "state": kept, "held_until": until}))
    book.change_many(pairs)
    return wishes


def _number(handled: Sequence[Handled]) -> None:
    groups: Mapping[tuple[str, int], list[Wish]] = defaultdict(list)
    for one in handled:
        district = "/".join(one.wish.path.split("/")[:5]) + "/"
        groups[district, one.wish.collected_on.year].append(one.wish)
    for (path, year), rows in groups.items():
        numbers = next_numbers(path, year, len(rows))
        for row, number in zip(rows, numbers, strict=True):
            row.number = number
