"""A member whom a unit wants on its roll, until the city has verified who it is."""

from datetime import date
from typing import ClassVar

from django.db import models
from django.db.models import Q

from dangjianyun.foundation.personal import Personal, personal_field
from dangjianyun.foundation.reference import RefField
from dangjianyun.foundation.scope import NOTHING, ScopedModel, below, hang
from dangjianyun.foundation.sealed import SealedField
from dangjianyun.party.models.member import Member, near
from dangjianyun.party.models.unit import Unit
from dangjianyun.registry.models import REGISTER
from dangjianyun.territory.models import Level
from dangjianyun.territory.queries import level_of

WAITING = Personal(level="S3", purpose="党员身份核验", basis="党内法规", retention="核验结束即删除")


class Enrollment(ScopedModel):
    """What the unit said of the member. It waits for the city whether or not the person is known
    elsewhere, so that nobody learns from the answer where a person belongs.

    Identity number and telephone are erased with the decision.
    """

    class State(models.TextChoices):
        """Where it stands."""

        WAITING = "waiting", "待上级核验"
        ENROLLED = "enrolled", "已列入名册"
        DECLINED = "declined", "已退回"

    division = "unit__path"
    about = ("unit",)

    ref = RefField()
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="enrollments")
    name = personal_field(models.CharField("姓名", max_length=60), REGISTER)
    identity_number = SealedField(
        "公民身份号码", personal=WAITING, mask="identity", index=True, blank=True
    )
    phone = SealedField("联系电话", personal=WAITING, mask="phone", blank=True)
    joined_on = personal_field(models.DateField("入党日期"), WAITING)
    full_on = personal_field(models.DateField("转正日期", null=True, blank=True), WAITING)
    since = models.DateField("组织关系起始日期")
    state = models.CharField("状态", max_length=10, choices=State, default=State.WAITING)
    asked_by = models.CharField("提交人", max_length=180)
    asked_at = models.DateTimeField("提交时间")
    decided_by = models.CharField("核验人", max_length=180, blank=True)
    decided_at = models.DateTimeField("核验时间", null=True)
    note = models.CharField("核验意见", max_length=300, blank=True)
    member = models.ForeignKey(Member, models.PROTECT, null=True, related_name="enrollments")

    class Meta(ScopedModel.Meta):
        verbose_name = "党员登记核验"
        indexes: ClassVar = [models.Index(fields=["state", "asked_at"], name="enrollment_queue")]

    def __str__(self) -> str:
        return f"{self.unit.name}，{self.asked_at:%Y-%m-%d}"


def _verified_from(place: str, on: date) -> Q:
    """Only a city and what is above it can tell whether a person is known in another district."""
    return below("unit__path", place) if level_of(place) <= Level.CITY else NOTHING


hang(Enrollment, "p", near(""), acts=False)
hang(Enrollment, "d", _verified_from)
