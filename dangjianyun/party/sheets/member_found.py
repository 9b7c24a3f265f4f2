"""What the database knows of the numbers in rows of members."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from dangjianyun.foundation.sealed import matching
from dangjianyun.foundation.sheets import Desk, Row
from dangjianyun.party.models import Enrollment, Member, Membership, Unit
from dangjianyun.party.sheets.member_rows import main_posts
from dangjianyun.registry.models import Organization, Person, Post


@dataclass
class Found:
    """What the database knows of the numbers in some rows."""

    members: Mapping[str, Member]
    by_person: Mapping[int, Member]
    persons: Mapping[str, Person]
    units: Mapping[str, Unit]
    named: Sequence[Unit]
    organizations: Mapping[str, Organization]
    abroad: set[str]
    waiting: set[tuple[int, str]]
    relations: Mapping[int, Membership]
    posts: Mapping[int, Post]


def found_for(desk: Desk, rows: Sequence[Row]) -> Found:
    """What the database knows of these rows."""
    persons = _persons({row.get("identity") for row in rows} - {None})
    by_person = Member.rows().filter(person__in=[one.pk for one in persons.values()])
    numbered = Member.rows().filter(number__in={row.get("number") for row in rows} - {None})
    related = ("person", "unit", "unit__parent")
    members = {one.number: one for one in numbered.select_related(*related)}
    owners = {one.person_id: one for one in by_person.select_related(*related)}
    said = {row.get("unit") for row in rows} - {None}
    units = Unit.rows().filter(number__in=said)
    names = [word for word in said if not word.isascii()]
    named = Unit.objects.seen_by(desk.actor).filter(name__in=names) if names else ()
    codes = {row.get("organization") for row in rows} - {None}
    organizations = Organization.objects.seen_by(desk.actor).filter(code__in=codes)
    known = [*members.values(), *owners.values()]
    relations = Membership.rows().filter(
        Membership.on(desk.on), member__in=[one.pk for one in known]
    )
    waiting = Enrollment.rows().filter(
        state=Enrollment.State.WAITING, unit__in=[unit.pk for unit in units]
    )
    return Found(
        members=members,
        by_person=owners,
        persons=persons,
        units={unit.number: unit for unit in units.select_related("parent")},
        named=list(named),
        organizations={one.code: one for one in organizations},
        abroad=set(Organization.rows().filter(code__in=codes).values_list("code", flat=True)),
        waiting={(one.unit_id, one.identity_number.open()) for one in waiting},
        relations={one.member_id: one for one in relations},
        posts=main_posts([one.person_id for one in known], desk.on),
    )


def _persons(numbers: set[str]) -> dict[str, Person]:
    """Persons by identity number, through the blind index."""
    behind: dict[str, str] = {}
    for number in numbers:
        test: Any = matching(Person, "identity_number", number).children[0]
        behind.update(dict.fromkeys(test[1], number))
    rows: Any = Person.rows().filter(identity_number_index__in=behind).order_by("-pk")
    return {behind[row.identity_number_index]: row for row in rows}
