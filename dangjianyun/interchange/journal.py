"""What a batch replaced: kept sealed while it is written, read back by its undo."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db import models

from dangjianyun.foundation.sealed import Sealed
from dangjianyun.foundation.segments import Change
from dangjianyun.interchange.models import Batch, JournalPart
from dangjianyun.interchange.staging import packed, unpacked

Columns = dict[str, Any]


@dataclass
class Net:
    """What undo has to do in one table: rows to delete, to set back, to bring back."""

    added: set[Any] = field(default_factory=set)
    changed: dict[Any, Columns] = field(default_factory=dict)
    removed: dict[Any, Columns] = field(default_factory=dict)

    def take(self, pk: Any, before: Columns | None, is_gone: bool) -> None:
        """One change, in the order in which they were made; `before` None for an addition."""
        if before is None:
            self.added.add(pk)
        elif is_gone:
            earlier = self.changed.pop(pk, {})
            if pk in self.added:
                self.added.discard(pk)
            else:
                self.removed[pk] = before | earlier
        elif pk not in self.added:
            self.changed[pk] = before | self.changed.get(pk, {})


class Journal:
    """Keeps changes of one batch, a part for every chunk that is written."""

    def __init__(self, batch: Batch) -> None:
        self.batch = batch
        self._position = 0

    def keep(self, changes: Iterable[Change]) -> None:
        """Write one part."""
        told: dict[str, dict[str, Any]] = {}
        for change in changes:
            held = told.setdefault(change.model._meta.label, {"added": [], "changed": []})
            if change.before is None:
                held["added"].append(change.pk)
            else:
                held["changed"].append([change.pk, _before(change), change.after is None])
        if not told:
            return
        sealed = packed(told, _bound(self.batch, self._position))
        JournalPart.objects.bulk_create(
            [JournalPart(batch=self.batch, position=self._position, sealed=sealed)]
        )
        self._position += 1


def net_of(batch: Batch) -> dict[type[models.Model], Net]:
    """What the whole batch did, table by table."""
    nets: dict[type[models.Model], Net] = defaultdict(Net)
    for part in _parts(batch):
        for label, held in part.items():
            net = nets[apps.get_model(label)]
            for pk in held["added"]:
                net.take(pk, None, is_gone=False)
            for pk, before, is_gone in held["changed"]:
                net.take(pk, before, is_gone)
    return dict(nets)


def restored(row: models.Model, columns: Columns) -> Columns:
    """Kept columns as values that the row takes."""
    found: Columns = {}
    for name, value in columns.items():
        field: Any = row._meta.get_field(name)
        if isinstance(value, dict) and "sealed" in value:
            found[name] = Sealed(field, token=value["sealed"], row=row)
        elif isinstance(value, list) and len(value) == 2 and value[0] == "at":
            found[name] = datetime.fromisoformat(value[1])
        else:
            target = getattr(field, "target_field", field)
            found[name] = target.to_python(value)
    return found


def _parts(batch: Batch) -> Iterator[dict[str, Any]]:
    for pk in batch.journal.order_by("position").values_list("pk", flat=True):
        part = JournalPart.objects.get(pk=pk)
        yield unpacked(part.sealed, _bound(batch, part.position))


def _bound(batch: Batch, position: int) -> str:
    return f"interchange.journal·{batch.number}·{position}"


def _before(change: Change) -> Columns:
    """The columns that differ, as they were; all of them where the row was removed."""
    before = change.before or {}
    if change.after is None:
        return {name: _plain(value) for name, value in before.items()}
    return {
        name: _plain(value) for name, value in before.items() if value != change.after.get(name)
    }


def _plain(value: Any) -> Any:
    if isinstance(value, Sealed):
        return {"sealed": value.token}
    if isinstance(value, datetime):
        return ["at", value.isoformat()]
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal | UUID):
        return str(value)
    return value
