"""Posts in Party organizations: who may hold them, taking and leaving them."""

from collections.abc import Sequence
from datetime import date, timedelta
from itertools import combinations

from dangjianyun.access.action import action
from dangjianyun.access.book import Book
from dangjianyun.foundation.actor import Actor
from dangjianyun.foundation.days import today
from dangjianyun.foundation.errors import Refused
from dangjianyun.party.actions.tree import lock_units
from dangjianyun.party.models import (
    Member,
    Membership,
    Office,
    OfficeKind,
    Participation,
    RoleKind,
    Unit,
)

WRITE = "party.office.write"


@action(WRITE, "任命党内职务")
def take_office(unit: Unit, *, actor: Actor, book: Book, offices: Sequence[Office]) -> list[Office]:
    """Give members posts in Party organizations at or below `unit`.

    In a grassroots unit only a full member whose relation, or participation, lies there or below;
    a leading body may appoint any full member. One secretary at a time, one post a member. Raises:
    PermissionDenied for a unit elsewhere; Refused for whatever breaks this.
    """
    units = lock_units(office.unit_id for office in offices)
    for office in offices:
        office.unit = units[office.unit_id]
        actor.must(WRITE, office.unit)
        _must_be_eligible(office)
    _must_belong([office for office in offices if office.unit.role == RoleKind.GRASSROOTS])
    _must_be_free(offices)
    return book.add_many(offices)


def _must_be_eligible(office: Office) -> None:
    unit, member = office.unit, office.member
    if office.since > today():
        raise Refused("任职日期不能晚于今天。", field="since")
    if not unit.established_on <= office.since < unit.dissolved_on:
        raise Refused(f"“{unit.name}”在{office.since}不存在。", field="since")
    if member.full_on is None or member.full_on > office.since:
        raise Refused("预备党员没有被选举权，转正后才能任职。", field="member")
    if member.left_on <= office.since:
        raise Refused("这名同志当时已不是党员。", field="member")
    office.until = min(office.until, unit.dissolved_on, member.left_on)
    if office.until <= office.since:
        raise Refused("免职日期应晚于任职日期。", field="until")


def _must_belong(offices: Sequence[Office]) -> None:
    members = {office.member_id for office in offices}
    lines: dict[int, list[Membership | Participation]] = {}
    tables: tuple[type[Membership] | type[Participation], ...] = (Membership, Participation)
    for table in tables:
        for row in table.rows().filter(member__in=members).select_related("unit"):
            lines.setdefault(row.member_id, []).append(row)
    for office in offices:
        there = any(
            line.since <= office.since < line.until
            and line.unit.party_path.startswith(office.unit.party_path)
            for line in lines.get(office.member_id, [])
        )
        if not there:
            raise Refused(
                f"组织关系不在“{office.unit.name}”，也没有登记在这里参加组织生活，不能在这里任职。",
                field="member",
            )


def _must_be_free(offices: Sequence[Office]) -> None:
    units = {office.unit_id for office in offices}
    known = list(Office.rows().filter(unit__in=units)) if offices else []
    by_unit: dict[int, list[Office]] = {}
    for office in [*known, *offices]:
        by_unit.setdefault(office.unit_id, []).append(office)
    for rows in by_unit.values():
        for one, other in combinations(rows, 2):
            if one.pk and other.pk or not (one.since < other.until and other.since < one.until):
                continue
            if one.member_id == other.member_id:
                raise Refused("这名同志在这段时间已在这里任职，请先免去原职务。", field="member")
            if one.kind == other.kind == OfficeKind.SECRETARY:
                raise Refused("这段时间已有书记，请先免去原书记。", field="kind")


@action(WRITE, "免去党内职务")
def leave_office(office: Office, *, actor: Actor, book: Book, on: date) -> Office:
    """End a post: `on` is the first day without it."""
    if on <= office.since:
        raise Refused(f"免职日期应晚于任职日期{office.since}。", field="on")
    if on > today() + timedelta(days=1):
        raise Refused("任职的最后一天不能晚于今天。", field="on")
    if on > office.until:
        raise Refused(f"这一职务自{office.until}起已经免去。", field="on")
    return book.change(office, until=on)


def end_unfounded(member: Member, book: Book, on: date) -> None:
    """End the posts in grassroots units where, from the day on, neither relation nor participation
    lies: what a member loses by moving away.
    """
    tables: tuple[type[Membership] | type[Participation], ...] = (Membership, Participation)
    paths = [
        path
        for table in tables
        for path in table.rows()
        .filter(member=member, until__gt=on)
        .values_list("unit__party_path", flat=True)
    ]
    for office in member.offices.filter(until__gt=on).select_related("unit"):
        there = any(path.startswith(office.unit.party_path) for path in paths)
        if office.unit.role == RoleKind.GRASSROOTS and not there:
            if office.since >= on:
                book.remove(office)
            else:
                book.change(office, until=on)
