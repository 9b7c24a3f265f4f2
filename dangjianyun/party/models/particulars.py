"""What a Party organization was called and was from a day to a day."""

from typing import ClassVar

from django.db import models

from dangjianyun.party.models.unit import Dated, Mode, Unit, UnitKind


class UnitParticulars(Dated):
    """A unit's name, kind, mode and division from a day to a day; one row for any day of its life.

    The unit itself says what its latest row says.
    """

    places = {"p": "unit__party_path", "d": "unit__path"}
    about = ("unit",)

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="particulars")
    name = models.CharField("名称", max_length=120)
    kind = models.CharField("类别", max_length=16, choices=UnitKind)
    mode = models.CharField("组建方式", max_length=12, choices=Mode, default="", blank=True)
    path = models.CharField("所在地", max_length=60)

    class Meta(Dated.Meta):
        verbose_name = "党组织信息"
        indexes: ClassVar = [models.Index(fields=["unit", "since"], name="unitparticulars_of")]

    @classmethod
    def read_permission(cls) -> str:
        """Who may see a unit may know what it was called."""
        return Unit.read_permission()


TOLD = ("name", "kind", "mode", "path")
"""What may change in a unit's life; the same columns of the unit today and dated."""
