"""Bring segments and tallies up to date, in the transaction that changed the facts."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence, Set
from datetime import date
from operator import attrgetter
from typing import Any

from django.db import connection, models

from dangjianyun.foundation.bulk import COPY_FROM, insert_values
from dangjianyun.foundation.days import OPEN
from dangjianyun.foundation.indicators import Indicator, counted_on
from dangjianyun.foundation.segments import (
    DERIVED,
    Change,
    Derived,
    Segment,
    chunks,
    columns_of,
    facts_of,
    said_by,
    stored_of,
    touched,
)
from dangjianyun.foundation.tallies import add_to_tallies
from dangjianyun.foundation.turns import share_settings, take_turns

Delta = Counter[tuple[str, str, date]]
MOST = 200_000
"""Changes kept in memory before they are written: some 50 MB."""


def refresh(changes: Iterable[Change]) -> None:
    """Recompute what the changes touched. Must run inside the action's transaction."""
    by_model: dict[type[models.Model], list[Change]] = defaultdict(list)
    for change in changes:
        by_model[change.model].append(change)
    held = _subjects(by_model)
    take_turns(by_model, held)
    delta: Delta = Counter()
    for derived in DERIVED.values():
        # Asked again: while we waited, others may have written what touches more subjects.
        for ids in chunks(touched(derived, by_model)):
            _add(delta, renew(derived, ids, held=held.get(derived.of, frozenset())))
            if len(delta) > MOST:
                add_to_tallies(delta)
                delta.clear()
    add_to_tallies(delta)


def _subjects(
    changes: dict[type[models.Model], list[Change]],
) -> dict[type[models.Model], set[int]]:
    """What will be renewed, by table, so that it can be locked in the order of all acts."""
    found: dict[type[models.Model], set[int]] = defaultdict(set)
    if connection.vendor != "sqlite":  # one writer at a time anyway
        for derived in DERIVED.values():
            found[derived.of].update(touched(derived, changes))
    return found


def renew(derived: Derived, ids: Sequence[int], *, held: Set[int] = frozenset()) -> Delta:
    """Replace the segments of these subjects; gives what that changes, by indicator, path and day.

    The lock makes two writers on one subject take turns: the second one sees the first one's facts.
    `held` are subjects locked already.
    """
    if derived.parameters:
        share_settings()
    _lock(derived.of, [one for one in ids if one not in held])
    segment = derived.segment
    # As columns: most segments stay as they are, and a row costs ten times as much to read.
    said = said_by(segment)
    old = {said(*row[1:]): row[0] for row in stored_of(segment).rows(ids)}
    new = dict.fromkeys(map(facts_of, derived.build(ids)))
    gone = [facts for facts in old if facts not in new]
    come = [facts for facts in new if facts not in old]
    _delete(segment, [old[facts] for facts in gone])
    insert_values(segment, columns_of(segment), come)
    return difference(segment, gone, come)


def difference(segment: type[Segment], gone: Iterable[Any], come: Iterable[Any]) -> Delta:
    """The dated changes of every indicator counted on these segments."""
    delta: Delta = Counter()
    counted = _Counted(segment)
    for sign, rows in ((-1, gone), (1, come)):
        for row in rows:
            since, until = row.since, row.until
            for name, path, weight in counted.of(row):
                if not path:
                    continue
                delta[name, path, since] += sign * weight
                if until != OPEN:
                    delta[name, path, until] -= sign * weight
    return delta


class _Counted:
    """Which indicators count a segment. Most segments of a table say one of a few things."""

    def __init__(self, segment: type[Segment]) -> None:
        self._indicators = counted_on(segment)
        names = sorted({name for one in self._indicators for name in one.where})
        self._said = attrgetter("since", "until", *names)
        self._known: dict[tuple[Any, ...], list[Indicator]] = {}

    def of(self, row: Any) -> Iterator[tuple[str, str, int]]:
        """Indicator, place and weight for every indicator that counts the row."""
        key = self._said(row)[2:]
        found = self._known.get(key)
        if found is None:
            found = self._known[key] = [one for one in self._indicators if one.holds(row)]
        for one in found:
            yield one.id, getattr(row, one.at), one.weight(row) if one.amount else 1


def _add(delta: Delta, more: Delta) -> None:
    """Add in place; `Counter.update` would look at every key twice."""
    for key, change in more.items():
        delta[key] += change


def _delete(model: type[models.Model], keys: list[int]) -> None:
    if connection.vendor == "sqlite" or len(keys) < COPY_FROM:
        if keys:
            model._base_manager.filter(pk__in=keys).delete()
        return
    # One list for the driver to send, instead of a place in the statement for every key.
    table = connection.ops.quote_name(model._meta.db_table)
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {table} WHERE id = ANY(%s)", [keys])


def _lock(model: type[models.Model], ids: Sequence[int]) -> None:
    if connection.vendor == "sqlite" or not ids:
        return  # one writer at a time anyway, or all of it is held
    # NO KEY: a plain FOR UPDATE would wait for everybody who has just written a row that points at
    # the subject, and they for us.
    table = connection.ops.quote_name(model._meta.db_table)
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT id FROM {table} WHERE id = ANY(%s) ORDER BY id FOR NO KEY UPDATE", [list(ids)]
        )
