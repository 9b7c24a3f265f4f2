"""What a program reads when the API refuses or fails: problem details (RFC 9457) in Chinese."""

import logging
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse

from dangjianyun.config.errors import reference

PROBLEM = "application/problem+json"
log = logging.getLogger("dangjianyun.trouble")

WORDS = {
    "missing": "缺少这一项，请补上。",
    "extra_forbidden": "没有这一项，请核对名称。",
    "string_type": "应为文字。",
    "string_too_short": "不能为空。",
    "string_too_long": "不能超过{max_length}个字。",
    "int_type": "应为整数。",
    "int_parsing": "应为整数。",
    "int_parsing_size": "这个数太大。",
    "int_from_float": "应为整数。",
    "bool_type": "应为true或false。",
    "bool_parsing": "应为true或false。",
    "date_type": "应为日期，如2021-06-28。",
    "date_parsing": "应为日期，如2021-06-28。",
    "date_from_datetime_parsing": "应为日期，如2021-06-28。",
    "date_from_datetime_inexact": "应为日期，如2021-06-28，不带时刻。",
    "greater_than_equal": "不能小于{ge}。",
    "less_than_equal": "不能大于{le}。",
    "model_attributes_type": "应为一个JSON对象。",
    "model_type": "应为一个JSON对象。",
    "dict_type": "应为一个JSON对象。",
}
"""What pydantic finds wrong, by the type of its error."""


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
        content_type=PROBLEM,
        json_dumps_params={"ensure_ascii": False},
    )


def wrong(found: list[dict[str, Any]]) -> HttpResponse:
    """422 for what pydantic found, each with its field and what it must be."""
    errors = [{"field": _field(one), "message": _words(one)} for one in found]
    named = "；".join(f"{one['field']}：{one['message'].rstrip('。')}" for one in errors[:3])
    return problem(422, "填写有误", f"{named}。", errors)


def _field(one: dict[str, Any]) -> str:
    return ".".join(str(part) for part in one["loc"][1:])


def _words(one: dict[str, Any]) -> str:
    said = one.get("ctx", {})
    if one["type"] == "value_error" and "error" in said:
        return str(said["error"])
    return WORDS.get(one["type"], "这个值不合要求，请对照接口文档。").format(**said)


def failed(request: HttpRequest) -> HttpResponse:
    """500 with a number to quote; nothing was written."""
    number = reference()
    # Called while the exception is being handled.
    log.error("%s %s %s", number, request.method, request.path, exc_info=True)  # noqa: LOG014
    return problem(500, "系统出错", f"没有写入任何内容，请稍后再试。查询编号：{number}。")
