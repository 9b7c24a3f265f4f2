"""At most one dated relation on any day, kept by the database itself."""

from typing import Any

from django.db.migrations import RunPython


def one_at_a_time(table: str, column: str) -> RunPython:
    """A migration step: no two rows of `table` with the same `column` overlap in time."""

    def put(apps: Any, editor: Any) -> None:
        for statement in _statements(editor.connection.vendor, table, column):
            editor.execute(statement)

    def take(apps: Any, editor: Any) -> None:
        if editor.connection.vendor == "postgresql":
            editor.execute(f"ALTER TABLE {table} DROP CONSTRAINT {table}_one_at_a_time")
        else:
            for verb in ("insert", "update"):
                editor.execute(f"DROP TRIGGER {table}_one_at_a_time_{verb}")

    return RunPython(put, take)


def _statements(vendor: str, table: str, column: str) -> list[str]:
    if vendor == "postgresql":
        return [
            "CREATE EXTENSION IF NOT EXISTS btree_gist",
            (
                f"ALTER TABLE {table} ADD CONSTRAINT {table}_one_at_a_time EXCLUDE USING gist"
                f" ({column} WITH =, daterange(since, until) WITH &&)"
            ),
        ]
    return [
        f"CREATE TRIGGER {table}_one_at_a_time_{verb.lower()} BEFORE {verb} ON {table}"
        f" WHEN EXISTS (SELECT 1 FROM {table} AS other WHERE other.{column} = NEW.{column}"
        " AND other.id <> COALESCE(NEW.id, -1)"
        " AND other.since < NEW.until AND NEW.since < other.until)"
        f" BEGIN SELECT RAISE(ABORT, '{table}: one at a time'); END"
        for verb in ("INSERT", "UPDATE")
    ]
