"""Small builders for tests, through the real actions."""

from datetime import date
from itertools import count
from typing import Any

from dangjianyun.access.queries import operator
from dangjianyun.coverage.actions import assign, send_instructors
from dangjianyun.coverage.models import Assignment, Instructor
from dangjianyun.party.models import Unit
from dangjianyun.registry.models import Organization
from dangjianyun.registry.tests.factories import CITY, HAISHU
from dangjianyun.territory.queries import division_of_path

_numbers = count(1)


def make_instructor(name: str = "", *, home: Unit, path: str = HAISHU, **fields: Any) -> Instructor:
    """An instructor in office."""
    number = next(_numbers)
    row = Instructor(
        number=fields.pop("number", f"ZD{number:05d}"),
        name=name or f"测试导{number}",
        home=home,
        path=path,
        phone=fields.pop("phone", f"199100{number:05d}"),
        since=fields.pop("since", date(2018, 1, 1)),
        **fields,
    )
    return send_instructors(division_of_path(CITY), actor=operator(), instructors=[row])[0]


def make_assignment(
    instructor: Instructor,
    organization: Organization,
    since: date = date(2020, 1, 1),
    **fields: Any,
) -> Assignment:
    """An instructor sent to an organization."""
    row = Assignment(instructor=instructor, organization=organization, since=since, **fields)
    return assign(division_of_path(CITY), actor=operator(), assignments=[row])[0]
