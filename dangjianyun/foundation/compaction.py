"""Merge tally rows of the same key. Run by the worker; never changes a sum."""

from collections import Counter
from datetime import date
from typing import Any

from django.db import connection, transaction

from dangjianyun.foundation.models import Tally, TallyMark
from dangjianyun.foundation.tallies import insert

KEY = ("indicator", "path", "grain", "day")
BATCH = 20_000
_LOCK = 7_208_301


@transaction.atomic
def run() -> int:
    """Merge what was added since the last run; gives the number of rows saved.

    Appends that commit meanwhile are not seen and not lost: only rows read here are replaced.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [_LOCK])
            if not cursor.fetchone()[0]:
                return 0
    mark, _ = TallyMark.objects.get_or_create(pk=1)
    fresh = list(
        Tally.objects.filter(pk__gt=mark.upto).order_by("pk").values_list("pk", *KEY)[:BATCH]
    )
    if not fresh:
        return 0
    saved = _merge({row[1:] for row in fresh})
    mark.upto = max(fresh[-1][0], mark.upto)
    mark.save()
    return saved


def _merge(keys: set[tuple[Any, ...]]) -> int:
    paths, days = {key[1] for key in keys}, {key[3] for key in keys}
    rows = list(
        Tally.objects.filter(path__in=paths, day__in=days, indicator__in={k[0] for k in keys})
        .values_list("pk", "indicator", "path", "grain", "day", "change")
        .iterator()
    )
    times = Counter(row[1:5] for row in rows)
    double = [row for row in rows if times[row[1:5]] > 1 and row[1:5] in keys]
    sums: Counter[tuple[str, str, int, date]] = Counter()
    for row in double:
        sums[row[1:5]] += row[5]
    ids = [row[0] for row in double]
    for start in range(0, len(ids), 5000):
        Tally.objects.filter(pk__in=ids[start : start + 5000]).delete()
    merged = [(*key, change) for key, change in sums.items() if change]
    insert(merged)
    return len(double) - len(merged)
