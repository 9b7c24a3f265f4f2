"""What one organization's file shows, as the actor may see it on a day."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from django.db.models import Q

from dangjianyun.access.book import file_key
from dangjianyun.access.history import Entry, history, history_count
from dangjianyun.coverage.models import Assignment, Instructor, OrganizationStanding
from dangjianyun.coverage.queries.explanation import Grounds
from dangjianyun.coverage.queries.turns import Turn, turns_of
from dangjianyun.foundation.actor import Actor
from dangjianyun.foundation.days import today
from dangjianyun.foundation.links import link_to
from dangjianyun.party.models import (
    Affiliation,
    Covering,
    Guidance,
    Member,
    MemberStanding,
    RoleKind,
    Unit,
)
from dangjianyun.party.queries.opaque import opaque_keys, units_opened
from dangjianyun.party.queries.particulars import names_on, shown_on
from dangjianyun.registry.models import (
    LEADERS,
    Described,
    Organization,
    Particulars,
    Post,
    PostKind,
)
from dangjianyun.territory.queries import names

WORDS = {
    ("registry.Organization", "change"): "变更登记事项",
    ("registry.Organization", "end"): "注销或撤销登记",
    ("registry.Post", "read"): "查看联系电话",
    ("coverage.Assignment", "add"): "派驻指导员",
    ("party.Affiliation", "add"): "确定责任党组织",
    ("party.Affiliation", "end"): "变更责任党组织",
    ("party.Covering", "add"): "列入覆盖名单",
    ("party.Covering", "end"): "移出覆盖名单",
    ("party.Unit", "add"): "成立党组织",
    ("party.Unit", "end"): "撤销党组织",
    ("party.Office", "add"): "任命党内职务",
    ("party.Office", "end"): "免去党内职务",
}
"""What acts are called on this file."""

UNIT_TABLES = ("party.Unit", "party.Subordination", "party.UnitParticulars", "party.Office")
"""What of a Party organization stands in the history of the organization it was set up in."""

OPEN_RECORD = "party.member.open"
ORDER = {kind: rank for rank, kind in enumerate(LEADERS)}


@dataclass
class OrganizationFile:
    """One organization on a day. Every part is read when it is asked for, once."""

    organization: Organization
    actor: Actor
    on: date

    @cached_property
    def said(self) -> Described:
        """What the register said on the day; today's words before it was registered."""
        dated = [row for row in self.particulars if row.since <= self.on < row.until]
        return dated[0] if dated else self.organization

    @cached_property
    def particulars(self) -> list[Particulars]:
        """All periods of the register entry, oldest first."""
        return list(self.organization.particulars.order_by("since"))

    @cached_property
    def standing(self) -> OrganizationStanding | None:
        """How it stood; None on a day without registration."""
        rows = OrganizationStanding.rows().filter(OrganizationStanding.on(self.on))
        found = rows.filter(organization=self.organization).select_related("lead").first()
        shown_on([found.lead] if found and found.lead else [], self.on)
        return found

    @property
    def past_day(self) -> date | None:
        """The day that links to other files keep; None on today."""
        return self.on if self.on < today() else None

    @property
    def day_asked(self) -> str:
        """What links on a past day's page add to their address."""
        return f"&on={self.on}" if self.past_day else ""

    @property
    def off_register(self) -> str:
        """Why there is nothing to cover on a day outside the organization's registered life."""
        row = self.organization
        if self.on < row.established_on:
            return f"它在{row.established_on}成立登记，这一天还没有登记，没有覆盖情况。"
        ended = f"它已于{row.closed_on}{row.get_closing_display()}"
        return f"{ended}，不再要求覆盖，也不计入覆盖率。此前的情况请选那时的日期查看。"

    @cached_property
    def grounds(self) -> Grounds | None:
        """The facts that decide how it stands."""
        if self.standing is None:
            return None
        return Grounds(
            standing=self.standing,
            units=self.own_units,
            coverings=[line for line in self.coverings if line.since <= self.on < line.until],
            assignments=self.assigned,
            opens_units=self.opens_units,
            opens_instructors=self.opens_instructors,
            on=self.on,
        )

    @cached_property
    def opens_units(self) -> frozenset[int]:
        """Keys of the Party organizations named here whose files the actor may open."""
        lead = self.standing.lead_id if self.standing else None
        named = {unit.pk for unit in self.own_units} | {line.unit_id for line in self.coverings}
        named |= {row.unit_id for row in self.affiliations}
        seen = Unit.objects.seen_by(self.actor).filter(pk__in=named | ({lead} if lead else set()))
        return frozenset(seen.values_list("pk", flat=True))

    @cached_property
    def opens_instructors(self) -> frozenset[int]:
        """Keys of the instructors named here whose files the actor may open."""
        named = {row.instructor_id for row in self.assignments}
        seen = Instructor.objects.seen_by(self.actor).filter(pk__in=named)
        return frozenset(seen.values_list("pk", flat=True))

    @cached_property
    def own_units(self) -> list[Unit]:
        """Grassroots Party organizations set up in it that existed on the day."""
        rows = Unit.rows().filter(organization=self.organization, role=RoleKind.GRASSROOTS)
        rows = rows.filter(established_on__lte=self.on, dissolved_on__gt=self.on)
        # A sub-branch of the own unit stands in the same organization.
        own = rows.exclude(parent__organization=self.organization)
        found = list(own.order_by("established_on"))
        shown_on(found, self.on)
        return found

    @cached_property
    def coverings(self) -> list[Covering]:
        """Its places on covered lists, of all times, latest first."""
        rows = self.organization.coverings.select_related("unit").order_by("-since", "-pk")
        found = list(rows)
        shown_on((row.unit for row in found), self.on)
        return found

    @cached_property
    def affiliations(self) -> list[Affiliation]:
        """Recorded accountable bodies, latest first; before and between them the fallback holds."""
        rows = self.organization.affiliations.select_related("unit").order_by("-since")
        return list(rows)

    @cached_property
    def lead_since(self) -> date | None:
        """Since when without a break the present body has been accountable."""
        if self.standing is None:
            return None
        rows = OrganizationStanding.rows().filter(
            organization=self.organization, since__lte=self.on
        )
        first = self.standing.since
        for since, lead in rows.order_by("-since").values_list("since", "lead_id"):
            if lead != self.standing.lead_id:
                break
            first = since
        return first

    @cached_property
    def guides(self) -> list[Guidance]:
        """Bodies that guided the accountable one on the day."""
        if self.standing is None or self.standing.lead is None:
            return []
        rows = Guidance.rows().filter(Guidance.on(self.on), unit=self.standing.lead)
        return list(rows.select_related("guide").order_by("since"))

    @cached_property
    def assignments(self) -> list[Assignment]:
        """All assignments the actor may see, those in force first."""
        rows = Assignment.objects.seen_by(self.actor).filter(organization=self.organization)
        return list(rows.select_related("instructor").order_by("-until", "-since"))

    @cached_property
    def assigned(self) -> list[Assignment]:
        """Those in force on the day."""
        return [row for row in self.assignments if row.since <= self.on < row.until]

    @cached_property
    def leaders(self) -> list[Post]:
        """Leaders on the day, the legal representative first."""
        rows = self._posts.filter(kind__in=LEADERS, since__lte=self.on, until__gt=self.on)
        found = list(rows.select_related("person"))
        return sorted(found, key=lambda post: (ORDER[post.kind], post.since, post.pk))

    @cached_property
    def former(self) -> list[Post]:
        """Leaders who have left, latest first."""
        rows = self._posts.filter(kind__in=LEADERS, until__lte=self.on).select_related("person")
        return list(rows.order_by("-until", "pk")[:50])

    @property
    def _posts(self) -> Any:
        return Post.objects.seen_by(self.actor).filter(organization=self.organization)

    def members(self) -> list[dict[str, Any]]:
        """Members among staff on the day: number and stage where the actor has a duty to know
        them, else a key and the unit's name, and nothing that tells one from another.
        """
        rows = MemberStanding.rows().filter(MemberStanding.on(self.on), is_staff=True)
        rows = rows.filter(organization=self.organization)
        triples = list(rows.values_list("member_id", "member__number", "unit_id", "is_full"))
        units = {row[2] for row in triples if row[2]}
        named = dict(Unit.rows().filter(pk__in=units).values_list("pk", "name"))
        if self.past_day:
            named |= names_on(units, self.on)
        ids = [row[0] for row in triples]
        known = Member.objects.seen_by(self.actor).filter(pk__in=ids)
        seen = dict(known.values_list("pk", "ref"))
        # A record is opened with a reason by those who count the person in their area.
        counted = MemberStanding.objects.seen_by(self.actor).filter(MemberStanding.on(today()))
        countable: set[int] = set()
        if self.actor.holds(OPEN_RECORD):
            led = units_opened(self.actor, units)
            near = counted.filter(member__in=ids, in_unit=True, unit__in=led)
            countable = set(near.values_list("member_id", flat=True))
        keys = opaque_keys(self.actor, ids)
        found = [
            {
                "key": number if pk in seen else key,
                "opaque": pk not in seen,
                "label": f"党员（{named.get(unit, '组织关系在外')}）",
                "stage": ("正式党员" if full else "预备党员") if pk in seen else "",
                "href": link_to("party:member_file", seen[pk])
                if pk in seen
                else link_to("party:member_open", key)
                if pk in countable
                else "",
            }
            for (pk, number, unit, full), key in zip(triples, keys, strict=True)
        ]
        return sorted(found, key=lambda row: (row["opaque"], str(row["key"])))

    def sees_members(self) -> bool:
        """Whether the actor has anything to do with members beyond the own opened records."""
        return any(not p.startswith("a/") for p in self.actor.places("party.member.read"))

    @cached_property
    def turns(self) -> list[Turn]:
        """When its coverage turned up to the day, and why, latest first."""
        return turns_of(self.organization, self.on)

    def history(self, limit: int, offset: int = 0) -> list[Entry]:
        """The latest changes, in words."""
        return history(
            self._key,
            self.actor,
            limit=limit,
            offset=offset,
            path_names=names,
            shadows=("registry.Particulars", "party.UnitParticulars"),
            without=self._private,
            also=self._of_its_units,
            words=WORDS,
        )

    @cached_property
    def history_count(self) -> int:
        """How many entries the chain holds about it."""
        return history_count(self._key, self.actor, without=self._private, also=self._of_its_units)

    @property
    def _key(self) -> str:
        return file_key(Organization, self.organization.pk)

    @cached_property
    def _of_its_units(self) -> Q | None:
        """Entries of the Party organizations ever set up in it, of those that the actor sees."""
        rows = Unit.objects.seen_by(self.actor).filter(organization=self.organization)
        keys = [file_key(Unit, pk) for pk in rows.values_list("pk", flat=True)]
        if not keys:
            return None
        return Q(table__in=UNIT_TABLES) & (Q(subject__in=keys) | Q(second__in=keys))

    @cached_property
    def _private(self) -> Q | None:
        """Nobody is told here who works here: the count of members beside it would name them."""
        posts = Post.rows().filter(organization=self.organization, kind=PostKind.STAFF)
        staff = [str(pk) for pk in posts.values_list("pk", flat=True)]
        return Q(table="registry.Post", row__in=staff) if staff else None
