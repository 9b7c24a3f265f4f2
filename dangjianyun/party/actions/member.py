"""Members: enrolling, moving the relation, taking part, offices, opening a record."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta

from dangjianyun.access.action import action
from dangjianyun.access.book import Book
from dangjianyun.foundation.actor import Actor
from dangjianyun.foundation.errors import Refused
from dangjianyun.party.models import (
    Member,
    Membership,
    Office,
    Opening,
    Participation,
    RoleKind,
    Unit,
)

WRITE = "party.member.write"
OPENED_FOR = timedelta(hours=24)


@action(WRITE, "登记党员")
def enroll_members(
    unit: Unit, *, actor: Actor, book: Book, members: Sequence[Member], since: Sequence[date]
) -> list[Member]:
    """Put members on the roll, with their relation in `member.unit` from the given days.

    Shape: unsaved members with a saved person; `since` beside each. Raises: PermissionDenied for a
    unit elsewhere; Refused for a unit that holds no relations.
    """
    for member in members:
        if member.unit:
            actor.must(WRITE, member.unit)
            _holds_relations(member.unit)
    saved = book.add_many(members)
    book.add_many(
        [
            Membership(member=member, unit=member.unit, since=day, until=member.left_on)
            for member, day in zip(saved, since, strict=True)
            if member.unit
        ]
    )
    return saved


def _holds_relations(unit: Unit) -> None:
    if unit.role not in {RoleKind.GRASSROOTS, RoleKind.LOCAL, RoleKind.SUPERVISOR}:
        raise Refused(f"“{unit.name}”不直接接收党员组织关系。", field="unit")
    if unit.kind in {"functional", "temporary"}:
        raise Refused(
            f"{unit.get_kind_display()}不接收党员组织关系，可登记参加组织生活。", field="unit"
        )


@action(WRITE, "转接组织关系")
def move_member(
    member: Member, *, actor: Actor, book: Book, unit: Unit | None, on: date, outside: str = ""
) -> Member:
    """Move the membership relation to another unit, or out of this system (`outside` says where).

    Raises: Refused for the same unit, or a day before the present relation.
    """
    if unit:
        _holds_relations(unit)
        if unit.pk == member.unit_id:
            raise Refused("组织关系已经在这个党组织。", field="unit")
    current = member.memberships.filter(until__gt=on).order_by("-since").first()
    if current and on <= current.since:
        raise Refused(f"现组织关系自{current.since}起，转接日期应晚于这一天。", field="on")
    if current:
        book.change(current, until=on)
    for office in member.offices.filter(until__gt=on):
        book.change(office, until=max(on, office.since + timedelta(days=1)))
    if unit:
        book.add(Membership(member=member, unit=unit, since=on, until=member.left_on))
    return book.change(member, unit=unit, outside=outside)


@action(WRITE, "登记参加组织生活")
def take_part(member: Member, *, actor: Actor, book: Book, unit: Unit, on: date) -> Participation:
    """Let a member take part in another branch; the relation stays where it is."""
    if unit.pk == member.unit_id:
        raise Refused("这就是组织关系所在的党组织。", field="unit")
    if member.participations.filter(unit=unit, until__gt=on).exists():
        raise Refused("已经登记在这个党组织参加组织生活。", field="unit")
    return book.add(Participation(member=member, unit=unit, since=on))


@action(WRITE, "更正党员信息")
def correct_member(
    member: Member, *, actor: Actor, book: Book, fields: dict[str, object]
) -> Member:
    """Correct joining and confirmation days. Raises: Refused for other fields or a wrong order."""
    if other := set(fields) - {"joined_on", "full_on", "left_on"}:
        raise Refused(f"{'、'.join(sorted(other))}不能在这里更改。")
    joined, full = fields.get("joined_on", member.joined_on), fields.get("full_on", member.full_on)
    if isinstance(full, date) and isinstance(joined, date) and full < joined:
        raise Refused("转正日期不能早于入党日期。", field="full_on")
    return book.change(member, **fields)


@action("party.office.write", "任命党内职务")
def take_office(unit: Unit, *, actor: Actor, book: Book, offices: Sequence[Office]) -> list[Office]:
    """Give members posts in Party organizations at or below `unit`."""
    for office in offices:
        actor.must("party.office.write", office.unit)
    return book.add_many(offices)


@action("party.office.write", "免去党内职务")
def leave_office(office: Office, *, actor: Actor, book: Book, on: date) -> Office:
    """End a post: `on` is the first day without it."""
    if on <= office.since:
        raise Refused("免职日期不能早于任职日期。", field="on")
    return book.change(office, until=on)


@action("party.member.open", "查看党员记录")
def open_member(unit: Unit, *, actor: Actor, book: Book, member: Member) -> Opening:
    """Open one member's record from further up for a day; the reason is on the member's file.

    `unit` is where the relation lies: the actor must be responsible for it. The reason is the
    book's. Raises: Refused without a reason of at least five characters.
    """
    if len(book.reason.strip()) < 5:
        raise Refused("请写明查看事由，至少5个字；党员本人看得到。", field="reason")
    if actor.account_id is None:
        raise Refused("只有登录的账号才能查看党员记录。")
    now = datetime.now(UTC)
    return book.add(
        Opening(
            member=member,
            account_id=actor.account_id,
            account_label=f"{actor.label}，{actor.unit_label}".rstrip("，"),
            reason=book.reason,
            at=now,
            until_at=now + OPENED_FOR,
        )
    )
