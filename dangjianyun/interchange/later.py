"""What has happened since to the rows of a batch: its undo would lose it, so it is named."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import models
from django.db.models import Max

from dangjianyun.access.book import label_of
from dangjianyun.access.models import AuditEntry
from dangjianyun.access.withdrawing import granted, references
from dangjianyun.foundation.days import ZONE
from dangjianyun.foundation.errors import Refused
from dangjianyun.foundation.segments import chunks
from dangjianyun.interchange.journal import Net
from dangjianyun.interchange.models import Batch, State

NAMED = 20

Nets = Mapping[type[models.Model], Net]


@dataclass(frozen=True)
class Later:
    """Something done after the batch to one of its rows."""

    row: str
    what: str
    who: str
    at: datetime | None
    model: type[models.Model] | None = None
    pk: Any = None
    """The row that stands in the way: the one that was changed, or the one that refers to it."""

    def __str__(self) -> str:
        when = f"，{self.at.astimezone(ZONE):%Y-%m-%d %H:%M}" if self.at else ""
        who = f"，{self.who}" if self.who else ""
        return f"“{self.row}”{self.what}{who}{when}"


def refuse_later(batch: Batch, nets: Nets) -> None:
    """Raises: Refused naming each later change and reference, twenty at most."""
    found: list[Later] = []
    count = 0
    for one in later(batch, nets):
        count += 1
        if count <= NAMED:
            found.append(one)
    if found:
        more = f"等{count}处" if count > NAMED else ""
        raise Refused(
            f"不能撤销：导入以后又有变动，撤销会丢失它们。{'；'.join(map(str, found))}{more}。"
            "请先撤回这些变动，或在各自的档案里单独更正。"
        )


def later(batch: Batch, nets: Nets) -> Iterator[Later]:
    """Everything that stands in the way, by table."""
    last = AuditEntry.objects.filter(batch=batch.number).aggregate(last=Max("id"))["last"] or 0
    for model, net in nets.items():
        for part in chunks(sorted({*net.added, *net.changed, *net.removed}), 1000):
            yield from _changed(model, _still_of(model, part, net), last)
    for model, net in nets.items():
        for part in chunks(sorted(net.added), 1000):
            yield from _referred(model, part, nets)
            yield from _granted(model, part)


def _still_of(model: type[models.Model], ids: Any, net: Net) -> set[Any]:
    """Without what the batch added and somebody took back since: nothing of that can be lost."""
    there = set(model._base_manager.filter(pk__in=ids).values_list("pk", flat=True))
    return {pk for pk in ids if pk in there or pk not in net.added}


def _changed(model: type[models.Model], ids: Any, last: int) -> Iterator[Later]:
    entries = AuditEntry.objects.filter(
        table=model._meta.label, row__in=[str(pk) for pk in ids], id__gt=last
    )
    # A later batch that was taken back itself has left nothing to lose.
    gone = Batch.rows().filter(number__in=entries.values("batch"), state=State.UNDONE)
    entries = entries.exclude(batch__in=gone.values("number"))
    for entry in entries.filter(operation__in=["change", "remove"]).order_by("id"):
        word = "已被更改" if entry.operation == "change" else "已被删除"
        yield Later(_named(entry), word, entry.actor_label, entry.at, model, entry.row)


def _named(entry: AuditEntry) -> str:
    return str(entry.row_label or entry.row)


def _referred(model: type[models.Model], ids: Any, nets: Nets) -> Iterator[Later]:
    for one in references(model, ids):
        if one.model in nets and one.pk in nets[one.model].added:
            continue
        entry = AuditEntry.objects.filter(
            table=one.model._meta.label, row=str(one.pk), operation__in=["add", "change"]
        )
        said = entry.order_by("-id").first()
        row: Any = model._base_manager.filter(pk=one.of).first()
        word = f"已有{one.model._meta.verbose_name}引用"
        who, at = (said.actor_label, said.at) if said else ("", None)
        yield Later(label_of(row), word, who, at, one.model, one.pk)


def _granted(model: type[models.Model], ids: Any) -> Iterator[Later]:
    for grant, pk in granted(model, ids):
        row: Any = model._base_manager.filter(pk=pk).first()
        yield Later(str(row), f"已授权给账号{grant.account.username}", "", None)
