"""The audit log as the auditor reads it: filtered, paged by key, in words."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.apps import apps
from django.db.models import Q, QuerySet

from dangjianyun.access.models import AuditEntry
from dangjianyun.access.permissions import words_of
from dangjianyun.foundation.days import ZONE

OPERATIONS = {
    "add": "新增",
    "change": "更改",
    "remove": "删去",
    "read": "查看",
    "sign_in": "登录",
    "verify": "核对",
    "export": "导出",
}
SIZE = 50
COMMITTED = "已加密，只存校验值"


@dataclass(frozen=True)
class Asked:
    """What the auditor looks for; an empty field asks nothing. `before` is the key of paging."""

    actor: str = ""
    table: str = ""
    file: str = ""
    action: str = ""
    day: date | None = None
    until: date | None = None
    before: int | None = None


@dataclass(frozen=True)
class Line:
    """One entry in words. changes: (label, before, after)."""

    entry: AuditEntry
    what: str
    noun: str
    changes: list[tuple[str, str | None, str | None]]


def trail(asked: Asked) -> "QuerySet[AuditEntry]":
    """The entries asked for, newest first."""
    rows = AuditEntry.objects.order_by("-id")
    for column, value in (("actor", asked.actor), ("table", asked.table), ("action", asked.action)):
        if value:
            rows = rows.filter(**{column: value})
    if asked.file:
        rows = rows.filter(Q(subject=asked.file) | Q(second=asked.file))
    if asked.day:
        rows = rows.filter(at__gte=_morning(asked.day))
    if asked.until:
        rows = rows.filter(at__lt=_morning(asked.until + timedelta(days=1)))
    if asked.before:
        rows = rows.filter(pk__lt=asked.before)
    return rows


def _morning(day: date) -> datetime:
    return datetime.combine(day, time(), ZONE)


def in_words(rows: "QuerySet[AuditEntry] | list[AuditEntry]") -> Iterator[Line]:
    """The entries as lines to show."""
    for entry in rows:
        model = _model(entry.table)
        noun = str(model._meta.verbose_name) if model else entry.table
        labels = (
            {f.attname: str(f.verbose_name) for f in model._meta.concrete_fields} if model else {}
        )
        changes = [
            (labels.get(name, name), _word(before), _word(after))
            for name, (before, after) in entry.changes.items()
        ]
        verb = OPERATIONS.get(entry.operation, entry.operation)
        yield Line(entry, f"{words_of(entry.action)}：{verb}{noun}", noun, changes)


def tables() -> list[tuple[str, str]]:
    """(label, words) of every table that the log may name."""
    found = [
        (model._meta.label, str(model._meta.verbose_name))
        for model in apps.get_models()
        if model.__module__.startswith("dangjianyun.")
    ]
    return sorted(found, key=lambda pair: pair[1])


def _word(value: Any) -> str | None:
    if value in (None, ""):
        return None
    if isinstance(value, dict) and "commitment" in value:
        return COMMITTED
    if isinstance(value, bool):
        return "是" if value else "否"
    return str(value)


def _model(table: str) -> Any:
    try:
        return apps.get_model(table)
    except (LookupError, ValueError):
        return None
