"""Who takes a wish on, until when, and what came of it."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from dangjianyun.foundation.reference import RefField
from dangjianyun.foundation.scope import ScopedModel, hang
from dangjianyun.party.models import Unit
from dangjianyun.registry.models import Organization
from dangjianyun.welfare.models.wish import Wish


class Claim(ScopedModel):
    """One claim of a wish by a Party organization or an organization.

    `until` is the first day on which it has fallen back if nothing is done. `ended_on`: the day on
    which it went back or the wish was closed; None while it holds. What was done (`done`) names
    nobody; `helped` is a number of people, `value_fen` money or goods in whole fen.
    """

    class Outcome(models.TextChoices):
        HELD = "held", "办理中"
        GIVEN_BACK = "given_back", "认领单位退还"
        EXPIRED = "expired", "到期自动退回"
        UNDONE = "undone", "回访后重新发布"
        WITHDRAWN = "withdrawn", "心愿撤回"
        KEPT = "kept", "已办结"

    places = {"p": "unit__party_path"}
    division = "wish__path"
    about = ()

    ref = RefField()
    wish = models.ForeignKey(Wish, models.CASCADE, related_name="claims")
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="wish_claims")
    organization = models.ForeignKey(
        Organization, models.PROTECT, null=True, related_name="wish_claims"
    )
    since = models.DateField("认领日期")
    until = models.DateField("终止日（不含）")
    outcome = models.CharField("结果", max_length=10, choices=Outcome, default=Outcome.HELD)
    ended_on = models.DateField("结束日期", null=True)
    why = models.CharField("退还原因", max_length=200, blank=True)
    done = models.CharField("办理情况", max_length=400, blank=True)
    done_on = models.DateField("办理日期", null=True)
    helped = models.PositiveSmallIntegerField("受益人数", default=0)
    value_fen = models.PositiveBigIntegerField("折合金额（分）", default=0)
    opinion = models.CharField("回访意见", max_length=300, blank=True)

    class Meta(ScopedModel.Meta):
        verbose_name = "心愿认领"
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(unit=None) ^ Q(organization=None), name="claim_one_claimer"
            ),
            # The last word on a rush: whatever the code does, one claim holds.
            models.UniqueConstraint(
                fields=["wish"], condition=Q(outcome="held"), name="one_claim_holds"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.wish.title}的认领"

    @classmethod
    def read_permission(cls) -> str:
        """Claims are read with wishes, where the claimer is at home."""
        return "welfare.wish.read"

    def is_by(self, holder: Unit | Organization) -> bool:
        """Whether this is the claim of the Party organization or organization."""
        if isinstance(holder, Unit):
            return self.unit_id == holder.pk
        return self.organization_id == holder.pk


hang(Claim, "o", lambda place, on: Q(organization=int(place.split("/")[1])))
