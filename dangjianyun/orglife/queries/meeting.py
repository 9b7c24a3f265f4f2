"""Reading meetings: who is due, which duties a record meets, what may be done with it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet

from dangjianyun.foundation.actor import Actor
from dangjianyun.foundation.days import today
from dangjianyun.foundation.scope import below
from dangjianyun.orglife.models import (
    Attendance,
    Kind,
    Meeting,
    MeetingStanding,
    Pattern,
    Topic,
)
from dangjianyun.orglife.queries.activity import day_of
from dangjianyun.orglife.rules.meeting import (
    Duty,
    Held,
    Votes,
    decided,
    duties,
)
from dangjianyun.orglife.workflow import CONFIRM, MEETING, OPEN_STATES, WRITE
from dangjianyun.party.models import Member, Membership, Office, Participation, Unit
from dangjianyun.party.queries.duty import has_duty
from dangjianyun.territory.queries import path_to_narrow_to

FILTERS = ("q", "unit", "kind", "duty", "state", "since", "until", "region", "set")
COUNTED = (Meeting.State.SUBMITTED, Meeting.State.CONFIRMED)
"""A record counts from its submission: the upper level sees it at once."""
OF_COMMITTEE = frozenset({Kind.COMMITTEE_MEETING})
OF_SOME = frozenset({Kind.GROUP_MEETING, Kind.TALK, Kind.OTHER})
"""Kinds to which the secretary picks who is due."""

COMING = (Attendance.State.PRESENT, Attendance.State.LATE)


@dataclass(frozen=True)
class Due:
    """A member who is due at a meeting, and whether with a vote."""

    member: Member
    has_vote: bool


def due_members(unit: Unit, kind: str, on: date) -> list[Due]:
    """Who is due: the committee, or everybody on the roll and those who take part, by name.

    Probationary members and those whose relation lies elsewhere have no vote (domain-rules 2.2).
    """
    if kind in OF_COMMITTEE:
        held = Office.rows().filter(Office.on(on), unit=unit).values("member")
        rows = Member.rows().filter(pk__in=held)
        return [Due(row, True) for row in _by_name(rows)]
    own = Membership.rows().filter(Membership.on(on), unit=unit).values("member")
    guests = Participation.rows().filter(Participation.on(on), unit=unit).values("member")
    rolled = set(own.values_list("member", flat=True))
    rows = Member.rows().filter(Q(pk__in=own) | Q(pk__in=guests), left_on__gt=on)
    return [Due(row, row.pk in rolled and _is_full(row, on)) for row in _by_name(rows)]


def _by_name(rows: QuerySet[Member]) -> list[Member]:
    return list(rows.select_related("person").order_by("person__name", "id"))


def _is_full(row: Member, on: date) -> bool:
    return row.full_on is not None and row.full_on <= on


def duties_of(meeting: Meeting) -> list[Duty]:
    """Which duties the record meets by `orglife.satisfies`, and why others not."""
    return duties(held_as(meeting), meeting.held_on)


def held_as(meeting: Meeting) -> Held:
    """The facts of a record as the rule asks for them."""
    return Held(
        meeting.kind,
        tuple(meeting.also),
        meeting.due_count,
        meeting.present_count,
        bool(meeting.lecturer),
        meeting.lecture_minutes,
    )


def votes_of(meeting: Meeting, topic: Topic) -> Votes:
    """What was counted at a topic."""
    return Votes(
        meeting.voters_due,
        meeting.voters_present,
        topic.for_count,
        topic.against_count,
        topic.abstain_count,
        topic.written_count,
    )


def outcome_of(
    meeting: Meeting, topic: Topic, elected_by: str = "present"
) -> tuple[bool, bool, str]:
    """(quorate, passed, the sentence) of a topic that was voted on."""
    return decided(topic.decision, votes_of(meeting, topic), elected_by)


def next_numbers(unit: Unit, year: int, count: int = 1) -> list[str]:
    """Free numbers within the unit and year: D102-2026-007."""
    head = f"{unit.number}-{year}-"
    taken = Meeting.rows().filter(unit=unit, number__startswith=head)
    last = max(
        (int(n.rsplit("-", 1)[1]) for n in taken.values_list("number", flat=True)), default=0
    )
    return [f"{head}{n:03d}" for n in range(last + 1, last + 1 + count)]


def may_confirm(actor: Actor, meeting: Meeting) -> bool:
    """Whether the actor stands above the unit: nobody confirms the record of the own unit."""
    if not actor.may(CONFIRM, meeting):
        return False
    own = meeting.unit.party_path
    return bool(actor.at("d", CONFIRM)) or any(
        own.startswith(place) and place != own for place in actor.at("p", CONFIRM)
    )


def may_write(actor: Actor, meeting: Meeting) -> bool:
    """Whether the actor may still change the record."""
    return meeting.state in OPEN_STATES and actor.may(WRITE, meeting)


def meeting_list(
    actor: Actor,
    *,
    unit: str = "",
    kind: str = "",
    duty: str = "",
    state: str = "",
    since: date | None = None,
    until: date | None = None,
    path: str = "",
    term: str = "",
    only: str = "",
) -> QuerySet[Any]:
    """Records the actor may see, the latest first. `duty`: that count for it; days inclusive.

    `only="unfinished"`: those that the actor's own units have still to hand up.
    """
    rows = Meeting.objects.seen_by(actor).select_related("unit", "unit__parent")
    if only == "unfinished":
        rows = rows.filter(pk__in=unfinished(actor, today()).order_by().values("pk"))
    if unit:
        rows = rows.filter(unit__number=unit)
    if kind:
        rows = rows.filter(kind=kind)
    if duty:
        rows = rows.filter(pk__in=MeetingStanding.rows().filter(duty=duty).values("meeting"))
    if state:
        rows = rows.filter(state=state)
    if since:
        rows = rows.filter(held_on__gte=since)
    if until:
        rows = rows.filter(held_on__lte=until)
    if path:
        rows = rows.filter(below("unit__path", path))
    for word in term.split():
        rows = rows.filter(
            Q(title__icontains=word) | Q(unit__name__icontains=word) | Q(number__iexact=word)
        )
    return rows.order_by("-held_on", "-id")


def asked_of(actor: Actor, given: Mapping[str, str]) -> dict[str, Any]:
    """What the address of the list asks for, as `meeting_list` takes it; its export asks the same.

    Raises: Refused for what is no day, Unseen for a region out of scope.
    """
    rows = Meeting.objects.seen_by(actor)
    permission = Meeting.read_permission()
    return {
        "unit": given.get("unit", ""),
        "kind": given.get("kind", ""),
        "duty": given.get("duty", ""),
        "state": given.get("state", ""),
        "since": day_of(given.get("since", "")),
        "until": day_of(given.get("until", "")),
        "path": path_to_narrow_to(actor, permission, given.get("region", ""), rows),
        "term": given.get("q", ""),
        "only": given.get("set", ""),
    }


def waiting_for(actor: Actor) -> QuerySet[Any]:
    """Submitted records of the units directly below the actor's, the oldest first.

    Bodies further up may decide too, but nobody waits for them.
    """
    rows = Meeting.rows().filter(
        state=Meeting.State.SUBMITTED, unit__parent__party_path__in=actor.at("p", CONFIRM)
    )
    return rows.exclude(submitted_by=actor.name).select_related("unit").order_by("submitted_at")


def unfinished(actor: Actor, on: date) -> QuerySet[Any]:
    """Records of the actor's own units that were returned, or whose day is over without one."""
    rows = Meeting.rows().filter(unit__party_path__in=actor.at("p", WRITE), held_on__lte=on)
    return rows.filter(state__in=OPEN_STATES).select_related("unit").order_by("held_on")


def own_unit(actor: Actor) -> Unit | None:
    """The one Party organization for which an actor without a division writes."""
    if actor.at("d", WRITE):
        return None
    places = actor.at("p", WRITE)
    found = list(Unit.rows().filter(party_path__in=places).select_related("parent")[:2])
    return found[0] if len(found) == 1 else None


def roster_of(meeting: Meeting) -> list[Attendance]:
    """Who is due, by name. For those who know the unit's members only."""
    rows = Attendance.rows().filter(meeting=meeting).select_related("member__person")
    return list(rows.order_by("member__person__name", "member_id"))


def by_state(roster: Iterable[Attendance]) -> list[tuple[str, list[Attendance]]]:
    """(到会, rows) for each state that somebody has."""
    rows = list(roster)
    return [
        (state.label, here)
        for state in Attendance.State
        if (here := [row for row in rows if row.state == state])
    ]


def patterns_for(unit: Unit) -> QuerySet[Pattern]:
    """Templates of the unit's own and those that bodies above it give down."""
    above = [int(part) for part in unit.party_path.split("/")[1:-1]]
    given = Q(unit__in=above, is_for_below=True)
    rows = Pattern.rows().filter(Q(unit=unit) | given, retired_on__gt=today())
    return rows.select_related("unit").order_by("name")


def steps_of(meeting: Meeting) -> list[dict[str, str]]:
    """The way of a record with where it stands."""
    way = (("planned", "计划"), ("noticed", "通知"), ("submitted", "提交"), ("confirmed", "确认"))
    at = {"returned": "noticed", "canceled": "planned"}.get(meeting.state, meeting.state)
    place = [state for state, _ in way].index(at)
    return [
        {
            "name": label,
            "state": "done" if n < place else "now" if n == place else "next",
            "note": "",
        }
        for n, (_, label) in enumerate(way)
    ]


def offers(actor: Actor, meeting: Meeting) -> set[str]:
    """Names of the steps that the actor may take now."""
    steps = {step.name for step in MEETING.open_to(actor, meeting)}
    if not may_confirm(actor, meeting) or meeting.submitted_by == actor.name:
        steps -= {"confirm", "return"}
    elif "confirm" in steps:
        steps.discard("recall")  # who decides returns it; the unit takes its own back
    if meeting.held_on <= today():
        steps.discard("notify")
    else:
        steps.discard("submit")
    return steps


def held_minutes_seen(actor: Actor, meeting: Meeting) -> str:
    """The minutes for those who know the unit's members; empty for everybody else."""
    knows = has_duty(actor, meeting.unit, Attendance.read_permission())
    return meeting.minutes if knows else ""
