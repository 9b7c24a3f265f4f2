"""All batches that the actor sees."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from dangjianyun.access.page import page
from dangjianyun.foundation.actor import Actor
from dangjianyun.foundation.paging import paged
from dangjianyun.foundation.sheets import SHEETS
from dangjianyun.interchange.forms import sheets_for
from dangjianyun.interchange.models import Batch, HeldRow, State
from dangjianyun.interchange.workflow import WRITE

READ = "interchange.batch.read"
MARKS = {
    State.WAITING: "blue",
    State.CHECKED: "warn",
    State.WRITING: "blue",
    State.UNDOING: "blue",
    State.WRITTEN: "ok",
    State.UNDONE: "none",
    State.DISCARDED: "none",
    State.REFUSED: "red",
}


@page(READ)
def batch_list(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Batches, newest first. `?sheet=organizations&state=written`."""
    asked = request.GET
    rows = Batch.objects.seen_by(actor)
    if asked.get("sheet") in SHEETS:
        rows = rows.filter(sheet=asked["sheet"])
    if asked.get("state") in State.values:
        rows = rows.filter(state=asked["state"])
    shown = paged(request, rows.order_by("-created_at", "-pk"))
    told = list(shown.object_list)
    for row in told:
        row.sheet_label = SHEETS[row.sheet].label if row.sheet in SHEETS else row.sheet
        row.mark = MARKS[State(row.state)]
        row.told = {name: row.count(name) for name in ("rows", "new", "changed", "rejected")}
    waiting = HeldRow.objects.seen_by(actor).filter(is_settled=False).count()
    context = {
        "page": shown,
        "rows": told,
        "sheets": [(sheet.name, sheet.label) for sheet in SHEETS.values()],
        "states": State.choices,
        "narrowed": any(asked.get(name) for name in ("sheet", "state")),
        "may_write": actor.holds(WRITE) and bool(sheets_for(actor)),
        "waiting": waiting,
    }
    return render(request, "interchange/batch_list.html", context)
