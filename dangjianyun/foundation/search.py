"""Search in a column of words and pinyin initials (`sought`, made by `foundation.pinyin`).

On PostgreSQL three characters and more are answered from a trigram index, two from an index of
pairs (trigrams know none), one from the first character of the column. SQLite reads the column.
`search_index` makes the indexes; where it has not, say `indexed=False`.
"""

from typing import Any

from django.db import connection, models
from django.db.migrations import RunPython
from django.db.models import BooleanField, CharField, F, Func, Value
from django.db.models.functions import Left

from dangjianyun.foundation.cells import FULL_WIDTH_LETTERS

LONGEST = 60
MANY = 10_000
"""Up to here a list says its exact total; above it reads 超过1万."""

PAIRS = """
CREATE OR REPLACE FUNCTION dj_pairs(said text) RETURNS text[]
LANGUAGE sql IMMUTABLE STRICT PARALLEL UNSAFE COST 20000 AS $$
  SELECT COALESCE(array_agg(DISTINCT substr(said, at, 2)), '{}')
  FROM generate_series(1, char_length(said) - 1) AS at
$$
"""
# The cost is far above the truth, so that the planner never evaluates the function row by row:
# 389 ms for a term of 35,000 hits in 1M rows, 7 ms from the index. Unsafe to run in parallel only
# because starting workers takes longer than the whole answer.


class _HasPair(Func):
    """Whether a column holds two characters side by side, in the words of the pair index."""

    output_field = BooleanField()

    def as_sql(self, compiler: Any, connection: Any, *given: Any, **context: Any) -> Any:
        """`dj_pairs(column) @> ARRAY[pair]`."""
        column, pair = self.source_expressions
        left, left_given = compiler.compile(column)
        right, right_given = compiler.compile(pair)
        sql = f"dj_pairs({left}) @> ARRAY[{right}::text]"
        return sql, (*left_given, *right_given)


def words_of(term: str) -> list[str]:
    """The words of a term as they stand in a `sought` column: lower case, letters and
    figures half width."""
    plain = str(term).translate(FULL_WIDTH_LETTERS).lower().replace("\x00", "")
    words = plain[:LONGEST].split()
    code = "".join(words)
    # A credit code pasted with blanks in it is one word.
    return [code] if len(words) > 1 and len(code) == 18 and code.isascii() else words


def matching(
    rows: "models.QuerySet[Any]", column: str, term: str, *, indexed: bool = False
) -> "models.QuerySet[Any]":
    """The rows whose `column` holds every word of the term; all rows for an empty term.

    `indexed`: `search_index` was put on the column, and the index may serve (say no where most
    rows match anyway and the order decides).
    """
    on_postgresql = indexed and connection.vendor == "postgresql"
    for word in words_of(term):
        # Short words are asked for in the words of their own index alone: beside it a LIKE would
        # send the planner to the trigrams, which know no short words and give back every row.
        if on_postgresql and len(word) == 2:
            rows = rows.filter(_HasPair(F(column), Value(word)))
        elif on_postgresql and len(word) == 1:
            rows = rows.alias(dj_first=Left(column, 1, output_field=CharField()))
            rows = rows.filter(dj_first=word)
        else:
            rows = rows.filter(**{f"{column}__contains": word})
    return rows


def count_upto(rows: "models.QuerySet[Any]", most: int = MANY) -> int | None:
    """How many rows there are, None where they are more than `most`: nobody counts further."""
    count = rows.order_by()[: most + 1].count()
    return None if count > most else count


def _define_pairs(apps: Any, editor: Any) -> None:
    if editor.connection.vendor == "postgresql":
        editor.execute(PAIRS)


def renew_pairs() -> RunPython:
    """A migration step: the function of the pair index as it is said here now."""
    return RunPython(_define_pairs, RunPython.noop)


def search_index(table: str, column: str = "sought") -> RunPython:
    """A migration step: the three indexes that `matching(…, indexed=True)` is answered from.

    Raises (on PostgreSQL): RuntimeError where the database's LC_CTYPE is C, as trigrams then know
    no Chinese and every search would find nothing.
    """

    def put(apps: Any, editor: Any) -> None:
        if editor.connection.vendor != "postgresql":
            return
        editor.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
        with editor.connection.cursor() as cursor:
            cursor.execute("SELECT show_trgm('宁波市')")
            if not cursor.fetchone()[0]:
                raise RuntimeError(
                    "数据库的LC_CTYPE是C，不能检索中文。请用 createdb --locale=C.UTF-8 "
                    "--template=template0 重新建库后再安装。"
                )
        editor.execute(PAIRS)
        for name, how in _indexes(column):
            editor.execute(f"CREATE INDEX {table}_{column}_{name} ON {table} USING {how}")

    def take(apps: Any, editor: Any) -> None:
        if editor.connection.vendor == "postgresql":
            for name, _ in _indexes(column):
                editor.execute(f"DROP INDEX {table}_{column}_{name}")

    return RunPython(put, take)


def _indexes(column: str) -> tuple[tuple[str, str], ...]:
    return (
        ("trigrams", f"gin ({column} gin_trgm_ops)"),
        ("pairs", f"gin (dj_pairs({column}))"),
        ("first", f'btree (("left"({column}, 1)))'),
    )
