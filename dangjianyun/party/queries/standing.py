"""From facts to segments: units, guidance documents, members."""

from collections.abc import Sequence
from datetime import date
from typing import Any, NamedTuple

from dangjianyun.foundation.segments import Change, chunks
from dangjianyun.foundation.timeline import at, cuts, grouped, merged
from dangjianyun.party.models import (
    Guideline,
    GuidelineStanding,
    Member,
    Membership,
    MemberStanding,
    RoleKind,
    Subordination,
    Unit,
    UnitStanding,
)
from dangjianyun.party.queries.chains import Chains
from dangjianyun.registry.models import Particulars, Post

SAME_UNIT = ("path", "parent_id", "role", "level", "is_counted", "is_direct")


def unit_segments(ids: Sequence[int]) -> list[UnitStanding]:
    """All segments of these units.

    Counted (一个党组织) is a grassroots unit whose upper body is not grassroots: sub-branches
    never count. Directly managed (直管): its upper body on the day is a comprehensive committee.
    """
    units = Unit.rows().filter(pk__in=ids)
    lines = grouped(
        Subordination.rows().filter(unit__in=ids).select_related("parent").order_by("since"),
        "unit_id",
    )
    rows: list[UnitStanding] = []
    for unit in units:
        own = lines.get(unit.pk, [])
        found = []
        for since, until in cuts(unit.established_on, unit.dissolved_on, own):
            line = at(own, since)
            parent = line.parent if line else None
            grassroots = unit.role == RoleKind.GRASSROOTS
            counted = grassroots and (parent is None or parent.role != RoleKind.GRASSROOTS)
            found.append(
                UnitStanding(
                    unit=unit,
                    since=since,
                    until=until,
                    path=unit.path,
                    parent=parent,
                    role=unit.role,
                    level=unit.level,
                    is_counted=counted,
                    is_direct=counted
                    and parent is not None
                    and parent.role == RoleKind.COMPREHENSIVE,
                )
            )
        rows += merged(found, SAME_UNIT)
    return rows


def guideline_segments(ids: Sequence[int]) -> list[GuidelineStanding]:
    """A document counts where it applies, while it is in force."""
    return [
        GuidelineStanding(guideline=row, since=row.since, until=row.until, path=row.path)
        for row in Guideline.rows().filter(pk__in=ids)
    ]


class _Relation(NamedTuple):
    since: date
    until: date
    unit: int
    path: str


class _Work(NamedTuple):
    since: date
    until: date
    organization: int


class _Home(NamedTuple):
    since: date
    until: date
    path: str


class _Said(NamedTuple):
    """What a segment says, in the order of the columns of MemberStanding."""

    path: str
    work_path: str
    unit_id: int | None
    organization_id: int | None
    is_full: bool
    in_unit: bool
    is_staff: bool
    is_direct: bool


def member_segments(ids: Sequence[int]) -> list[MemberStanding]:
    """All segments of these members.

    Among staff: a full-time main post in a social organization on the day, wherever the relation
    lies. Direct: the relation lies at or below a unit that a comprehensive committee manages.
    Reads columns, not rows: a district's move rebuilds ten thousand members in one act.
    """
    columns = ("pk", "person_id", "joined_on", "left_on", "full_on")
    members = list(Member.rows().filter(pk__in=ids).values_list(*columns))
    relations = _relations(ids)
    works = _works({person for _, person, *_ in members})
    homes = _homes({work.organization for group in works.values() for work in group})
    chains = Chains({relation.unit for group in relations.values() for relation in group})
    rows: list[MemberStanding] = []
    for pk, person, joined_on, left_on, full_on in members:
        own, work = relations.get(pk, []), works.get(person, [])
        places = [home for post in work for home in homes.get(post.organization, [])]
        lines = [line for relation in own for line in chains.lines(relation.unit)]
        full = [full_on] if full_on else []
        last: tuple[date, date, _Said] | None = None
        for since, until in cuts(joined_on, left_on, own, work, places, lines, days=full):
            relation, post = at(own, since), at(work, since)
            home = at(homes.get(post.organization, []), since) if post else None
            said = _Said(
                relation.path if relation else "",
                home.path if home else "",
                relation.unit if relation else None,
                post.organization if post and home else None,
                bool(full_on and full_on <= since),
                relation is not None,
                home is not None,
                relation is not None and chains.direct(relation.unit, since),
            )
            if last and last[2] == said:
                last = (last[0], until, said)
                continue
            if last:
                rows.append(_segment(pk, *last))
            last = (since, until, said)
        if last:
            rows.append(_segment(pk, *last))
    return rows


def _segment(member: int, since: date, until: date, said: _Said) -> MemberStanding:
    # By place: Django takes a third of the time that names would cost (see _Said for the order).
    table: Any = MemberStanding
    row: MemberStanding = table(None, since, until, member, *said)
    return row


def _relations(members: Sequence[int]) -> dict[int, list[_Relation]]:
    """Where the relations of members lay, in order of time."""
    found: dict[int, list[_Relation]] = {}
    rows = Membership.rows().filter(member__in=members).order_by("since")
    columns = ("member_id", "since", "until", "unit_id", "unit__path")
    for member, since, until, unit, path in rows.values_list(*columns):
        found.setdefault(member, []).append(_Relation(since, until, unit, path))
    return found


def _works(persons: set[int]) -> dict[int, list[_Work]]:
    """Full-time main posts of persons, in order of time."""
    found: dict[int, list[_Work]] = {}
    rows = Post.rows().filter(person__in=persons, is_full_time=True, is_main=True)
    rows = rows.order_by("since", "pk")
    columns = ("person_id", "since", "until", "organization_id")
    for person, since, until, organization in rows.values_list(*columns):
        found.setdefault(person, []).append(_Work(since, until, organization))
    return found


def _homes(organizations: set[int]) -> dict[int, list[_Home]]:
    """Where organizations were while they were registered."""
    found: dict[int, list[_Home]] = {}
    for ids in chunks(sorted(organizations)):
        rows = Particulars.rows().filter(organization__in=ids).order_by("since")
        for one, since, until, path in rows.values_list(
            "organization_id", "since", "until", "path"
        ):
            found.setdefault(one, []).append(_Home(since, until, path))
    return found


def members_of_persons(changes: Sequence[Change]) -> set[int]:
    """Members behind changed posts."""
    persons = {value for change in changes for value in change.values("person_id")}
    found: set[int] = set()
    for ids in chunks(sorted(persons)):
        found.update(Member.rows().filter(person__in=ids).values_list("pk", flat=True))
    return found


def members_working_in(changes: Sequence[Change]) -> set[int]:
    """Members with a full-time main post in organizations whose particulars changed."""
    organizations = {value for change in changes for value in change.values("organization_id")}
    found: set[int] = set()
    for ids in chunks(sorted(organizations)):
        posts = Post.rows().filter(organization__in=ids, is_full_time=True, is_main=True)
        found.update(
            Member.rows().filter(person__in=posts.values("person")).values_list("pk", flat=True)
        )
    return found


def members_of_units(changes: Sequence[Change]) -> set[int]:
    """Members whose relation lies in changed units (their division may have changed)."""
    units = [c.pk for c in changes if c.before is not None]
    return set(Membership.rows().filter(unit__in=units).values_list("member_id", flat=True))


def persons_of_memberships(changes: Sequence[Change]) -> set[int]:
    """The persons behind changed memberships."""
    members = {value for change in changes for value in change.values("member_id")}
    found: set[int] = set()
    for ids in chunks(sorted(members)):
        found.update(Member.rows().filter(pk__in=ids).values_list("person_id", flat=True))
    return found


def units_and_above(changes: Sequence[Change]) -> set[int]:
    """The units of changed memberships and all units above them, as the tree stands now."""
    units = {value for change in changes for value in change.values("unit_id")}
    paths = Unit.rows().filter(pk__in=units).values_list("party_path", flat=True)
    return {int(part) for path in paths for part in path.split("/")[1:-1]}
