"""How a Party organization stands with what it owes; what decides beside its meetings."""

from typing import ClassVar

from django.db import models

from dangjianyun.foundation.segments import Segment
from dangjianyun.orglife.models.meeting import Meeting
from dangjianyun.party.models import Unit
from dangjianyun.party.models.unit import Dated


class Grouping(Dated):
    """A branch divided into Party groups (党小组): how many, from a day to a day.

    Where there is none, no group meeting is due.
    """

    places = {"p": "unit__party_path", "d": "unit__path"}
    acts_with = "unit"
    about = ("unit",)

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="groupings")
    count = models.PositiveSmallIntegerField("党小组个数")

    class Meta(Dated.Meta):
        verbose_name = "党小组设置"

    @classmethod
    def read_permission(cls) -> str:
        """Who reads a unit's meetings knows whether it has groups."""
        return Meeting.read_permission()


class UnitTrack(Segment):
    """The light of a grassroots unit from a day to a day: one row a duty, and one for all (`""`).

    `light`: a key of `rules.track.LIGHTS`; `none` in the row for all while nothing is owed, so that
    every unit has rows to find it by. A unit's, never a person's.
    """

    NONE = "none"

    subject = "unit_id"
    places = {"p": "unit__party_path", "d": "path"}

    unit = models.ForeignKey(Unit, models.CASCADE, related_name="tracks")
    path = models.CharField(max_length=60)
    duty = models.CharField(max_length=20, blank=True)
    light = models.CharField(max_length=10)
    is_owing = models.BooleanField()

    class Meta(Segment.Meta):
        indexes: ClassVar = [
            models.Index(fields=["path", "since"], name="unit_track_place"),
            models.Index(fields=["unit", "duty"], name="unit_track_of"),
        ]
