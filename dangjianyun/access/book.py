"""The book of one action: the only way in which it writes, and the record of what it wrote."""

from collections.abc import Sequence
from typing import Any, TypeVar

from django.db import models

from dangjianyun.access.chain import append
from dangjianyun.access.models import AuditEntry
from dangjianyun.access.spoken import file_key, raw, settled, spoken, subjects
from dangjianyun.foundation.actor import Actor
from dangjianyun.foundation.bulk import insert_many
from dangjianyun.foundation.refresh import refresh
from dangjianyun.foundation.segments import Change

Row = TypeVar("Row", bound=models.Model)
COLUMNS = tuple(field.attname for field in AuditEntry._meta.concrete_fields)
UNSEALED = {"id": None, "chain": "", "sequence": 0, "at": None, "previous": "", "digest": ""}

__all__ = ["Book", "chain_of", "file_key", "label_of", "raw"]


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
        self._always: dict[str, Any] = {
            **UNSEALED,
            "actor": actor.name,
            "actor_label": f"{actor.label or actor.name}，{actor.unit_label}".rstrip("，")[:180],
            "origin": actor.origin,
        }
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
        self.remove_many([row])

    def remove_many(self, rows: Sequence[models.Model]) -> None:
        """Delete rows of one table and nothing else: the undo of a batch removes what hangs on them
        itself, and their segments go with the refresh that follows.
        """
        for row in rows:
            self._note(row, raw(row), None)
        for start in range(0, len(rows), 500):
            part = rows[start : start + 500]
            found: Any = type(part[0])._base_manager.filter(pk__in=[row.pk for row in part])
            # Nothing else goes with these rows, so no collecting of what hangs on them.
            found._raw_delete(found.db)  # noqa: SLF001 - Django's way to delete without cascades

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
        told = self._always | {
            "action": self.action,
            "operation": operation
            or ("add" if before is None else "remove" if after is None else "change"),
            "table": row._meta.label,
            "row": str(row.pk),
            "row_label": label_of(row),
            "subject": subject,
            "second": second,
            "reason": self.reason[:300],
            "batch": self.batch,
            "changes": spoken(row, before, after) if said is None else settled(said),
        }
        # In the order of the columns: half the time of naming them, and there are many entries.
        new: Any = AuditEntry
        self.entries.append(new(*map(told.__getitem__, COLUMNS)))


def chain_of(*places: str) -> str:
    """The city whose chain an act at one of these places belongs to; "0" above cities."""
    for place in places:
        parts = place.split("/")
        if parts[0] == "d" and len(parts) >= 4:
            return parts[2]
    return "0"


def label_of(row: models.Model) -> str:
    """What a row is called; the name of its table where it has none of its own."""
    named = type(row).__str__ is not models.Model.__str__
    return str(row)[:200] if named else str(row._meta.verbose_name)
