"""Rows that name other rows of the same file, from the top down: each finds the one above."""

from collections.abc import Hashable, Sequence

from dangjianyun.foundation.sheets import Desk, Row, Sheet

CIRCLE = "与其他行互为上级，排不出先后"


def in_depth(sheet: Sheet, desk: Desk, rows: Sequence[Row]) -> list[list[Row]]:
    """Rows by level. Fills `desk.waiting` with the rows by key; a circle becomes a fault."""
    key = sheet.key[0]
    own: dict[Hashable, Row] = {}
    for row in rows:
        if row.get(key):
            own.setdefault(row.cells[key], row)
    desk.waiting = own
    levels: dict[int, list[Row]] = {}
    known: dict[int, int] = {}
    for row in rows:
        levels.setdefault(_level(sheet, own, row, known), []).append(row)
    return [levels[level] for level in sorted(levels)]


def _level(sheet: Sheet, own: dict[Hashable, Row], row: Row, known: dict[int, int]) -> int:
    """How many rows of the file lie above this one; a circle ends at its own row."""
    chain: list[Row] = []
    seen: set[int] = set()
    one: Row | None = row
    while one is not None and one.number not in known:
        if one.number in seen:
            _mark_circle(sheet, chain, one)
            break
        seen.add(one.number)
        chain.append(one)
        one = own.get(one.get(sheet.above))
    base = known[one.number] + 1 if one is not None and one.number in known else 0
    for up, member in enumerate(reversed(chain)):
        known.setdefault(member.number, base + up)
    return known[row.number]


def _mark_circle(sheet: Sheet, chain: Sequence[Row], start: Row) -> None:
    at = next(n for n, row in enumerate(chain) if row is start)
    for row in chain[at:]:
        if not any(fault.problem == CIRCLE for fault in row.faults):
            row.refuse(sheet.above, CIRCLE, "请核对上级编号")
