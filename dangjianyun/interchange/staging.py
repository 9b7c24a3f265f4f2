"""Checked rows at rest: sealed, in parts of some hundred, as pages and writing need them."""

import base64
import json
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from dangjianyun.foundation.envelope import seal, unseal
from dangjianyun.foundation.masks import mask
from dangjianyun.foundation.sheets import Fault, Row, Sheet
from dangjianyun.foundation.sheets.rows import ASKED, CHANGED, GOOD, HELD, NEW, REJECTED
from dangjianyun.interchange.files.reading import cells_of, stored
from dangjianyun.interchange.judging import shown
from dangjianyun.interchange.layout import column_name
from dangjianyun.interchange.models import Batch, StagedPart

PART = 500


@dataclass
class Staged:
    """A checked row. `changes`: (heading, before, after) as shown; personal values masked."""

    number: int
    raw: list[Any]
    state: str
    faults: list[Fault] = field(default_factory=list)
    notes: list[Fault] = field(default_factory=list)
    changes: list[tuple[str, str, str]] = field(default_factory=list)
    path: str = ""
    title: str = ""

    @property
    def is_good(self) -> bool:
        """Whether it would be written."""
        return self.state in GOOD


def staged(sheet: Sheet, row: Row, raw: Sequence[Any]) -> Staged:
    """What is kept of a row that the sheet has judged."""
    return Staged(
        number=row.number,
        raw=list(raw),
        state=row.state,
        faults=row.faults,
        notes=row.notes,
        changes=differences(sheet, row),
        path=row.path,
        title=row.title[:120],
    )


def differences(sheet: Sheet, row: Row) -> list[tuple[str, str, str]]:
    """A row's changes in words."""
    told = []
    for name, (before, after) in row.changes.items():
        column = sheet.by_field[name]
        told.append((column.label, column.shown(before), column.shown(after)))
    return told


def packed(said: Any, bound: str) -> str:
    """JSON, compressed and sealed."""
    text = json.dumps(said, ensure_ascii=False, separators=(",", ":"))
    return seal(base64.b64encode(zlib.compress(text.encode(), 1)).decode(), bound)


def unpacked(sealed: str, bound: str) -> Any:
    """What `packed` kept. Raises: Forged where it was changed."""
    return json.loads(zlib.decompress(base64.b64decode(unseal(sealed, bound))))


def part_of(batch: Batch, position: int, rows: Sequence[Staged]) -> StagedPart:
    """An unsaved part."""
    return StagedPart(
        batch=batch,
        position=position,
        first_row=rows[0].number,
        last_row=rows[-1].number,
        new=sum(row.state in {NEW, ASKED} for row in rows),
        changed=sum(row.state == CHANGED for row in rows),
        rejected=sum(row.state in {REJECTED, HELD} for row in rows),
        sealed=packed(
            [_kept(row) for row in rows], f"interchange.staged·{batch.number}·{position}"
        ),
    )


def rows_of(part: StagedPart, batch: Batch) -> list[Staged]:
    """The rows of a part."""
    held = unpacked(part.sealed, f"interchange.staged·{batch.number}·{part.position}")
    return [
        Staged(
            number,
            cells_of(raw),
            state,
            [Fault(*one) for one in faults],
            [Fault(*one) for one in notes],
            [(label, before, after) for label, before, after in changes],
            path,
            title,
        )
        for number, raw, state, faults, notes, changes, path, title in held
    ]


def all_rows(batch: Batch, **where: Any) -> Iterator[Staged]:
    """Every staged row of a batch, part by part; `where` narrows the parts."""
    for position in batch.parts.filter(**where).order_by("position").values_list("pk", flat=True):
        yield from rows_of(StagedPart.objects.get(pk=position), batch)


def _kept(row: Staged) -> list[Any]:
    return [
        row.number,
        stored(row.raw),
        row.state,
        [[one.field, one.problem, one.remedy] for one in row.faults],
        [[one.field, one.problem, one.remedy] for one in row.notes],
        row.changes,
        row.path,
        row.title,
    ]


@dataclass(frozen=True)
class WrongCell:
    """A fault where the user finds it: row, heading, address like C17, what stands there."""

    row: int
    column: str
    cell: str
    value: str
    problem: str
    remedy: str

    @property
    def message(self) -> str:
        """Problem and remedy in one line."""
        return f"{self.problem}。{self.remedy}。" if self.remedy else f"{self.problem}。"


def wrong_cells(sheet: Sheet, layout: Mapping[str, Any], row: Staged) -> list[WrongCell]:
    """A row's faults as cells; personal values masked."""
    return [cell_of(sheet, layout, row, fault) for fault in row.faults]


def cell_of(sheet: Sheet, layout: Mapping[str, Any], row: Staged, fault: Fault) -> WrongCell:
    """A fault or a note as a cell."""
    fields: list[str] = layout["fields"]
    if fault.field not in fields:
        label = sheet.by_field[fault.field].label if fault.field in sheet.by_field else ""
        return WrongCell(row.number, label, "", "", fault.problem, fault.remedy)
    at = fields.index(fault.field)
    value = shown(row.raw[at]) if at < len(row.raw) else ""
    column = sheet.by_field[fault.field]
    if column.mask and value:
        value = mask(column.mask, value)
    return WrongCell(
        row.number,
        layout["headings"][at],
        f"{column_name(at)}{row.number}",
        value,
        fault.problem,
        fault.remedy,
    )
