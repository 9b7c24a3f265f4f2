"""The page of a list that an address asks for: `?page=`, `?size=`, or all of it for the printer."""

from typing import Any

from django.core.paginator import Page, Paginator
from django.http import HttpRequest, QueryDict

SIZES = (20, 50, 100)
MOST_PRINTED = 1000
"""Rows that go on paper at once, some twenty sheets; more than that is what exports are for."""


def paged(request: HttpRequest, rows: Any, size: int = SIZES[0]) -> Page[Any]:
    """One page of `rows` (a queryset, or a sequence that is counted and sliced)."""
    asked = request.GET
    paginator = Paginator(rows, asked_size(asked, size))
    if prints_all(asked, paginator.count):
        paginator.per_page = max(paginator.count, 1)
    return paginator.get_page(asked.get("page"))


def asked_size(asked: QueryDict | dict[str, str], size: int = SIZES[0]) -> int:
    """Rows a page as asked for, `size` for none or one that is not offered."""
    given = asked.get("size", "")
    return int(given) if given in {str(one) for one in SIZES} else size


def prints_all(asked: QueryDict | dict[str, str], total: int | None) -> bool:
    """Whether all rows are to stand on one page, to be printed: not where they are too many."""
    return asked.get("print") == "all" and total is not None and total <= MOST_PRINTED
