"""A wish, as anybody may read it once it is published; who wishes stands apart (`Wisher`)."""

from datetime import date
from typing import ClassVar

from django.db import models
from django.db.models import Q

from dangjianyun.foundation.days import OPEN
from dangjianyun.foundation.scope import ScopedModel, below, hang
from dangjianyun.party.models import Unit
from dangjianyun.registry.models import Organization


class Kind(models.TextChoices):
    """What is wished for."""

    THING = "thing", "物品"
    SERVICE = "service", "服务"
    COMPANY = "company", "陪伴"
    STUDY = "study", "助学"
    REPAIR = "repair", "维修"
    OTHER = "other", "其他"


class Wish(ScopedModel):
    """One wish. `title` and `text` are public and name nobody; `path` is where the need lies.

    Exactly one of `unit` and `organization` collected it. `held_until` is the first day on which
    the present claim has fallen back by itself (`OPEN` once it is fulfilled, None without one): so
    the state of a day is `state_on`, and midnight needs no job. `ended_on`: closed or withdrawn.
    `people`: how many are to be helped, never who.
    """

    class State(models.TextChoices):
        COLLECTED = "collected", "待审核"
        RETURNED = "returned", "已退回"
        PUBLISHED = "published", "待认领"
        CLAIMED = "claimed", "办理中"
        FULFILLED = "fulfilled", "待回访"
        CLOSED = "closed", "已办结"
        WITHDRAWN = "withdrawn", "已撤回"

    places = {"d": "path", "p": "unit__party_path"}
    about = ()

    number = models.CharField("心愿编号", max_length=24, unique=True)
    unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="wishes", verbose_name="党组织"
    )
    organization = models.ForeignKey(
        Organization, models.PROTECT, null=True, blank=True, related_name="wishes"
    )
    path = models.CharField("所在地", max_length=60)
    kind = models.CharField("类型", max_length=10, choices=Kind)
    title = models.CharField("心愿", max_length=60)
    text = models.CharField("说明", max_length=400, blank=True)
    people = models.PositiveSmallIntegerField("受益人数", default=1)
    state = models.CharField("状态", max_length=10, choices=State, default=State.COLLECTED)
    collected_on = models.DateField("征集日期")
    collected_by = models.CharField("征集人", max_length=180)
    published_on = models.DateField("发布日期", null=True)
    ended_on = models.DateField("办结或撤回日期", null=True)
    held_until = models.DateField("认领期限（不含）", null=True)
    told = models.CharField("退回或撤回原因", max_length=200, blank=True)
    claim = models.ForeignKey(
        "welfare.Claim", models.PROTECT, null=True, related_name="+", verbose_name="现在的认领"
    )

    class Meta(ScopedModel.Meta):
        verbose_name = "微心愿"
        indexes: ClassVar = [
            models.Index(fields=["path", "state"], name="wish_place"),
            models.Index(fields=["state", "published_on"], name="wish_state"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(unit=None) ^ Q(organization=None), name="wish_one_collector"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=("claimed", "fulfilled"))
                | Q(claim__isnull=False, held_until__isnull=False),
                name="wish_held_by_a_claim",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def state_on(self, day: date) -> str:
        """The state on a day from now on: a claim past its last day has fallen back by itself."""
        if self.has_lapsed(day):
            return self.State.PUBLISHED
        return self.state

    def has_lapsed(self, day: date) -> bool:
        """Whether the claim ran out and nobody has written that down yet."""
        return (
            self.state == self.State.CLAIMED
            and self.held_until is not None
            and self.held_until <= day
        )


class Progress(ScopedModel):
    """One step that a wish went: what it was from this day on. Names nobody.

    `lapses_on`: the day on which a claim falls back by itself if nothing else happens.
    """

    places = {"d": "wish__path", "p": "wish__unit__party_path"}
    about = ()

    wish = models.ForeignKey(Wish, models.CASCADE, related_name="steps")
    step = models.CharField("步骤", max_length=12)
    state = models.CharField("状态", max_length=10, choices=Wish.State)
    on = models.DateField("日期")
    lapses_on = models.DateField("到期退回日期", default=OPEN)
    note = models.CharField("说明", max_length=300, blank=True)

    class Meta(ScopedModel.Meta):
        verbose_name = "心愿办理过程"

    @classmethod
    def read_permission(cls) -> str:
        """Who reads a wish reads its way."""
        return "welfare.wish.read"


def _held(place: str, on: date) -> Q:
    """What a Party organization at or below the place has claimed now."""
    return below("claim__unit__party_path", place) & Q(held_until__gt=on)


def _own(place: str, on: date) -> Q:
    return Q(organization=int(place.split("/")[1]))


def _held_by_organization(place: str, on: date) -> Q:
    return Q(claim__organization=int(place.split("/")[1]), held_until__gt=on)


hang(Wish, "o", _own)
hang(Wish, "p", _held, acts=False)
hang(Wish, "o", _held_by_organization, acts=False)
hang(Progress, "o", lambda place, on: Q(wish__organization=int(place.split("/")[1])))
