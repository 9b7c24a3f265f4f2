"""The pages of a refusal: what was understood and not done, why, and the way on."""

from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

from dangjianyun.foundation.errors import Refused


def refusal(request: HttpRequest, refused: Refused) -> HttpResponse:
    """422: the request was understood and is not allowed. Nothing of it was written.

    Of a page that only shows, the same is a 404 that says how to go on.
    """
    if request.method != "POST":
        return _shown(request, 404, "没有这样的内容", refused.message, "请改正后再查看。")
    basis = f"依据：{'；'.join(refused.cites)}。" if refused.cites else ""
    return _shown(request, 422, "没有办成", refused.message, basis + "没有写入任何内容。")


def conflict(request: HttpRequest, text: str) -> HttpResponse:
    """409: the key of a submit was used for another content, or somebody was faster."""
    return _shown(
        request,
        409,
        "没有保存，内容已经变了",
        text,
        "请返回，刷新后核对，再决定是否重做。",
    )


def _shown(request: HttpRequest, status: int, title: str, text: str, further: str) -> HttpResponse:
    back = _back(request)
    if request.headers.get("HX-Request") == "true":
        told = {"title": title, "text": text, "acts": [("返回", back)]}
        return HttpResponse(render_to_string("dj/failed.html", told), status=status)
    trouble = {
        "title": title,
        "text": text,
        "help": further,
        "act": "返回，改正后再办",
        "href": back,
    }
    page = render_to_string("trouble.html", {"trouble": trouble})
    return HttpResponse(page, status=status)


def _back(request: HttpRequest) -> str:
    """The page the request came from, if it was one of ours."""
    came = urlsplit(request.headers.get("Referer", ""))
    if came.netloc == request.get_host() and came.path.startswith("/"):
        return came.path + (f"?{came.query}" if came.query else "")
    return "/"
