"""The book of one action: the only way in which it writes, and the record of what it wrote."""

import uuid
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any, TypeVar

from django.db import models

from dangjianyun.access.chain import append
from dangjianyun.access.models import AuditEntry
from dangjianyun.foundation.actor import Actor
from dangjianyun.foundation.bulk import insert_many
from dangjianyun.foundation.personal import audit_value
from dangjianyun.foundation.refresh import refresh
from dangjianyun.foundation.scope import ScopedModel
from dangjianyun.foundation.segments import Change

Row = TypeVar("Row", bound=models.Model)
EMPTY = ("", None)
UNSPOKEN = "（不记录）"


class Book:
    """Writes rows, remembers before and after, and at the end numbers what follows from them.

    `reason` and `batch` go into every entry. After `close` the segments, the tallies and the audit
    chain say the same as the tables.
    """

    def __init__(
        self, actor: Actor, action: str, *, chain: str = "", reason: str = "", batch: str = ""
    ) -> None:
        self.actor = actor
        self.action = action
        self.chain = chain or chain_of(*(grant.place for grant in actor.grants))
        self.reason = reason
        self.batch = batch
        self.changes: list[Change] = []
        self.entries: list[AuditEntry] = []

    def add(self, row: Row) -> Row:
        """Insert one row."""
        row.save(force_insert=True)
        self._note(row, None, raw(row))
        return row

    def add_many(self, rows: Sequence[Row]) -> list[Row]:
        """Insert rows of one table."""
        saved = insert_many(rows)
        for row in saved:
            self._note(row, None, raw(row))
        return saved

    def change(self, row: Row, **fields: Any) -> Row:
        """Set fields of one row and save what differs. A change of nothing is not recorded."""
        before = raw(row)
        for name, value in fields.items():
            setattr(row, name, value)
        after = raw(row)
        if differing := [name for name in after if after[name] != before[name]]:
            row.save(update_fields=differing)
            self._note(row, before, after)
        return row

    def change_many(self, rows: Sequence[tuple[Row, dict[str, Any]]]) -> int:
        """Set fields of many rows of one table; gives how many changed."""
        changed: list[Row] = []
        names: set[str] = set()
        for row, fields in rows:
            before = raw(row)
            for name, value in fields.items():
                setattr(row, name, value)
            after = raw(row)
            if after != before:
                changed.append(row)
                names |= {name for name in after if after[name] != before[name]}
                self._note(row, before, after)
        if changed:
            type(changed[0])._base_manager.bulk_update(changed, sorted(names), batch_size=500)
        return len(changed)

    def remove(self, row: models.Model) -> None:
        """Delete one row: for errors only; an ending is a dated fact."""
        before, pk = raw(row), row.pk
        row.delete()
        row.pk = pk
        self._note(row, before, None)

    def remove_many(self, rows: Sequence[models.Model]) -> None:
        """Delete rows of one table and nothing else: the undo of a batch removes what hangs on them
        itself, and their segments go with the refresh that follows.
        """
        for row in rows:
            self._note(row, raw(row), None)
        for start in range(0, len(rows), 500):
            part = rows[start : start + 500]
            found: Any = type(part[0])._base_manager.filter(pk__in=[row.pk for row in part])
            found._raw_delete(found.db)

    def read(self, row: models.Model, what: str) -> None:
        """Record a sensitive read; `what` says what was seen and why."""
        self.note(row, "read", what)

    def note(self, row: models.Model, operation: str, what: str) -> None:
        """Record something that changes no row: a sensitive read, a sign-in."""
        self._note(row, None, None, operation=operation, said={operation: [None, what]})

    def close(self) -> None:
        """Bring segments and tallies up to date, then append to the chain (its lock comes last)."""
        refresh(self.changes)
        append(self.chain, self.entries)

    def _note(
        self,
        row: models.Model,
        before: dict[str, Any] | None,
        after: dict[str, Any] | None,
        *,
        operation: str = "",
        said: dict[str, Any] | None = None,
    ) -> None:
        if before is not None or after is not None:
            self.changes.append(Change(type(row), row.pk, before, after))
        subject, second = subjects(row)
        actor = self.actor
        self.entries.append(
            AuditEntry(
                actor=actor.name,
                actor_label=f"{actor.label or actor.name}，{actor.unit_label}".rstrip("，")[:180],
                origin=actor.origin,
                action=self.action,
                operation=operation
                or ("add" if before is None else "remove" if after is None else "change"),
                table=row._meta.label,
                row=str(row.pk),
                row_label=str(row)[:200],
                subject=subject,
                second=second,
                changes=said if said is not None else spoken(row, before, after),
                reason=self.reason[:300],
                batch=self.batch,
            )
        )


def raw(row: models.Model) -> dict[str, Any]:
    """A row's columns as they are."""
    return {f.attname: getattr(row, f.attname) for f in row._meta.concrete_fields}


def spoken(
    row: models.Model, before: dict[str, Any] | None, after: dict[str, Any] | None
) -> dict[str, list[Any]]:
    """What differs, as JSON: column → [before, after], classes S3 and S4 as commitments.

    Left out: blind indexes, whose digests would let values be compared outside the table. Of
    columns that the table names `unspoken` (a password's hash) only that they changed.
    """
    said = {}
    unspoken = getattr(row, "unspoken", ())
    for field in row._meta.concrete_fields:
        name = field.attname
        old = before.get(name) if before else None
        new = after.get(name) if after else None
        if old == new or field.primary_key or (new in EMPTY and old in EMPTY):
            continue
        if getattr(field, "is_blind", False):
            continue
        if name in unspoken:
            said[name] = [old and UNSPOKEN, new and UNSPOKEN]
        else:
            said[name] = [_json(field, row, old), _json(field, row, new)]
    return said


def _json(field: Any, row: models.Model, value: Any) -> Any:
    value = audit_value(field, value, getattr(row, "ref", ""))
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, Decimal | uuid.UUID):
        return str(value)
    return value


def subjects(row: models.Model) -> tuple[str, str]:
    """The files whose history shows this row: those it is about, else itself."""
    about: Iterable[str] = getattr(row, "about", ()) if isinstance(row, ScopedModel) else ()
    named = []
    for name in about:
        field: Any = row._meta.get_field(name)
        if value := getattr(row, field.attname):
            named.append(file_key(field.related_model, value))
    if not named:
        named = [file_key(type(row), row.pk)]
    return named[0], named[1] if len(named) > 1 else ""


def file_key(model: type[models.Model], pk: Any) -> str:
    """`registry.organization/7`: the key under which a file's history is found."""
    return f"{model._meta.label_lower}/{pk}"


def chain_of(*places: str) -> str:
    """The city whose chain an act at one of these places belongs to; "0" above cities."""
    for place in places:
        parts = place.split("/")
        if parts[0] == "d" and len(parts) >= 4:
            return parts[2]
    return "0"
