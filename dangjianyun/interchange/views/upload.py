"""Bringing a file: choose a sheet, fetch its template, hand the file over."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from dangjianyun.access.page import page
from dangjianyun.foundation.actor import Actor
from dangjianyun.foundation.errors import Refused
from dangjianyun.foundation.sheets import SHEETS
from dangjianyun.interchange import uploads
from dangjianyun.interchange.files.kinds import is_table
from dangjianyun.interchange.files.limits import LARGEST_FILE
from dangjianyun.interchange.forms import UploadForm, sheets_for
from dangjianyun.interchange.intake import Upload, check_file, receive
from dangjianyun.interchange.models import Batch
from dangjianyun.interchange.tasks import check_upload
from dangjianyun.interchange.workflow import WRITE

INLINE = 100_000
"""Bytes up to which a file is checked while its sender waits: some 500 rows."""


def _received(actor: Actor, upload: Upload, file: Any) -> Batch:
    """The batch, checked where that takes a second, else waiting for the worker.

    Raises: Refused; for what is no table at once, whatever its size.
    """
    batch = receive(actor, upload)
    with uploads.on_disk(file.chunks()) as path:
        if file.size <= INLINE or not is_table(path, batch.filename):
            return check_file(batch, actor, path)
    uploads.keep(batch.number, file)
    check_upload.enqueue(batch.number, actor.account_id or 0)
    return batch


@page(WRITE, takes=LARGEST_FILE)
def batch_new(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Upload a file; a small one is checked at once, a large one by the worker."""
    start = {"sheet": request.GET.get("sheet", "")}
    form = UploadForm(request.POST or None, request.FILES or None, actor=actor, initial=start)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        upload = Upload(said["sheet"], said["file"].name, said["year"])
        try:
            batch = _received(actor, upload, said["file"])
        except Refused as refusal:
            form.add_error(
                refusal.field if refusal.field in form.fields else "file", refusal.message
            )
        else:
            return redirect("interchange:batch_file", number=batch.number)
    context = {
        "form": form,
        "path": [("导入", reverse("interchange:batch_list"))],
        "templates": [(label, name, SHEETS[name].note) for name, label in sheets_for(actor)],
    }
    return render(
        request,
        "interchange/batch_new.html",
        context,
        status=422 if request.method == "POST" else 200,
    )
