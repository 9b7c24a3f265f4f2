"""Administrative divisions."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from dangjianyun.foundation.days import DAWN, OPEN


class Level(models.IntegerChoices):
    """How far below the country."""

    COUNTRY = 0, "国家"
    PROVINCE = 1, "省级"
    CITY = 2, "地级"
    DISTRICT = 3, "县级"
    STREET = 4, "乡级"


class Kind(models.TextChoices):
    """Who gave the code."""

    GB = "gb", "国家标准代码"
    LOCAL = "local", "本地扩展代码"


class Division(models.Model):
    """One administrative division while it had one code, one parent and one name.

    Public knowledge, so there is no scope: every actor and the public pages may read it.
    A division that moves gets a row of its own, as it then has another path and usually
    another code. `since` and `until` are half-open days (GB/T 2260 and its yearly changes).
    """

    code = models.CharField("代码", max_length=12)
    name = models.CharField("名称", max_length=50)
    # Blank for 市辖区 and the like: no text means them by that word.
    short_name = models.CharField("简称", max_length=50, blank=True)
    level = models.PositiveSmallIntegerField("级别", choices=Level.choices)
    kind = models.CharField("代码类别", max_length=5, choices=Kind.choices, default=Kind.GB)
    path = models.CharField("路径", max_length=60, unique=True)
    parent_path = models.CharField("上级路径", max_length=60, blank=True, db_index=True)
    since = models.DateField("起", default=DAWN)
    until = models.DateField("止", default=OPEN)
    initials = models.CharField("拼音首字母", max_length=50)

    class Meta:
        verbose_name = "行政区划"
        ordering: ClassVar = ["code", "since"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["code", "since"], name="division_code_since"),
            models.CheckConstraint(condition=Q(since__lt=F("until")), name="division_period"),
        ]

    def __str__(self) -> str:
        return self.name

    def hangs_below(self, places: tuple[str, ...]) -> bool:
        """Whether an act at one of `places` reaches this division."""
        return any(self.path.startswith(place) for place in places)
