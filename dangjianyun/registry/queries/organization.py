"""Finding organizations."""

from typing import Any

from django.db.models import QuerySet

from dangjianyun.foundation.search import matching


def found(rows: "QuerySet[Any]", term: str, *, column: str = "sought") -> "QuerySet[Any]":
    """The organizations whose names, code or pinyin initials hold every word of the term.

    Shape: `rows` of organizations, or of a table that reaches them by `column`
    ("organization__sought"). Answered from an index on PostgreSQL.
    """
    return matching(rows, column, term, indexed=True)
