"""Small builders for tests, through the real actions."""

from datetime import date
from itertools import count
from typing import Any

from dangjianyun.access.queries import operator
from dangjianyun.party.actions.member import enroll_members
from dangjianyun.party.actions.relation import cover
from dangjianyun.party.actions.unit import establish_units
from dangjianyun.party.models import (
    Covering,
    Level,
    Member,
    Mode,
    RoleKind,
    Unit,
    UnitKind,
)
from dangjianyun.registry.models import Organization, Person
from dangjianyun.registry.tests.factories import CITY, HAISHU, make_person, make_post
from dangjianyun.territory.queries import division_of_path

_numbers = count(1)


def make_unit(name: str = "", parent: Unit | None = None, **fields: Any) -> Unit:
    """A Party organization; a branch in 海曙 unless told otherwise."""
    number = next(_numbers)
    unit = Unit(
        number=fields.pop("number", f"DZ{number:05d}"),
        name=name or f"示例党支部{number}",
        kind=fields.pop("kind", UnitKind.BRANCH),
        mode=fields.pop("mode", Mode.SINGLE if fields.get("organization") else Mode.AREA),
        path=fields.pop("path", HAISHU),
        parent=parent,
        established_on=fields.pop("since", date(2018, 1, 1)),
        **fields,
    )
    return establish_units(division_of_path(CITY), actor=operator(), units=[unit])[0]


def make_committee(name: str = "海曙区社会组织综合党委", path: str = HAISHU, **fields: Any) -> Unit:
    """A comprehensive committee: accountable where nobody else is."""
    given = {
        "kind": UnitKind.COMMITTEE,
        "role": RoleKind.COMPREHENSIVE,
        "level": Level.DISTRICT,
        "mode": "",
        "since": date(2016, 1, 1),
    }
    return make_unit(name, path=path, **(given | fields))


def make_member(
    unit: Unit, person: Person | None = None, *, since: date | None = None, **fields: Any
) -> Member:
    """A full member whose relation lies in the unit, from its first day unless told otherwise."""
    since = since or unit.established_on
    member = Member(
        number=fields.pop("number", f"DY{next(_numbers):06d}"),
        person=person or make_person(),
        joined_on=fields.pop("joined_on", date(2010, 1, 1)),
        full_on=fields.pop("full_on", date(2011, 1, 1)),
        unit=unit,
        **fields,
    )
    return enroll_members(unit, actor=operator(), members=[member], since=[since])[0]


def make_staff_member(
    organization: Organization, unit: Unit, *, since: date = date(2020, 1, 1), **fields: Any
) -> Member:
    """A full member with a full-time main post in the organization."""
    person = make_person()
    make_post(organization, person, since=since)
    return make_member(unit, person, **fields)


def make_covering(
    unit: Unit, organization: Organization, since: date = date(2020, 1, 1)
) -> Covering:
    """An organization on a unit's covered list."""
    row = Covering(unit=unit, organization=organization, since=since)
    return cover(unit, actor=operator(), coverings=[row])[0]
