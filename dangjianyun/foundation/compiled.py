"""A read that every act repeats: its SQL is made once, which takes longer than the answer."""

from collections.abc import Callable, Sequence
from typing import Any

from django.db import connection
from django.db.models import QuerySet

NUMBER, TEXT = -7_208_311, "\x01?"
"""What stands for the keys while the SQL is made: no row has them."""
Asked = Callable[[Sequence[Any]], "QuerySet[Any, Any]"]


class Compiled:
    """`Compiled(lambda ids: Post.rows().filter(person__in=ids).values_list("pk", "since"))`.

    The query is a `values_list` of plain columns that filters by the keys with `__in`, once or
    more. PostgreSQL is asked with the SQL made the first time, SQLite by the query itself.
    """

    def __init__(self, asked: Asked, *, mark: int | str = NUMBER) -> None:
        self._asked = asked
        self._mark = mark
        self._made: tuple[str, tuple[Any, ...]] | None = None

    def rows(self, keys: Sequence[Any]) -> list[tuple[Any, ...]]:
        """The rows for these keys; none for no keys."""
        if not keys:
            return []
        if connection.vendor != "postgresql":
            return list(self._asked(keys))
        sql, given = self.said(keys)
        with connection.cursor() as cursor:
            cursor.execute(sql, given)
            return list(cursor.fetchall())

    def said(self, keys: Sequence[Any]) -> tuple[str, list[Any]]:
        """The statement and its values for these keys, as PostgreSQL takes them."""
        sql, given = self._made or self._make()
        wanted = list(keys)
        return sql, [wanted if value == self._mark else value for value in given]

    def _make(self) -> tuple[str, tuple[Any, ...]]:
        """Raises: ValueError for a query that does not say `__in` where it names the keys."""
        sql, given = self._asked([self._mark]).query.sql_with_params()
        pieces = sql.split("%s")
        for n, value in enumerate(given):
            if value != self._mark:
                continue
            if not pieces[n].endswith("IN (") or not pieces[n + 1].startswith(")"):
                raise ValueError(f"keys are asked for otherwise than by __in: {sql}")
            pieces[n] = f"{pieces[n][: -len('IN (')]}= ANY("
        self._made = ("%s".join(pieces), tuple(given))
        return self._made


def rows_together(*asked: tuple[Compiled, Sequence[Any]]) -> list[list[tuple[Any, ...]]]:
    """The rows of several reads, in order; PostgreSQL gets them in one message.

    An act waits for every answer while others wait for its locks: eight answers on one way.
    """
    if connection.vendor != "postgresql" or not all(keys for _, keys in asked):
        return [one.rows(keys) for one, keys in asked]
    said = [one.said(keys) for one, keys in asked]
    with connection.cursor() as cursor:
        cursor.execute("; ".join(sql for sql, _ in said), [v for _, given in said for v in given])
        found = [list(cursor.fetchall())]
        while cursor.nextset():
            found.append(list(cursor.fetchall()))
    return found
