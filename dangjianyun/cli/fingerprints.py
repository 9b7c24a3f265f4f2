"""A digest for every table, the same wherever the same rows lie, in whatever order.

A row gives 64 bits of its SHA-256; a table gives the sum of its rows'. PostgreSQL computes it
where the rows are; SQLite has no such function, so the rows are read.
"""

import hashlib
import sqlite3

from django.db import connection
from django.db.backends.utils import CursorWrapper

from dangjianyun.cli.manifest import Content

ROWS = 5000
POSTGRES = """
SELECT count(*), coalesce(sum(
  ('x' || encode(substring(sha256(convert_to(t::text, 'UTF8')) FROM 1 FOR 8), 'hex'))
  ::bit(64)::bigint::numeric), 0)
FROM {table} AS t
"""


def of_postgres(cursor: CursorWrapper) -> dict[str, Content]:
    """Every table of the database, as the cursor's transaction sees it. Memory does not grow."""
    # How a value is written must not depend on this machine's settings.
    for setting in ("bytea_output = 'hex'", "TimeZone = 'UTC'", "extra_float_digits = 1"):
        cursor.execute(f"SET LOCAL {setting}")
    found = {}
    for name in connection.introspection.table_names(cursor):
        cursor.execute(POSTGRES.format(table=connection.ops.quote_name(name)))
        rows, total = cursor.fetchone()
        found[name] = Content(int(rows), str(total))
    return found


def of_sqlite(database: sqlite3.Connection) -> dict[str, Content]:
    """Every table of an SQLite file."""
    names = database.execute(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
        " ORDER BY name"
    ).fetchall()
    return {name: _sqlite_table(database, name) for (name,) in names}


def _sqlite_table(database: sqlite3.Connection, name: str) -> Content:
    quoted = name.replace('"', '""')
    rows = total = 0
    cursor = database.execute(f'SELECT * FROM "{quoted}"')
    while block := cursor.fetchmany(ROWS):
        rows += len(block)
        for row in block:
            first = hashlib.sha256(repr(row).encode()).digest()[:8]
            total += int.from_bytes(first, signed=True)
    return Content(rows, str(total))


def differences(expected: dict[str, Content], found: dict[str, Content]) -> list[str]:
    """A Chinese sentence for every table that is not as it was, sorted by name."""
    said = []
    for name in sorted(expected.keys() | found.keys()):
        before, after = expected.get(name), found.get(name)
        if before is None:
            said.append(f"{name}：备份里没有这张表")
        elif after is None:
            said.append(f"{name}：恢复后没有这张表")
        elif before.amount != after.amount:
            said.append(f"{name}：备份{before.amount}行，恢复后{after.amount}行")
        elif before != after:
            said.append(f"{name}：行数相同，内容不同")
    return said
