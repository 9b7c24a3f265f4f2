"""Checking a file: every row judged, nothing written but the staged rows."""

import json
import zlib
from collections import Counter
from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from dangjianyun.foundation.cells import REPAIRS, is_empty
from dangjianyun.foundation.errors import Refused
from dangjianyun.foundation.garbage import collected_seldom
from dangjianyun.foundation.sheets import Desk, Row, Sheet, sheet_named
from dangjianyun.foundation.sheets.rows import ASKED, CHANGED
from dangjianyun.interchange.depth import in_depth
from dangjianyun.interchange.files.reading import RawRow, Reader, cells_of, stored
from dangjianyun.interchange.judging import CALCULATED, Memo, keys_of, read_row
from dangjianyun.interchange.layout import Layout, column_name, find_layout
from dangjianyun.interchange.models import Batch, StagedPart
from dangjianyun.interchange.progress import Progress
from dangjianyun.interchange.staging import PART, Staged, part_of, staged
from dangjianyun.interchange.trial import try_out
from dangjianyun.territory.queries import district_of

CHUNK = 1000
TRIED = 1000
"""Up to so many rows a check writes for trial and takes back: about a second."""
NAMED = 10
EXAMPLE = "示例行"
"""A row with a cell that begins so is skipped: the template's own."""


@dataclass
class Repaired:
    """What reading put right without asking, and in which cells: a sentence for each kind.

    `told`: what the sheet wants said in the same way.
    """

    told: frozenset[str] = frozenset()
    cells: dict[str, list[str]] = field(default_factory=dict)
    counts: Counter[str] = field(default_factory=Counter)

    def add(self, fields: Sequence[str], row: Staged) -> None:
        """Take the repairs of one row."""
        for note in row.notes:
            if note.problem in REPAIRS | self.told and note.field in fields:
                self.counts[note.problem] += 1
                named = self.cells.setdefault(note.problem, [])
                if len(named) < NAMED:
                    named.append(f"{column_name(fields.index(note.field))}{row.number}")

    def sentences(self) -> list[str]:
        """Each kind of repair with the first cells it was made in."""
        return [
            f"{self.counts[words]}个单元格{words}（{'、'.join(named)}"
            f"{'等' if self.counts[words] > len(named) else ''}）。"
            for words, named in self.cells.items()
        ]


@dataclass
class Outcome:
    """What a check found, for the batch."""

    layout: dict[str, Any] = field(default_factory=dict)
    counts: Counter[str] = field(default_factory=Counter)
    districts: dict[str, Counter[str]] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    repaired: Repaired = field(default_factory=lambda: Repaired())

    def add(self, row: Staged) -> None:
        """Count one row."""
        self.repaired.add(self.layout["fields"], row)
        self.counts["rows"] += 1
        self.counts[row.state] += 1
        self.counts["cells"] += len(row.faults)
        self.counts["notes"] += len(row.notes)
        if row.state == CHANGED:
            self.counts["items"] += len(row.changes)
        home = district_of(row.path) if row.path else None
        place = home.path if home else row.path
        self.districts.setdefault(place, Counter())[row.state] += 1


@dataclass
class Held:
    """The file's rows, compressed, between the two passes; and which of them stand twice."""

    chunks: list[bytes] = field(default_factory=list)
    doubles: dict[int, list[tuple[str, int]]] = field(default_factory=dict)
    count: int = 0
    last: int = 0
    width: int = 0
    memo: Memo = field(default_factory=dict)

    def rows(self) -> Iterator[RawRow]:
        """Every row again."""
        for chunk in self.chunks:
            for number, cells in json.loads(zlib.decompress(chunk)):
                yield number, cells_of(cells)


@collected_seldom()
def check(batch: Batch, desk: Desk, source: Path) -> Outcome:
    """Read and judge a file; stage its rows. Raises: Refused for a file that is not taken."""
    sheet = sheet_named(batch.sheet)
    with Reader(source) as reader:
        layout = find_layout(sheet, reader.sheets)
        held = _read(sheet, desk, reader, layout)
        outcome = Outcome(layout=layout.stored(), notes=[*layout.notes])
        outcome.repaired.told = sheet.told
        outcome.layout["is_1904"] = reader.is_1904
        outcome.layout["width"] = held.width
        outcome.layout["above"] = [[n, stored(cells)] for n, cells in layout.above]
        _note_file(outcome, reader, held, layout)
    if not held.count:
        raise Refused(
            f"第{layout.heading_row}行是表头，下面没有数据。请填写后再上传。", field="file"
        )
    progress = Progress(batch.number, held.count)
    stager = _Stager(batch, outcome)
    for rows, raws in _judged(sheet, desk, held, outcome.layout):
        for row, raw in zip(rows, raws, strict=True):
            stager.take(staged(sheet, row, raw))
        progress.at(outcome.counts["rows"])
    stager.flush()
    progress.end()
    outcome.notes += outcome.repaired.sentences()
    if asked := outcome.counts[ASKED]:
        outcome.notes.append(f"{asked:,}行写入后待上级核验，核验通过才新增。")
    return outcome


def _read(sheet: Sheet, desk: Desk, reader: Reader, layout: Layout) -> Held:
    """First pass: keep the rows, find those whose keys stand twice."""
    held = Held()
    seen: dict[tuple[str, Hashable], int] = {}
    waiting: list[tuple[int, list[Any]]] = []
    names = set(sheet.mark_fields)
    for number, raw in reader.rows(layout.tab):
        if number <= layout.heading_row or _is_example(raw):
            continue
        if not any(at in layout.fields and not is_empty(cell) for at, cell in enumerate(raw)):
            continue
        held.count += 1
        held.last = number
        held.width = max(held.width, len(raw))
        if held.count > sheet.most_rows:
            raise Refused(f"超过{sheet.most_rows:,}行。请分成几个文件上传。", field="file")
        keys = keys_of(sheet, layout.fields, raw, names, reader.is_1904)
        for name, value in sheet.marks(desk, keys):
            first = seen.setdefault((name, value), number)
            if first != number:
                held.doubles.setdefault(number, []).append((name, first))
                held.doubles.setdefault(first, []).append((name, number))
        waiting.append((number, stored(raw)))
        if len(waiting) == CHUNK:
            held.chunks.append(_compressed(waiting))
            waiting = []
    if waiting:
        held.chunks.append(_compressed(waiting))
    return held


def _compressed(rows: Sequence[tuple[int, list[Any]]]) -> bytes:
    return zlib.compress(json.dumps(rows, ensure_ascii=False).encode(), 1)


def _is_example(raw: Sequence[Any]) -> bool:
    return any(isinstance(cell, str) and cell.startswith(EXAMPLE) for cell in raw)


def _judged(
    sheet: Sheet, desk: Desk, held: Held, layout: dict[str, Any]
) -> Iterator[tuple[list[Row], list[list[Any]]]]:
    """Second pass, a thousand rows at a time, in the order of the file."""
    fields = {at: name for at, name in enumerate(layout["fields"]) if name}
    if sheet.above and held.count > TRIED:
        yield _all_at_once(sheet, desk, held, layout, fields)
        return
    if held.count <= TRIED:
        yield _tried(sheet, desk, held, layout, fields)
        return
    rows: list[Row] = []
    raws: list[list[Any]] = []
    for number, raw in held.rows():
        rows.append(_row(sheet, fields, number, raw, held, layout))
        raws.append(raw)
        if len(rows) == CHUNK:
            sheet.resolve(desk, rows)
            yield rows, raws
            rows, raws = [], []
    if rows:
        sheet.resolve(desk, rows)
        yield rows, raws


def _tried(
    sheet: Sheet, desk: Desk, held: Held, layout: dict[str, Any], fields: dict[int, str]
) -> tuple[list[Row], list[list[Any]]]:
    """A small file is written for trial, so that what the actions refuse stands at its row."""

    def judge() -> list[Row]:
        if sheet.above:
            return _all_at_once(sheet, desk, held, layout, fields)[0]
        rows = [_row(sheet, fields, number, raw, held, layout) for number, raw in held.rows()]
        sheet.resolve(desk, rows)
        return rows

    rows = judge()
    layout["moves"] = try_out(sheet, desk, judge, rows)
    return rows, [raw for _, raw in held.rows()]


def _all_at_once(
    sheet: Sheet, desk: Desk, held: Held, layout: dict[str, Any], fields: dict[int, str]
) -> tuple[list[Row], list[list[Any]]]:
    """Rows that point at each other are judged from the top down."""
    numbered = list(held.rows())
    rows = [_row(sheet, fields, number, raw, held, layout) for number, raw in numbered]
    for level in in_depth(sheet, desk, rows):
        for start in range(0, len(level), CHUNK):
            sheet.resolve(desk, level[start : start + CHUNK])
    return rows, [raw for _, raw in numbered]


def _row(
    sheet: Sheet,
    fields: dict[int, str],
    number: int,
    raw: list[Any],
    held: Held,
    layout: dict[str, Any],
) -> Row:
    row = read_row(sheet, fields, number, raw, layout["is_1904"], held.memo)
    for name, other in held.doubles.get(number, ()):
        row.refuse(name, f"与第{other}行重复", "请删去其中一行")
    return row


def _note_file(outcome: Outcome, reader: Reader, held: Held, layout: Layout) -> None:
    blank = held.last - layout.heading_row - held.count
    if blank > 0:
        outcome.notes.append(f"空白行{blank}行已略过。")
    if reader.hidden_rows:
        outcome.notes.append(f"有{reader.hidden_rows}行是隐藏的，也读取了。")
    if reader.formulas:
        outcome.notes.append(f"有{reader.formulas}个单元格是公式，{CALCULATED}。")


class _Stager:
    """Writes staged rows part by part."""

    def __init__(self, batch: Batch, outcome: Outcome) -> None:
        self.batch, self.outcome = batch, outcome
        self._waiting: list[Staged] = []
        self._position = 0

    def take(self, row: Staged) -> None:
        """Keep one row."""
        self.outcome.add(row)
        self._waiting.append(row)
        if len(self._waiting) == PART:
            self.flush()

    def flush(self) -> None:
        """Write what waits."""
        if self._waiting:
            StagedPart.objects.bulk_create([part_of(self.batch, self._position, self._waiting)])
            self._position += 1
            self._waiting = []
