"""Commit in memory, then wait for the disk: locks go before the wait (docs/decisions/0006)."""

from django.db import connection, transaction


def settle_later() -> None:
    """The commit of this transaction will not wait for the disk, `settle` after it will.

    Call it before the lock that others wait for. PostgreSQL; SQLite has one writer.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL synchronous_commit = off")
        transaction.on_commit(settle)


def settle() -> None:
    """Wait until everything committed so far is on disk: a small commit of its own, which waits
    as the server's `synchronous_commit` says, and shares one flush with all others.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_logical_emit_message(true, 'dangjianyun', '')")
