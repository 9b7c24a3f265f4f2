"""Bring segments and tallies up to date, in the transaction that changed the facts."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django.db import connection, models

from dangjianyun.foundation.bulk import insert_many
from dangjianyun.foundation.days import OPEN
from dangjianyun.foundation.indicators import counted_on
from dangjianyun.foundation.segments import (
    DERIVED,
    Change,
    Derived,
    Segment,
    chunks,
    facts_of,
    touched,
)
from dangjianyun.foundation.tallies import add_to_tallies

Delta = Counter[tuple[str, str, date]]


def refresh(changes: Iterable[Change]) -> None:
    """Recompute what the changes touched. Must run inside the action's transaction."""
    by_model: dict[type[models.Model], list[Change]] = defaultdict(list)
    for change in changes:
        by_model[change.model].append(change)
    for derived in DERIVED.values():
        for ids in chunks(touched(derived, by_model)):
            delta = renew(derived, ids)
            add_to_tallies(delta)


def renew(derived: Derived, ids: Sequence[int]) -> Delta:
    """Replace the segments of these subjects; gives what that changes, by indicator, path and day.

    The lock makes two writers on one subject take turns: the second one sees the first one's facts.
    """
    _lock(derived.of, ids)
    segment = derived.segment
    old = {facts_of(row): row for row in segment.rows().filter(**{f"{segment.subject}__in": ids})}
    new = {facts_of(row): row for row in derived.build(ids)}
    gone = [row for facts, row in old.items() if facts not in new]
    come = [row for facts, row in new.items() if facts not in old]
    if gone:
        segment.rows().filter(pk__in=[row.pk for row in gone]).delete()
    if come:
        insert_many(come, keyed=False)
    return difference(segment, gone, come)


def difference(segment: type[Segment], gone: Iterable[Any], come: Iterable[Any]) -> Delta:
    """The dated changes of every indicator counted on these segments."""
    delta: Delta = Counter()
    indicators = counted_on(segment)
    for sign, rows in ((-1, gone), (1, come)):
        for row in rows:
            for indicator in indicators:
                path = getattr(row, indicator.at)
                if not path or not indicator.holds(row):
                    continue
                weight = sign * indicator.weight(row)
                delta[indicator.id, path, row.since] += weight
                if row.until != OPEN:
                    delta[indicator.id, path, row.until] -= weight
    return delta


def _lock(model: type[models.Model], ids: Sequence[int]) -> None:
    if connection.vendor == "sqlite":
        return  # one writer at a time anyway
    rows = model._base_manager.filter(pk__in=ids).order_by("pk").select_for_update(of=("self",))
    list(rows.values_list("pk", flat=True))
