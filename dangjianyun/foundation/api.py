"""What every endpoint shares: paging by cursor, and the shape of errors (RFC 9457)."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable
from typing import Annotated, Any, TypeVar

from django.db.models import QuerySet
from ninja import Schema
from pydantic import AfterValidator

from dangjianyun.foundation.errors import Refused

T = TypeVar("T")

MOST = 200


def _words(text: str) -> str:
    if any(ord(sign) < 32 and sign not in "\t\n\r" for sign in text):
        raise ValueError("含有看不见的控制字符，请删去后再提交。")
    return text


Words = Annotated[str, AfterValidator(_words)]
"""Text as people write it: no control characters, which PostgreSQL could not keep either."""


class Problem(Schema):
    """An error as RFC 9457 has it; `detail` is Chinese and says what to do."""

    type: str = "about:blank"
    title: str
    status: int
    detail: str = ""
    errors: list[dict[str, Any]] = []


PROBLEMS: dict[int, Any] = {
    400: Problem,
    401: Problem,
    403: Problem,
    404: Problem,
    409: Problem,
    422: Problem,
}
"""The errors that every endpoint declares."""


def sliced(
    rows: QuerySet[Any], cursor: str, limit: int, shape: Callable[[Any], T]
) -> dict[str, Any]:
    """One page in order of the primary key: `{"items": […], "next": cursor or null}`.

    Raises: Refused for a cursor that this API did not give out.
    """
    limit = min(max(limit, 1), MOST)
    if cursor:
        rows = rows.filter(pk__gt=_read(cursor))
    found = list(rows.order_by("pk")[: limit + 1])
    more = len(found) > limit
    found = found[:limit]
    following = _write(found[-1].pk) if more else None
    return {"items": [shape(row) for row in found], "next": following}


def _write(pk: int) -> str:
    return urlsafe_b64encode(f"k{pk}".encode()).decode().rstrip("=")


def _read(cursor: str) -> int:
    try:
        text = urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)).decode()
        if not text.startswith("k"):
            raise ValueError
        return int(text[1:])
    except (ValueError, UnicodeDecodeError):
        raise Refused("cursor不是本接口给出的值，请从第一页重新取。", field="cursor") from None
