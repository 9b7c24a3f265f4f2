"""What a person reads when the server refuses or fails. Nothing here needs the database."""

import logging
import secrets
from dataclasses import dataclass

from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

from dangjianyun.access.incoming import FileTooBig
from dangjianyun.foundation.errors import Unseen

log = logging.getLogger("dangjianyun.trouble")

ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Without what is mistaken on the telephone: 0 O, 1 I L, U."""

TOO_MUCH = (RequestDataTooBig, TooManyFieldsSent)

LAST_RESORT = """<!doctype html><html lang="zh-CN"><head><meta charset="utf-8">
<title>系统出错 - 社会组织党建云</title></head><body><main><h1>系统出错，刚才的操作没有完成</h1>
<p>没有写入任何内容，请稍后再试。一直这样，请把查询编号告诉系统管理员：{reference}</p>
</main></body></html>"""


@dataclass(frozen=True)
class Trouble:
    """What happened, what is kept, who can help, the way on."""

    status: int
    title: str
    text: str
    help: str = ""
    act: str = "回到工作台"
    href: str = "/"
    searches: bool = False


NOT_ALLOWED = Trouble(
    403,
    "你的账号没有这项权限",
    "这一页或这项操作不在你的职责范围内，没有做任何改动。",
    "工作需要的，请本单位安全管理员按职责授权；不清楚找谁，请问上级综合党委。",
)
NOT_FOUND = Trouble(
    404,
    "没有找到这一页",
    "它可能不存在、已经移走，也可能不在你的管辖范围内。",
    "请核对网址，或从工作台、搜索重新打开。确实应当看到的，请联系本单位安全管理员。",
    searches=True,
)
CONFLICT = Trouble(
    409,
    "没有保存，内容已经变了",
    "你打开这一页以后，同一份内容已被提交或修改。这次的操作没有生效。",
    "请返回上一页，刷新后核对，再决定是否重做。",
)
STALE_FORM = Trouble(
    403,
    "没有提交成功，请再试一次",
    "这一页打开得太久，或浏览器没有保存登录信息，填写的内容没有写入。",
    "请按浏览器的后退键，复制已填的内容，刷新后重新提交。浏览器应允许本站使用Cookie。",
)
BAD_REQUEST = Trouble(
    400,
    "看不懂这次请求",
    "网址或提交的内容不完整，没有做任何改动。",
    "请从上一页重新打开；自己写的网址，请核对日期（2026-11-20）和编号。",
)
TOO_LARGE = Trouble(
    413,
    "这次提交的内容太大",
    "填写的内容超过了系统一次能收下的大小，没有做任何改动。",
    "请退回上一页，把过长的文字缩短后再提交；成批的数据请做成表格导入。",
)
FILE_TOO_LARGE = Trouble(
    413,
    "文件太大，没有接收",
    "文件超过了系统一次能收下的大小，没有做任何改动。",
    "请退回上一页，填过的文字还在；换成小一些的照片或文档再提交。成批的数据请做成表格导入。",
)
FAILED = Trouble(
    500,
    "系统出错，刚才的操作没有完成",
    "没有写入任何内容，之前保存的都还在。请稍后再试。",
    "一直这样，请把查询编号告诉系统管理员。",
    "再试一次",
    "",
)


def reference() -> str:
    """A number to quote: 7Q4M-2K9D. Random, says nothing about the error."""
    letters = "".join(secrets.choice(ALPHABET) for _ in range(8))
    return f"{letters[:4]}-{letters[4:]}"


def shown(trouble: Trouble, *, quoted: str = "", text: str = "") -> HttpResponse:
    """The page of a trouble. `quoted`: the reference number; `text` replaces what it says."""
    told = {
        "title": trouble.title,
        "text": text or trouble.text,
        "help": trouble.help,
        "act": trouble.act,
        "href": trouble.href,
        "reference": quoted,
        "searches": trouble.searches,
    }
    page = render_to_string("trouble.html", {"trouble": told})
    response = HttpResponse(page, status=trouble.status)
    response["Cache-Control"] = "private, no-store"
    return response


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """handler400, which Django also calls where more was sent than it takes in."""
    if isinstance(exception, FileTooBig):
        return shown(FILE_TOO_LARGE, text=exception.told)
    return shown(TOO_LARGE if isinstance(exception, TOO_MUCH) else BAD_REQUEST)


def not_allowed(request: HttpRequest, exception: Exception) -> HttpResponse:
    """handler403. Says nothing of what was asked for."""
    return shown(NOT_ALLOWED)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """handler404. The same bytes for what does not exist and what may not be seen."""
    return shown(NOT_FOUND, text=exception.told if isinstance(exception, Unseen) else "")


def conflict(request: HttpRequest, text: str = "") -> HttpResponse:
    """409: the key of a submit was used for another content, or someone was faster."""
    return shown(CONFLICT, text=text)


def csrf_failed(request: HttpRequest, reason: str = "") -> HttpResponse:
    """CSRF_FAILURE_VIEW."""
    return shown(STALE_FORM)


def failed(request: HttpRequest) -> HttpResponse:
    """handler500. Renders with the database down, and without templates if even they fail."""
    number = reference()
    # Django calls this while the exception is being handled.
    log.error("%s %s %s", number, request.method, request.path, exc_info=True)  # noqa: LOG014
    try:
        return shown(FAILED, quoted=number)
    except Exception:  # a page that explains an error must not raise a second one
        log.exception("%s: the error page failed too", number)
        return HttpResponse(LAST_RESORT.format(reference=number), status=500)
