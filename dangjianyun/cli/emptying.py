"""Which tables a database holds, and how to take all of them away."""

from pathlib import Path

from django.db import connection, transaction

MARK = "demo_mark"
"""The table that a database of the demonstration has, and no other."""
FUNCTIONS = """
SELECT oid::regprocedure::text FROM pg_proc
WHERE pronamespace = current_schema()::regnamespace AND prokind = 'f'
  AND NOT EXISTS (SELECT 1 FROM pg_depend WHERE objid = pg_proc.oid AND deptype = 'e')
"""


def tables() -> list[str]:
    """The names of all tables, sorted; empty for a database that nothing has been put into."""
    return sorted(connection.introspection.table_names())


def drop_everything() -> None:
    """Leave an empty database. The caller has made sure that this is meant."""
    if connection.vendor == "postgresql":
        with transaction.atomic(), connection.cursor() as cursor:
            # What this user made goes; the schema and its extensions may be the administrator's.
            for name in tables():
                cursor.execute(f"DROP TABLE IF EXISTS {connection.ops.quote_name(name)} CASCADE")
            cursor.execute(FUNCTIONS)
            for (signature,) in cursor.fetchall():
                cursor.execute(f"DROP FUNCTION {signature} CASCADE")
        return
    path = Path(str(connection.settings_dict["NAME"]))
    connection.close()
    for file in (path, Path(f"{path}-wal"), Path(f"{path}-shm")):
        file.unlink(missing_ok=True)
