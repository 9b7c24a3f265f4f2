"""Members: by name for those with a duty, as counts and opaque rows for everybody else."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from dangjianyun.access.book import file_key
from dangjianyun.access.models import AuditEntry
from dangjianyun.foundation.actor import Actor
from dangjianyun.foundation.days import today
from dangjianyun.party.models import (
    Member,
    MemberStanding,
    Office,
    Opening,
    Participation,
    Unit,
)
from dangjianyun.party.queries.duty import members_of_duty
from dangjianyun.party.queries.opaque import member_behind, opaque_keys, units_opened
from dangjianyun.party.queries.particulars import names_on
from dangjianyun.registry.models import Post

SORTS = {"name": "person__name", "joined": "joined_on", "unit": "unit__name"}
MOST_OPAQUE = 20_000
LATELY = timedelta(days=30)


@dataclass(frozen=True)
class Asked:
    """What the list of those with a duty was asked for."""

    term: str = ""
    unit: str = ""
    stage: str = ""
    sort: str = ""
    is_opened: bool = False
    """Somebody further up has opened the record within a month."""


def member_list(actor: Actor, asked: Asked, on: date) -> QuerySet[Member]:
    """Members the actor has a duty for. Name or number hold the term."""
    rows = members_of_duty(actor).select_related("person", "unit").filter(joined_on__lte=on)
    left = Q(left_on__lte=on)
    rows = rows.filter(left if asked.stage == "left" else ~left)
    if asked.stage == "full":
        rows = rows.filter(full_on__lte=on)
    if asked.stage == "probationary":
        rows = rows.filter(Q(full_on=None) | Q(full_on__gt=on))
    if asked.unit:
        rows = rows.filter(unit__number=asked.unit)
    for word in asked.term.split():
        rows = rows.filter(Q(person__name__icontains=word) | Q(number__iexact=word))
    if asked.is_opened:
        lately = datetime.now(UTC) - LATELY
        rows = rows.filter(Exists(Opening.rows().filter(member=OuterRef("pk"), at__gte=lately)))
    turned = "-" if asked.sort.startswith("-") else ""
    column = SORTS.get(asked.sort.lstrip("-"), SORTS["name"])
    return rows.order_by(f"{turned}{column}", f"{turned}id")


def with_offices(members: list[Member], on: date) -> None:
    """Put `posts` (words) beside each member. One query."""
    rows = Office.rows().filter(Office.on(on), member__in=members).order_by("since")
    held: dict[int, list[str]] = {}
    for row in rows:
        held.setdefault(row.member_id, []).append(row.get_kind_display())
    for member in members:
        shown: Any = member
        shown.posts = "、".join(held.get(member.pk, []))


def standings(actor: Actor, on: date | None = None) -> QuerySet[MemberStanding]:
    """Everybody counted in the actor's area on a day, today unless told: whoever may count may
    not see who it is.
    """
    day = on or today()
    rows = MemberStanding.objects.seen_by(actor, on=day)
    return rows.filter(MemberStanding.on(day), in_unit=True)


def counts_by_unit(
    actor: Actor, place: Q | None = None, on: date | None = None
) -> QuerySet[Any, Any]:
    """One row a unit that had members on the day: number, name, path, full, total."""
    rows = standings(actor, on)
    if place is not None:
        rows = rows.filter(place)
    return (
        rows.values("unit", "unit__number", "unit__name", "unit__path")
        .annotate(total=Count("pk"), full=Count("pk", filter=Q(is_full=True)))
        .order_by("unit__name", "unit__number")
    )


@dataclass(frozen=True)
class OpaqueRow:
    """A person to somebody without a duty: a key that only this viewer can use, and a label.

    `opens`: the person is still counted in the viewer's area, and the viewer responsible for the
    unit, so the record may be asked for.
    """

    key: str
    label: str
    opens: bool


def opaque_rows(actor: Actor, unit: Unit | None = None, on: date | None = None) -> list[OpaqueRow]:
    """One row a person whom the actor counts on a day but may not see, in order of the keys.

    The order tells nothing: a key is a cipher of the primary key under a key of the viewer's own.
    There is nothing to filter by but the unit that the label names, as it was called that day.
    """
    day = on or today()
    rows = standings(actor, day)
    if unit is not None:
        rows = rows.filter(unit=unit)
    seen = set(Member.objects.seen_by(actor).values_list("pk", flat=True))
    found = [
        row for row in rows.values_list("member_id", "unit_id", "unit__name") if row[0] not in seen
    ]
    named: dict[int, str] = {}
    counted = {row[0] for row in found}
    if day < today():
        named = names_on({row[1] for row in found}, day)
        counted &= set(standings(actor).values_list("member_id", flat=True))
    keys = opaque_keys(actor, [row[0] for row in found])
    led = units_opened(actor, (row[1] for row in found))
    made = [
        OpaqueRow(key, _labeled(named.get(unit_id, name)), pk in counted and unit_id in led)
        for key, (pk, unit_id, name) in zip(keys, found, strict=True)
    ]
    return sorted(made, key=lambda row: row.key)


def members_then(actor: Actor, unit: Unit, on: date) -> tuple[QuerySet[Member], int]:
    """Whose relation lay in the unit on a day: those the actor knows by duty, and how many more."""
    there = MemberStanding.rows().filter(MemberStanding.on(on), unit=unit, in_unit=True)
    rows = members_of_duty(actor).filter(pk__in=there.values("member"))
    named = rows.select_related("person").order_by("person__name", "pk")
    return named, there.count() - rows.count()


def opaque_row(actor: Actor, member: Member) -> OpaqueRow:
    """The row of one person."""
    key = opaque_keys(actor, [member.pk])[0]
    return OpaqueRow(key, _labeled(member.unit.name if member.unit else ""), opens=True)


def _labeled(unit: str) -> str:
    return f"党员（{unit}）"


def behind(actor: Actor, key: str) -> Member | None:
    """The member behind a viewer's key, if the viewer still counts that person."""
    pk = member_behind(actor, key)
    if pk is None or not standings(actor).filter(member=pk).exists():
        return None
    return Member.rows().select_related("unit__parent").filter(pk=pk).first()


@dataclass(frozen=True)
class File:
    """The four relations of a member, kept apart, and who looked."""

    memberships: list[Any]
    participations: list[Participation]
    posts: list[Post]
    offices: list[Office]
    openings: list[Opening]
    readings: list[AuditEntry]


def file_of(member: Member) -> File:
    """Everything on a member's file. Six queries. The caller has made sure who reads."""
    key = file_key(Member, member.pk)
    return File(
        memberships=list(member.memberships.select_related("unit").order_by("-since")),
        participations=list(member.participations.select_related("unit").order_by("-since")),
        posts=list(
            Post.rows()
            .filter(person=member.person_id)
            .select_related("organization")
            .order_by("-since")
        ),
        offices=list(member.offices.select_related("unit__parent").order_by("-since")),
        openings=list(member.openings.order_by("-at")[:50]),
        readings=list(
            AuditEntry.objects.filter(subject=key, operation="read").order_by("-id")[:50]
        ),
    )


def eligible(actor: Actor, unit: Unit) -> QuerySet[Member]:
    """Full members who may hold a post in the unit, among those the actor knows."""
    day = today()
    here = Q(unit__party_path__startswith=unit.party_path)
    taking = Participation.rows().filter(Participation.on(day), unit=unit).values("member")
    rows = members_of_duty(actor).filter(full_on__lte=day, left_on__gt=day)
    return rows.filter(here | Q(pk__in=taking)).select_related("person").order_by("person__name")


def known_among(actor: Actor, members: Iterable[int]) -> set[int]:
    """Those of these members (primary keys) whose names the actor may read."""
    rows = Member.objects.seen_by(actor).filter(pk__in=members)
    return set(rows.values_list("pk", flat=True))
