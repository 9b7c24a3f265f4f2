"""One batch: what it would change, where it is wrong, how far it is, what came of it."""

from typing import Any

from django.core.paginator import Page
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from dangjianyun.access.page import page
from dangjianyun.foundation.actor import Actor
from dangjianyun.foundation.days import ZONE
from dangjianyun.foundation.errors import Unseen
from dangjianyun.foundation.paging import paged
from dangjianyun.foundation.sheets import sheet_named
from dangjianyun.foundation.sheets.rows import ASKED, CHANGED, HELD, NEW, REJECTED, UNCHANGED
from dangjianyun.interchange import sight
from dangjianyun.interchange.models import Batch, State
from dangjianyun.interchange.progress import progress_of
from dangjianyun.interchange.views.listing import MARKS, READ
from dangjianyun.interchange.views.written import written
from dangjianyun.interchange.workflow import STEPS

FEW = 7
ROWS = 50
STATE_WORDS = {
    State.CHECKED: "还没有写入任何内容。",
    State.WRITTEN: "已经写入。",
    State.UNDONE: "已经撤销，和没有导入过一样。",
    State.DISCARDED: "已经放弃，没有写入任何内容。",
}
MOVES = {State.CHECKED: "写入后这些数字会变", State.WRITTEN: "这些数字变了"}
UNDER_WAY = {State.WAITING, State.WRITING, State.UNDOING}


def batch_of(actor: Actor, number: str) -> Batch:
    """The batch, if the actor may see it. Raises: Unseen."""
    batch: Batch = Batch.objects.one_seen_by(actor, number=number)
    return batch


def rows_shown(actor: Actor, batch: Batch) -> None:
    """Raises: Unseen where the batch's rows are about people and somebody else's."""
    if not sight.may_see_rows(actor, batch):
        raise Unseen("这批数据涉及个人信息，逐行内容只有导入人能看。")


@page(READ)
def batch_file(request: HttpRequest, actor: Actor, number: str) -> HttpResponse:
    """Everything about one batch on one page. `?row=42` moves the window on the sheet."""
    batch = batch_of(actor, number)
    context = _frame(actor, batch)
    if batch.state in UNDER_WAY:
        context["done"], context["total"] = progress_of(number)
        name = "interchange/batch_waits.html"
        return render(request, f"{name}#progress" if request.htmx else name, context)  # type: ignore[attr-defined]
    if request.htmx and request.GET.get("wait"):  # type: ignore[attr-defined]
        return HttpResponse(headers={"HX-Refresh": "true"})
    if context["see_rows"] and batch.parts.exists():
        wrong = sight.rows_with(batch, "rejected", 0, FEW)
        context["cells"] = sight.cells_of_rows(batch, wrong)[:FEW]
        context["changed"] = sight.rows_with(batch, "changed", 0, 5)
        asked = request.GET.get("row", "")
        row = int(asked) if asked.isdecimal() else sight.first_wrong(batch)
        context["window"] = sight.window(batch, row)
    if batch.state == State.WRITTEN:
        context["written"] = written(actor, batch) if context["see_rows"] else []
        again = reverse("interchange:batch_new")
        context["again"] = f"{again}?sheet={batch.sheet}"
        return render(request, "interchange/batch_result.html", context)
    return render(request, "interchange/batch_file.html", context)


@page(READ)
def batch_errors(request: HttpRequest, actor: Actor, number: str) -> HttpResponse:
    """All wrong cells, page by page."""
    batch = batch_of(actor, number)
    rows_shown(actor, batch)
    shown = paged(request, range(batch.count(REJECTED) + batch.count(HELD)), ROWS)
    rows = sight.rows_with(batch, "rejected", *_span(shown))
    context = _frame(actor, batch) | {"page": shown, "cells": sight.cells_of_rows(batch, rows)}
    return render(request, "interchange/batch_errors.html", context)


@page(READ)
def batch_notes(request: HttpRequest, actor: Actor, number: str) -> HttpResponse:
    """Cells that were taken, but read with a repair or a guess."""
    batch = batch_of(actor, number)
    rows_shown(actor, batch)
    context = _frame(actor, batch) | {"cells": sight.noted_cells(batch)}
    return render(request, "interchange/batch_notes.html", context)


@page(READ)
def batch_changes(request: HttpRequest, actor: Actor, number: str) -> HttpResponse:
    """All changes with before and after, page by page."""
    batch = batch_of(actor, number)
    rows_shown(actor, batch)
    shown = paged(request, range(batch.count(CHANGED)), ROWS)
    rows = sight.rows_with(batch, "changed", *_span(shown))
    context = _frame(actor, batch) | {"page": shown, "changed": rows}
    return render(request, "interchange/batch_changes.html", context)


def _span(shown: Page[Any]) -> tuple[int, int]:
    """Where a page begins among the rows, and how many it holds."""
    return max(shown.start_index() - 1, 0), shown.paginator.per_page


def _frame(actor: Actor, batch: Batch) -> dict[str, Any]:
    """What every page of a batch knows."""
    sheet = sheet_named(batch.sheet)
    steps = {step.name for step in STEPS.open_to(actor, batch)}
    see = sight.may_see_rows(actor, batch)
    may = actor.holds(sheet.permission) and see
    good = batch.good()
    held = batch.count(HELD)
    bad = batch.count(REJECTED) + held
    return {
        "batch": batch,
        "sheet": sheet,
        "mark": MARKS[State(batch.state)],
        "path": [("导入", reverse("interchange:batch_list"))],
        "see_rows": see,
        "new": batch.count(NEW),
        "asked": batch.count(ASKED),
        "edited": batch.count(CHANGED),
        "same": batch.count(UNCHANGED),
        "bad": bad,
        "good": good,
        "held": held,
        "wrong": bad - held,
        "steps": _steps(batch),
        "places": sight.places(batch) if batch.districts else [],
        "moves": sight.moves(batch) if see and batch.state in MOVES else [],
        "moves_title": MOVES.get(State(batch.state), ""),
        "may_write": may and "write" in steps and (good or held),
        "may_discard": "discard" in steps,
        "may_undo": may and "undo" in steps and batch.state == State.WRITTEN and (good or held),
        "facts": _facts(batch),
        "badges": [(MARKS[State(batch.state)], batch.get_state_display())],
        "trail": _trail(batch),
        "trouble_title": "没有读取" if batch.state == State.REFUSED else "刚才没有办成",
        "state_words": STATE_WORDS.get(State(batch.state), ""),
        "hrefs": _hrefs(batch, see),
        "lines": _lines(batch),
    }


def _trail(batch: Batch) -> list[tuple[str, str]]:
    return [
        ("导入", reverse("interchange:batch_list")),
        (batch.filename, reverse("interchange:batch_file", args=[batch.number])),
    ]


def _hrefs(batch: Batch, see: bool) -> dict[str, str]:
    """Where the numbers lead, if there is anything behind them to see."""
    there = see and batch.parts.exists()
    shown = {
        "changes": batch.count(CHANGED),
        "errors": batch.count(REJECTED) + batch.count(HELD),
        "notes": batch.count("notes"),
    }
    return {
        name: reverse(f"interchange:batch_{name}", args=[batch.number]) if there and count else ""
        for name, count in shown.items()
    }


def _lines(batch: Batch) -> dict[str, list[str]]:
    held = batch.count(HELD)
    cells = f"{batch.count('cells'):,}个单元格" if batch.count("cells") else "全部读懂"
    asked = [f"另有{batch.count(ASKED):,}行提交后待上级核验"] if batch.count(ASKED) else []
    noted = f"提示{batch.count('notes'):,}处" if batch.count("notes") else "没有要留意的"
    return {
        "new": [*asked, noted],
        "edited": [
            f"{batch.count('items'):,}项，逐项列出前后" if batch.count(CHANGED) else "没有要变更的"
        ],
        "same": ["不写入，不留记录"],
        "bad": [cells, *([f"其中{held:,}行待上级核验"] if held else [])],
    }


def _steps(batch: Batch) -> list[dict[str, str]]:
    order = ["上传", "核对", "写入", "结果"]
    at = {State.WAITING: 1, State.REFUSED: 1, State.CHECKED: 1, State.WRITING: 2}
    now = at.get(State(batch.state), 4)
    if batch.state == State.DISCARDED:
        now = 2
    notes = [batch.actor_label, "先看清影响，再决定", "一次完成，不留半截", "可整批撤销"]
    return [
        {
            "name": name,
            "state": "done" if n < now else "now" if n == now else "next",
            "note": notes[n],
        }
        for n, name in enumerate(order)
    ]


def _facts(batch: Batch) -> list[dict[str, Any]]:
    moments = (
        ("上传", batch.created_at, batch.actor_label),
        ("写入", batch.written_at, batch.written_by),
        ("撤销", batch.undone_at, batch.undone_by),
    )
    rows: list[dict[str, Any]] = [{"label": "批号", "value": batch.number}]
    for word, at, who in moments:
        if at:
            moment = at.astimezone(ZONE)
            rows.append({"label": word, "value": f"{moment:%Y-%m-%d %H:%M}", "note": who})
    return rows
