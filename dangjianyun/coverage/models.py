"""Instructors, their assignments, and how every organization stands from day to day."""

from datetime import date
from typing import ClassVar

from django.db import models
from django.db.models import Q

from dangjianyun.foundation.days import OPEN
from dangjianyun.foundation.personal import personal_field
from dangjianyun.foundation.reference import RefField
from dangjianyun.foundation.scope import Hanging, ScopedModel, below, hang
from dangjianyun.foundation.sealed import SealedField
from dangjianyun.foundation.segments import Segment
from dangjianyun.party.models import Covering, Unit
from dangjianyun.party.models.unit import Dated
from dangjianyun.registry.models import (
    CONTACT,
    LEADERS,
    REGISTER,
    Organization,
    Particulars,
    Post,
)


class InstructorKind(models.TextChoices):
    """Who is sent."""

    INSTRUCTOR = "instructor", "党建工作指导员"
    LIAISON = "liaison", "党建联络员"


class Instructor(ScopedModel):
    """A Party-building instructor, counted at the home unit's place."""

    elsewhere = "一名不在你的范围内的指导员"
    places = {"d": "path", "p": "home__party_path"}

    ref = RefField()
    number = models.CharField("指导员编号", max_length=20, unique=True)
    name = personal_field(models.CharField("姓名", max_length=60), REGISTER)
    kind = models.CharField(
        "类别", max_length=12, choices=InstructorKind, default=InstructorKind.INSTRUCTOR
    )
    employer = models.CharField("原工作单位", max_length=120, blank=True)
    phone = SealedField("联系电话", personal=CONTACT, mask="phone", index=True, blank=True)
    home = models.ForeignKey(Unit, models.PROTECT, related_name="instructors")
    path = models.CharField("所在地", max_length=60, db_index=True)
    since = models.DateField("选派日期")
    until = models.DateField("终止日（不含）", default=OPEN)
    sought = models.CharField(max_length=200)

    class Meta(ScopedModel.Meta):
        verbose_name = "党建工作指导员"
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(until__gt=models.F("since")), name="instructor_served"
            )
        ]

    def __str__(self) -> str:
        return self.name


class Assignment(Dated):
    """An instructor is sent to an organization."""

    places = {"d": "organization__path", "p": "instructor__home__party_path"}
    about = ("organization", "instructor")

    instructor = models.ForeignKey(Instructor, models.PROTECT, related_name="assignments")
    organization = models.ForeignKey(Organization, models.PROTECT, related_name="assignments")
    letter = models.CharField("选派文号", max_length=80, blank=True)

    class Meta(Dated.Meta):
        verbose_name = "派驻"
        constraints: ClassVar = [
            *Dated.Meta.constraints,
            models.UniqueConstraint(
                fields=["instructor", "organization", "since"], name="one_assignment_a_day"
            ),
        ]


class OrganizationStanding(Segment):
    """How an organization stood from day to day. One segment on every day of its registered life.

    `mode` is the strongest way in which it is organization-covered (empty: not covered);
    `lead` is the accountable body; `full_members` counts as parameter `unit_due.counts` says.
    """

    subject = "organization_id"
    places = {"d": "path", "p": "lead__party_path"}

    # Their indexes are the first columns of standing_of and standing_lead.
    organization = models.ForeignKey(
        Organization, models.CASCADE, related_name="standings", db_index=False
    )
    path = models.CharField(max_length=60)
    kind = models.CharField(max_length=20)
    lead = models.ForeignKey(Unit, models.CASCADE, null=True, related_name="+", db_index=False)
    route = models.CharField(max_length=16)
    mode = models.CharField(max_length=12, blank=True)
    full_members = models.PositiveIntegerField()
    is_registered = models.BooleanField(default=True)
    has_own_unit = models.BooleanField()
    is_unit_covered = models.BooleanField()
    is_instructed = models.BooleanField()
    is_covered = models.BooleanField()
    is_due = models.BooleanField()
    is_missing = models.BooleanField()

    class Meta(Segment.Meta):
        verbose_name = "覆盖情况"
        indexes: ClassVar = [
            models.Index(fields=["path", "since"], name="standing_place"),
            models.Index(fields=["organization", "since"], name="standing_of"),
            models.Index(fields=["lead", "since"], name="standing_lead"),
            models.Index(fields=["full_members", "organization"], name="standing_members"),
            models.Index(
                fields=["path", "since"], condition=Q(is_missing=True), name="standing_missing"
            ),
            models.Index(
                fields=["path", "since"], condition=Q(is_covered=False), name="standing_bare"
            ),
            # Every organization begins uncovered: those that still are, among ten times as many.
            models.Index(
                fields=["until", "path", "kind", "since", "organization"],
                condition=Q(is_covered=False),
                name="standing_bare_still",
            ),
            models.Index(fields=["path", "since"], condition=Q(is_due=True), name="standing_due"),
            models.Index(
                fields=["mode", "path", "until", "since"],
                condition=Q(mode__in=["joint", "trade", "attached", "fallback", "functional"]),
                name="standing_mode",
            ),
            models.Index(
                fields=["path", "until", "since"],
                condition=Q(kind="foundation"),
                name="standing_foundation",
            ),
        ]


class InstructorStanding(Segment):
    """An instructor in office."""

    subject = "instructor_id"
    places = {"d": "path", "p": "instructor__home__party_path"}

    instructor = models.ForeignKey(Instructor, models.CASCADE, related_name="standings")
    path = models.CharField(max_length=60)
    kind = models.CharField(max_length=12)


def _led(place: str, on: date) -> Q:
    """Organizations that a Party organization at or below the place leads, sits in or covers."""
    standing = OrganizationStanding.rows().filter(OrganizationStanding.on(on))
    led = standing.filter(below("lead__party_path", place))
    covered = Covering.rows().filter(Covering.on(on), below("unit__party_path", place))
    return (
        Q(pk__in=led.values("organization"))
        | Q(pk__in=Unit.rows().filter(below("party_path", place)).values("organization"))
        | Q(pk__in=covered.values("organization"))
    )


def _visited(place: str, on: date) -> Q:
    assigned = Assignment.rows().filter(Assignment.on(on), instructor=int(place.split("/")[1]))
    return Q(pk__in=assigned.values("organization"))


def _of(near: Hanging, model: type[models.Model]) -> Hanging:
    """What hangs on an organization is read where that is; of posts those of leaders."""

    def at(place: str, on: date) -> Q:
        seen = Organization.rows().filter(near(place, on))
        leads = Q(kind__in=LEADERS) if model is Post else Q()
        return leads & Q(organization__in=seen.values("pk"))

    return at


hang(Organization, "p", _led, acts=False)
hang(Organization, "i", _visited, acts=False)
for _model in (Particulars, Post):
    hang(_model, "p", _of(_led, _model), acts=False)
    hang(_model, "i", _of(_visited, _model), acts=False)
hang(Instructor, "i", lambda place, on: Q(pk=int(place.split("/")[1])), acts=False)
hang(Assignment, "i", lambda place, on: Q(instructor=int(place.split("/")[1])), acts=False)
hang(Assignment, "o", lambda place, on: Q(organization=int(place.split("/")[1])), acts=False)
hang(
    OrganizationStanding,
    "o",
    lambda place, on: Q(organization=int(place.split("/")[1])),
    acts=False,
)


def _visited_standing(place: str, on: date) -> Q:
    assigned = Assignment.rows().filter(Assignment.on(on), instructor=int(place.split("/")[1]))
    return Q(organization__in=assigned.values("organization"))


def _covered_standing(place: str, on: date) -> Q:
    """As `_led`: an organization is seen where it is covered or has its own unit, not only led."""
    covered = Covering.rows().filter(Covering.on(on), below("unit__party_path", place))
    own = Unit.rows().filter(below("party_path", place), organization__isnull=False)
    return Q(organization__in=covered.values("organization")) | Q(
        organization__in=own.values("organization")
    )


hang(OrganizationStanding, "i", _visited_standing, acts=False)
hang(OrganizationStanding, "p", _covered_standing, acts=False)
