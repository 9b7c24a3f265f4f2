"""The records behind a number, as rows that people can follow."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet

from dangjianyun.coverage.models import InstructorStanding, OrganizationStanding
from dangjianyun.foundation.actor import Actor
from dangjianyun.insight.queries.behind import behind, counted
from dangjianyun.insight.queries.people import instructor_records, member_records
from dangjianyun.orglife.models import ActivityStanding, MeetingStanding, UnitTrack
from dangjianyun.party.models import GuidelineStanding, MemberStanding, UnitStanding
from dangjianyun.party.queries.particulars import names_on as unit_names_on
from dangjianyun.registry.queries import names_on
from dangjianyun.welfare.models import ClaimStanding, WishStanding

Record = dict[str, Any]


def records(
    actor: Actor,
    name: str,
    place: str,
    on: date,
    *,
    part: str = "",
    offset: int = 0,
    limit: int | None = None,
) -> list[Record]:
    """The records behind an indicator: `{"key", "label", "noun", "path", …}`, `amount` for a sum.

    `part` of a ratio: "" or "numerator", "denominator", "rest". In the order of places; people
    appear to viewers without a duty under opaque keys.
    Raises: Refused for an indicator or part that does not exist; Unseen for a place out of scope.
    """
    indicator = counted(name, part)
    rows = behind(actor, indicator, place, on)
    segment: Any = indicator.segment
    if segment is MemberStanding:
        return member_records(actor, rows, on, offset, limit)
    if segment is InstructorStanding:
        return instructor_records(actor, rows, offset, limit)
    shape = SHAPES[segment]
    end = None if limit is None else offset + limit
    columns = (*shape.columns, *filter(None, [indicator.amount]))
    found = list(rows.order_by(*shape.order, "pk").values(*columns)[offset:end])
    written = shape.write(found, on)
    if indicator.amount:
        for record, row in zip(written, found, strict=True):
            record["amount"] = row[indicator.amount]
    return written


def record_count(actor: Actor, name: str, place: str, on: date, *, part: str = "") -> int:
    """How many records `records` would give."""
    rows: QuerySet[Any] = behind(actor, counted(name, part), place, on)
    return rows.count()


@dataclass(frozen=True)
class Shape:
    """How the segments of a table are read and told."""

    columns: Sequence[str]
    write: Callable[[list[dict[str, Any]], date], list[Record]]
    order: Sequence[str] = ("path",)


def _organizations(rows: list[dict[str, Any]], on: date) -> list[Record]:
    """Organizations under the names they had on the day."""
    named = names_on([row["organization_id"] for row in rows], on)
    return [
        {
            "key": row["organization__code"],
            "label": named.get(row["organization_id"], row["organization__name"]),
            "noun": "organization",
            "path": row["path"],
            "mode": row["mode"],
            "full_members": row["full_members"],
        }
        for row in rows
    ]


def _units(rows: list[dict[str, Any]], on: date) -> list[Record]:
    """Party organizations under the names they had on the day."""
    named = unit_names_on((row["unit_id"] for row in rows), on)
    return [
        {
            "key": row["unit__number"],
            "label": named.get(row["unit_id"], row["unit__name"]),
            "noun": "unit",
            "path": row["path"],
        }
        for row in rows
    ]


def _tracks(rows: list[dict[str, Any]], on: date) -> list[Record]:
    """Party organizations again, leading to how they stand with what they owe."""
    told = zip(_units(rows, on), rows, strict=True)
    return [{**one, "noun": "track", "light": row["light"]} for one, row in told]


def _plain(noun: str, key: str, label: str) -> Shape:
    """A table whose rows are told by a number and a name."""

    def write(rows: list[dict[str, Any]], on: date) -> list[Record]:
        return [
            {"key": row[key], "label": row[label], "noun": noun, "path": row["path"]}
            for row in rows
        ]

    return Shape((key, label, "path"), write)


SHAPES: dict[type[Any], Shape] = {
    OrganizationStanding: Shape(
        (
            "organization_id",
            "organization__code",
            "organization__name",
            "path",
            "mode",
            "full_members",
        ),
        _organizations,
    ),
    UnitStanding: Shape(("unit_id", "unit__number", "unit__name", "path"), _units),
    UnitTrack: Shape(("unit_id", "unit__number", "unit__name", "path", "light"), _tracks),
    GuidelineStanding: _plain("guideline", "guideline__number", "guideline__title"),
    ActivityStanding: _plain("activity", "activity__number", "activity__name"),
    MeetingStanding: _plain("meeting", "meeting__number", "meeting__title"),
    WishStanding: _plain("wish", "wish__number", "wish__title"),
    ClaimStanding: _plain("wish", "wish__number", "wish__title"),
}
