"""What an audit entry says of a row: its columns before and after, and whose file shows it."""

import json
import uuid
from collections.abc import Callable, Iterable
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from operator import attrgetter
from typing import Any

from django.db import models

from dangjianyun.foundation.personal import audit_value, personal_of
from dangjianyun.foundation.scope import ScopedModel

EMPTY = ("", None)
UNSPOKEN = "（不记录）"
Speaking = Callable[[models.Model, Any], Any]


def raw(row: models.Model) -> dict[str, Any]:
    """A row's columns as they are."""
    names, read = _columns(type(row))
    return dict(zip(names, read(row), strict=True))


def spoken(
    row: models.Model, before: dict[str, Any] | None, after: dict[str, Any] | None
) -> dict[str, list[Any]]:
    """What differs, as JSON: column → [before, after], classes S3 and S4 as commitments.

    Left out: blind indexes, whose digests would let values be compared outside the table. Of
    columns that the table names `unspoken` (a password's hash) only that they changed.
    """
    said = {}
    for name, speak in _speaking(type(row)):
        old = before.get(name) if before else None
        new = after.get(name) if after else None
        if old == new or (new in EMPTY and old in EMPTY):
            continue
        # A row that was not there has no before to commit to.
        said[name] = (
            [old, new] if speak is None else [before and speak(row, old), after and speak(row, new)]
        )
    return said


@lru_cache(maxsize=200)
def _columns(table: type[models.Model]) -> tuple[list[str], Callable[[Any], tuple[Any, ...]]]:
    names = [field.attname for field in table._meta.concrete_fields]
    if len(names) == 1:
        return names, lambda row: (getattr(row, names[0]),)
    return names, attrgetter(*names)


@lru_cache(maxsize=200)
def _speaking(table: type[models.Model]) -> list[tuple[str, Speaking | None]]:
    """How each column that may be spoken of is told; None: its values are JSON as they are."""
    unspoken = getattr(table, "unspoken", ())
    found: list[tuple[str, Speaking | None]] = []
    for field in table._meta.concrete_fields:
        if field.primary_key or getattr(field, "is_blind", False):
            continue
        if field.attname in unspoken:
            found.append((field.attname, _hidden))
        elif type(field) in _AS_THEY_ARE and not _is_committed(field):
            found.append((field.attname, None))
        else:
            found.append((field.attname, _told(field)))
    return found


_AS_THEY_ARE = (
    models.CharField,
    models.TextField,
    models.BooleanField,
    models.ForeignKey,
    models.IntegerField,
    models.BigIntegerField,
    models.PositiveIntegerField,
    models.PositiveSmallIntegerField,
)


def _is_committed(field: Any) -> bool:
    personal = personal_of(field)
    return personal is not None and personal.is_committed


def _hidden(row: models.Model, value: Any) -> Any:
    return value and UNSPOKEN


def _told(field: Any) -> Speaking:
    committed = _is_committed(field)

    def tell(row: models.Model, value: Any) -> Any:
        value = audit_value(field, value, getattr(row, "ref", ""))
        if committed:
            return value
        if isinstance(value, datetime | date):
            return value.isoformat()
        if isinstance(value, Decimal | uuid.UUID):
            return str(value)
        return settled(value) if isinstance(value, dict | list | tuple) else value

    return tell


def settled(value: Any) -> Any:
    """A value as the database gives it back: keys that are no text would be something else then."""
    return json.loads(json.dumps(value, ensure_ascii=False))


def subjects(row: models.Model) -> tuple[str, str]:
    """The files whose history shows this row: those it is about, else itself."""
    table = type(row)
    named = [
        f"{label}/{value}" for name, label in _about(table) if (value := getattr(row, name))
    ] or [file_key(table, row.pk)]
    return named[0], named[1] if len(named) > 1 else ""


@lru_cache(maxsize=200)
def _about(table: type[models.Model]) -> list[tuple[str, str]]:
    """The columns that name files, each with the label of the file's table."""
    about: Iterable[str] = getattr(table, "about", ()) if issubclass(table, ScopedModel) else ()
    found = []
    for name in about:
        field: Any = table._meta.get_field(name)
        found.append((field.attname, field.related_model._meta.label_lower))
    return found


def file_key(model: type[models.Model], pk: Any) -> str:
    """`registry.organization/7`: the key under which a file's history is found."""
    return f"{model._meta.label_lower}/{pk}"
