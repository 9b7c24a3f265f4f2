"""What has happened since to the rows of a batch: its undo would lose it, so it is named."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import models
from django.db.models import Max

from dangjianyun.access.models import AuditEntry, GrantRow
from dangjianyun.foundation.days import ZONE
from dangjianyun.foundation.errors import Refused
from dangjianyun.foundation.segments import Segment, chunks
from dangjianyun.interchange.journal import Net
from dangjianyun.interchange.models import Batch, State

NAMED = 20
TREES = {"registry.Organization": "o", "coverage.Instructor": "i"}
"""Tables at whose rows accounts may be granted something."""

Nets = Mapping[type[models.Model], Net]


@dataclass(frozen=True)
class Later:
    """Something done after the batch to one of its rows."""

    row: str
    what: str
    who: str
    at: datetime | None

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
            yield from _changed(model, part, last)
    for model, net in nets.items():
        for part in chunks(sorted(net.added), 1000):
            yield from _referred(model, part, nets)
            yield from _granted(model, part)


def _changed(model: type[models.Model], ids: Any, last: int) -> Iterator[Later]:
    entries = AuditEntry.objects.filter(
        table=model._meta.label, row__in=[str(pk) for pk in ids], id__gt=last
    )
    # A later batch that was taken back itself has left nothing to lose.
    gone = Batch.rows().filter(number__in=entries.values("batch"), state=State.UNDONE)
    entries = entries.exclude(batch__in=gone.values("number"))
    for entry in entries.filter(operation__in=["change", "remove"]).order_by("id"):
        word = "已被更改" if entry.operation == "change" else "已被删除"
        yield Later(_named(entry), word, entry.actor_label, entry.at)


def _named(entry: AuditEntry) -> str:
    return str(entry.row_label or entry.row)


def _referred(model: type[models.Model], ids: Any, nets: Nets) -> Iterator[Later]:
    for link in model._meta.related_objects:
        other: Any = link.related_model
        if issubclass(other, Segment):
            continue
        own = nets[other].added if other in nets else set()
        column = link.field.attname
        rows = other._base_manager.filter(**{f"{column}__in": ids}).values_list("pk", column)
        for pk, of in rows.iterator():
            if pk in own:
                continue
            entry = AuditEntry.objects.filter(
                table=other._meta.label, row=str(pk), operation__in=["add", "change"]
            )
            said = entry.order_by("-id").first()
            row: Any = model._base_manager.filter(pk=of).first()
            word = f"已有{other._meta.verbose_name}引用"
            yield Later(str(row), word, said.actor_label if said else "", said.at if said else None)


def _granted(model: type[models.Model], ids: Any) -> Iterator[Later]:
    tree = TREES.get(model._meta.label)
    places: dict[str, Any] = {f"{tree}/{pk}/": pk for pk in ids} if tree else {}
    if model._meta.label == "party.Unit":
        rows: Any = model._base_manager.filter(pk__in=ids)
        places = {path: pk for pk, path in rows.values_list("pk", "party_path")}
    for grant in GrantRow.objects.filter(place__in=list(places)).select_related("account"):
        row: Any = model._base_manager.filter(pk=places[grant.place]).first()
        yield Later(str(row), f"已授权给账号{grant.account.username}", "", None)
