"""The HTTP API: every room's endpoints under one roof, with errors as RFC 9457 has them."""

import functools
import logging
from collections.abc import Callable
from typing import Any

from django.core.exceptions import PermissionDenied, RequestDataTooBig
from django.db import IntegrityError
from django.http import Http404, HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError
from ninja.renderers import JSONRenderer

from dangjianyun.access.api import Bearer
from dangjianyun.access.submits import SubmitConflict
from dangjianyun.config.problems import PROBLEM, failed, problem, wrong
from dangjianyun.coverage.api import router as coverage
from dangjianyun.foundation.api import only_known
from dangjianyun.foundation.errors import Refused
from dangjianyun.insight.api import router as insight
from dangjianyun.orglife.api import router as orglife
from dangjianyun.party.api import router as party
from dangjianyun.registry.api import router as registry
from dangjianyun.territory.api import router as territory
from dangjianyun.welfare.api import router as welfare

log = logging.getLogger("dangjianyun.trouble")


class Readable(JSONRenderer):
    """Chinese as it is read, not as escapes."""

    json_dumps_params = {"ensure_ascii": False}


class Api(NinjaAPI):
    """Says in its description what its errors are: problem details, not plain JSON."""

    def get_openapi_schema(self, **given: Any) -> Any:
        """As Ninja writes it, with the media type of errors."""
        schema = super().get_openapi_schema(**given)
        for methods in schema["paths"].values():
            for operation in methods.values():
                for status, response in operation["responses"].items():
                    if int(status) >= 400:
                        response["content"] = {PROBLEM: response["content"]["application/json"]}
        return schema


api = Api(
    title="社会组织党建云",
    version="1",
    description="只读取和更改令牌所属账号看得到、办得了的内容。",
    auth=Bearer(),
    renderer=Readable(),
    urls_namespace="api",
)
api.add_decorator(only_known)
for router in (insight, coverage, registry, party, orglife, welfare, territory):
    api.add_router("", router)


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
    return wrong(error.errors)


@api.exception_handler(RequestDataTooBig)
def _too_large(request: HttpRequest, error: Any) -> HttpResponse:
    return problem(413, "内容太大", "提交的内容太大，没有写入。请缩短后再提交，或分几次提交。")


@api.exception_handler(HttpError)
def _other(request: HttpRequest, error: Any) -> HttpResponse:
    said = {415: "请把内容写成JSON，Content-Type写application/json。"}
    words = said.get(error.status_code, "请求的格式不对，请对照接口文档。")
    return problem(error.status_code, "请求有误", words)


@api.exception_handler(IntegrityError)
def _faster(request: HttpRequest, error: Any) -> HttpResponse:
    # What an action checked a moment ago no longer held when it wrote: somebody was faster.
    # Called while the exception is being handled.
    log.warning("409 %s %s", request.method, request.path, exc_info=True)  # noqa: LOG014
    return problem(409, "内容已经变了", "同一内容刚被别人登记或修改，没有写入。请重新读取后再办。")


@api.exception_handler(Exception)
def _failed(request: HttpRequest, error: Any) -> HttpResponse:
    return failed(request)


def nothing(request: HttpRequest, rest: str = "") -> HttpResponse:
    """An address of the API that does not exist."""
    return problem(404, "没有找到", "接口没有这个地址，请对照/api/v1/docs。")


nothing.login_required = False  # type: ignore[attr-defined]  # as below


def _by_method(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A method that an address does not have is a problem like every other."""

    @functools.wraps(view)
    def run(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        if response.status_code != 405:
            return response
        allowed = response["Allow"]
        refused = problem(405, "不能这样调用", f"这个地址只能用{allowed}。")
        refused["Allow"] = allowed
        return refused

    return run


urls = api.urls
for pattern in urls[0]:
    assert pattern.callback is not None
    pattern.callback = _by_method(pattern.callback)
    # A token signs in here, not a session, so the middleware that asks for one stands aside.
    pattern.callback.login_required = False  # type: ignore[attr-defined]  # Django's own mark
