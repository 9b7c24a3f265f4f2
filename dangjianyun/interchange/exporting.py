"""What the actor may see of a sheet, as a workbook whose every cell is text or a number."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any, BinaryIO

import xlsxwriter
from django.core.exceptions import PermissionDenied
from django.db.models import Q

from dangjianyun.access.page import sensitive_read
from dangjianyun.foundation.actor import Actor
from dangjianyun.foundation.days import today
from dangjianyun.foundation.errors import Refused, Unseen
from dangjianyun.foundation.sheets import Column, Sheet, Shown, Taken
from dangjianyun.foundation.workbooks import OPTIONS, write_text
from dangjianyun.interchange.actions import record_export
from dangjianyun.interchange.models import Export
from dangjianyun.territory.queries import code_to_path

NUMBERS = {int: "General", float: "0.00%", Decimal: "0.00"}
"""How numbers of a shown table are written (`foundation.sheets.shown.Cell`)."""


def export_file(
    actor: Actor,
    sheet: Sheet,
    target: Path | BinaryIO,
    *,
    region: str = "",
    on: date | None = None,
    columns: Sequence[str] = (),
    only: Q | None = None,
) -> int:
    """Write a workbook; gives the number of rows. What it holds imports again as unchanged.

    `region` is a code, `columns` fields (default all), `only` conditions on the sheet's table.
    Raises: Unseen for a region out of scope; Refused for a future day; PermissionDenied.
    """
    if not may_export(actor, sheet):
        raise PermissionDenied(sheet.read_permission)
    day = on or today()
    if day > today():
        raise Refused(f"{day}还没有到，只能导出今天或以前的情况。", field="on")
    place = place_of(actor, sheet, region)
    wanted = [c for c in sheet.columns if c.is_exported and (not columns or c.field in columns)]
    rows = write_rows(target, sheet.label, wanted, sheet.export(actor, place, day, only or Q()))
    told = Export(sheet=sheet.name, path=place, day=day, rows=rows, actor=actor.name)
    with sensitive_read():
        record_export(told, actor=actor)
    return rows


def export_shown(actor: Actor, table: Shown, taken: Taken, target: BinaryIO) -> int:
    """Write a table as its page shows it; gives the number of rows, and is put on record too.

    Raises: PermissionDenied for whose table it is not.
    """
    if not may_export(actor, table):
        raise PermissionDenied(table.permission)
    book = xlsxwriter.Workbook(target, OPTIONS)
    page = book.add_worksheet(table.label[:31])
    text = book.add_format({"num_format": "@"})
    numbers = {kind: book.add_format({"num_format": form}) for kind, form in NUMBERS.items()}
    heading = book.add_format({"bold": True, "bg_color": "#F2F2EF", "bottom": 1})
    page.freeze_panes(1, 1)
    for at, words in enumerate(taken.headings):
        page.set_column(at, at, 42 if at == 0 else 24)
        page.write_string(0, at, words, heading)
    count = 0
    for count, row in enumerate(taken.rows, 1):
        for at, value in enumerate(row):
            if type(value) in NUMBERS:
                page.write_number(count, at, value, numbers[type(value)])
            elif value not in (None, ""):
                write_text(page, count, at, str(value), text)
    page.autofilter(0, 0, max(count, 1), len(taken.headings) - 1)
    book.close()
    told = Export(sheet=table.name, path=taken.place, day=taken.on, rows=count, actor=actor.name)
    with sensitive_read():
        record_export(told, actor=actor)
    return count


def may_export(actor: Actor, table: Sheet | Shown) -> bool:
    """Whether the table is the actor's to take along: opened single records are not."""
    needed = table.permission if isinstance(table, Shown) else table.read_permission
    return any(not place.startswith("a/") for place in actor.places(needed))


def place_of(actor: Actor, sheet: Sheet, region: str) -> str:
    """The path of a region within the actor's scope; "" for all of it. Raises: Unseen."""
    if not region:
        return ""
    trouble = f"没有区划“{region}”，或不在你的范围内。"
    try:
        path = code_to_path(region)
    except Refused:
        raise Unseen(trouble) from None
    if not any(path.startswith(place) for place in actor.at("d", sheet.read_permission)):
        raise Unseen(trouble)
    return path


def write_rows(
    target: Path | BinaryIO,
    name: str,
    columns: Sequence[Column],
    rows: Iterable[Mapping[str, Any]],
) -> int:
    """Headings, then a line a row. Gives the number of rows."""
    book = xlsxwriter.Workbook(target if not isinstance(target, Path) else str(target), OPTIONS)
    page = book.add_worksheet(name[:31])
    text = book.add_format({"num_format": "@"})
    heading = book.add_format({"bold": True, "bg_color": "#F2F2EF", "bottom": 1})
    for at, column in enumerate(columns):
        page.set_column(at, at, width_of(column), text if column.type != "number" else None)
    page.freeze_panes(1, 1)
    for at, column in enumerate(columns):
        page.write_string(0, at, column.label, heading)
    count = 0
    for count, row in enumerate(rows, 1):
        for at, column in enumerate(columns):
            value = row.get(column.field)
            if value is None or value == "":
                continue
            if type(value) is int and column.type == "number":
                page.write_number(count, at, value)
            else:
                write_text(page, count, at, column.shown(value))
    page.autofilter(0, 0, max(count, 1), len(columns) - 1)
    book.close()
    return count


def width_of(column: Column) -> int:
    if column.type in {"code", "identity"}:
        return 24
    if column.type in {"day", "last_day", "yes_no", "number", "phone"}:
        return 15
    return 42 if column.longest >= 200 else 24
