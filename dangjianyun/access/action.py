"""The one way to change something."""

import functools
import random
import time
from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from django.db import OperationalError, connection, transaction

from dangjianyun.access.book import Book, chain_of
from dangjianyun.foundation.actor import Actor
from dangjianyun.foundation.scope import ScopedModel, division_path

R = TypeVar("R")
First = Callable[[Any, Mapping[str, Any]], object]

PERMISSIONS: dict[str, str] = {}
"""Every permission that an action asks for, with its Chinese label."""

_AGAIN = ("deadlock", "could not serialize")


def action(
    permission: str | Callable[[Any], str], label: str, *, first: First | None = None
) -> Callable[[Callable[..., R]], Callable[..., R]]:
    """Turn a function into an action: allowed, locked, all-or-nothing, recorded, counted.

    `permission` may follow from the row: what leaves the house asks for the right of its table.

    The body's first argument is the row whose place decides who may act; it receives it fresh and
    locked (an unsaved row, a desk or a division as it is). It writes through `book` only. A caller
    inside another action hands its own `book` on: then both are one act with one commit.
    `first` takes the rows that all acts lock before such a row (`foundation.turns`); it gets the
    row as the caller knows it and the body's arguments.
    Raises: PermissionDenied; whatever the body raises, with nothing saved.
    """

    def wrap(body: Callable[..., R]) -> Callable[..., R]:
        if isinstance(permission, str):
            PERMISSIONS.setdefault(permission, label)

        @functools.wraps(body)
        def run(
            row: Any,
            *,
            actor: Actor,
            book: Book | None = None,
            reason: str = "",
            batch: str = "",
            **given: Any,
        ) -> R:
            if book is not None:
                actor.must(_asked(permission, row), row)
                return body(row, actor=actor, book=book, **given)

            def once() -> R:
                with transaction.atomic():
                    if first is not None:
                        first(row, given)
                    fresh = row.locked() if getattr(row, "pk", None) and _locks(row) else row
                    needed = _asked(permission, fresh)
                    actor.must(needed, fresh)
                    chain = _chain(fresh, actor)
                    own = Book(actor, needed, chain=chain, reason=reason, batch=batch)
                    result = body(fresh, actor=actor, book=own, **given)
                    own.close()
                    return result

            return again(once)

        # Read by the house tests.
        run.permission = permission if isinstance(permission, str) else ""  # type: ignore[attr-defined]
        return run

    return wrap


def again(once: Callable[[], R]) -> R:
    """Try again, five times in all, where the database broke a deadlock in the other's favor.

    The pause, of no fixed length, lets the other finish. Inside a transaction there is nothing to
    repeat: whoever opened it repeats the whole.
    """
    for attempt in range(1, 5):
        try:
            return once()
        except OperationalError as error:
            if connection.in_atomic_block or not any(word in str(error) for word in _AGAIN):
                raise
            time.sleep(random.uniform(0.01, 0.05) * attempt)  # noqa: S311 - a pause, no secret
    return once()


def _asked(permission: str | Callable[[Any], str], row: Any) -> str:
    return permission if isinstance(permission, str) else permission(row)


def _locks(row: Any) -> bool:
    return hasattr(row, "locked")


def _chain(row: Any, actor: Actor) -> str:
    """The chain of the city where the row hangs, or what it is about; else where the actor works.

    A member hangs at no division (nobody sees members by division), but the person does.
    """
    chain = chain_of(division_path(row))
    if chain == "0" and isinstance(row, ScopedModel):
        chain = chain_of(*(division_path(near) for near in _near(row)))
    return chain if chain != "0" else chain_of(*(grant.place for grant in actor.grants))


def _near(row: ScopedModel) -> list[Any]:
    """The rows that this row points at and that hang at a division."""
    found = []
    for field in row._meta.concrete_fields:
        other = field.related_model
        if isinstance(other, type) and issubclass(other, ScopedModel) and "d" in other.places:
            found.append(getattr(row, field.name))
    return [near for near in found if near is not None]
