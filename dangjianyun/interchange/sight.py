"""What the page of a batch shows: wrong cells, changes, a window on the sheet, places, numbers."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from dangjianyun.foundation.actor import Actor
from dangjianyun.foundation.indicators import INDICATORS
from dangjianyun.foundation.masks import mask
from dangjianyun.foundation.sheets import Sheet, sheet_named
from dangjianyun.foundation.sheets.rows import ASKED, CHANGED, HELD, NEW, REJECTED, UNCHANGED
from dangjianyun.interchange.judging import shown
from dangjianyun.interchange.layout import column_name
from dangjianyun.interchange.models import Batch
from dangjianyun.interchange.staging import (
    Staged,
    WrongCell,
    all_rows,
    cell_of,
    rows_of,
    wrong_cells,
)
from dangjianyun.territory.queries import names

AROUND = 3
MOST_COLUMNS = 30
MOST_NOTES = 500
PLACED = ("new", "asked", "changed", "same", "rejected")


def may_see_rows(actor: Actor, batch: Batch) -> bool:
    """Rows about people are shown to who brought them; everybody else sees the counts."""
    if not sheet_named(batch.sheet).is_personal:
        return True
    return actor.account_id is not None and batch.account_id == actor.account_id


def rows_with(batch: Batch, column: str, offset: int, limit: int) -> list[Staged]:
    """Rejected or changed rows (`column` counts them part by part), some of them."""
    states = {REJECTED, HELD} if column == "rejected" else {CHANGED}
    found: list[Staged] = []
    skipped = 0
    parts = batch.parts.filter(**{f"{column}__gt": 0}).order_by("position")
    for pk, count in parts.values_list("pk", column):
        if skipped + count <= offset:
            skipped += count
            continue
        rows = [row for row in rows_of(batch.parts.get(pk=pk), batch) if row.state in states]
        start = max(offset - skipped, 0)
        found += rows[start : start + limit - len(found)]
        skipped += count
        if len(found) >= limit:
            break
    return found


def cells_of_rows(batch: Batch, rows: list[Staged]) -> list[WrongCell]:
    """The wrong cells of some rows."""
    sheet = sheet_named(batch.sheet)
    return [cell for row in rows for cell in wrong_cells(sheet, batch.layout, row)]


def noted_cells(batch: Batch) -> list[WrongCell]:
    """Cells that were taken but should be looked at: the first five hundred."""
    sheet = sheet_named(batch.sheet)
    found = (
        cell_of(sheet, batch.layout, row, note)
        for row in all_rows(batch)
        if row.notes
        for note in row.notes
    )
    return list(islice(found, MOST_NOTES))


@dataclass(frozen=True)
class Seen:
    """A cell of the window: what it says, and how it is marked."""

    text: str
    mark: str = ""


@dataclass
class Window:
    """Some rows of the user's sheet around one of them."""

    letters: list[str] = field(default_factory=list)
    heading_row: int = 0
    headings: list[str] = field(default_factory=list)
    rows: list[tuple[int, list[Seen]]] = field(default_factory=list)
    first: int = 0
    last: int = 0
    before: int = 0
    after: int = 0


def window(batch: Batch, at: int) -> Window | None:
    """The rows around row `at`, with the wrong rows before and after it; None without rows."""
    part = batch.parts.filter(last_row__gte=at).order_by("position").first()
    part = part or batch.parts.order_by("-position").first()
    if part is None:
        return None
    rows = rows_of(part, batch)
    near = min(range(len(rows)), key=lambda n: abs(rows[n].number - at))
    some = rows[max(near - AROUND, 0) : near + AROUND + 1]
    headings: list[str] = batch.layout["headings"][:MOST_COLUMNS]
    sheet = sheet_named(batch.sheet)
    return Window(
        letters=[column_name(n) for n in range(len(headings))],
        heading_row=batch.layout["heading_row"],
        headings=headings,
        rows=[(row.number, _seen(sheet, batch, row, len(headings))) for row in some],
        first=some[0].number,
        last=some[-1].number,
        before=next(_wrong(batch, rows[near].number, back=True), 0),
        after=next(_wrong(batch, rows[near].number, back=False), 0),
    )


def first_wrong(batch: Batch) -> int:
    """The first rejected row, else the first of all."""
    part = batch.parts.order_by("position").first()
    return next(_wrong(batch, 0, back=False), part.first_row if part else 0)


def _wrong(batch: Batch, at: int, *, back: bool) -> Iterator[int]:
    """Numbers of rejected rows beyond `at`, nearest first."""
    parts = batch.parts.filter(rejected__gt=0)
    parts = parts.filter(first_row__lt=at) if back else parts.filter(last_row__gt=at)
    for pk in parts.order_by("-position" if back else "position").values_list("pk", flat=True):
        rows = [
            r.number for r in rows_of(batch.parts.get(pk=pk), batch) if r.state in {REJECTED, HELD}
        ]
        beyond = [n for n in rows if (n < at if back else n > at)]
        yield from reversed(beyond) if back else beyond


def _seen(sheet: Sheet, batch: Batch, row: Staged, count: int) -> list[Seen]:
    fields: list[str] = batch.layout["fields"]
    bad = {one.field: one.problem for one in reversed(row.faults)}
    noted = {one.field: one.problem for one in reversed(row.notes)}
    edited = {label: before for label, before, _ in row.changes}
    cells = []
    for at in range(count):
        name = fields[at] if at < len(fields) else ""
        column = sheet.by_field.get(name)
        text = shown(row.raw[at]) if at < len(row.raw) else ""
        if column and column.mask and text:
            text = mask(column.mask, text)
        if name and name in bad:
            cells.append(Seen(f"{text or '空'}：{bad[name]}", "is-bad"))
        elif column and column.label in edited:
            cells.append(Seen(f"{text or '空'}（原{edited[column.label] or '空'}）", "is-edit"))
        elif name and name in noted:
            cells.append(Seen(f"{text}（{noted[name]}）", "is-warn"))
        else:
            cells.append(Seen(text, "is-new" if row.state in {NEW, ASKED} and name else ""))
    return cells


def places(batch: Batch) -> list[dict[str, Any]]:
    """New, changed and wrong rows by district, with the total last."""
    held: dict[str, dict[str, int]] = batch.districts
    called = names(held)
    told: list[dict[str, Any]] = [
        {
            "name": called.get(path, "未定"),
            "new": counts.get(NEW, 0),
            "asked": counts.get(ASKED, 0),
            "changed": counts.get(CHANGED, 0),
            "same": counts.get(UNCHANGED, 0),
            "rejected": counts.get(REJECTED, 0) + counts.get(HELD, 0),
        }
        for path, counts in sorted(held.items(), key=lambda pair: pair[0] or "~")
    ]
    total = {n: sum(int(row[n]) for row in told) for n in PLACED}
    return [*told, {"name": "合计", **total, "is_total": True}]


def moves(batch: Batch) -> list[dict[str, Any]]:
    """Which numbers would move, as the trial found."""
    told = []
    for name, before, after in batch.layout.get("moves", []):
        if name in INDICATORS and not INDICATORS[name].people:
            one = INDICATORS[name]
            told.append(
                {
                    "words": one.label,
                    "note": f"{before:,} → {after:,}",
                    "figure": f"{after - before:+,}",
                }
            )
    return told
