"""Finding organizations."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import QuerySet

from dangjianyun.foundation.actor import Actor
from dangjianyun.foundation.search import matching
from dangjianyun.foundation.segments import chunks
from dangjianyun.registry.models import Organization, Particulars
from dangjianyun.territory.models import Level
from dangjianyun.territory.queries import division_of_path


def found(rows: "QuerySet[Any]", term: str, *, column: str = "sought") -> "QuerySet[Any]":
    """The organizations whose names, code or pinyin initials hold every word of the term.

    Shape: `rows` of organizations, or of a table that reaches them by `column`
    ("organization__sought"). Answered from an index on PostgreSQL.
    """
    return matching(rows, column, term, indexed=True)


def seen_among(actor: Actor, organizations: Iterable[int]) -> set[int]:
    """Those of these organizations (primary keys) that the actor may read."""
    seen: set[int] = set()
    for ids in chunks(sorted(set(organizations))):
        rows = Organization.objects.seen_by(actor).filter(pk__in=ids)
        seen.update(rows.values_list("pk", flat=True))
    return seen


def names_on(organizations: Iterable[int], on: date) -> dict[int, str]:
    """The names that organizations (primary keys) had on a day."""
    named: dict[int, str] = {}
    for ids in chunks(sorted(set(organizations))):
        rows = Particulars.rows().filter(organization__in=ids, since__lte=on, until__gt=on)
        named.update(rows.values_list("organization_id", "name"))
    return named


OFFICES = {Level.COUNTRY: "民政部", Level.PROVINCE: "民政厅"}
"""What the civil-affairs office of a level is called; 民政局 below."""


def office_of(path: str) -> str:
    """The registering authority of a division, as people name it: 宁波市民政局."""
    if not path:
        return ""
    division = division_of_path(path)
    return f"{division.name}{OFFICES.get(Level(division.level), '民政局')}"
