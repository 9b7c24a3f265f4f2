"""Taking back what was recorded by mistake: the row goes, and with it every past day it was on.

An ending is a dated fact; this is for errors only. What refers to the row goes first, by its own
act, so that nothing disappears that nobody has looked at.
"""

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from django.db import models

from dangjianyun.access.book import Book, label_of
from dangjianyun.foundation.errors import Refused
from dangjianyun.foundation.segments import Segment

NAMED = 5
LEAST = 2
"""Characters of a reason."""


class Reference(NamedTuple):
    """A row that points at another."""

    model: type[models.Model]
    pk: Any
    of: Any


def references(model: type[models.Model], ids: Iterable[Any]) -> Iterator[Reference]:
    """What refers to these rows. Segments follow from the rows and are no reference."""
    for link in model._meta.related_objects:
        other: Any = link.related_model
        if issubclass(other, Segment):
            continue
        column = link.field.attname
        rows = other._base_manager.filter(**{f"{column}__in": ids}).values_list("pk", column)
        for pk, of in rows.iterator():
            yield Reference(other, pk, of)


def withdraw(row: models.Model, book: Book) -> None:
    """Delete a row that should never have been. Must run inside an action.

    Raises: Refused without a reason, or where something refers to the row, naming it.
    """
    if len(book.reason.strip()) < LEAST:
        raise Refused("请写明哪里登记错了，会写进变更记录。", field="reason")
    found = list(references(type(row), [row.pk]))
    if found:
        raise Refused(
            f"不能撤回：“{label_of(row)}”还被引用，先处理好这些再撤回。{_told(found)}。",
            field="reason",
        )
    # Its own segments stay until they are counted off; `Book.remove` would take them silently.
    book.remove_many([row])


def _told(found: list[Reference]) -> str:
    named = []
    for one in found[:NAMED]:
        what, row = str(one.model._meta.verbose_name), one.model._base_manager.get(pk=one.pk)
        called = label_of(row)
        named.append(what if called == what else f"{what}“{called}”")
    more = f"等{len(found)}处" if len(found) > NAMED else ""
    return f"{'、'.join(named)}{more}"
