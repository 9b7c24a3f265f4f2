"""Rows about people that wait for the city."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from dangjianyun.access.page import page
from dangjianyun.foundation.actor import Actor
from dangjianyun.foundation.errors import Refused
from dangjianyun.foundation.masks import mask
from dangjianyun.foundation.paging import paged
from dangjianyun.foundation.sheets import SHEETS
from dangjianyun.interchange.actions import settle_held
from dangjianyun.interchange.forms import AnswerForm
from dangjianyun.interchange.models import HeldRow
from dangjianyun.interchange.staging import unpacked
from dangjianyun.interchange.views.listing import READ
from dangjianyun.interchange.workflow import WRITE


@page(READ)
def held_list(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Held rows, those to be judged first."""
    rows = HeldRow.objects.seen_by(actor).select_related("batch")
    shown = paged(request, rows.order_by("is_settled", "-pk"), 50)
    context = {"page": shown, "path": [("导入", reverse("interchange:batch_list"))]}
    return render(request, "interchange/held_list.html", context)


@page(READ)
def held_file(request: HttpRequest, actor: Actor, pk: int) -> HttpResponse:
    """One held row, personal cells masked, and the answer to it."""
    row: HeldRow = HeldRow.objects.one_seen_by(actor, pk=pk)
    form = AnswerForm(request.POST or None, actor=actor)
    if request.method == "POST" and form.is_valid():
        try:
            settle_held(row, actor=actor, answer=form.cleaned_data["answer"])
        except Refused as refusal:
            form.add_error("answer", refusal.message)
        else:
            messages.success(request, "已记录核验意见")
            return redirect("interchange:held_list")
    context = {
        "row": row,
        "facts": _facts(row),
        "heading": f"{row.batch.filename}，第{row.row}行",
        "form": form,
        "may_answer": actor.may(WRITE, row) and not row.is_settled,
        "path": [
            ("导入", reverse("interchange:batch_list")),
            ("待核验", reverse("interchange:held_list")),
        ],
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "interchange/held_file.html", context, status=status)


def _facts(row: HeldRow) -> list[dict[str, str]]:
    """The row as it stood in the file."""
    sheet, batch = SHEETS[row.sheet], row.batch
    masks = {
        heading: sheet.by_field[name].mask
        for heading, name in zip(batch.layout["headings"], batch.layout["fields"], strict=True)
        if name
    }
    cells = unpacked(row.sealed, f"interchange.held·{batch.number}·{row.row}")
    told = []
    for heading, value in cells:
        kind = masks.get(heading, "")
        told.append({"label": heading, "value": mask(kind, value) if kind else value})
    return told
