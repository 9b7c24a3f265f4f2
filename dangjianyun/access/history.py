"""The history of one file, in words: who, when, before and after, why."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import groupby
from typing import Any

from django.apps import apps
from django.db import models
from django.db.models import Q

from dangjianyun.access.models import AuditEntry
from dangjianyun.access.wording import column_words, known_act, moment_words
from dangjianyun.foundation.actor import Actor
from dangjianyun.foundation.days import OPEN, ZONE, last_day
from dangjianyun.foundation.scope import ScopedModel

PathNames = Callable[[Iterable[str]], Mapping[str, str]]
Names = Mapping[tuple[str, Any], str]

VERBS = {
    "add": "登记",
    "change": "更正",
    "alter": "变更",
    "remove": "删去",
    "end": "结束",
    "read": "查看",
}
SILENT = frozenset({"sought", "ref", "updated_at", "party_path", "preferences", "is_path_guessed"})
HIDDEN = "已加密，不显示"
TRAILING_DAYS = frozenset({"until", "dissolved_on", "closed_on", "left_on"})


@dataclass
class Entry:
    """One act on a file, ready for the tag `log`. changes: (label, before, after), None: `--`."""

    what: str
    at: str
    who: str
    reason: str
    changes: list[tuple[str, str | None, str | None]] = field(default_factory=list)


def history(
    subject: str,
    actor: Actor,
    *,
    limit: int = 20,
    offset: int = 0,
    path_names: PathNames | None = None,
    shadows: tuple[str, ...] = (),
    without: Q | None = None,
    also: Q | None = None,
    words: Mapping[tuple[str, str], str] | None = None,
) -> list[Entry]:
    """The latest acts on a file (`access.book.file_key`), newest first; one act is one entry.

    `limit` and `offset` count rows of the chain. Entries of tables that the actor may not read are
    left out, and those of `without`; `also` are entries of other files that concern this one.
    Personal values never appear, a person's name only to whoever may read the person.
    `path_names` turns division paths into names; `shadows` repeat the file's own row; `words` say
    what an act is called: {("coverage.Assignment", "end"): "结束派驻"}. Two queries, and one a
    table that is named.
    """
    rows = list(_rows(subject, actor, without, also)[offset : offset + limit])
    names = _names(rows, subject, actor, path_names)
    return [
        _entry(list(group), subject, names, shadows, words or {})
        for _, group in groupby(rows, lambda row: (row.at, row.actor, row.action))
    ]


def history_count(
    subject: str, actor: Actor, *, without: Q | None = None, also: Q | None = None
) -> int:
    """How many rows of the chain `history` may show."""
    return _rows(subject, actor, without, also).count()


def _rows(
    subject: str, actor: Actor, without: Q | None = None, also: Q | None = None
) -> "models.QuerySet[AuditEntry]":
    readable = [
        model._meta.label
        for model in apps.get_models()
        if not issubclass(model, ScopedModel) or actor.holds(model.read_permission())
    ]
    about = Q(subject=subject) | Q(second=subject) | (also or Q(pk__in=[]))
    rows = AuditEntry.objects.filter(about, table__in=readable)
    return (rows.exclude(without) if without else rows).order_by("-id")


def _entry(
    rows: Sequence[AuditEntry],
    subject: str,
    names: Names,
    shadows: tuple[str, ...],
    words: Mapping[tuple[str, str], str],
) -> Entry:
    own = [row for row in rows if f"{row.table.lower()}/{row.row}" == subject]
    since = ""
    if own:
        since = _begun([row for row in rows if row.table in shadows]) if _changed(own) else ""
        rows = [row for row in rows if row.table not in shadows]
    first = own[-1] if own else _telling(rows)
    what = _what(first, words, "alter" if since else "")
    entry = Entry(what, _moment(first.at), first.actor_label, first.reason)
    if since:
        entry.changes.append(("自哪天起", None, since))
    for row in reversed(rows):
        if row.operation == "read":
            entry.reason = str(row.changes.get("read", ["", ""])[1])
        else:
            entry.changes += _changes(row, subject, names)
    return entry


def _telling(rows: Sequence[AuditEntry]) -> AuditEntry:
    """The row that says what the act was: the first one with words of its own, else the first."""
    return next((row for row in reversed(rows) if known_act(row, row.operation)), rows[-1])


def _changed(own: Sequence[AuditEntry]) -> bool:
    return all(row.operation == "change" for row in own)


def _begun(shadows: Sequence[AuditEntry]) -> str:
    """The day from which a change holds: the first one of the dated row that it added."""
    days = (row.changes.get("since", [None, None])[1] for row in shadows if row.operation == "add")
    return str(next(filter(None, days), ""))


def _what(row: AuditEntry, words: Mapping[tuple[str, str], str], instead: str = "") -> str:
    model = _model(row.table)
    noun = str(model._meta.verbose_name) if model else row.table
    operation = row.operation
    ended = [row.changes[name] for name in TRAILING_DAYS if name in row.changes]
    if operation == "change" and any(before == OPEN.isoformat() for before, _ in ended):
        operation = "end"
    verb = instead or operation
    said = words.get((row.table, verb)) or words.get((row.table, operation))
    said = said or known_act(row, operation)
    return said or f"{VERBS.get(verb, verb)}{noun}"


def _changes(
    row: AuditEntry, subject: str, names: Names
) -> list[tuple[str, str | None, str | None]]:
    model = _model(row.table)
    if model is None:
        return []
    found = []
    for name, (before, after) in row.changes.items():
        column = _field(model, name)
        if column is None or column.name in SILENT or name.endswith("_index"):
            continue
        related = column.related_model
        if related is not None and f"{related._meta.label_lower}/{after or before}" == subject:
            continue
        if row.operation == "add" and _is_default(column, after):
            continue
        if related is not None and "" in (_called(column, one, names) for one in (before, after)):
            continue
        label = column_words(column, name)
        old = None if row.operation == "add" else _words(column, before, names)
        found.append((label, old, _words(column, after, names)))
    return found


def _called(column: Any, key: Any, names: Names) -> str | None:
    return names.get((column.related_model._meta.label, str(key)))


def _is_default(column: Any, value: Any) -> bool:
    if value in (None, "", False):
        return True
    default = column.get_default() if column.has_default() else None
    return default is not None and str(value) == str(default)


def _words(column: Any, value: Any, names: Names) -> str | None:
    if value in (None, ""):
        return None
    if isinstance(value, dict):
        return HIDDEN
    if isinstance(value, bool):
        return "是" if value else "否"
    if column.related_model is not None:
        return _called(column, value, names) or "已不在册"
    if isinstance(column, models.DateTimeField):
        return moment_words(str(value))
    if isinstance(column, models.DateField):
        return _day(column.name, str(value))
    if column.choices and isinstance(value, list):
        return "、".join(str(dict(column.flatchoices).get(one, one)) for one in value)
    if column.choices:
        return str(dict(column.flatchoices).get(value, value))
    if column.name.endswith("path"):
        return names.get(("path", str(value)), str(value))
    return str(value)


def _day(name: str, value: str) -> str:
    day = date.fromisoformat(value)
    if name == "until":
        end = last_day(day)
        return "至今" if end is None else end.isoformat()
    return "没有" if day == OPEN else value


def _names(
    rows: Sequence[AuditEntry], subject: str, actor: Actor, path_names: PathNames | None
) -> Names:
    """Words for keys and paths: {(table, key): name, ("path", path): name}."""
    keys: dict[type[models.Model], set[str]] = defaultdict(set)
    paths: set[str] = set()
    for row in rows:
        model = _model(row.table)
        for name, values in row.changes.items():
            column = _field(model, name) if model else None
            if column is None:
                continue
            told = {str(v) for v in values if v not in (None, "") and not isinstance(v, dict)}
            if column.related_model is not None:
                keys[column.related_model] |= told
            elif column.name.endswith("path"):
                paths |= told
    found: dict[tuple[str, Any], str] = {}
    for related, wanted in keys.items():
        if issubclass(related, ScopedModel):
            called = related.called(actor, wanted)
        else:
            called = {str(one.pk): str(one) for one in related._base_manager.filter(pk__in=wanted)}
        found |= {(related._meta.label, key): name for key, name in called.items()}
    if path_names and paths:
        found |= {("path", path): name for path, name in path_names(paths).items()}
    return found


def _model(table: str) -> type[models.Model] | None:
    try:
        return apps.get_model(table)
    except LookupError:
        return None


def _field(model: type[models.Model], name: str) -> Any:
    return next((f for f in model._meta.concrete_fields if f.attname == name), None)


def _moment(at: datetime) -> str:
    return f"{at.astimezone(ZONE):%Y-%m-%d %H:%M}"
