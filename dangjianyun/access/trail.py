"""The audit log as the auditor reads it: filtered, paged by key, in words."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.apps import apps
from django.db.models import Q, QuerySet

from dangjianyun.access.models import AuditEntry
from dangjianyun.access.permissions import words_of
from dangjianyun.foundation.days import ZONE, last_day

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
RIGHTS = "rights"
GROUPS = {RIGHTS: ("access.Account", "access.GrantRow")}
"""Tables that are looked at together, by a word of their own."""
COMMITTED = "已加密，只存校验值"


@dataclass(frozen=True)
class Asked:
    """What the auditor looks for; an empty field asks nothing. `before` is the key of paging."""

    actor: str = ""
    table: str = ""
    file: str = ""
    action: str = ""
    operation: str = ""
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
    for column in ("actor", "action", "operation"):
        if value := getattr(asked, column):
            rows = rows.filter(**{column: value})
    if asked.table:
        rows = rows.filter(table__in=GROUPS.get(asked.table, (asked.table,)))
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
    """The entries as lines to show. What another row is called is not looked up: rows are named
    by their key, since an auditor sees no business row but through this log.
    """
    for entry in rows:
        model = _model(entry.table)
        noun = str(model._meta.verbose_name) if model else entry.table
        columns = {c.attname: c for c in model._meta.concrete_fields} if model else {}
        changes = [
            (
                _label(columns.get(name), name),
                _word(columns.get(name), old),
                _word(columns.get(name), new),
            )
            for name, (old, new) in entry.changes.items()
        ]
        verb = OPERATIONS.get(entry.operation, entry.operation)
        yield Line(entry, f"{words_of(entry.action)}：{verb}{noun}", noun, changes)


def _label(column: Any, name: str) -> str:
    if column is None:
        return OPERATIONS.get(name, name)
    label = str(column.verbose_name)
    if column.related_model is not None and label.isascii():
        return str(column.related_model._meta.verbose_name)
    return label.replace("终止日（不含）", "截止日（含）")


def tables() -> list[tuple[str, str]]:
    """(label, words) of every group and table that the log may name."""
    found = [
        (model._meta.label, str(model._meta.verbose_name))
        for model in apps.get_models()
        if model.__module__.startswith("dangjianyun.")
    ]
    return [(RIGHTS, "账号和授权"), *sorted(found, key=lambda pair: pair[1])]


def _word(column: Any, value: Any) -> str | None:
    if value in (None, ""):
        return None
    if column is not None and column.related_model is not None:
        return f"编号{value}"
    if column is not None and column.choices:
        return str(dict(column.flatchoices).get(value, value))
    if (
        column is not None
        and column.name == "until"
        and isinstance(value, str)
        and len(value) == 10
    ):
        last = last_day(date.fromisoformat(value))
        return "一直有效" if last is None else last.isoformat()
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
