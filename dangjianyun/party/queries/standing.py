"""From facts to segments: units, guidance documents, members."""

from collections.abc import Sequence
from datetime import date

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
from dangjianyun.registry.models import Particulars, Post

SAME_UNIT = ("path", "parent_id", "role", "level", "is_counted", "is_direct")
SAME_MEMBER = (
    "path",
    "work_path",
    "unit_id",
    "organization_id",
    "is_full",
    "in_unit",
    "is_staff",
    "is_direct",
)


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


def member_segments(ids: Sequence[int]) -> list[MemberStanding]:
    """All segments of these members.

    Among staff: a full-time main post in a social organization on the day, wherever the relation
    lies. Direct: the relation lies at or below a unit that a comprehensive committee manages.
    """
    members = list(Member.rows().filter(pk__in=ids))
    relations = grouped(
        Membership.rows().filter(member__in=ids).select_related("unit").order_by("since"),
        "member_id",
    )
    persons = [member.person_id for member in members]
    posts = grouped(
        Post.rows()
        .filter(person__in=persons, is_full_time=True, is_main=True)
        .order_by("since", "pk"),
        "person_id",
    )
    homes = _homes({post.organization_id for group in posts.values() for post in group})
    chains = Chains({row.unit_id for group in relations.values() for row in group})
    rows: list[MemberStanding] = []
    for member in members:
        own, work = relations.get(member.pk, []), posts.get(member.person_id, [])
        places = [home for post in work for home in homes.get(post.organization_id, [])]
        lines = [line for relation in own for line in chains.lines(relation.unit_id)]
        full = [member.full_on] if member.full_on else []
        found = []
        for since, until in cuts(
            member.joined_on, member.left_on, own, work, places, lines, days=full
        ):
            relation, post = at(own, since), at(work, since)
            home = at(homes.get(post.organization_id, []), since) if post else None
            found.append(
                MemberStanding(
                    member=member,
                    since=since,
                    until=until,
                    path=relation.unit.path if relation else "",
                    work_path=home.path if home else "",
                    unit=relation.unit if relation else None,
                    organization_id=post.organization_id if post and home else None,
                    is_full=bool(member.full_on and member.full_on <= since),
                    in_unit=relation is not None,
                    is_staff=home is not None,
                    is_direct=relation is not None and chains.direct(relation.unit_id, since),
                )
            )
        rows += merged(found, SAME_MEMBER)
    return rows


class Chains:
    """Who stood above a unit on a day: the dated lines of subordination of units and all above."""

    def __init__(self, units: set[int]) -> None:
        self._lines: dict[int, list[Subordination]] = {}
        wanted = units
        while wanted:
            rows = []
            for ids in chunks(sorted(wanted)):
                rows += list(Subordination.rows().filter(unit__in=ids).select_related("parent"))
            found = grouped(rows, "unit_id")
            for unit in wanted:
                self._lines[unit] = found.get(unit, [])
            wanted = {row.parent_id for row in rows} - set(self._lines)

    def lines(self, unit: int) -> list[Subordination]:
        """Every line of subordination at or above the unit."""
        seen: set[int] = set()
        rows: list[Subordination] = []
        wanted = [unit]
        while wanted:
            one = wanted.pop()
            if one in seen:
                continue
            seen.add(one)
            rows += self._lines.get(one, [])
            wanted += [row.parent_id for row in self._lines.get(one, [])]
        return rows

    def direct(self, unit: int, day: date) -> bool:
        """Whether on the day a comprehensive committee directly manages the unit or one above it.

        The body asked about is the topmost grassroots one, so the first parent that is not
        grassroots decides.
        """
        for _ in range(20):
            line = at(self._lines.get(unit, []), day)
            if line is None:
                return False
            if line.parent.role != RoleKind.GRASSROOTS:
                return bool(line.parent.role == RoleKind.COMPREHENSIVE)
            unit = line.parent_id
        return False


def _homes(organizations: set[int]) -> dict[int, list[Particulars]]:
    """Where organizations were while they were registered."""
    rows: list[Particulars] = []
    for ids in chunks(sorted(organizations)):
        rows += list(
            Particulars.rows()
            .filter(organization__in=ids)
            .only("organization_id", "since", "until", "path")
            .order_by("since")
        )
    return grouped(rows, "organization_id")


def members_under(changes: Sequence[Change]) -> set[int]:
    """Members whose relation lies, or ever lay, at or below the units of changed subordinations."""
    units = units_ever_below({value for change in changes for value in change.values("unit_id")})
    members: set[int] = set()
    for ids in chunks(sorted(units)):
        members.update(Membership.rows().filter(unit__in=ids).values_list("member_id", flat=True))
    return members


def units_ever_below(units: set[int]) -> set[int]:
    """The units and whatever stood below them on any day: the past may change for those too."""
    found, wanted = set(units), set(units)
    while wanted:
        lower: set[int] = set()
        for ids in chunks(sorted(wanted)):
            lines = Subordination.rows().filter(parent__in=ids)
            lower.update(lines.values_list("unit_id", flat=True))
        wanted = lower - found
        found |= wanted
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
