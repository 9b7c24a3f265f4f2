"""What a command prints: JSON and nothing else with `--json`, else a table for people."""

import argparse
import json
import sys
import time
import unicodedata
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import TextIO

Row = Mapping[str, object]


def emit(
    args: argparse.Namespace,
    result: Row | Sequence[Row],
    headings: Mapping[str, str] | None = None,
) -> None:
    """Print a command's result, once.

    headings: which columns people see, in which order, under which names; JSON always holds all.
    """
    if args.json:
        write_json(args.stdout, result)
    elif isinstance(result, Mapping):
        for name, value in _chosen(result, headings).items():
            print(f"{name}：{_text(value)}", file=args.stdout)
    else:
        _print_table([_chosen(row, headings) for row in result], args.stdout)


def write_json(out: TextIO, result: object) -> None:
    """One JSON document in UTF-8, Chinese characters readable."""
    json.dump(result, out, ensure_ascii=False, indent=2, default=_plain, allow_nan=False)
    out.write("\n")
    out.flush()


def _plain(value: object) -> object:
    """What JSON has no form for, in the contract's form."""
    if isinstance(value, date | datetime):
        return value.isoformat()
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, set | frozenset):
        return sorted(value)
    if isinstance(value, Mapping):
        return dict(value)
    return str(value)


def _chosen(row: Row, headings: Mapping[str, str] | None) -> Row:
    if headings is None:
        return row
    return {label: row.get(name) for name, label in headings.items()}


def _print_table(rows: Sequence[Row], out: TextIO) -> None:
    if not rows:
        print("（没有记录）", file=out)
        return
    lines = [list(rows[0]), *([_text(value) for value in row.values()] for row in rows)]
    widths = [max(_width(line[i]) for line in lines) for i in range(len(lines[0]))]
    for line in lines:
        cells = (
            cell + " " * (width - _width(cell)) for cell, width in zip(line, widths, strict=True)
        )
        print("  ".join(cells).rstrip(), file=out)


def _text(value: object) -> str:
    if value is None:
        return "—"
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, list | tuple | dict):
        return json.dumps(value, ensure_ascii=False, default=_plain)
    return str(value)


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)


class Progress:
    """How far a long command is: on a terminal one line that changes, elsewhere few lines.

    Nothing with `--json`: who asks for it waits for the result alone.
    """

    EVERY = 10.0
    """Seconds between two lines where nobody watches."""

    def __init__(self, args: argparse.Namespace, out: TextIO | None = None) -> None:
        self._out = out or sys.stderr
        self._is_silent = bool(args.json)
        self._is_live = self._out.isatty()
        self._last = -self.EVERY
        self._drawn = 0

    def __call__(self, text: str) -> None:
        """Say where things are."""
        if self._is_silent:
            return
        if self._is_live:
            self._draw(text)
        elif time.monotonic() - self._last >= self.EVERY:
            self._last = time.monotonic()
            print(text, file=self._out, flush=True)

    def end(self) -> None:
        """Take the changing line away; what follows is the result."""
        if self._is_live and self._drawn:
            self._draw("")
            self._out.write("\r")
            self._out.flush()

    def _draw(self, text: str) -> None:
        width = _width(text)
        self._out.write(f"\r{text}{' ' * max(self._drawn - width, 0)}")
        self._out.flush()
        self._drawn = width


def warn(message: str) -> None:
    """A sentence for the person at the keyboard, never part of the result."""
    print(message, file=sys.stderr, flush=True)
