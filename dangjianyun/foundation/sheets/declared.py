"""The declaration of a sheet."""

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from django.db import models
from django.db.models import Q

from dangjianyun.foundation.actor import Actor
from dangjianyun.foundation.errors import Refused
from dangjianyun.foundation.segments import Change
from dangjianyun.foundation.sheets.columns import Column
from dangjianyun.foundation.sheets.desk import Desk
from dangjianyun.foundation.sheets.rows import Row

Export = Callable[[Actor, str, date, Q], Iterator[Mapping[str, Any]]]


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """A table that goes in and out.

    `resolve(desk, rows)` finds what each row means (a few queries for a thousand rows), notes
    faults and changes, sets path and title and calls `row.settle`. `write(desk, book, rows)`
    writes rows that are new or changed, through the room's actions. `export(actor, place, day,
    only)` gives rows by field. `marks(desk, row)` are the (field, value) pairs that may stand in a
    file once, made of `mark_fields`.
    `above`: the column that may name another row of the same file; such a sheet is held in memory.
    `told`: remarks that the head of the check repeats, with their cells.
    `mend(changes)` puts right after an undo what the actions keep beside the book.
    """

    name: str
    order: int
    label: str
    noun: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]
    model: type[models.Model]
    permission: str
    read_permission: str
    resolve: Callable[[Desk, Sequence[Row]], None]
    write: Callable[[Desk, Any, Sequence[Row]], None]
    export: Export
    marks: Callable[[Desk, Row], Iterable[tuple[str, Hashable]]]
    mark_fields: tuple[str, ...]
    above: str = ""
    is_personal: bool = False
    most_rows: int = 200_000
    note: str = ""
    told: frozenset[str] = frozenset()
    indicators: tuple[str, ...] = ()
    mend: Callable[[Sequence[Change]], None] | None = None

    @cached_property
    def by_field(self) -> dict[str, Column]:
        """Columns by field."""
        return {column.field: column for column in self.columns}

    def labels(self, fields: Iterable[str]) -> list[str]:
        """Headings of fields."""
        return [self.by_field[name].label for name in fields]

    def row(self) -> dict[str, object]:
        """The contract's form (`dangjianyun sheets`)."""
        return {
            "name": self.name,
            "label": self.label,
            "key": self.labels(self.key),
            "columns": [column.row() for column in self.columns],
        }


SHEETS: dict[str, Sheet] = {}


def declare(sheet: Sheet) -> Sheet:
    """Make a sheet known. Raises: ValueError for a second one of its name, or a field twice."""
    if sheet.name in SHEETS:
        raise ValueError(f"sheet {sheet.name} is declared twice")
    if len(sheet.by_field) != len(sheet.columns):
        raise ValueError(f"sheet {sheet.name}: two columns share a field")
    SHEETS[sheet.name] = sheet
    for name in sorted(SHEETS, key=lambda name: SHEETS[name].order):
        SHEETS[name] = SHEETS.pop(name)
    return sheet


def sheet_named(name: str) -> Sheet:
    """The sheet. Raises: Refused naming those there are."""
    if name not in SHEETS:
        known = "、".join(f"{sheet.name}（{sheet.label}）" for sheet in SHEETS.values())
        raise Refused(f"没有名为“{name}”的表，可用的有：{known}。", field="sheet")
    return SHEETS[name]
