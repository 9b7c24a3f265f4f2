"""The HTTP API: every room's endpoints under one roof, with errors as RFC 9457 has them."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError
from ninja.renderers import JSONRenderer

from dangjianyun.access.api import Bearer
from dangjianyun.access.submits import SubmitConflict
from dangjianyun.coverage.api import router as coverage
from dangjianyun.foundation.errors import Refused
from dangjianyun.insight.api import router as insight
from dangjianyun.orglife.api import router as orglife
from dangjianyun.party.api import router as party
from dangjianyun.territory.api import router as territory


class Readable(JSONRenderer):
    """Chinese as it is read, not as escapes."""

    json_dumps_params = {"ensure_ascii": False}


api = NinjaAPI(
    title="社会组织党建云",
    version="1",
    description="只读取和更改令牌所属账号看得到、办得了的内容。",
    auth=Bearer(),
    renderer=Readable(),
    urls_namespace="api",
)
for router in (insight, coverage, party, orglife, territory):
    api.add_router("", router)


def problem(status: int, title: str, detail: str, errors: list[Any] | None = None) -> HttpResponse:
    """An error as RFC 9457 has it."""
    body = {
        "type": "about:blank",
        "title": title,
        "status": status,
        "detail": detail,
        "errors": errors or [],
    }
    return JsonResponse(
        body,
        status=status,
        content_type="application/problem+json",
        json_dumps_params={"ensure_ascii": False},
    )


@api.exception_handler(AuthenticationError)
def _unknown(request: HttpRequest, error: Any) -> HttpResponse:
    response = problem(401, "未登录", "令牌无效或已过期，请重新申请令牌。")
    response["WWW-Authenticate"] = "Bearer"
    return response


@api.exception_handler(Http404)
def _unseen(request: HttpRequest, error: Any) -> HttpResponse:
    return problem(404, "没有找到", "没有找到，可能不存在，也可能不在你的范围内。")


@api.exception_handler(PermissionDenied)
def _forbidden(request: HttpRequest, error: Any) -> HttpResponse:
    return problem(403, "没有权限", "这个账号没有这项权限，请联系安全管理员。")


@api.exception_handler(Refused)
def _refused(request: HttpRequest, error: Any) -> HttpResponse:
    named = [{"field": error.field, "message": error.message}] if error.field else []
    return problem(422, "不能这样办", error.message, named)


@api.exception_handler(SubmitConflict)
def _conflict(request: HttpRequest, error: Any) -> HttpResponse:
    return problem(409, "提交编号已用过", str(error))


@api.exception_handler(ValidationError)
def _wrong(request: HttpRequest, error: Any) -> HttpResponse:
    errors = [
        {"field": ".".join(str(part) for part in one["loc"][1:]), "message": one["msg"]}
        for one in error.errors
    ]
    return problem(422, "填写有误", "有参数不合要求，见errors。", errors)


@api.exception_handler(HttpError)
def _other(request: HttpRequest, error: Any) -> HttpResponse:
    return problem(error.status_code, "请求有误", "请求的格式不对，请对照接口文档。")


def nothing(request: HttpRequest, rest: str = "") -> HttpResponse:
    """An address of the API that does not exist."""
    return problem(404, "没有找到", "接口没有这个地址，请对照/api/v1/docs。")


nothing.login_required = False  # type: ignore[attr-defined]  # as below
urls = api.urls
for pattern in urls[0]:
    # A token signs in here, not a session, so the middleware that asks for one stands aside.
    assert pattern.callback is not None
    pattern.callback.login_required = False  # type: ignore[attr-defined]  # Django's own mark
