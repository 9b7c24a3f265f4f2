"""Who has a duty to know members: the own unit and the committee directly above, nobody else."""

from dataclasses import replace

from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet

from dangjianyun.foundation.actor import Actor
from dangjianyun.foundation.days import today
from dangjianyun.foundation.scope import hanging
from dangjianyun.party.models import Member, Opening, Unit

READ = "party.member.read"
TABLES_OF_MEMBERS = (
    "party.Membership",
    "party.Participation",
    "party.Office",
    "party.Enrollment",
    "party.Member",
    "party.Opening",
)
"""What a unit's history shows only to those with a duty: it would name members."""


def has_duty(actor: Actor, unit: Unit, permission: str = READ) -> bool:
    """Whether the actor knows the unit's members by name (or may act on them)."""
    places = actor.at("p", permission)
    above = unit.parent.party_path if unit.parent else ""
    return unit.party_path in places or above in places


def is_own(actor: Actor, unit: Unit | None) -> bool:
    """Whether the actor sits in the unit itself: its secretary."""
    return unit is not None and unit.party_path in actor.at("p", READ)


def members_of_duty(actor: Actor) -> QuerySet[Member]:
    """Members the actor knows by duty, without those merely opened for a day."""
    return Member.objects.seen_by(_in_the_tree(actor))


def units_of_duty(actor: Actor, permission: str = READ) -> QuerySet[Unit]:
    """Units whose members the actor knows (or may act on), dissolved ones too."""
    places = actor.at("p", permission)
    return Unit.rows().filter(Q(party_path__in=places) | Q(parent__party_path__in=places))


def opened_by(actor: Actor) -> QuerySet[Member]:
    """Records that the account opened for a day and may still read."""
    own = tuple(place for place in actor.places(READ) if place.startswith("a/"))
    return Member.rows().filter(hanging(Member, own, on=today()))


def read_as(actor: Actor, member: Member) -> Member | Opening | None:
    """On what a look into a member's file is noted: the member itself for the committee directly
    above, the opening for somebody further up, nothing for the own unit's secretary.

    Raises: PermissionDenied for anybody else.
    """
    if is_own(actor, member.unit):
        return None
    if member.unit is not None and has_duty(actor, member.unit):
        return member
    rows = Opening.rows().filter(member=member, account_id=actor.account_id or 0)
    opening: Opening | None = rows.order_by("-until_at").first()
    if opening is None:
        raise PermissionDenied("party.member.read")
    return opening


def _in_the_tree(actor: Actor) -> Actor:
    return replace(actor, grants=tuple(g for g in actor.grants if g.place.startswith("p/")))
