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


def conditions_of(context: Context) -> list[str]:
    """What the page being drawn narrows its list to, in words, in the order of the page.

    The parts that show a condition (day, filters, chips) enter it; `print_head` says them.
    """
    held: dict[Any, Any] = context.render_context.dicts[-1]
    said: list[str] = held.setdefault("dj_conditions", [])
    return said


def say_condition(context: Context, words: str) -> None:
    """Enter a condition in force, each once: a filter behind 更多条件 stands as a chip too."""
    said = conditions_of(context)
    if words not in said:
        said.append(words)
