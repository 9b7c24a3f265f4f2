"""Members: enrolling, moving the relation, taking part, correcting, leaving, opening from above."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta

from dangjianyun.access.action import action
from dangjianyun.access.book import Book
from dangjianyun.foundation.actor import Actor
from dangjianyun.foundation.days import OPEN, today
from dangjianyun.foundation.errors import Refused
from dangjianyun.party.actions import first
from dangjianyun.party.actions.days import must_be_in_order, must_not_confirm_ahead
from dangjianyun.party.actions.office import end_unfounded
from dangjianyun.party.actions.tree import lock_units
from dangjianyun.party.actions.unit import end
from dangjianyun.party.models import (
    Member,
    Membership,
    Opening,
    Participation,
    RoleKind,
    Unit,
    UnitKind,
)
from dangjianyun.party.rules import OPENING_REASON_AT_LEAST

WRITE = "party.member.write"
OPEN_RECORD = "party.member.open"
OPENED_FOR = timedelta(hours=24)
HOLDERS = (RoleKind.GRASSROOTS, RoleKind.LOCAL, RoleKind.SUPERVISOR)


@action(WRITE, "登记党员", first=first.roll)
def enroll_members(
    unit: Unit, *, actor: Actor, book: Book, members: Sequence[Member], since: Sequence[date]
) -> list[Member]:
    """Put members on the roll, with their relation in `member.unit` from the given days.

    Shape: unsaved members with a saved person; `since` beside each. Raises: PermissionDenied for a
    unit elsewhere; Refused for a unit that holds no relations, or days out of order.
    """
    units = lock_units(member.unit_id for member in members if member.unit_id)
    for member, day in zip(members, since, strict=True):
        member.unit = units[member.unit_id] if member.unit_id else None
        must_be_in_order(member.person.born_on, member.joined_on, member.full_on)
        if member.unit:
            actor.must(WRITE, member.unit)
            must_hold_relations(member.unit, day)
            _must_not_be_ahead(day, "组织关系起始日期", "since")
            if day < member.joined_on:
                raise Refused("组织关系的起始日期不能早于入党日期。", field="since")
            if day >= member.left_on:
                raise Refused("组织关系的起始日期应早于出党或去世日期。", field="since")
    saved = book.add_many(members)
    book.add_many(
        [
            Membership(member=member, unit=member.unit, since=day, until=member.left_on)
            for member, day in zip(saved, since, strict=True)
            if member.unit
        ]
    )
    return saved


def must_hold_relations(unit: Unit, on: date) -> None:
    """Raises: Refused for a unit that holds no membership relations, or not on the day."""
    if unit.role not in HOLDERS:
        raise Refused(f"“{unit.name}”不直接接收党员组织关系。", field="unit")
    if unit.kind in {UnitKind.FUNCTIONAL, UnitKind.TEMPORARY}:
        raise Refused(
            f"{unit.get_kind_display()}不接收党员组织关系，可登记参加组织生活。", field="unit"
        )
    must_exist(unit, on)


def holds_relations(unit: Unit) -> bool:
    """Whether a unit is of a kind that holds membership relations."""
    return unit.role in HOLDERS and unit.kind not in {UnitKind.FUNCTIONAL, UnitKind.TEMPORARY}


def must_exist(unit: Unit, on: date) -> None:
    """Raises: Refused for a day before the unit was set up, or a unit that is dissolved by then."""
    if not unit.established_on <= on < unit.dissolved_on:
        raise Refused(f"“{unit.name}”在{on}不存在。", field="unit")


def _must_not_be_ahead(on: date, what: str, field: str = "on") -> None:
    if on > today():
        raise Refused(f"{what}不能晚于今天。", field=field)


@action(WRITE, "转接组织关系", first=first.member)
def move_member(
    member: Member, *, actor: Actor, book: Book, unit: Unit | None, on: date, outside: str = ""
) -> Member:
    """Move the membership relation to another unit, or out of this system (`outside` says where).

    Posts that rested on the old relation end with it. Raises: Refused for the same unit, a day in
    the future or before the present relation, or a unit that cannot hold it.
    """
    _must_not_be_ahead(on, "转接日期")
    if member.left_on <= on:
        raise Refused(f"自{member.left_on}起已不是党员，组织关系不再转接。", field="on")
    if unit:
        unit = lock_units([unit.pk])[unit.pk]
        must_hold_relations(unit, on)
        if unit.dissolved_on != OPEN:
            raise Refused(f"“{unit.name}”自{unit.dissolved_on}起已经撤销。", field="unit")
        if unit.pk == member.unit_id:
            raise Refused("组织关系已经在这个党组织。", field="unit")
    elif not outside.strip():
        raise Refused("转往系统外的，要写明转到哪里。", field="outside")
    current = member.memberships.order_by("-since").first()
    if current and on <= current.since:
        raise Refused(f"现组织关系自{current.since}起，转接日期应晚于这一天。", field="on")
    if current and current.until == member.left_on:
        book.change(current, until=on)
    elif current and on < current.until:
        raise Refused(f"组织关系已于{current.until}转出，转入日期不能更早。", field="on")
    if unit:
        book.add(Membership(member=member, unit=unit, since=on, until=member.left_on))
        for row in member.participations.filter(unit=unit, until__gt=on):
            end(book, row, on)
    end_unfounded(member, book, on)
    return book.change(member, unit=unit, outside="" if unit else outside.strip())


@action(WRITE, "登记参加组织生活", first=first.unit_given)
def take_part(member: Member, *, actor: Actor, book: Book, unit: Unit, on: date) -> Participation:
    """Let a member take part in another branch; the relation stays where it is."""
    _must_not_be_ahead(on, "起始日期")
    unit = lock_units([unit.pk])[unit.pk]
    must_exist(unit, on)
    if unit.role != RoleKind.GRASSROOTS:
        raise Refused(f"“{unit.name}”不是基层党组织，没有党员参加的组织生活。", field="unit")
    if not member.joined_on <= on < member.left_on:
        raise Refused("起始日期不在党员的党龄之内。", field="on")
    if unit.pk == member.unit_id:
        raise Refused("这就是组织关系所在的党组织。", field="unit")
    if member.participations.filter(unit=unit, until__gt=on).exists():
        raise Refused("已经登记在这个党组织参加组织生活。", field="unit")
    until = min(member.left_on, unit.dissolved_on)
    return book.add(Participation(member=member, unit=unit, since=on, until=until))


@action(WRITE, "结束参加组织生活")
def end_part(member: Member, *, actor: Actor, book: Book, unit: Unit, on: date) -> Participation:
    """End taking part: `on` is the first day without it. Posts that rested on it end too."""
    if on > today() + timedelta(days=1):
        raise Refused("参加组织生活的最后一天不能晚于今天。", field="on")
    row = member.participations.filter(unit=unit, until__gt=on).first()
    if row is None:
        raise Refused("现在没有登记在这个党组织参加组织生活。", field="unit")
    if on <= row.since:
        raise Refused(f"结束日期应晚于起始日期{row.since}。", field="on")
    book.change(row, until=on)
    end_unfounded(member, book, on)
    return row


@action(WRITE, "更正党员信息", first=first.member)
def correct_member(
    member: Member, *, actor: Actor, book: Book, fields: dict[str, date | None]
) -> Member:
    """Correct the days of joining, confirmation and leaving.

    A corrected day of leaving takes the relation with it. Raises: Refused for other fields or a
    wrong order.
    """
    if other := set(fields) - {"joined_on", "full_on", "left_on"}:
        raise Refused(f"{'、'.join(sorted(other))}不能在这里更改。")
    joined = fields.get("joined_on") or member.joined_on
    full = fields.get("full_on", member.full_on)
    left = fields.get("left_on") or member.left_on
    must_be_in_order(member.person.born_on, joined, full)
    if full != member.full_on:
        must_not_confirm_ahead(full)
    first = member.memberships.order_by("since").first()
    if first and first.since < joined:
        raise Refused(f"组织关系自{first.since}起，入党日期不能更晚。", field="joined_on")
    if left != member.left_on:
        _move_the_end(member, book, left)
    return book.change(member, joined_on=joined, full_on=full, left_on=left)


def _move_the_end(member: Member, book: Book, left: date) -> None:
    if left <= member.joined_on:
        raise Refused("出党或去世日期应晚于入党日期。", field="left_on")
    for row in member.memberships.all():
        if row.until == member.left_on or row.until > left:
            if row.since >= left:
                raise Refused(f"{row.since}还办过组织关系转接，日期不能更早。", field="left_on")
            book.change(row, until=left)
    for office in member.offices.filter(until__gt=left):
        end(book, office, left)
    for part in member.participations.filter(until__gt=left):
        end(book, part, left)


@action(WRITE, "登记出党或去世", first=first.member)
def leave(member: Member, *, actor: Actor, book: Book, on: date) -> Member:
    """End a membership for good: `on` is the first day on which it no longer counts.

    Relation, posts and takings part end with it; the file stays with the last unit. Raises: Refused
    for a day in the future, or where it has ended already.
    """
    _must_not_be_ahead(on, "日期")
    if member.left_on != OPEN:
        raise Refused(f"已于{member.left_on}登记。")
    if on <= member.joined_on:
        raise Refused("日期应晚于入党日期。", field="on")
    _move_the_end(member, book, on)
    return book.change(member, left_on=on)


@action(OPEN_RECORD, "查看党员记录")
def open_member(unit: Unit, *, actor: Actor, book: Book, member: Member) -> Opening:
    """Open one member's record from further up for a day; the reason is on the member's file.

    `unit` is where the relation lies: the actor must be responsible for it. The reason is the
    book's. Raises: Refused without a reason of at least five characters.
    """
    if member.unit_id != unit.pk:
        raise Refused("这名党员的组织关系不在这个党组织。")
    if len(book.reason.strip()) < OPENING_REASON_AT_LEAST:
        raise Refused(
            f"请写明查看事由，至少{OPENING_REASON_AT_LEAST}个字，会记在党员档案里。", field="reason"
        )
    if actor.account_id is None:
        raise Refused("只有登录的账号才能查看党员记录。")
    now = datetime.now(UTC)
    return book.add(
        Opening(
            member=member,
            account_id=actor.account_id,
            account_label=f"{actor.label}，{actor.unit_label}".rstrip("，"),
            reason=book.reason.strip()[:300],
            at=now,
            until_at=now + OPENED_FOR,
        )
    )
