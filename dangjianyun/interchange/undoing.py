"""Taking a batch back: as if it had never been, on every day."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from django.db import models

from dangjianyun.access.book import Book, raw
from dangjianyun.foundation.actor import Actor
from dangjianyun.foundation.garbage import collected_seldom
from dangjianyun.foundation.refresh import renew
from dangjianyun.foundation.segments import DERIVED, Change, chunks, touched
from dangjianyun.foundation.sheets import sheet_named
from dangjianyun.foundation.tallies import add_to_tallies
from dangjianyun.interchange.journal import Columns, Net, net_of, restored
from dangjianyun.interchange.later import refuse_later
from dangjianyun.interchange.models import Batch
from dangjianyun.interchange.progress import Progress
from dangjianyun.interchange.spool import Spool
from dangjianyun.interchange.workflow import WRITE

Nets = Mapping[type[models.Model], Net]


@collected_seldom()
def undo(batch: Batch, actor: Actor, chain: str) -> None:
    """Delete what the batch added, set back what it changed, bring back what it removed.

    Must run inside the action. Raises: Refused where later facts would be lost.
    """
    sheet = sheet_named(batch.sheet)
    nets = net_of(batch)
    refuse_later(batch, nets)
    spool = Spool()
    progress = Progress(batch.number, sum(len(net.added) for net in nets.values()))
    subjects: dict[str, set[int]] = {}
    for model, net in nets.items():
        for rows in _existing(model, [*net.added, *net.changed]):
            _gather(subjects, [Change(model, row.pk, raw(row), None) for row in rows])
    changes: list[Change] = []
    for book in _books(batch, actor, chain, nets, progress):
        changes += [change for change in book.changes if change.after is not None]
        spool.take(book.entries)
    if sheet.mend:
        sheet.mend(changes)
    for model, net in nets.items():
        for rows in _existing(model, [*net.changed, *net.removed]):
            _gather(subjects, [Change(model, row.pk, None, raw(row)) for row in rows])
    for name, ids in subjects.items():
        for part in chunks(sorted(ids)):
            add_to_tallies(renew(DERIVED[name], part))
    spool.append_to(chain)
    progress.end()


def _books(
    batch: Batch, actor: Actor, chain: str, nets: Nets, progress: Progress
) -> Iterator[Book]:
    """The three kinds of work, in books of a bounded size."""
    done = 0
    for model, net in nets.items():
        for ids in chunks(sorted(net.added), 1000):
            book = Book(actor, WRITE, chain=chain, batch=batch.number, reason="撤销导入")
            book.remove_many(list(model._base_manager.filter(pk__in=ids)))
            done += len(ids)
            progress.at(done)
            yield book
    for model, net in nets.items():
        for ids in chunks(sorted(net.changed), 1000):
            book = Book(actor, WRITE, chain=chain, batch=batch.number, reason="撤销导入")
            rows = list(model._base_manager.filter(pk__in=ids).select_for_update())
            book.change_many([(row, restored(row, net.changed[row.pk])) for row in rows])
            yield book
        if net.removed:
            book = Book(actor, WRITE, chain=chain, batch=batch.number, reason="撤销导入")
            book.add_many([_again(model, pk, net.removed[pk]) for pk in sorted(net.removed)])
            yield book


def _existing(model: type[models.Model], ids: Sequence[Any]) -> Iterator[list[models.Model]]:
    for part in chunks(ids, 1000):
        yield list(model._base_manager.filter(pk__in=part))


def _again(model: type[models.Model], pk: Any, columns: Columns) -> models.Model:
    row = model(pk=pk)
    for name, value in restored(row, columns).items():
        setattr(row, name, value)
    return row


def _gather(subjects: dict[str, set[int]], changes: Iterable[Change]) -> None:
    """Note what the changes touch: rows that go as long as they are there, those that come after.

    What a row points at can only be asked while both exist.
    """
    by_model: dict[type[models.Model], list[Change]] = {}
    for change in changes:
        by_model.setdefault(change.model, []).append(change)
    for derived in DERIVED.values():
        found = touched(derived, by_model)
        if found:
            subjects.setdefault(derived.name, set()).update(found)
