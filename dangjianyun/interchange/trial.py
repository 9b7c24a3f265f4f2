"""Writing for trial: what the actions would refuse is known before anybody confirms.

The rows are written inside a savepoint that is always rolled back; on the way it is seen which
numbers would move.
"""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, transaction

from dangjianyun.access.book import Book
from dangjianyun.foundation.errors import Refused
from dangjianyun.foundation.indicators import INDICATORS
from dangjianyun.foundation.refresh import refresh
from dangjianyun.foundation.sheets import Desk, Row, Sheet
from dangjianyun.foundation.sheets.rows import GOOD
from dangjianyun.foundation.tallies import totals
from dangjianyun.interchange.depth import in_depth
from dangjianyun.interchange.workflow import WRITE

FORBIDDEN = "你的账号没有做这项变动的权限"
CLASHES = "与系统里已有的内容冲突"
Moves = list[list[Any]]


class _Enough(Exception):
    """Takes the trial back."""


def try_out(sheet: Sheet, desk: Desk, judge: Callable[[], list[Row]], rows: list[Row]) -> Moves:
    """Note at `rows` what the actions refuse; gives the moves `[indicator, before, after]`.

    `judge` makes the rows anew: a trial leaves its marks on those it writes.
    """
    for _ in range(2):
        if not any(row.state in GOOD for row in rows):
            return []
        good = {row.number for row in rows if row.state in GOOD}
        fresh = [row for row in judge() if row.number in good]
        moves = _written(sheet, desk, fresh)
        if moves is not None:
            return moves
        _blame(sheet, desk, judge, rows)
    return []


def _written(sheet: Sheet, desk: Desk, rows: list[Row]) -> Moves | None:
    """What moves when all rows are written; None where something is refused."""
    moves: Moves = []
    try:
        with transaction.atomic():
            before = numbers(desk)
            book = Book(desk.actor, WRITE)
            for level in _levels(sheet, desk, rows):
                sheet.write(desk, book, level)
            refresh(book.changes)
            moves = moved(before, numbers(desk))
            raise _Enough
    except _Enough:
        return moves
    except (Refused, PermissionDenied, DatabaseError):
        return None


def _levels(sheet: Sheet, desk: Desk, rows: list[Row]) -> list[list[Row]]:
    return in_depth(sheet, desk, rows) if sheet.above else [rows]


def _blame(sheet: Sheet, desk: Desk, judge: Callable[[], list[Row]], rows: list[Row]) -> None:
    """Write row by row, each on top of those before it, and note which ones are refused."""
    own = {row.number: row for row in rows}
    try:
        with transaction.atomic():
            book = Book(desk.actor, WRITE)
            for level in _levels(sheet, desk, [r for r in judge() if own[r.number].state in GOOD]):
                for row in level:
                    _one(sheet, desk, book, row, own[row.number])
            raise _Enough
    except _Enough:
        return


def _one(sheet: Sheet, desk: Desk, book: Book, row: Row, own: Row) -> None:
    try:
        with transaction.atomic():
            sheet.write(desk, book, [row])
            return
    except Refused as refusal:
        problem, _, remedy = refusal.message.rstrip("。").partition("。")
        name = refusal.field if refusal.field in sheet.by_field else ""
    except PermissionDenied:
        problem, remedy, name = FORBIDDEN, "请由有权限的单位导入", ""
    except DatabaseError:
        problem, remedy, name = CLASHES, "请核对关键列和日期", ""
    own.refuse(name, problem, remedy)
    own.changes.clear()
    own.settle(is_known=own.known is not None)


def numbers(desk: Desk) -> dict[str, int]:
    """Every counted indicator at the importer's place, today."""
    names = [one.id for one in INDICATORS.values() if one.kind in {"count", "sum"}]
    found = totals(names, [desk.within], [desk.on])
    return {name: found.get((name, desk.within, desk.on), 0) for name in names}


def moved(before: dict[str, int], after: dict[str, int]) -> Moves:
    """`[indicator, before, after]` of those that differ."""
    return [[name, before[name], after[name]] for name in after if after[name] != before[name]]
