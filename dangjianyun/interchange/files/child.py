"""The process that opens foreign files: little memory, little time, no secrets, nothing to write.

Use: `python -m dangjianyun.interchange.files.child FILE`. First line out: the sheets with their
first rows, `{"sheets": […], "is_1904": bool}`; then it waits for `{"sheet": n}` on standard input
and writes all rows, 200 to a line, and `{"end": {…}}`. A refusal is `{"refused": "…"}`.
"""

import json
import resource
import sys
import zipfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from dangjianyun.interchange.files import text
from dangjianyun.interchange.files.kinds import kind_of
from dangjianyun.interchange.files.limits import MEMORY, MOST_ROWS, PEEKED, SECONDS, FileRefused
from dangjianyun.interchange.files.workbook import Workbook
from dangjianyun.interchange.files.worksheet import Stop, Worksheet

TOO_MUCH = "文件展开后太大，无法读取。请只保留需要的行和列，或分成几个文件上传。"
LINE = 200


def confine() -> None:
    """Give up what reading a file does not need."""
    for limit, most in (
        (resource.RLIMIT_AS, MEMORY),
        (resource.RLIMIT_CPU, SECONDS),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(limit, (most, most))


def say(said: object) -> None:
    """One line of JSON."""
    sys.stdout.write(json.dumps(said, ensure_ascii=False, separators=(",", ":")))
    sys.stdout.write("\n")


class Writer:
    """Sends rows in lines of 200, counts those with something in them."""

    def __init__(self) -> None:
        self.count = 0
        self._waiting: list[tuple[int, list[Any]]] = []

    def row(self, number: int, cells: list[Any]) -> None:
        """Send one row. Raises: FileRefused above the limit."""
        if not any(_says(cell) for cell in cells):
            return
        self.count += 1
        # Title and heading rows may come on top.
        if self.count > MOST_ROWS + PEEKED:
            raise FileRefused(f"超过{MOST_ROWS:,}行。请分成几个文件上传。")
        self._waiting.append((number, cells))
        if len(self._waiting) == LINE:
            self.flush()

    def flush(self) -> None:
        """Send what waits."""
        if self._waiting:
            say(self._waiting)
            self._waiting = []


def _says(cell: Any) -> bool:
    if isinstance(cell, list):
        return cell[1] is not None and _says(cell[1])
    return cell is not None and (not isinstance(cell, str) or not cell.isspace())


def chosen() -> int:
    """Which sheet the house wants."""
    sys.stdout.flush()
    line = sys.stdin.readline()
    if not line:
        raise SystemExit(0)
    return int(json.loads(line)["sheet"])


def workbook(path: Path) -> None:
    """An .xlsx."""
    with zipfile.ZipFile(path) as archive:
        book = Workbook(archive)
        sheets = [
            {"name": tab.name, "hidden": tab.is_hidden, "rows": _first(book, tab.part)}
            for tab in book.tabs
        ]
        say({"sheets": sheets, "is_1904": book.is_1904})
        tab = book.tabs[chosen()]
        writer = Writer()
        sheet = Worksheet(book, tab.part, writer.row)
        sheet.read()
        writer.flush()
        say({"end": {"formulas": sheet.formulas, "hidden_rows": sheet.hidden_rows}})


def _first(book: Workbook, part: str) -> list[tuple[int, list[Any]]]:
    found: list[tuple[int, list[Any]]] = []

    def take(number: int, cells: list[Any]) -> None:
        found.append((number, cells))
        if len(found) >= PEEKED:
            raise Stop

    Worksheet(book, part, take, last=4 * PEEKED).read(with_merges=False)
    return found


def table(path: Path) -> None:
    """A .csv, read once and kept: it is small next to the limit."""
    held = list(_numbered(text.rows(path)))
    say({"sheets": [{"name": "", "hidden": False, "rows": held[:PEEKED]}], "is_1904": False})
    chosen()
    writer = Writer()
    for number, cells in held:
        writer.row(number, cells)
    writer.flush()
    say({"end": {"formulas": 0, "hidden_rows": 0}})


def _numbered(rows: Iterable[tuple[int, list[Any]]]) -> Iterable[tuple[int, list[Any]]]:
    for count, (number, cells) in enumerate(rows):
        if count > 1_100_000:
            raise FileRefused(f"超过{MOST_ROWS:,}行。请分成几个文件上传。")
        if any(cells):
            if len(cells) > 256 and any(cells[256:]):
                raise FileRefused(
                    f"第{number}行有{len(cells)}列，超过256列。请删去右边多余的列后再上传。"
                )
            yield number, cells[:256]


def main(path: Path) -> None:
    """Read one file."""
    confine()
    try:
        workbook(path) if kind_of(path) == "xlsx" else table(path)
    except FileRefused as refusal:
        say({"refused": str(refusal)})
    except (MemoryError, RecursionError):
        say({"refused": TOO_MUCH})
    sys.stdout.flush()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
