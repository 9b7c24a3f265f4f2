"""What every endpoint shares: paging by cursor, and the shape of errors (RFC 9457)."""

import functools
import inspect
from collections.abc import Callable, Sequence
from datetime import date
from typing import Annotated, Any, TypeVar

from django.db.models import QuerySet
from django.http import HttpRequest
from ninja import Field, Schema
from pydantic import BeforeValidator, ConfigDict, WithJsonSchema

from dangjianyun.foundation.cells import (
    CellError,
    clean_lines,
    clean_name,
    clean_text,
    is_empty,
)
from dangjianyun.foundation.days import today
from dangjianyun.foundation.errors import Refused, Unseen
from dangjianyun.foundation.veiled import pk_behind, unveil, veil

T = TypeVar("T")

MOST = 200


def _read(clean: Callable[[Any], str]) -> BeforeValidator:
    """As a sheet reads a cell: one cleaner behind sheet, page and API (`foundation.cells`).

    A program that sends control characters is told so: no keyboard makes them.
    """

    def read(text: object) -> object:
        if not isinstance(text, str):
            return text
        if any(ord(sign) < 32 and sign not in "\t\n\r" for sign in text):
            raise ValueError("含有看不见的控制字符，请删去后再提交。")
        try:
            return "" if is_empty(text) else clean(text)
        except CellError as error:
            raise ValueError(str(error)) from None

    return BeforeValidator(read)


Name = Annotated[str, _read(clean_name)]
"""What something is called: it must say something in letters."""
Words = Annotated[str, _read(clean_text)]
"""Text as people write it, on one line."""
Lines = Annotated[str, _read(clean_lines)]
"""Text as people write it, with its line breaks."""


def _day(said: object) -> date:
    try:
        if isinstance(said, str) and len(said) == len("2021-06-28"):
            return date.fromisoformat(said)
    except ValueError:
        pass
    raise ValueError("应为日期，如2021-06-28。")


Day = Annotated[date, BeforeValidator(_day, json_schema_input_type=date)]
"""A day as 2021-06-28 only: a number would be read as seconds since 1970."""


Limit = Annotated[int, Field(ge=1, le=MOST)]
"""How many rows a page holds: what the API would not give is refused, not quietly made less."""

Cursor = Annotated[str, WithJsonSchema({"type": "string", "pattern": "^([0-9a-f]{32})?$"})]
"""Where a page begins: empty for the first, else the `next` of the page before."""


class Given(Schema):
    """What a call may bring: a name that is not declared is refused, not passed over."""

    model_config = ConfigDict(extra="forbid")


class WithdrawIn(Given):
    """What was recorded wrongly: for errors only, an ending is a dated fact."""

    reason: Words


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

OF_ACTS: dict[int, Any] = {**PROBLEMS, 413: Problem, 415: Problem}
"""The errors of an endpoint that takes a body: JSON that says so, and no more than is taken in."""


def only_known(view: Callable[..., Any]) -> Callable[..., Any]:
    """Refuse a query parameter that the endpoint does not have, or that is there twice.

    A mistyped filter would otherwise answer with everything. Raises: Refused naming it.
    """
    known = [name for name in inspect.signature(view).parameters if name not in {"request", "body"}]

    @functools.wraps(view)
    def run(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        match = request.resolver_match
        open_to = [name for name in known if match is None or name not in match.kwargs]
        for name in request.GET:
            if name not in open_to:
                listed = f"可用：{'、'.join(open_to)}" if open_to else "这里不带参数"
                raise Refused(f"没有参数“{name[:40]}”，{listed}。", field=name[:40])
            if len(request.GET.getlist(name)) > 1:
                raise Refused(f"参数“{name}”写了不止一次，请只写一个。", field=name)
        return view(request, *args, **kwargs)

    return run


def part_of(
    rows: Sequence[Any], cursor: str, limit: int, shape: Callable[[Any], T]
) -> dict[str, Any]:
    """One page of rows that are in memory already, as `sliced` gives it. Raises: Refused."""
    start = read_cursor(cursor)
    end = start + limit
    following = write_cursor(end) if end < len(rows) else None
    return {"items": [shape(row) for row in rows[start:end]], "next": following}


def sliced(
    rows: QuerySet[Any], cursor: str, limit: int, shape: Callable[[Any], T]
) -> dict[str, Any]:
    """One page in order of the primary key: `{"items": […], "next": cursor or null}`.

    Raises: Refused for a cursor that this API did not give out.
    """
    if cursor:
        rows = rows.filter(pk__gt=read_cursor(cursor))
    found = list(rows.order_by("pk")[: limit + 1])
    more = len(found) > limit
    found = found[:limit]
    following = write_cursor(found[-1].pk) if more else None
    return {"items": [shape(row) for row in found], "next": following}


def write_cursor(place: int) -> str:
    """Where to go on, as a word that says nothing: not the number of the last row either."""
    return veil("cursor", place)


def read_cursor(cursor: str) -> int:
    """Where to go on, 0 for none. Raises: Refused for a cursor that this API did not give out."""
    if not cursor:
        return 0
    place = unveil("cursor", cursor)
    if place is None or place >= 2**63:
        raise Refused("cursor不是本接口给出的值，请从第一页重新取。", field="cursor")
    return place


def held_on(rows: QuerySet[Any], on: date | None) -> QuerySet[Any]:
    """Dated rows that hold on a day; all of them, ended ones too, without one. Raises: Refused."""
    if on is None:
        return rows
    if on > today():
        raise Refused(f"{on}还没有到，只能查看今天（{today()}）或以前的情况。", field="on")
    return rows.filter(since__lte=on, until__gt=on)


def row_behind(rows: QuerySet[Any], key: str) -> Any:
    """The one of `rows` whose key (`veiled.key_of`) this is. Raises: Unseen."""
    pk = pk_behind(rows.model, key)
    row = rows.filter(pk=pk).first() if pk is not None and pk < 2**63 else None
    if row is None:
        raise Unseen
    return row
