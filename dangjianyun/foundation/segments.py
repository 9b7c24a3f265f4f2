"""Segments: what a subject was from day to day, computed from facts and kept exact.

A segment says that from `since` up to (not including) `until` a subject stood so: an organization
covered by a joint branch, a member among staff. Facts of several rooms decide it, so it is derived,
never typed in. Whatever an action changes, the segments of the subjects that it touched are
computed anew inside the same transaction, under a lock on those subjects, and the difference goes
into the tallies. Any past day, and midnight itself, are answered from the same rows.
"""

from collections import namedtuple
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from operator import attrgetter
from typing import Any, ClassVar

from django.db import models
from django.db.models import Q

from dangjianyun.foundation.compiled import Compiled
from dangjianyun.foundation.scope import ScopedModel

CHUNK = 2000


class Segment(ScopedModel):
    """Base of every derived table. `subject` names the foreign key to what the row is about."""

    subject: ClassVar[str] = ""

    since = models.DateField("起始日")
    until = models.DateField("终止日（不含）")

    class Meta(ScopedModel.Meta):
        abstract = True

    @classmethod
    def read_permission(cls) -> str:
        """Numbers and what stands behind them are read with one permission."""
        return "insight.indicator.read"

    @classmethod
    def on(cls, day: date) -> Q:
        """The segments that hold on a day."""
        return Q(since__lte=day, until__gt=day)


@dataclass(frozen=True)
class Change:
    """One row written by an action: raw column values before and after (None where it was not)."""

    model: type[models.Model]
    pk: Any
    before: dict[str, Any] | None
    after: dict[str, Any] | None

    def values(self, column: str) -> Iterator[Any]:
        """The values of a column before and after, without None."""
        for row in (self.before, self.after):
            if row is not None and row.get(column) is not None:
                yield row[column]


Touching = Callable[[Sequence[Change]], Iterable[int]]


def column(name: str) -> Touching:
    """Subjects named by a column of the changed row, before and after."""
    return lambda changes: {value for change in changes for value in change.values(name)}


def itself(changes: Sequence[Change]) -> set[int]:
    """The changed row is the subject."""
    return {change.pk for change in changes}


@dataclass(frozen=True)
class Derived:
    """How one table of segments follows from facts.

    `sources` maps each table of facts to the subjects that a change of it touches; `build` gives
    all segments of the given subjects from the facts alone: unsaved rows, or, where one act may
    touch thousands, what they say (`said_by`). `parameters` names the local
    settings of rules that `build` reads.
    """

    segment: type[Segment]
    of: type[models.Model]
    sources: Mapping[type[models.Model], Touching]
    build: Callable[[Sequence[int]], list[Any]]
    parameters: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """The table's label."""
        return str(self.segment._meta.label)


DERIVED: dict[str, Derived] = {}


def derive(derived: Derived) -> None:
    """Make a derived table known. Raises: ValueError for a second one."""
    if derived.name in DERIVED:
        raise ValueError(f"{derived.name} is derived twice")
    DERIVED[derived.name] = derived


def touched(derived: Derived, changes: Mapping[type[models.Model], Sequence[Change]]) -> list[int]:
    """The subjects whose segments may have changed, in lock order."""
    subjects: set[int] = set()
    for model, touching in derived.sources.items():
        if rows := changes.get(model):
            subjects.update(touching(rows))
    return sorted(subjects)


def chunks(ids: Sequence[int], size: int = CHUNK) -> Iterator[Sequence[int]]:
    """Slices of at most `size`."""
    for start in range(0, len(ids), size):
        yield ids[start : start + size]


def facts_of(row: Any) -> tuple[Any, ...]:
    """What a segment says, without its primary key: equal tuples are the same segment."""
    if isinstance(row, tuple):
        return row
    table: type[Segment] = type(row)
    return _facts(table)(row)


@lru_cache(maxsize=50)
def columns_of(table: type[Segment]) -> tuple[str, ...]:
    """The columns that `facts_of` gives, in its order."""
    return tuple(f.attname for f in table._meta.concrete_fields if not f.primary_key)


@lru_cache(maxsize=50)
def said_by(table: type[Segment]) -> Any:
    """What segments of the table say, as a named tuple of `columns_of`: costs a twentieth of a
    row of the table, so that acts which touch ten thousand subjects are done in a second.
    """
    return namedtuple(table.__name__, columns_of(table))


@lru_cache(maxsize=50)
def _facts(table: type[Segment]) -> Callable[[Any], tuple[Any, ...]]:
    read = attrgetter(*columns_of(table))
    said = said_by(table)
    return lambda row: said(*read(row))


@lru_cache(maxsize=50)
def stored_of(table: type[Segment]) -> Compiled:
    """The segments of subjects as the table holds them: key, then the columns of `columns_of`."""
    asked = f"{table.subject}__in"
    return Compiled(
        lambda ids: table.rows().filter(**{asked: ids}).values_list("pk", *columns_of(table))
    )
