"""What acts take before their own row, in the one order of all acts (`foundation.turns`): Party
units from the top down, then organizations, then persons. What is found here is found before
anything is held: if it changes meanwhile, the rest is locked when the act ends.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import Q

from dangjianyun.foundation.segments import chunks
from dangjianyun.foundation.turns import hold
from dangjianyun.party.actions.tree import lock_trees
from dangjianyun.party.models import Affiliation, Enrollment, Member, Membership, Unit
from dangjianyun.registry.models import Organization, Person, Post
from dangjianyun.territory.models import Division

Given = Mapping[str, Any]


def trees(row: Unit | Division, given: Given) -> None:
    """The trees of the unit, of its new upper body, and of upper bodies of units to be set up."""
    uppers = [given.get("parent"), *(unit.parent for unit in given.get("units", ()))]
    lock_trees(unit for unit in (row, *uppers) if isinstance(unit, Unit) and unit.pk)


def unit_of_line(row: Any, given: Given) -> None:
    """The unit that a line belongs to."""
    hold({Unit: [row.unit_id]})


def unit_given(row: Any, given: Given) -> None:
    """The unit that the act names."""
    hold({Unit: [given["unit"].pk]})


def bodies(organization: Organization, given: Given) -> None:
    """The body that becomes accountable, and the one that was."""
    now = Affiliation.rows().filter(organization=organization, until__gt=given["on"])
    hold({Unit: {given["unit"].pk, *now.values_list("unit_id", flat=True)}})


def bodies_of_line(row: Affiliation, given: Given) -> None:
    """All bodies that ever answered for the organization: the line goes to the one before."""
    hold({Unit: set(row.organization.affiliations.values_list("unit_id", flat=True))})


def enrollments(row: Unit, given: Given) -> None:
    """The unit whose requests are concerned."""
    _hold({row.pk}, set(), set())


def roll(unit: Unit, given: Given) -> None:
    """The units on whose rolls members are put, with the persons and where they work."""
    members: Iterable[Member] = given["members"]
    units = {member.unit_id for member in members if member.unit_id}
    _hold({unit.pk, *units}, set(), {member.person_id for member in members})


def member(row: Member, given: Given) -> None:
    """The units in which the relation lies and to which it goes, the person, where it works."""
    there = Membership.rows().filter(member=row).values_list("unit_id", flat=True)
    unit = given.get("unit")
    _hold({unit.pk} if unit else set(), set(there), {row.person_id})


def enrollment(row: Enrollment, given: Given) -> None:
    """The unit whose roll is concerned."""
    _hold({row.unit_id}, set(), set())


def _hold(alone: set[int], shared: set[int], persons: set[int]) -> None:
    """Units and all above them, their organizations and those where the persons work."""
    units = alone | shared
    paths = Unit.rows().filter(pk__in=units).values_list("party_path", flat=True)
    above = {int(part) for path in paths for part in path.split("/")[1:-1]}
    organizations = set(
        Unit.rows()
        .filter(Q(organization__isnull=False), pk__in=units)
        .values_list("organization_id", flat=True)
    )
    for ids in chunks(sorted(persons)):
        posts = Post.rows().filter(person__in=ids, is_full_time=True)
        organizations.update(posts.values_list("organization_id", flat=True))
    hold({Unit: alone, Organization: organizations, Person: persons}, {Unit: above})
