"""The house's side of reading: start the child, choose the sheet, take the rows."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import dangjianyun
from dangjianyun.foundation.errors import Refused
from dangjianyun.interchange.files.child import TOO_MUCH

SPOILED = "文件读不下去，可能已损坏。请用Excel或WPS打开，另存为.xlsx后再上传。"
CODE = str(Path(dangjianyun.__file__).resolve().parents[1])
RawRow = tuple[int, list[Any]]


@dataclass(frozen=True)
class FormulaResult:
    """What a formula gave when the file was last saved; None where nothing was kept."""

    value: Any


@dataclass(frozen=True)
class Peek:
    """A sheet of the file: its name, whether it is hidden, its first rows."""

    name: str
    is_hidden: bool
    rows: list[RawRow]


@dataclass
class Reader:
    """An open file. Use with `with`. Raises: Refused for what is not taken."""

    path: Path
    sheets: list[Peek] = field(default_factory=list)
    is_1904: bool = False
    formulas: int = 0
    hidden_rows: int = 0

    def __enter__(self) -> Self:
        environment = {"PYTHONPATH": CODE, "PYTHONIOENCODING": "utf-8", "PATH": os.defpath}
        self._child = subprocess.Popen(
            [sys.executable, "-m", "dangjianyun.interchange.files.child", str(self.path.resolve())],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=environment,
            cwd="/",
            encoding="utf-8",
        )
        try:
            said = self._line()
            self.is_1904 = said["is_1904"]
            self.sheets = [
                Peek(one["name"], one["hidden"], [(n, cells_of(c)) for n, c in one["rows"]])
                for one in said["sheets"]
            ]
        except BaseException:
            self.__exit__(None, None, None)
            raise
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        value: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._child.poll() is None:
            self._child.kill()
        for pipe in (self._child.stdin, self._child.stdout):
            if pipe:
                try:
                    pipe.close()
                except BrokenPipeError:
                    continue
        self._child.wait()

    def rows(self, sheet: int) -> Iterator[RawRow]:
        """All rows of a sheet that have something in them, with their numbers."""
        assert self._child.stdin is not None
        self._child.stdin.write(json.dumps({"sheet": sheet}) + "\n")
        self._child.stdin.flush()
        while True:
            said = self._line()
            if isinstance(said, dict):
                self.formulas = said["end"]["formulas"]
                self.hidden_rows = said["end"]["hidden_rows"]
                return
            for number, cells in said:
                yield number, cells_of(cells)

    def _line(self) -> Any:
        assert self._child.stdout is not None
        line = self._child.stdout.readline()
        if not line:
            code = self._child.wait()
            raise Refused(TOO_MUCH if code in (-signal.SIGXCPU, -signal.SIGKILL) else SPOILED)
        said = json.loads(line)
        if isinstance(said, dict) and "refused" in said:
            raise Refused(said["refused"], field="file")
        return said


def cells_of(cells: list[Any]) -> list[Any]:
    """Cells as the sheet's columns read them."""
    return [_cell(cell) if isinstance(cell, list) else cell for cell in cells]


def _cell(cell: list[Any]) -> Any:
    kind, value = cell
    if kind == "f":
        return FormulaResult(_cell(value) if isinstance(value, list) else value)
    if kind == "d":
        try:
            return date.fromisoformat(value)
        except ValueError:
            return value
    return value


def stored(cells: list[Any]) -> list[Any]:
    """Cells in the form in which the child sent them, for keeping as JSON."""
    return [_stored(cell) for cell in cells]


def _stored(cell: Any) -> Any:
    if isinstance(cell, FormulaResult):
        return ["f", _stored(cell.value)]
    if isinstance(cell, date):
        return ["d", cell.isoformat()]
    return cell
