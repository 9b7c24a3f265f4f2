"""Taking back what was recorded by mistake: the row goes, and with it every past day it was on.

An ending is a dated fact; this is for errors only. What refers to the row goes first, by its own
act, so that nothing disappears that nobody has looked at.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple

from django.db import models

from dangjianyun.access.book import Book, label_of
from dangjianyun.access.models import GrantRow
from dangjianyun.foundation.actor import Actor
from dangjianyun.foundation.days import today
from dangjianyun.foundation.errors import Refused
from dangjianyun.foundation.scope import ScopedModel
from dangjianyun.foundation.segments import Segment

NAMED = 5
LEAST = 2
"""Characters of a reason."""
TREES = {"registry.Organization": "o", "coverage.Instructor": "i"}
"""Tables at whose rows accounts may be granted something; Party units have paths of their own."""


class Reference(NamedTuple):
    """A row that points at another."""

    model: type[models.Model]
    pk: Any
    of: Any


def references(model: type[models.Model], ids: Iterable[Any]) -> Iterator[Reference]:
    """What refers to these rows. Segments follow from the rows and are no reference."""
    for link in model._meta.get_fields(include_hidden=True):  # those named "+" too
        if not isinstance(link, models.ForeignObjectRel):
            continue
        other: Any = link.related_model
        if issubclass(other, Segment):
            continue
        column = link.field.attname
        rows = other._base_manager.filter(**{f"{column}__in": ids}).values_list("pk", column)
        for pk, of in rows.iterator():
            yield Reference(other, pk, of)


def granted(model: type[models.Model], ids: Iterable[Any]) -> Iterator[tuple[GrantRow, Any]]:
    """What accounts are granted at these rows, now or later, each beside the row's key: a place is
    no foreign key, so the database would not notice. A grant that has ended gives nothing.
    """
    tree = TREES.get(model._meta.label)
    places: dict[str, Any] = {f"{tree}/{pk}/": pk for pk in ids} if tree else {}
    if model._meta.label == "party.Unit":
        rows = model._base_manager.filter(pk__in=ids)
        places = {path: pk for pk, path in rows.values_list("pk", "party_path")}
    if not places:
        return
    grants = GrantRow.objects.filter(place__in=list(places), until__gt=today())
    for grant in grants.select_related("account"):
        yield grant, places[grant.place]


def withdraw(row: models.Model, book: Book, own: Sequence[models.Model] = ()) -> None:
    """Delete a row that should never have been. Must run inside an action.

    `own` are rows of one table or of several that were written with it and go with it, those that
    refer to others first. Raises: Refused without a reason, or where something else refers to the
    row or to one of its own, naming it in words that the actor may read.
    """
    if len(book.reason.strip()) < LEAST:
        raise Refused("请写明哪里登记错了，会写进变更记录。", field="reason")
    going = {(type(one), one.pk) for one in (row, *own)}
    found = [
        one
        for gone in (row, *own)
        for one in references(type(gone), [gone.pk])
        if (one.model, one.pk) not in going
    ]
    grants = [grant for grant, _ in granted(type(row), [row.pk])]
    if found or grants:
        told = _told(found, book.actor)
        told += [f"账号{grant.account.username}的授权" for grant in grants[:NAMED]]
        raise Refused(
            f"不能撤回：“{label_of(row)}”还被引用，先处理好这些再撤回。{'、'.join(told)}。",
            field="reason",
        )
    # Its own segments stay until they are counted off; `Book.remove` would take them silently.
    for one in own:
        book.remove_many([one])
    book.remove_many([row])


def _told(found: list[Reference], actor: Actor) -> list[str]:
    """What refers to a row, table by table: by name where the actor may know it, else how many."""
    tables: dict[type[models.Model], list[Any]] = {}
    for one in found:
        keys = tables.setdefault(one.model, [])
        if one.pk not in keys:
            keys.append(one.pk)
    return [_named(model, keys, actor) for model, keys in tables.items()]


def _named(model: type[models.Model], keys: list[Any], actor: Actor) -> str:
    what, few = str(model._meta.verbose_name), [str(pk) for pk in keys[:NAMED]]
    if issubclass(model, ScopedModel) and model.__str__ is not models.Model.__str__:
        seen = model.objects.seen_by(actor).filter(pk__in=few).values_list("pk", flat=True)
        called = model.called(actor, [str(pk) for pk in seen])
        names = [called[key] for key in few if called.get(key)]
        if names:
            more = f"等{len(keys)}处" if len(keys) > len(names) else ""
            return f"{what}{''.join(f'“{name}”' for name in names)}{more}"
    return f"{what}{len(keys)}处"
