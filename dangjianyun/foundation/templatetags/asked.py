"""What a page was asked for in its address, and addresses that differ from it in one thing."""

from typing import Any

from django.http import QueryDict
from django.template import Context


def asked_of(context: Context) -> QueryDict:
    """The query of the page being drawn; empty where there is no request (error pages, tests)."""
    request = context.get("request")
    return QueryDict() if request is None else request.GET


def query_with(asked: QueryDict, **changes: Any) -> str:
    """The query string with some parameters set or, given None, taken out. Never empty: `?`."""
    query = asked.copy()
    for name, value in changes.items():
        if value is None:
            query.pop(name, None)
        else:
            query[name] = str(value)
    return f"?{query.urlencode()}"
