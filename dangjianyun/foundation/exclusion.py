"""At most one dated relation on any day, kept by the database itself."""

from typing import Any

from django.db.migrations import RunPython


def one_at_a_time(table: str, *columns: str) -> RunPython:
    """A migration step: no two rows of `table` with the same `columns` overlap in time."""

    def put(apps: Any, editor: Any) -> None:
        for statement in _statements(editor.connection.vendor, table, columns):
            editor.execute(statement)

    def take(apps: Any, editor: Any) -> None:
        if editor.connection.vendor == "postgresql":
            editor.execute(f"ALTER TABLE {table} DROP CONSTRAINT {table}_one_at_a_time")
        else:
            for verb in ("insert", "update"):
                editor.execute(f"DROP TRIGGER {table}_one_at_a_time_{verb}")

    return RunPython(put, take)


def _statements(vendor: str, table: str, columns: tuple[str, ...]) -> list[str]:
    if vendor == "postgresql":
        equal = ", ".join(f"{column} WITH =" for column in columns)
        return [
            "CREATE EXTENSION IF NOT EXISTS btree_gist",
            (
                f"ALTER TABLE {table} ADD CONSTRAINT {table}_one_at_a_time EXCLUDE USING gist"
                f" ({equal}, daterange(since, until) WITH &&)"
            ),
        ]
    same = " AND ".join(f"other.{column} = NEW.{column}" for column in columns)
    return [
        f"CREATE TRIGGER {table}_one_at_a_time_{verb.lower()} BEFORE {verb} ON {table}"
        f" WHEN EXISTS (SELECT 1 FROM {table} AS other WHERE {same}"
        " AND other.id <> COALESCE(NEW.id, -1)"
        " AND other.since < NEW.until AND NEW.since < other.until)"
        f" BEGIN SELECT RAISE(ABORT, '{table}: one at a time'); END"
        for verb in ("INSERT", "UPDATE")
    ]
