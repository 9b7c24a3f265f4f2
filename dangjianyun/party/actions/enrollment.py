"""Members that come by a page: the unit asks, the city verifies who it is and decides."""

from dataclasses import dataclass
from datetime import UTC, datetime
from secrets import randbelow

from django.conf import settings
from django.db.models import QuerySet

from dangjianyun.access.action import action
from dangjianyun.access.book import Book
from dangjianyun.foundation.actor import Actor
from dangjianyun.foundation.days import OPEN, today
from dangjianyun.foundation.errors import Refused
from dangjianyun.foundation.sealed import matching
from dangjianyun.party.actions import first
from dangjianyun.party.actions.days import (
    born_on,
    must_be_in_order,
    must_begin_within,
    must_not_confirm_ahead,
)
from dangjianyun.party.actions.member import WRITE, enroll_members, must_hold_relations
from dangjianyun.party.models import Enrollment, Member, Membership, Unit
from dangjianyun.party.rules import REASON_AT_LEAST
from dangjianyun.party.workflow import ENROLLMENT, VERIFY
from dangjianyun.registry.actions import record_persons
from dangjianyun.registry.models import Person
from dangjianyun.registry.rules import check_identity_number
from dangjianyun.territory.queries import division_of_path

NOBODY = "000"
"""The sequence that demonstration persons carry and no real person does."""


@action(WRITE, "提交党员登记")
def ask_enrollment(unit: Unit, *, actor: Actor, book: Book, enrollment: Enrollment) -> Enrollment:
    """Ask for a member to be put on the unit's roll.

    It always waits for the city, so the answer is the same whether or not the person is known
    elsewhere. Raises: Refused for a wrong number or day, a unit that holds no relations, or
    somebody who is on this unit's own roll or list already.
    """
    number = must_be_a_person(enrollment.identity_number.open())
    enrollment.unit, enrollment.identity_number = unit, number
    must_be_in_order(born_on(number), enrollment.joined_on, enrollment.full_on)
    must_not_confirm_ahead(enrollment.full_on)
    must_hold_relations(unit, enrollment.since)
    must_begin_within(enrollment.since, enrollment.joined_on)
    own = Member.rows().filter(unit=unit, left_on=OPEN, person__in=_persons(number))
    if own.exists():
        raise Refused("这名同志已在本党组织的名册里。", field="identity_number")
    waiting = Enrollment.rows().filter(unit=unit, state=Enrollment.State.WAITING)
    if waiting.filter(matching(Enrollment, "identity_number", number)).exists():
        raise Refused("已经提交过，正待上级核验。", field="identity_number")
    enrollment.state = Enrollment.State.WAITING
    enrollment.asked_by, enrollment.asked_at = _said(actor), datetime.now(UTC)
    return book.add(enrollment)


def must_be_a_person(number: str) -> str:
    """The number as kept. Raises: Refused for one that is broken or, in production, invented."""
    finding = check_identity_number(number, today())
    if not finding.is_kept:
        raise Refused(f"{finding.fault}。{finding.remedy}。", field="identity_number")
    if settings.MODE == "production" and finding.code[14:17] == NOBODY:
        raise Refused(
            "顺序码是000，不是真实的公民身份号码。请对照居民身份证核对。", field="identity_number"
        )
    return finding.code


@dataclass(frozen=True)
class Known:
    """What the city finds of the number: the person, the member, where the relation lies."""

    person: Person | None
    member: Member | None

    @property
    def is_free(self) -> bool:
        """Whether the member may be put on another roll."""
        return self.member is None or (self.member.unit is None and self.member.left_on == OPEN)


def known_as(enrollment: Enrollment) -> Known:
    """Who the enrollment's number belongs to in the whole system. For those who verify only."""
    number = enrollment.identity_number.open()
    person = _persons(number).order_by("pk").first() if number else None
    member = Member.rows().filter(person=person).select_related("unit").first() if person else None
    return Known(person, member)


@action(VERIFY, "核验党员登记", first=first.enrollment)
def verify_enrollment(enrollment: Enrollment, *, actor: Actor, book: Book, note: str) -> Member:
    """Put the member on the roll. A member whose relation lay outside comes back.

    Raises: Refused where the relation lies in another unit, or the member has left.
    """
    state = ENROLLMENT.take("verify", enrollment.state)
    known = known_as(enrollment)
    if known.member is None:
        member = _new_member(enrollment, known.person, actor, book)
    elif not known.is_free:
        raise Refused(
            "这名同志已在册，组织关系没有转出。请退回，由原党组织办理转出后再提交。", field="note"
        )
    else:
        member = _back(enrollment, known.member, book)
    _decide(enrollment, actor, book, state, note, member)
    return member


@action(VERIFY, "退回党员登记")
def decline_enrollment(enrollment: Enrollment, *, actor: Actor, book: Book, note: str) -> None:
    """Send it back with a word to the unit. Raises: Refused without one."""
    if len(note.strip()) < REASON_AT_LEAST:
        raise Refused(f"请写明退回的原因和怎样补正，至少{REASON_AT_LEAST}个字。", field="note")
    state = ENROLLMENT.take("decline", enrollment.state)
    _decide(enrollment, actor, book, state, note, None)


def _new_member(enrollment: Enrollment, person: Person | None, actor: Actor, book: Book) -> Member:
    unit = enrollment.unit
    if person is None:
        number = enrollment.identity_number.open()
        person = Person(
            name=enrollment.name,
            identity_number=number,
            phone=enrollment.phone.open(),
            born_on=born_on(number),
            sex="男" if int(number[16]) % 2 else "女",
            path=unit.path,
        )
        division = division_of_path(unit.path)
        record_persons(division, actor=actor, book=book, persons=[person])
    member = Member(
        number=new_number(),
        person=person,
        joined_on=enrollment.joined_on,
        full_on=enrollment.full_on,
        unit=unit,
    )
    enroll_members(unit, actor=actor, book=book, members=[member], since=[enrollment.since])
    return member


def _back(enrollment: Enrollment, member: Member, book: Book) -> Member:
    must_hold_relations(enrollment.unit, enrollment.since)
    last = member.memberships.order_by("-since").first()
    if last and enrollment.since < last.until:
        raise Refused(
            f"原组织关系到{last.until}才转出，请退回，改组织关系起始日期后再提交。", field="note"
        )
    book.add(
        Membership(
            member=member, unit=enrollment.unit, since=enrollment.since, until=member.left_on
        )
    )
    return book.change(member, unit=enrollment.unit, outside="")


def _decide(
    enrollment: Enrollment, actor: Actor, book: Book, state: str, note: str, member: Member | None
) -> None:
    book.change(
        enrollment,
        state=state,
        note=note.strip()[:300],
        decided_by=_said(actor),
        decided_at=datetime.now(UTC),
        member=member,
        identity_number="",
        phone="",
    )


def new_number() -> str:
    """A free number for a member; it tells nothing of who, where or when."""
    while Member.rows().filter(number=(number := f"DY{randbelow(10**9):09}")).exists():
        pass
    return number


def _persons(number: str) -> QuerySet[Person]:
    return Person.rows().filter(matching(Person, "identity_number", number))


def _said(actor: Actor) -> str:
    return f"{actor.label or actor.name}，{actor.unit_label}".rstrip("，")
