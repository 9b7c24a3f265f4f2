"""How a Party organization stands with what it owes, over HTTP."""

from datetime import date
from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Field, Router, Schema

from dangjianyun.access.api import caller
from dangjianyun.foundation.api import PROBLEMS
from dangjianyun.foundation.days import today
from dangjianyun.foundation.errors import Refused
from dangjianyun.orglife.queries.owing import Settings, owing
from dangjianyun.orglife.queries.track import READ, standings_of, unit_seen
from dangjianyun.orglife.queries.track_year import meetings_in, year_of

Year = Annotated[int | None, Field(ge=2018, le=2100, description="哪一年，不写为当年")]
router = Router(tags=["组织生活进度"])


class RecordOut(Schema):
    """A record within a period; `why` says why it counts or not."""

    number: str
    title: str
    held_on: date
    counts: bool
    why: str


class PeriodOut(Schema):
    """A period of the year: held, missed, due (running) or ahead; `last_day` is still in time."""

    last_day: date
    state: str
    times: int
    records: list[RecordOut]


class DutyOut(Schema):
    """One duty on the day: on_track, due_soon or overdue, why, and when that changes."""

    kind: str
    label: str
    every: str
    light: str
    why: str
    missing_since: str | None
    deadline: date | None
    changes_on: date | None
    last_held: date | None


class YearOut(Schema):
    """One duty through the year."""

    kind: str
    every: str
    periods: list[PeriodOut]


class TrackOut(Schema):
    """A unit on a day and through the year of that day, or the one asked for."""

    unit: str
    on: date
    year: int
    duties: list[DutyOut]
    calendar: list[YearOut]


@router.get(
    "/units/{number}/track",
    response={200: TrackOut, **PROBLEMS},
    summary="党组织的组织生活进度和年历",
)
def unit_track(
    request: HttpRequest,
    number: str,
    on: date | None = None,
    year: Year = None,
) -> Any:
    """What is due for a unit, held and missing, with the records behind it."""
    actor = caller(request, READ)
    unit = unit_seen(actor, number)
    day = on or today()
    if day > today():
        raise Refused(f"{day}还没有到，只能查看今天或以前的情况。", field="on")
    asked = year or day.year
    settings, found = Settings(), owing([unit.pk])
    records = meetings_in(unit, date(asked, 1, 1), date(asked + 1, 1, 1))
    told = standings_of(found[0], settings, day) if found else []
    lines = year_of(found[0], settings, records, asked, day) if found else []
    return {
        "unit": unit.number,
        "on": day,
        "year": asked,
        "duties": [
            {
                "kind": one.duty,
                "label": one.label,
                "every": one.every,
                "light": one.light,
                "why": one.why,
                "missing_since": one.period or None,
                "deadline": one.deadline,
                "changes_on": one.changes_on,
                "last_held": one.last_held,
            }
            for one in told
        ],
        "calendar": [
            {
                "kind": line.duty,
                "every": line.every,
                "periods": [
                    {
                        "last_day": cell.last,
                        "state": cell.state,
                        "times": cell.times,
                        "records": [
                            {
                                "number": record.number,
                                "title": record.title,
                                "held_on": record.day,
                                "counts": record.counts,
                                "why": record.why,
                            }
                            for record in cell.records
                        ],
                    }
                    for cell in line.cells
                    if cell.last
                ],
            }
            for line in lines
        ],
    }
