"""One page: an attachment, to be saved. Never shown by the browser as a page of this house."""

from urllib.parse import quote

from django.http import HttpRequest, HttpResponse

from dangjianyun.access.page import page
from dangjianyun.foundation.actor import Actor
from dangjianyun.papers.models import Attachment
from dangjianyun.papers.queries import content_of


@page()
def attachment_file(request: HttpRequest, actor: Actor, attachment: str) -> HttpResponse:
    """The file. Whatever it holds, the browser saves it and runs nothing."""
    row: Attachment = Attachment.objects.one_seen_by(actor, ref=attachment)
    media = f"{row.media}; charset=utf-8" if row.kind == "txt" else row.media
    response = HttpResponse(content_of(row), content_type=media)
    response["Content-Disposition"] = (
        f"attachment; filename=\"attachment.{row.kind}\"; filename*=UTF-8''{quote(row.name)}"
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    return response
