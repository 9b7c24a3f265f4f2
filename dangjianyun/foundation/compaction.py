"""Merge tally rows of the same key. Run by the worker; never changes a sum."""

from typing import Any

from django.db import connection, transaction

from dangjianyun.foundation.models import Tally, TallyMark

BATCH = 20_000
_LOCK = 7_208_301
_TABLE = Tally._meta.db_table
_KEY = "indicator, path, grain, day"
_SAME = " AND ".join(f"t.{column} = k.{column}" for column in _KEY.split(", "))


@transaction.atomic
def run(batch: int = BATCH) -> int:
    """Look at the next `batch` keys of rows added since the last run; gives the keys looked at.

    0: all is merged. Appends that commit meanwhile are not seen and not lost: only rows read here
    are replaced.
    """
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [_LOCK])
            if not cursor.fetchone()[0]:
                return 0
        mark, _ = TallyMark.objects.get_or_create(pk=1)
        cursor.execute(f"SELECT MIN(id), MAX(id) FROM {_TABLE} WHERE id > %s", [mark.upto])
        oldest, newest = cursor.fetchone()
        if newest is None:
            return 0
        # Keys that were taken and rolled back leave gaps, of a million after a large load.
        above = int(oldest) - 1
        upto = min(int(newest), above + batch)
        merge = _merge_at_once if connection.vendor == "postgresql" else _merge_in_steps
        merge(cursor, above, upto, int(newest))
        mark.upto = upto
        mark.save()
    return upto - above


_DOUBLED = f"""
    SELECT {_KEY} FROM {_TABLE} WHERE ({_KEY}) IN (
        SELECT {_KEY} FROM {_TABLE} WHERE id > %s AND id <= %s
    ) GROUP BY {_KEY} HAVING COUNT(*) > 1
"""
_INSERT = f"INSERT INTO {_TABLE} ({_KEY}, change)"


def _merge_at_once(cursor: Any, above: int, upto: int, newest: int) -> None:
    """In one statement: what is deleted and what is added up are the same rows of one snapshot."""
    cursor.execute(
        f"WITH k AS ({_DOUBLED}), gone AS (DELETE FROM {_TABLE} AS t USING k WHERE {_SAME}"
        f" RETURNING t.indicator, t.path, t.grain, t.day, t.change) {_INSERT}"
        f" SELECT {_KEY}, SUM(change) FROM gone GROUP BY {_KEY} HAVING SUM(change) <> 0",
        [above, upto],
    )


def _merge_in_steps(cursor: Any, above: int, upto: int, newest: int) -> None:
    """SQLite has one writer at a time, so nothing comes between the two statements."""
    sums = "SELECT t.indicator, t.path, t.grain, t.day, SUM(t.change)"
    cursor.execute(
        f"{_INSERT} {sums} FROM {_TABLE} AS t JOIN ({_DOUBLED}) AS k ON {_SAME}"
        " GROUP BY t.indicator, t.path, t.grain, t.day HAVING SUM(t.change) <> 0",
        [above, upto],
    )
    cursor.execute(
        f"DELETE FROM {_TABLE} WHERE id <= %s AND ({_KEY}) IN ({_DOUBLED})", [newest, above, upto]
    )
