"""Activities: who does what, where and when, in the organizer's own words."""

import re
from datetime import date
from typing import ClassVar

from django.db import models
from django.db.models import Q

from dangjianyun.foundation.scope import ScopedModel, below, hang, hanging
from dangjianyun.foundation.segments import Segment
from dangjianyun.party.models import Unit
from dangjianyun.registry.models import Organization


class Activity(ScopedModel):
    """An activity. Where it is held gives a look; acts follow the organizer (`_answered_for`).

    `schedule` and `venue` keep the words as given; the days are what they mean.

    `is_tentative`: the organizer said that the day may change. `first_on` is None where the words
    name no day at all. `is_path_guessed`: the place was read from organizer or venue, not given.
    """

    places = {"d": "path", "p": "unit__party_path"}
    looks = frozenset({"d"})
    about = ()

    number = models.CharField("活动编号", max_length=20, unique=True)
    year = models.PositiveSmallIntegerField("年度")
    name = models.CharField("活动名称", max_length=200)
    organizer = models.CharField("组织单位", max_length=120)
    organization = models.ForeignKey(
        Organization, models.PROTECT, null=True, blank=True, related_name="activities"
    )
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="activities")
    content = models.TextField("具体内容", blank=True)
    venue = models.CharField("活动地点或区域", max_length=200)
    schedule = models.CharField("时间安排", max_length=120)
    first_on = models.DateField("首日", null=True, db_index=True)
    last_on = models.DateField("末日（含）", null=True)
    is_tentative = models.BooleanField("时间待定", default=False)
    path = models.CharField("所在地", max_length=60, db_index=True)
    is_path_guessed = models.BooleanField("所在地为推定", default=False)

    class Meta(ScopedModel.Meta):
        verbose_name = "活动"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["year", "name", "organizer", "path"], name="one_activity_a_name"
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def when(self) -> str:
        """The organizer's words with the year: 2026年12月23日（暂定）; 2026年，待定."""
        if re.match(r"[0-9]{4}[^0-9]", self.schedule):
            return self.schedule
        joint = "" if self.schedule[:1].isdecimal() else "，"
        return f"{self.year}年{joint}{self.schedule}"


class ActivityStanding(Segment):
    """An activity counts from its first day to the end of that year."""

    subject = "activity_id"
    places = {"d": "path", "p": "activity__unit__party_path"}

    activity = models.ForeignKey(Activity, models.CASCADE, related_name="standings")
    path = models.CharField(max_length=60)
    is_tentative = models.BooleanField()


def _answered_for(place: str, on: date) -> Q:
    """A Party organization's own activity goes with it; another one with its place."""
    led = Unit.rows().filter(hanging(Unit, [place], on=on, acts=True))
    return Q(unit__isnull=True) & below("path", place) | Q(unit__in=led.values("pk"))


hang(Activity, "d", _answered_for, reads=False)
hang(Activity, "o", lambda place, on: Q(organization=int(place.split("/")[1])))
hang(
    ActivityStanding,
    "o",
    lambda place, on: Q(activity__organization=int(place.split("/")[1])),
    acts=False,
)
