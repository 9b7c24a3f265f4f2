"""Tables of the engine: tallies and the parameters of rules."""

from typing import ClassVar

from django.db import models

from dangjianyun.foundation.days import DAWN


class Tally(models.Model):
    """How much an indicator changes at a place, in one year, month or day.

    Rows are only added, never updated: two writers can neither lose a count nor wait for each
    other. The value on a day is the sum of earlier years, earlier months of the year and days of
    the month up to it. Compaction merges rows of the same key; it never changes a sum.
    """

    YEAR, MONTH, DAY = 0, 1, 2

    indicator = models.CharField(max_length=60)
    path = models.CharField(max_length=60)
    grain = models.SmallIntegerField()
    day = models.DateField()
    change = models.BigIntegerField()

    class Meta:
        indexes: ClassVar = [
            models.Index(
                fields=["path", "indicator", "grain", "day"],
                name="tally_key",
            )
        ]


class TallyMark(models.Model):
    """The last tally row that compaction has looked at. One row."""

    upto = models.BigIntegerField(default=0)


class RuleParameter(models.Model):
    """A local choice that a rule leaves open, in force for a jurisdiction from a day on."""

    place = models.CharField("辖区", max_length=60)
    key = models.CharField("参数", max_length=60)
    since = models.DateField("起始日", default=DAWN)
    value = models.JSONField("取值")
    basis = models.CharField("依据", max_length=300, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["place", "key", "since"], name="one_value_a_day")
        ]


class Rebuild(models.Model):
    """Segments that wait to be computed anew because a parameter changed."""

    derived = models.CharField(max_length=60)
    place = models.CharField(max_length=60)
    asked_at = models.DateTimeField(auto_now_add=True)
