"""Count everything anew from the facts, and compare."""

from collections import Counter
from collections.abc import Iterator
from datetime import date
from typing import Any

from django.db import connection, models, transaction

from dangjianyun.foundation.bulk import insert_values
from dangjianyun.foundation.days import today
from dangjianyun.foundation.indicators import INDICATORS
from dangjianyun.foundation.models import Tally
from dangjianyun.foundation.refresh import Delta, difference
from dangjianyun.foundation.segments import DERIVED, Derived, chunks, columns_of, facts_of
from dangjianyun.foundation.tallies import add_to_tallies, lineage
from dangjianyun.foundation.turns import hold_settings
from dangjianyun.insight.queries.opinion import dissent

Key = tuple[str, str, int, date]


def differences() -> list[dict[str, Any]]:
    """Where segments or tallies say something else than the facts: empty when all is right.

    Reads one moment of the database, so that acts under way make no difference.
    """
    if connection.vendor == "postgresql" and not connection.in_atomic_block:
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
            return _differences()
    return _differences()


def _differences() -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    should: Counter[Key] = Counter()
    for derived in DERIVED.values():
        for ids in chunks(_subjects(derived)):
            built = derived.build(ids)
            stored = derived.segment.rows().filter(**{f"{derived.segment.subject}__in": ids})
            missing = Counter(map(facts_of, built))
            missing.subtract(Counter(map(facts_of, stored)))
            found += [
                {"segment": derived.name, "facts": [str(v) for v in facts], "missing": count}
                for facts, count in missing.items()
                if count
            ]
            _add(should, difference(derived.segment, [], built))
    is_: Counter[Key] = Counter()
    for row in _tallied():
        is_[row[0], row[1], row[2], row[3]] += row[4]
    for key in sorted(set(should) | set(is_)):
        if should[key] != is_[key]:
            indicator, path, grain, day = key
            found.append(
                {
                    "indicator": indicator,
                    "place": path,
                    "grain": grain,
                    "day": day.isoformat(),
                    "tally": is_[key],
                    "recount": should[key],
                }
            )
    return found + dissent(today())


@transaction.atomic
def rebuild() -> int:
    """Throw all segments and tallies away and build them from the facts; gives the segments.

    Waits for acts under way, and they for it.
    """
    hold_settings()
    Tally.objects.all().delete()
    count = 0
    for derived in DERIVED.values():
        derived.segment.rows().delete()
        for ids in chunks(_subjects(derived)):
            rows = derived.build(ids)
            insert_values(derived.segment, columns_of(derived.segment), [*map(facts_of, rows)])
            add_to_tallies(difference(derived.segment, [], rows))
            count += len(rows)
    return count


def indicator_count() -> int:
    """How many indicators are tallied."""
    return len(INDICATORS)


def place_count() -> int:
    """How many places have a tally."""
    return Tally.objects.values("path").distinct().count()


def _subjects(derived: Derived) -> list[int]:
    model: type[models.Model] = derived.of
    return list(model._base_manager.order_by("pk").values_list("pk", flat=True))


def _tallied() -> Iterator[tuple[str, str, int, date, int]]:
    columns = ("indicator", "path", "grain", "day", "change")
    return Tally.objects.values_list(*columns).iterator(chunk_size=20_000)


def _add(should: Counter[Key], delta: Delta) -> None:
    for (indicator, path, day), change in delta.items():
        for place in lineage(path):
            should[indicator, place, Tally.YEAR, date(day.year, 1, 1)] += change
            should[indicator, place, Tally.MONTH, day.replace(day=1)] += change
            should[indicator, place, Tally.DAY, day] += change
