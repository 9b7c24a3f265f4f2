"""Insert many rows of one table, several times as quick as one statement a batch of objects."""

import json
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from operator import attrgetter
from typing import Any, TypeVar

from django.db import connection, models

Row = TypeVar("Row", bound=models.Model)

_JSON = json.JSONEncoder(ensure_ascii=False)
COPY_FROM = 50
"""From this many rows on COPY is quicker than INSERT."""
_BATCH = 1000


def insert_many(rows: Sequence[Row], *, keyed: bool = True) -> list[Row]:
    """Insert unsaved rows of one table, in order; the same rows, now with keys.

    `keyed=False`: nobody asks for the keys afterwards, so none are fetched. Fields are prepared as
    by `save`. Raises: ValueError for a row that points at an unsaved one; what the database raises.
    """
    if not rows:
        return []
    table = type(rows[0])
    # SQLite's keys are taken ahead, which only the transaction's own lock makes safe.
    known = connection.vendor == "postgresql" or (
        connection.vendor == "sqlite" and connection.in_atomic_block
    )
    if not known or len(rows) < COPY_FROM or not _copyable(table):
        return list(table._base_manager.bulk_create(rows, batch_size=_BATCH))
    for row in rows:
        if _points_at_unsaved(row):
            prepare: Any = row._prepare_related_fields_for_save  # type: ignore[attr-defined]  # noqa: SLF001 - as bulk_create does
            prepare(operation_name="insert_many")
    if keyed or any(row.pk is not None for row in rows):
        _give_keys(table, rows)
    plan = _plan(table, rows[0].pk is not None)
    copy_rows(table._meta.db_table, plan.columns, map(plan.values, rows))
    alias = connection.alias
    for row in rows:
        row._state.adding = False  # noqa: SLF001 - as bulk_create does
        row._state.db = alias  # noqa: SLF001
    return list(rows)


def insert_values(
    table: type[models.Model], names: Sequence[str], rows: Sequence[Sequence[Any]]
) -> None:
    """Insert rows given as values of these attributes, all of them plain columns, without keys."""
    if not rows:
        return
    meta = table._meta
    if len(rows) < COPY_FROM:
        made = [table(**dict(zip(names, row, strict=True))) for row in rows]
        table._base_manager.bulk_create(made, batch_size=_BATCH)
        return
    columns = {field.attname: str(field.column) for field in meta.concrete_fields}
    copy_rows(meta.db_table, [columns[name] for name in names], rows)


def copy_rows(table: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Append rows of values to a table: by COPY on PostgreSQL, one prepared INSERT on SQLite."""
    quoted = ", ".join(connection.ops.quote_name(column) for column in columns)
    if connection.vendor == "sqlite":
        marks = ", ".join(["%s"] * len(columns))
        into = f"INSERT INTO {connection.ops.quote_name(table)} ({quoted}) VALUES ({marks})"
        with connection.cursor() as cursor:
            cursor.executemany(into, list(rows))
        return
    with (
        connection.cursor() as cursor,
        cursor.copy(f"COPY {connection.ops.quote_name(table)} ({quoted}) FROM STDIN") as copy,
    ):
        write = copy.write_row
        for row in rows:
            write(row)


def tell_planner() -> None:
    """Let PostgreSQL learn how large its tables are now: right after many rows it plans as for few
    until its own worker comes by, and never within the transaction that wrote them.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")


def _copyable(table: type[models.Model]) -> bool:
    meta = table._meta
    return not meta.parents and not any(
        field.generated or field.has_db_default() for field in meta.concrete_fields
    )


def _points_at_unsaved(row: models.Model) -> bool:
    """Whether a relation has no key yet although it has an object, which was saved since."""
    cached = row._state.fields_cache  # noqa: SLF001 - asking it costs no query
    if not cached:
        return False
    held = row.__dict__
    return any(
        held.get(field.attname) is None
        for field in row._meta.concrete_fields
        if field.is_relation and field.name in cached
    )


def _give_keys(table: type[models.Model], rows: Sequence[models.Model]) -> None:
    waiting = [row for row in rows if row.pk is None]
    key = table._meta.pk
    if not waiting or not isinstance(key, models.AutoField | models.BigAutoField):
        return
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            name = [table._meta.db_table]
            cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", name)
            last = cursor.fetchone()
            for value, row in enumerate(waiting, (last[0] if last else 0) + 1):
                row.pk = value
            return
        cursor.execute(
            "SELECT nextval(s.name) FROM (SELECT pg_get_serial_sequence(%s, %s)::regclass AS name"
            " OFFSET 0) AS s, generate_series(1, %s)",
            [connection.ops.quote_name(table._meta.db_table), key.column, len(waiting)],
        )
        for row, (value,) in zip(waiting, cursor.fetchall(), strict=True):
            row.pk = value


class _Plan:
    """How the columns of a table are read from a row."""

    def __init__(self, fields: Sequence[Any]) -> None:
        self.columns = [field.column for field in fields]
        self._read: Callable[[Any], tuple[Any, ...]] = attrgetter(*(f.attname for f in fields))
        self._special = [
            (n, field, _written_as(field)) for n, field in enumerate(fields) if not _is_plain(field)
        ]

    def values(self, row: Any) -> Sequence[Any]:
        """The row's columns as the database takes them."""
        if not self._special:
            return self._read(row)
        # First what a field does before it is saved: sealing one column sets its index column.
        prepared = [(n, write(field.pre_save(row, True))) for n, field, write in self._special]
        values: list[Any] = list(self._read(row))
        for n, value in prepared:
            values[n] = value
        return values


@lru_cache(maxsize=200)
def _plan(table: type[models.Model], with_keys: bool) -> _Plan:
    fields = [f for f in table._meta.concrete_fields if with_keys or not f.primary_key]
    return _Plan(fields)


_PLAIN: tuple[type[Any], ...] = (
    models.CharField,
    models.TextField,
    models.BooleanField,
    models.IntegerField,
    models.ForeignKey,
    models.AutoField,
    models.BigAutoField,
    models.BigIntegerField,
    models.SmallIntegerField,
    models.PositiveIntegerField,
    models.PositiveSmallIntegerField,
    models.DateField,
)


def _is_plain(field: Any) -> bool:
    """A field of Django's own whose value goes into the database as it is."""
    return (
        type(field) in _PLAIN
        and not getattr(field, "auto_now", False)
        and not getattr(field, "auto_now_add", False)
    )


def _written_as(field: Any) -> Callable[[Any], Any]:
    """How a value that is not plain is turned into a column's."""
    if type(field) is models.JSONField and field.encoder is None:
        # Text is what COPY sends anyway, and the adapter's wrapping takes longer than the JSON.
        return lambda value: None if value is None else _JSON.encode(value)
    return lambda value: field.get_db_prep_save(value, connection)
