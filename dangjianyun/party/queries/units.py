"""Party organizations as lists and as a tree."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Count, F, FilteredRelation, Q, QuerySet

from dangjianyun.foundation.actor import Actor
from dangjianyun.foundation.days import today
from dangjianyun.foundation.scope import below, hanging
from dangjianyun.foundation.search import matching
from dangjianyun.party.models import (
    Covering,
    MemberStanding,
    Office,
    OfficeKind,
    Subordination,
    Unit,
    UnitStanding,
)
from dangjianyun.party.queries.particulars import names_on, said_on
from dangjianyun.territory.queries import names

SORTS = {
    "place": ("path", "name"),
    "name": ("name",),
    "number": ("number",),
    "established": ("established_on",),
}
DEFAULT_SORT = "place"
"""Division by division, as the divisions' own lists; the names of one place beside each other."""
DATED = {"path", "name"}
OFFICES = "party.office.read"


@dataclass(frozen=True)
class Asked:
    """What a list of units was asked for. `place` is a division's path, `upper` a unit.

    `counting`: "counted" for those that the indicator party.units counts: grassroots Party
    organizations without their lower branches, which are not counted beside the one they belong to.
    `secretary`: "none" for the counted units without a secretary, for those who may read offices.
    """

    on: date
    term: str = ""
    kind: str = ""
    role: str = ""
    mode: str = ""
    place: str = ""
    upper: Unit | None = None
    state: str = ""
    sort: str = ""
    secretary: str = ""
    counting: str = ""

    @property
    def is_narrow(self) -> bool:
        """Whether any condition holds beside the day."""
        narrow = (self.term, self.kind, self.role, self.mode, self.place, self.upper, self.state)
        return any((*narrow, self.secretary, self.counting))


def unit_list(actor: Actor, asked: Asked) -> QuerySet[Unit]:
    """Units the actor sees, that existed on the day (or, by `state`, were dissolved by then).

    Name, kind, mode and division are those of the day: a unit that has moved away since stands in
    the past list of the division it was in, as in the numbers of that day.
    """
    then = asked.on < today() and asked.state != "dissolved"
    rows = seen_on(actor, asked.on) if then else Unit.objects.seen_by(actor, on=asked.on)
    if asked.state == "dissolved":
        rows = rows.filter(dissolved_on__lte=asked.on)
    elif asked.state == "all":
        rows = rows.filter(established_on__lte=asked.on)
    else:
        rows = rows.filter(living(asked.on))
    if asked.role:
        rows = rows.filter(role=asked.role)
    for column in ("kind", "mode"):
        if value := getattr(asked, column):
            rows = rows.filter(**{f"said__{column}" if then else column: value})
    if asked.place:
        rows = rows.filter(below("said__path" if then else "path", asked.place))
    if asked.upper:
        lines = Subordination.rows().filter(Subordination.on(asked.on), parent=asked.upper)
        rows = rows.filter(pk__in=lines.values("unit"))
    if asked.counting == "counted":
        rows = rows.filter(pk__in=_counted(asked.on))
    if asked.secretary == "none" and actor.holds(OFFICES):
        rows = rows.filter(_headless(asked.on))
    rows = matching(rows, "sought", asked.term, indexed=True)
    turned = "-" if asked.sort.startswith("-") else ""
    columns = SORTS.get(asked.sort.lstrip("-"), SORTS[DEFAULT_SORT])
    columns = tuple(f"said__{one}" if then and one in DATED else one for one in columns)
    return rows.order_by(*(f"{turned}{one}" for one in (*columns, "id")))


def seen_on(actor: Actor, on: date) -> QuerySet[Unit]:
    """The units in the actor's reach on a day; on a past one with `said`, the last words by then:
    a unit that has moved away since is still there, one that came later is not.
    """
    if on >= today():
        return Unit.objects.seen_by(actor, on=on)
    places = actor.places(Unit.read_permission())
    here = [below("said__path", place) for place in places if place.startswith("d/")]
    others = [place for place in places if not place.startswith("d/")]
    # The words of the day, or the last ones of a unit that was dissolved before.
    words = Q(particulars__since__lte=on) & (
        Q(particulars__until__gt=on) | Q(particulars__until=F("dissolved_on"))
    )
    rows = Unit.rows().alias(said=FilteredRelation("particulars", condition=words))
    return rows.filter(reduce(or_, here, hanging(Unit, others, on=on)), said__isnull=False)


def living(day: date) -> Q:
    """Units that exist on a day."""
    return Q(established_on__lte=day, dissolved_on__gt=day)


def _counted(day: date) -> QuerySet[Any, Any]:
    rows = UnitStanding.rows().filter(UnitStanding.on(day), is_counted=True)
    return rows.values("unit")


def _headless(day: date) -> Q:
    held = Office.rows().filter(Office.on(day), kind=OfficeKind.SECRETARY)
    return Q(pk__in=_counted(day)) & ~Q(pk__in=held.values("unit"))


def told(rows: Sequence[Unit], actor: Actor, on: date) -> None:
    """Put beside each unit what a row shows: its words of the day, upper body, members, covered
    organizations, place, and whether its file is open to the actor.

    Sets `said`, `kind_words_then`, `upper`, `member_count`, `covered_count`, `place_label`,
    `opens`. Five queries, however many.
    """
    ids = [row.pk for row in rows]
    lines = Subordination.rows().filter(Subordination.on(on), unit__in=ids)
    uppers = dict(lines.values_list("unit_id", "parent__name"))
    if on < today():
        named = names_on(lines.values_list("parent_id", flat=True), on)
        above = lines.values_list("unit_id", "parent_id")
        uppers |= {unit: named[parent] for unit, parent in above if parent in named}
    members = members_in(ids, on)
    listed = Covering.rows().filter(Covering.on(on), unit__in=ids).values("unit")
    covered = {row["unit"]: row["n"] for row in listed.annotate(n=Count("pk"))}
    said: dict[int, Any] = said_on(ids, on) if on < today() else {}
    places = names({said.get(row.pk, row).path for row in rows})
    opens = set(Unit.objects.seen_by(actor).filter(pk__in=ids).values_list("pk", flat=True))
    for row in rows:
        shown: Any = row
        shown.said = said.get(row.pk, row)
        shown.opens = row.pk in opens
        then = shown.said.kind != row.kind
        shown.kind_words_then = shown.said.get_kind_display() if then else row.kind_words
        shown.upper = uppers.get(row.pk)
        shown.member_count = members.get(row.pk, 0)
        shown.covered_count = covered.get(row.pk, 0)
        shown.place_label = places.get(shown.said.path, "")


def members_in(units: Iterable[int], on: date) -> Mapping[int, int]:
    """How many members' relations lie in each of these units on a day."""
    rows = MemberStanding.rows().filter(MemberStanding.on(on), unit__in=units, in_unit=True)
    counted = rows.values("unit").annotate(n=Count("pk"))
    return {row["unit"]: row["n"] for row in counted}
