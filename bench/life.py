"""Organization life: a city's branches recomputed for a year, the calendar of one of them."""

import time
from datetime import date, timedelta

from bench.country import CITY, Country
from bench.result import Result, timed
from dangjianyun.access.queries import operator
from dangjianyun.foundation.days import today
from dangjianyun.orglife.actions.meetings_kept import record_meetings
from dangjianyun.orglife.models import Kind, Meeting, UnitTrack
from dangjianyun.orglife.queries.meeting import duties_of
from dangjianyun.orglife.queries.tracking import missed_in, track_segments
from dangjianyun.orglife.rules.frequency import DUTIES, FREQUENCY
from dangjianyun.orglife.rules.meeting import met
from dangjianyun.party.actions.unit import establish_units
from dangjianyun.party.models import Unit
from dangjianyun.territory.queries import division_of_path

SAMPLE = 30


def life(country: Country) -> list[Result]:
    """3,000 branches with a year of monthly and quarterly records; all of it by the users' acts."""
    count = 300 if country.quick else 3000
    year = today().year - 1
    ids = _branches(count, year)
    spent = [_took(lambda: missed_in(ids, date(year, 1, 1), today())) for _ in range(3)]
    lights = [_took(lambda: track_segments(ids)) for _ in range(3)]
    each = _took(lambda: [_one_by_one(key, year) for key in ids[:SAMPLE]]) / SAMPLE * count
    held = [row.unit_id for row in track_segments(ids) if row.duty == ""]
    assert (
        len(set(held))
        == UnitTrack.rows().filter(unit__in=ids, duty="").values("unit").distinct().count()
    )
    number = Unit.rows().get(pk=ids[0]).number
    browser = country.browser("bench-city")
    where = f"/orglife/track/{number}/"
    assert browser.get(where).status_code == 200
    beside = {"a judgment a branch and duty, ms": each}
    return [
        Result(
            f"a year of {count} branches recomputed",
            country.size,
            2000,
            value=max(spent),
            p50=sorted(spent)[1],
            comparator=beside,
        ),
        Result(
            f"the lights of {count} branches recomputed",
            country.size,
            2000,
            value=max(lights),
            p50=sorted(lights)[1],
        ),
        timed(
            "calendar page of a branch",
            lambda number: browser.get(where),
            country.rounds,
            40,
            country.size,
        ),
        timed(
            "list of a city's branches by light",
            lambda number: browser.get("/orglife/track/"),
            country.rounds,
            None,
            country.size,
        ),
    ]


def _took(act: object) -> float:
    begun = time.perf_counter()
    act()  # type: ignore[operator]
    return (time.perf_counter() - begun) * 1000


def _branches(count: int, year: int) -> list[int]:
    """Branches of the city and what they held; one in ten missed a month."""
    city, actor = division_of_path(CITY), operator()
    above = Unit.rows().get(path=CITY, role="comprehensive")
    units = [
        Unit(
            number=f"L{n}",
            name=f"示例第{n}党支部",
            kind="branch",
            path=CITY,
            parent=above,
            established_on=date(year - 1, 6, 1),
        )
        for n in range(count)
    ]
    establish_units(city, actor=actor, units=units)
    first = date(year, 1, 1)
    for start in range(0, count, 500):
        rows = [
            Meeting(
                number=f"{unit.number}-{month}",
                unit=unit,
                kind=Kind.THEME_DAY,
                also=["members_meeting", "lecture"] if month % 3 == 0 else [],
                title=f"主题党日{month}",
                held_on=first + timedelta(days=30 * month + 5),
                has_roster=False,
                due_count=9,
                present_count=8,
                lecturer="测试甲" if month % 3 == 0 else "",
                lecture_minutes=45 if month % 3 == 0 else 0,
                minutes="会议记录",
            )
            for n, unit in enumerate(units[start : start + 500])
            for month in range(20)
            if (n % 10 or month != 4) and first + timedelta(days=30 * month + 5) <= today()
        ]
        record_meetings(city, actor=actor, meetings=rows)
    return [unit.pk for unit in units]


def _one_by_one(key: int, year: int) -> list[object]:
    """The comparator: the rule judged for a branch and duty from its own query."""
    rows = Meeting.rows().filter(unit=key, held_on__year=year)
    told = [(row.held_on, met(duties_of(row))) for row in rows]
    return [
        FREQUENCY.judge(
            {
                "kind": duty,
                "held": [day for day, kinds in told if duty in kinds],
                "from": date(year, 1, 1),
                "to": date(year, 12, 31),
            },
            today(),
        )
        for duty in DUTIES
    ]
