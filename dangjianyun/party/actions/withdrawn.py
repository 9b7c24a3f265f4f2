"""Taking back what was recorded of Party organizations and members by mistake.

Every one needs a reason and raises as `access.withdrawing.withdraw`; what was true and has ended
is ended by its own act.
"""

from dangjianyun.access.action import action
from dangjianyun.access.book import Book
from dangjianyun.access.withdrawing import withdraw
from dangjianyun.foundation.actor import Actor
from dangjianyun.foundation.errors import Refused
from dangjianyun.party.actions import first
from dangjianyun.party.actions.member import WRITE as MEMBER
from dangjianyun.party.actions.office import WRITE as OFFICE
from dangjianyun.party.actions.relation import AFFILIATION, COVERING, GUIDANCE
from dangjianyun.party.actions.shape import WRITE as UNIT
from dangjianyun.party.actions.tree import lock_trees
from dangjianyun.party.actions.unit import GUIDELINE, what_falls_back
from dangjianyun.party.models import (
    Affiliation,
    Covering,
    Enrollment,
    Guidance,
    Guideline,
    Member,
    Membership,
    Office,
    Unit,
)


@action(UNIT, "撤回误登的党组织", first=first.trees)
def withdraw_unit(unit: Unit, *, actor: Actor, book: Book) -> None:
    """Take back a Party organization that never was, with its upper bodies and its words on record.

    Raises: Refused while anything else refers to it, naming it: members, lower bodies, covered
    lists, affiliations, guidance, posts, documents, instructors, accounts; or while organizations
    fall back to it.
    """
    unit = lock_trees([unit])[unit.pk]
    if held := what_falls_back(unit, unit.established_on):
        raise Refused(f"不能撤回：{held}。", field="reason")
    withdraw(unit, book, [*unit.subordinations.all(), *unit.particulars.all()])


@action(COVERING, "撤回误登的覆盖", first=first.unit_of_line)
def withdraw_covering(covering: Covering, *, actor: Actor, book: Book) -> None:
    """Take back a line that never was."""
    withdraw(covering, book)


@action(GUIDANCE, "撤回误登的工作指导")
def withdraw_guidance(guidance: Guidance, *, actor: Actor, book: Book) -> None:
    """Take back a line of guidance that never was."""
    withdraw(guidance, book)


@action(GUIDELINE, "撤回误登的指导意见")
def withdraw_guideline(guideline: Guideline, *, actor: Actor, book: Book) -> None:
    """Take back a guidance document that was never issued."""
    withdraw(guideline, book)


@action(OFFICE, "撤回误登的党内任职")
def withdraw_office(office: Office, *, actor: Actor, book: Book) -> None:
    """Take back a post that was never held."""
    withdraw(office, book)


@action(AFFILIATION, "撤回误登的归口", first=first.bodies_of_line)
def withdraw_affiliation(affiliation: Affiliation, *, actor: Actor, book: Book) -> None:
    """Take back an affiliation that never was: the one that ended for it runs on in its place."""
    lines = affiliation.organization.affiliations.filter(until=affiliation.since)
    before: Affiliation | None = lines.select_related("unit").first()
    withdraw(affiliation, book)
    if before is not None and before.unit.dissolved_on > before.until:
        book.change(before, until=min(affiliation.until, before.unit.dissolved_on))


@action(MEMBER, "撤回误登的转接", first=first.member)
def withdraw_move(member: Member, *, actor: Actor, book: Book) -> Member:
    """Take back the last move of a membership relation: it stays where it was before.

    Posts that ended with the move are given again by their own act. Raises: Refused where there is
    no move to take back, or where the unit it would go back to is gone.
    """
    now, before = last_move(member)
    if now is None or before is None:
        raise Refused("没有可以撤回的转接。", field="reason")
    if before.unit.dissolved_on < now.until:
        raise Refused(
            f"“{before.unit.name}”自{before.unit.dissolved_on}起已经撤销，组织关系不能退回那里。",
            field="reason",
        )
    withdraw(now, book)
    book.change(before, until=now.until)
    return book.change(member, unit=before.unit)


def last_move(member: Member) -> tuple[Membership | None, Membership | None]:
    """The relation that a move gave, and the one that ended for it; None where nothing moved."""
    rows = list(member.memberships.select_related("unit").order_by("-since")[:2])
    if len(rows) < 2 or rows[1].until != rows[0].since or rows[0].unit_id != member.unit_id:
        return None, None
    return rows[0], rows[1]


@action(MEMBER, "撤回误登的党员", first=first.member)
def withdraw_member(member: Member, *, actor: Actor, book: Book) -> None:
    """Take a member off the roll who should never have been on it, with the one relation.

    The person stays in the register; a decided request stays, without its member. Raises: Refused
    after a move, or while posts, takings part or records of meetings refer to the member.
    """
    relations = list(member.memberships.all())
    if len(relations) > 1:
        raise Refused("办过组织关系转接，先撤回转接，再撤回党员。", field="reason")
    for request in member.enrollments.all():
        book.change(request, member=None)
    withdraw(member, book, relations)


@action(MEMBER, "撤回误提交的党员登记", first=first.enrollments)
def withdraw_enrollment(unit: Unit, *, actor: Actor, book: Book, enrollment: Enrollment) -> None:
    """Take back a request that still waits; what was said of the person goes with it.

    Raises: Refused once it was decided; Unseen for another unit's.
    """
    enrollment = enrollment.locked()
    if enrollment.state != Enrollment.State.WAITING:
        raise Refused(
            f"已经核验过（{enrollment.get_state_display()}），不能再撤回。", field="reason"
        )
    withdraw(enrollment, book)
