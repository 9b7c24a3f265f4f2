"""Workbooks that leave the house: templates, annotated tables, exports."""

from datetime import date
from io import BytesIO
from urllib.parse import quote

from django.http import HttpRequest, HttpResponse

from dangjianyun.access.page import page
from dangjianyun.foundation.actor import Actor
from dangjianyun.foundation.errors import Refused, Unseen
from dangjianyun.foundation.sheets import SHEETS, SHOWN, Sheet
from dangjianyun.interchange.annotating import annotate
from dangjianyun.interchange.blank import write_template
from dangjianyun.interchange.exporting import export_file, export_shown, may_export
from dangjianyun.interchange.narrowing import day_of, narrowed
from dangjianyun.interchange.views.file import batch_of, rows_shown
from dangjianyun.interchange.views.listing import READ
from dangjianyun.interchange.workflow import WRITE

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def workbook(held: BytesIO, name: str) -> HttpResponse:
    """A download that is never shown inline."""
    response = HttpResponse(held.getvalue(), content_type=XLSX)
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _sheet(name: str) -> Sheet:
    if name not in SHEETS:
        raise Unseen(f"没有名为“{name[:20]}”的表。")
    return SHEETS[name]


@page(WRITE)
def sheet_template(request: HttpRequest, actor: Actor, name: str) -> HttpResponse:
    """A blank workbook."""
    sheet, held = _sheet(name), BytesIO()
    write_template(sheet, held)
    return workbook(held, f"{sheet.label}导入模板.xlsx")


@page(READ)
def batch_annotated(request: HttpRequest, actor: Actor, number: str) -> HttpResponse:
    """The user's table with what is wrong."""
    batch, held = batch_of(actor, number), BytesIO()
    rows_shown(actor, batch)
    if not batch.parts.exists():
        raise Unseen("核对过的内容已经删去，不能再下载。请重新上传。")
    annotate(batch, held)
    stem = batch.filename.rpartition(".")[0] or batch.filename
    return workbook(held, f"{stem}（已标注）.xlsx")


@page()
def sheet_export(request: HttpRequest, actor: Actor, name: str = "") -> HttpResponse:
    """What the list shows under the same conditions, as a workbook."""
    given = request.GET.dict()
    sheet, held = _sheet(name or given.get("sheet", "")), BytesIO()
    if not may_export(actor, sheet):
        raise Unseen(f"没有名为“{sheet.name}”的表。")
    try:
        on: date = day_of(given)
        only = narrowed(actor, sheet.name, given)
    except Refused as refusal:
        raise Unseen(refusal.message) from None
    export_file(actor, sheet, held, on=on, only=only)
    return workbook(held, f"{sheet.label}{on}.xlsx")


@page()
def list_export(request: HttpRequest, actor: Actor, name: str) -> HttpResponse:
    """A table as its page shows it: its columns, conditions, order and day."""
    table, held = SHOWN.get(name), BytesIO()
    if table is None or not may_export(actor, table):
        raise Unseen(f"没有名为“{name[:20]}”的表。")
    try:
        taken = table.read(actor, request.GET.dict())
    except Refused as refusal:
        raise Unseen(refusal.message) from None
    export_shown(actor, table, taken, held)
    return workbook(held, f"{taken.title}{taken.on}.xlsx")
