"""Rows of one worksheet, streamed: a sheet of a million empty rows costs no memory."""

import math
import re
from collections.abc import Callable
from datetime import date, timedelta
from functools import cache
from typing import Any

from dangjianyun.interchange.files.limits import MOST_COLUMNS, FileRefused
from dangjianyun.interchange.files.workbook import (
    SPOILED,
    Workbook,
    feed,
    local,
    parser,
    plain,
)

EPOCH, EPOCH_1904 = date(1899, 12, 30), date(1904, 1, 1)
LAST_SERIAL = 2_958_465
MERGE = re.compile(
    rb'<(?:\w+:)?mergeCell [^>]*ref="([A-Z]{1,3})([0-9]{1,7}):([A-Z]{1,3})([0-9]{1,7})"'
)
MOST_MERGES = 20_000
LAST_ROW = 1_048_576
FEBRUARY_29 = 60
"""The day of 1900 that there was not, but that spreadsheet programs count."""
LETTERS = re.compile("[A-Z]{1,3}")
Emit = Callable[[int, list[Any]], None]


class Stop(Exception):
    """Enough has been read."""


@cache
def column_number(letters: str) -> int:
    """A is 0, Z is 25, AA is 26. Raises: FileRefused for what is no column."""
    if not LETTERS.fullmatch(letters):
        raise FileRefused(SPOILED)
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1


class Worksheet:
    """Feeds `emit` with each row that has a cell: its number and its cells by position.

    Cells: str, int, float, bool, `["d", "2021-06-28"]`, `["e", "#N/A"]`; `["f", cell]` for the kept
    result of a formula. Vertically merged cells repeat their value. Rows behind `last` are not
    looked at, empty ones neither.
    """

    def __init__(self, book: Workbook, part: str, emit: Emit, *, last: int = LAST_ROW) -> None:
        self.book, self.part, self.emit, self.last = book, part, emit, last
        self.hidden_rows = 0
        self.formulas = 0
        self._row = 0
        self._cells: dict[int, Any] = {}
        self._at = 0
        self._given: dict[str, str] = {}
        self._pieces: list[str] = []
        self._listens = False
        self._phonetic = 0
        self._is_formula = False
        self._merges: dict[int, list[tuple[int, int]]] = {}
        self._held: dict[int, tuple[int, Any]] = {}

    def read(self, *, with_merges: bool = True) -> None:
        """Read to the end, or until `emit` raises Stop. Raises: FileRefused."""
        if with_merges:
            self._find_merges()
        made = parser(self._start, self._end, None)
        self._parser = made
        try:
            feed(self.book.archive, self.part, made)
        except Stop:
            return

    def _find_merges(self) -> None:
        """Merges stand behind the rows, so they are looked up before."""
        count, tail = 0, b""
        with self.book.archive.open(self.part) as stream:
            while piece := stream.read(1024 * 1024):
                piece = tail + piece
                for found in MERGE.finditer(piece):
                    first, last = int(found[2]), int(found[4])
                    if first == last or found[1] != found[3]:
                        continue
                    count += 1
                    column = column_number(found[1].decode())
                    if count <= MOST_MERGES and column < MOST_COLUMNS:
                        self._merges.setdefault(column, []).append((first, last))
                tail = piece[-200:].rpartition(b">")[2]
        for spans in self._merges.values():
            spans.sort()

    def _start(self, name: str, given: dict[str, str]) -> None:
        if name == "c" or (":" in name and (name := local(name)) == "c"):
            reference = given.get("r", "")
            letters = reference.rstrip("0123456789")
            self._at = column_number(letters) if letters else self._at + 1
            self._given = given
            self._is_formula = False
            self._pieces.clear()
        elif name == "v" or name == "t":
            if not self._phonetic:
                self._listens = True
                self._parser.CharacterDataHandler = self._pieces.append
        elif name == "row":
            number = given.get("r", "")
            self._next_row(int(number) if number.isdecimal() else self._row + 1)
            self._cells = {}
            self._at = -1
            self.hidden_rows += given.get("hidden", "0") in {"1", "true"}
        elif name == "f":
            self._is_formula = True
        elif name == "rPh":
            self._phonetic += 1

    def _next_row(self, number: int) -> None:
        if not self._row < number <= LAST_ROW:
            raise FileRefused(SPOILED)
        if number > self.last:
            raise Stop
        self._row = number

    def _end(self, name: str) -> None:
        if name == "v" or name == "t" or (":" in name and (name := local(name)) in {"v", "t"}):
            if self._listens:
                self._listens = False
                self._parser.CharacterDataHandler = None
        elif name == "c":
            if self._pieces:
                self._cell()
            elif self._is_formula:
                self._put(["f", None])
        elif name == "row":
            self._finish()
        elif name == "rPh":
            self._phonetic -= 1
        elif name == "sheetData":
            raise Stop

    def _cell(self) -> None:
        value = self._value("".join(self._pieces))
        self._pieces.clear()
        if value is None or value == "":
            return
        self._put(["f", value] if self._is_formula else value)

    def _put(self, value: Any) -> None:
        if self._at >= MOST_COLUMNS:
            raise FileRefused(
                f"第{self._row}行在第{self._at + 1}列还有内容，超过{MOST_COLUMNS}列。"
                "请删去右边多余的列后再上传。"
            )
        self.formulas += self._is_formula
        self._cells[self._at] = value

    def _value(self, text: str) -> Any:
        kind = self._given.get("t", "n")
        if kind == "s":
            return self._shared(text)
        if kind in {"str", "inlineStr"}:
            return plain(text)
        if kind == "b":
            return text.strip() == "1"
        if kind == "e":
            return ["e", text]
        if kind == "d":
            return ["d", text[:10]]
        return self._number(text)

    def _shared(self, text: str) -> str:
        try:
            return self.book.texts[int(text)]
        except (ValueError, IndexError):
            return ""

    def _number(self, text: str) -> Any:
        try:
            number = float(text)
        except ValueError:
            return text
        if not math.isfinite(number):
            return ["e", "#NUM!"]
        if 1 <= number <= LAST_SERIAL and self._shows_a_date():
            start = EPOCH_1904 if self.book.is_1904 else EPOCH
            number += number < FEBRUARY_29 and not self.book.is_1904
            return ["d", (start + timedelta(days=int(number))).isoformat()]
        return int(number) if number.is_integer() else number

    def _shows_a_date(self) -> bool:
        style, dates = self._given.get("s", ""), self.book.dates
        return style.isdecimal() and int(style) < len(dates) and dates[int(style)]

    def _finish(self) -> None:
        cells = self._cells
        if self._merges:
            self._repeat(cells)
        if cells:
            row: list[Any] = [None] * (max(cells) + 1)
            for at, value in cells.items():
                row[at] = value
            self.emit(self._row, row)

    def _repeat(self, cells: dict[int, Any]) -> None:
        number = self._row
        for column, spans in self._merges.items():
            while spans and spans[0][1] < number:
                spans.pop(0)
            if not spans or not spans[0][0] <= number:
                continue
            if spans[0][0] == number:
                self._held[column] = (spans[0][1], cells.get(column))
            elif column not in cells and column in self._held:
                last, value = self._held[column]
                if number <= last and value is not None and cells:
                    cells[column] = value
