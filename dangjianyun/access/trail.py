"""The audit log as the auditor reads it: filtered, paged by key, in words."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Q, QuerySet

from dangjianyun.access.models import AuditEntry
from dangjianyun.access.permissions import words_of
from dangjianyun.access.wording import (
    ORIGINS,
    SILENT,
    act_words,
    column_words,
    model_of,
    names_of,
    table_words,
    value_words,
)
from dangjianyun.foundation.days import ZONE

SIZE = 50
RIGHTS = "rights"
GROUPS = {RIGHTS: ("access.Account", "access.GrantRow")}
"""Tables that are looked at together, by a word of their own."""


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
    """One entry: what was done, by which right, to what. changes: (label, before, after)."""

    entry: AuditEntry
    what: str
    right: str
    noun: str
    origin: str
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
    """The entries as lines to show. Two queries at most beside the entries themselves."""
    entries = list(rows)
    names = names_of(entries)
    for entry in entries:
        model = model_of(entry.table)
        columns = {c.attname: c for c in model._meta.concrete_fields} if model else {}
        changes = [
            (
                column_words(columns.get(name), name),
                value_words(columns.get(name), old, names),
                value_words(columns.get(name), new, names),
            )
            for name, (old, new) in entry.changes.items()
            if name not in SILENT
        ]
        yield Line(
            entry,
            act_words(entry),
            words_of(entry.action),
            table_words(entry.table),
            ORIGINS.get(entry.origin, entry.origin),
            changes,
        )
