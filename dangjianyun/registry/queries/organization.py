"""Finding organizations."""

from typing import Any

from django.db.models import QuerySet

from dangjianyun.foundation.search import matching
from dangjianyun.territory.models import Level
from dangjianyun.territory.queries import division_of_path


def found(rows: "QuerySet[Any]", term: str, *, column: str = "sought") -> "QuerySet[Any]":
    """The organizations whose names, code or pinyin initials hold every word of the term.

    Shape: `rows` of organizations, or of a table that reaches them by `column`
    ("organization__sought"). Answered from an index on PostgreSQL.
    """
    return matching(rows, column, term, indexed=True)


OFFICES = {Level.COUNTRY: "民政部", Level.PROVINCE: "民政厅"}
"""What the civil-affairs office of a level is called; 民政局 below."""


def office_of(path: str) -> str:
    """The registering authority of a division, as people name it: 宁波市民政局."""
    if not path:
        return ""
    division = division_of_path(path)
    return f"{division.name}{OFFICES.get(Level(division.level), '民政局')}"
