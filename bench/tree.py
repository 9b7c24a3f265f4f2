"""Moving a subtree of Party organizations with all its members."""

import time
from datetime import date

from bench.country import CITY, DISTRICT, Country
from bench.result import Result
from dangjianyun.access.queries import operator
from dangjianyun.foundation.days import today
from dangjianyun.insight.queries import numbers
from dangjianyun.party.actions.member import enroll_members
from dangjianyun.party.actions.unit import establish_units, move_unit
from dangjianyun.party.models import Member, Unit
from dangjianyun.registry.actions import record_persons
from dangjianyun.registry.models import Person
from dangjianyun.territory.queries import division_of_path

BEGUN = date(2019, 1, 1)


def subtree(country: Country) -> list[Result]:
    """500 units with 10,000 members go under another committee; every number is right after."""
    units, members = (50, 1000) if country.quick else (500, 10_000)
    actor, city = operator(), division_of_path(CITY)
    old, new = (Unit.rows().get(path=path, role="comprehensive") for path in (DISTRICT, CITY))
    top = _unit("T0", "committee", old)
    below = [_unit(f"T{n}", "branch", top) for n in range(1, units)]
    establish_units(city, actor=actor, units=[top, *below])
    people = [Person(name=f"测试{n}", path=DISTRICT) for n in range(members)]
    record_persons(city, actor=actor, persons=people)
    enroll_members(
        top,
        actor=actor,
        members=[
            Member(
                number=f"TM{n}",
                person=person,
                joined_on=BEGUN,
                full_on=BEGUN,
                unit=below[n % len(below)],
            )
            for n, person in enumerate(people)
        ],
        since=[BEGUN] * members,
    )
    names = ["party.members_direct", "party.units", "party.members"]
    places = [CITY, DISTRICT]
    before = numbers(actor, names, places, [today()])
    spent = []
    for target, day in ((new, date(2026, 1, 1)), (old, date(2026, 2, 1)), (new, date(2026, 3, 1))):
        begun = time.perf_counter()
        move_unit(top, actor=actor, parent=target, on=day)
        spent.append((time.perf_counter() - begun) * 1000)
    # Both committees are comprehensive, so who is directly managed stays as it was.
    assert numbers(actor, names, places, [today()]) == before
    trade = _body("TT", new)
    establish_units(city, actor=actor, units=[trade])
    for target, day in ((trade, date(2026, 4, 1)), (old, date(2026, 5, 1))):
        begun = time.perf_counter()
        move_unit(top, actor=actor, parent=target, on=day)
        spent.append((time.perf_counter() - begun) * 1000)
        # A trade committee's are not directly managed: every member counts otherwise.
        direct = numbers(actor, names, places, [today()])["party.members_direct", CITY, today()]
        was = before["party.members_direct", CITY, today()]
        assert direct == (was - members if target is trade else was)
    worst = max(spent)
    name = f"subtree of {units} units with {members} members moved"
    return [Result(name, country.size, 1000, value=worst, p50=sorted(spent)[2], p95=worst)]


def _body(number: str, parent: Unit) -> Unit:
    """A trade committee of the city."""
    body = _unit(number, "committee", parent)
    body.role, body.level, body.path = "trade", "city", CITY
    return body


def _unit(number: str, kind: str, parent: Unit) -> Unit:
    return Unit(
        number=number,
        name=f"测试党组织{number}",
        kind=kind,
        path=DISTRICT,
        parent=parent,
        established_on=BEGUN,
    )
