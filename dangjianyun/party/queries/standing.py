"""From facts to segments: units, guidance documents, members."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, NamedTuple

from dangjianyun.foundation.compiled import Compiled
from dangjianyun.foundation.segments import Change, chunks, said_by
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
    UnitParticulars,
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
    told = grouped(UnitParticulars.rows().filter(unit__in=ids).order_by("since"), "unit_id")
    rows: list[UnitStanding] = []
    for unit in units:
        own, words = lines.get(unit.pk, []), told.get(unit.pk, [])
        found = []
        for since, until in cuts(unit.established_on, unit.dissolved_on, own, words):
            line, said = at(own, since), at(words, since)
            parent = line.parent if line else None
            grassroots = unit.role == RoleKind.GRASSROOTS
            counted = grassroots and (parent is None or parent.role != RoleKind.GRASSROOTS)
            found.append(
                UnitStanding(
                    unit=unit,
                    since=since,
                    until=until,
                    path=said.path if said else unit.path,
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


_MEMBERS = Compiled(
    lambda ids: (
        Member.rows()
        .filter(pk__in=ids)
        .values_list("pk", "person_id", "joined_on", "left_on", "full_on")
    )
)
_RELATIONS = Compiled(
    lambda ids: (
        Membership.rows()
        .filter(member__in=ids)
        .order_by("since")
        .values_list("member_id", *_Relation._fields[:-1], "unit__path")
    )
)
_DIVISIONS = Compiled(
    lambda ids: (
        UnitParticulars.rows()
        .filter(unit__in=ids)
        .order_by("since")
        .values_list("unit_id", *_Home._fields)
    )
)
_WORKS = Compiled(
    lambda ids: (
        Post.rows()
        .filter(person__in=ids, is_full_time=True, is_main=True)
        .order_by("since", "pk")
        .values_list("person_id", "since", "until", "organization_id")
    )
)
_HOMES = Compiled(
    lambda ids: (
        Particulars.rows()
        .filter(organization__in=ids)
        .order_by("since")
        .values_list("organization_id", *_Home._fields)
    )
)


def member_segments(ids: Sequence[int]) -> list[Any]:
    """All segments of these members.

    Among staff: a full-time main post in a social organization on the day, wherever the relation
    lies. Direct: the relation lies at or below a unit that a comprehensive committee manages.
    Reads and gives columns, not rows: a district's move rebuilds ten thousand members in one act.
    """
    row = said_by(MemberStanding)
    relations = _relations(ids)
    members = _MEMBERS.rows(ids)
    works = _by_first(_Work, _WORKS.rows(sorted({person for _, person, *_ in members})))
    workplaces = {work.organization for group in works.values() for work in group}
    homes = _by_first(_Home, _HOMES.rows(sorted(workplaces)))
    chains = Chains({relation.unit for group in relations.values() for relation in group})
    rows: list[Any] = []
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
                rows.append(row(last[0], last[1], pk, *last[2]))
            last = (since, until, said)
        if last:
            rows.append(row(last[0], last[1], pk, *last[2]))
    return rows


def _by_first(kind: Any, rows: Iterable[tuple[Any, ...]]) -> dict[int, list[Any]]:
    """Facts by the subject in the first column, in the order in which they were read."""
    found: dict[int, list[Any]] = {}
    for subject, *values in rows:
        found.setdefault(subject, []).append(kind(*values))
    return found


def _relations(members: Sequence[int]) -> dict[int, list[_Relation]]:
    """Where the relations of members lay, in order of time: in which unit, in which division."""
    rows = _RELATIONS.rows(members)
    divisions = _by_first(_Home, _DIVISIONS.rows(sorted({row[3] for row in rows})))
    found: dict[int, list[_Relation]] = {}
    for member, since, until, unit, now in rows:
        there = divisions.get(unit, [])
        if len(there) < 2:
            found.setdefault(member, []).append(_Relation(since, until, unit, now))
            continue
        found.setdefault(member, []).extend(
            _Relation(max(since, home.since), min(until, home.until), unit, home.path)
            for home in there
            if home.since < until and since < home.until
        )
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
    """Members whose relation lies, or lay, in units whose division may have changed."""
    units = {value for c in changes if c.before is not None for value in c.values("unit_id")}
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
