"""Writing, undoing, putting aside: each asked once more with what it does."""

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from dangjianyun.access.page import page
from dangjianyun.foundation.actor import Actor
from dangjianyun.foundation.errors import Refused
from dangjianyun.foundation.sheets import sheet_named
from dangjianyun.foundation.sheets.rows import ASKED, CHANGED, HELD, NEW, REJECTED
from dangjianyun.interchange.actions import begin, discard_batch, undo_batch, write_batch
from dangjianyun.interchange.forms import UndoForm
from dangjianyun.interchange.models import Batch
from dangjianyun.interchange.sight import may_see_rows
from dangjianyun.interchange.tasks import undo_rows, write_rows
from dangjianyun.interchange.views.file import batch_of
from dangjianyun.interchange.views.obstacles import obstacles
from dangjianyun.interchange.workflow import STEPS, WRITE

INLINE = 500
"""Rows up to which an act is done while its sender waits."""


@page(WRITE)
def batch_confirm(request: HttpRequest, actor: Actor, number: str) -> HttpResponse:
    """Write the good rows."""
    batch = _own(actor, number)
    good, wrong, held = _counts(batch)
    bad = wrong + held
    sheet = sheet_named(batch.sheet)
    sent = f"，{held:,}行已送上级核验" if held else ""
    if request.method == "POST":
        try:
            if good > INLINE:
                begin(batch, actor=actor, step="begin_write", batch=number)
                write_rows.enqueue(number, actor.account_id or 0, bad > 0)
            else:
                write_batch(batch, actor=actor, good_only=bad > 0, batch=number)
                messages.success(request, f"已写入{good:,}行{sent}")
        except Refused as refusal:
            return _refused(request, batch, "没有写入", refusal)
        return redirect("interchange:batch_file", number=number)
    if late := _too_late(batch, "begin_write"):
        return _refused(request, batch, "没有写入", late)
    left = f"有误的{wrong:,}行不写入，改好后可再次上传。" if wrong else ""
    asked = batch.count(ASKED)
    left += f"{asked:,}行提交后待上级核验，核验通过才列入名册。" if asked else ""
    left += f"{held:,}行送上级核验，核验以前不写入。" if held else ""
    title = f"写入{good:,}行" if good else f"送{held:,}行给上级核验"
    context = {
        "title": title,
        "path": _trail(batch),
        "sentence": (
            f"将新增{batch.count(NEW):,}{sheet.noun}、变更{batch.count(CHANGED):,}{sheet.noun}{sheet.label}。"
            f"{left}一次完成，中途出错就一行也不写；写入以后可以整批撤销。"
        ),
        "safe": "先不写入",
        "safe_href": reverse("interchange:batch_file", args=[number]),
        "act": f"写入{good:,}行{'正确' if bad else ''}数据" if good else title,
    }
    return render(request, "interchange/batch_confirm.html", context)


@page(WRITE)
def batch_undo(request: HttpRequest, actor: Actor, number: str) -> HttpResponse:
    """Take a batch back; the number of rows must be typed."""
    batch = _own(actor, number)
    good, _, held = _counts(batch)
    rows = good or held
    sheet = sheet_named(batch.sheet)
    if request.method == "GET" and (late := _too_late(batch, "begin_undo")):
        return _refused(request, batch, "没有撤销", late)
    form = UndoForm(request.POST or None, actor=actor, rows=rows)
    if request.method == "POST" and form.is_valid():
        try:
            if good > INLINE:
                begin(batch, actor=actor, step="begin_undo", batch=number)
                undo_rows.enqueue(number, actor.account_id or 0)
            else:
                undo_batch(batch, actor=actor, batch=number)
                messages.success(request, f"已撤销{rows:,}行")
        except Refused as refusal:
            return _refused(request, batch, "没有撤销", refusal, obstacles(actor, batch))
        return redirect("interchange:batch_file", number=number)
    context = {
        "title": f"撤销这批导入的{rows:,}行",
        "path": _trail(batch),
        "sentence": (
            f"将删去新增的{batch.count(NEW):,}{sheet.noun}，把变更的{batch.count(CHANGED):,}{sheet.noun}"
            "恢复成导入前的样子，就像没有导入过，过去各日的数字也一样。"
            f"{'还没有核验的行一并收回。' if held or batch.count(ASKED) else ''}"
            "导入以后又被更改或引用的，不能撤销。"
        ),
        "safe": "不撤销",
        "safe_href": reverse("interchange:batch_file", args=[number]),
        "act": f"撤销{rows:,}行",
        "form": form,
    }
    return render(request, "confirm.html", context, status=422 if request.method == "POST" else 200)


@page(WRITE)
def batch_discard(request: HttpRequest, actor: Actor, number: str) -> HttpResponse:
    """Put a batch aside."""
    batch = batch_of(actor, number)
    actor.must(WRITE, batch)
    if request.method == "POST":
        try:
            discard_batch(batch, actor=actor, batch=number)
        except Refused as refusal:
            return _refused(request, batch, "没有放弃", refusal)
        messages.success(request, "已放弃这次导入，没有写入任何内容")
        return redirect("interchange:batch_list")
    if late := _too_late(batch, "discard"):
        return _refused(request, batch, "没有放弃", late)
    context = {
        "title": "放弃这次导入",
        "path": _trail(batch),
        "sentence": "核对过的内容会删去，没有写入任何数据。以后可以重新上传。",
        "safe": "不放弃",
        "safe_href": reverse("interchange:batch_file", args=[number]),
        "act": "放弃这次导入",
    }
    return render(request, "confirm.html", context)


def _own(actor: Actor, number: str) -> Batch:
    """The batch, to act on. Raises: Unseen, PermissionDenied."""
    batch = batch_of(actor, number)
    actor.must(WRITE, batch)
    if not actor.holds(sheet_named(batch.sheet).permission) or not may_see_rows(actor, batch):
        raise PermissionDenied(WRITE)
    return batch


def _too_late(batch: Batch, step: str) -> Refused | None:
    """Why the step can no longer be taken: nothing is offered that would be refused."""
    try:
        STEPS.take(step, batch.state)
    except Refused as refusal:
        return refusal
    return None


def _counts(batch: Batch) -> tuple[int, int, int]:
    """Rows to write, wrong ones, those for somebody further up."""
    good = batch.good()
    return good, batch.count(REJECTED), batch.count(HELD)


def _trail(batch: Batch) -> list[tuple[str, str]]:
    return [
        ("导入", reverse("interchange:batch_list")),
        (batch.filename, reverse("interchange:batch_file", args=[batch.number])),
    ]


def _refused(
    request: HttpRequest,
    batch: Batch,
    title: str,
    refusal: Refused,
    found: Sequence[dict[str, str]] = (),
) -> HttpResponse:
    context: dict[str, Any] = {
        "title": title,
        "text": refusal.message,
        "obstacles": found,
        "path": _trail(batch),
        "acts": [("回到这批导入", reverse("interchange:batch_file", args=[batch.number]))],
    }
    return render(request, "interchange/batch_refused.html", context, status=409)
