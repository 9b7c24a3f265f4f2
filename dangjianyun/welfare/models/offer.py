"""A citizen's offer of help: it waits here until the center has taken it over, then is erased."""

from datetime import date

from django.db import models
from django.db.models import Q

from dangjianyun.foundation.personal import Personal
from dangjianyun.foundation.reference import RefField
from dangjianyun.foundation.scope import ScopedModel, hang
from dangjianyun.foundation.sealed import SealedField
from dangjianyun.welfare.models.wish import Wish

OFFER = Personal("S3", "转交收集或认领单位，与提供帮助的人联系", "本人同意", "提交后30天删除")


class Offer(ScopedModel):
    """What somebody from outside offers for a wish. Written by the public portal only.

    `token` is the single use of the form it came by. The center reads it and passes it on; then
    whoever holds the claim (else the collector) reads it too, until it is erased.
    """

    class State(models.TextChoices):
        NEW = "new", "待处理"
        PASSED = "passed", "已转交"
        DECLINED = "declined", "未采用"

    places = {"d": "wish__path"}
    about = ("wish",)

    ref = RefField()
    wish = models.ForeignKey(Wish, models.PROTECT, related_name="offers")
    token = models.CharField("表单编号", max_length=64, unique=True)
    name = SealedField("称呼", personal=OFFER, mask="name", max_length=30)
    phone = SealedField("联系电话", personal=OFFER, mask="phone", max_length=30)
    words = SealedField("想怎样帮助", personal=OFFER, max_length=300)
    state = models.CharField("状态", max_length=10, choices=State, default=State.NEW)
    came_on = models.DateField("提交日期")
    note = models.CharField("处理说明", max_length=200, blank=True)

    class Meta(ScopedModel.Meta):
        verbose_name = "公众帮助意向"


def _passed_to_unit(place: str, on: date) -> Q:
    mine = Q(wish__claim__unit__party_path=place, wish__held_until__gt=on)
    return Q(state=Offer.State.PASSED) & (mine | Q(wish__unit__party_path=place))


def _passed_to_organization(place: str, on: date) -> Q:
    key = int(place.split("/")[1])
    mine = Q(wish__claim__organization=key, wish__held_until__gt=on)
    return Q(state=Offer.State.PASSED) & (mine | Q(wish__organization=key))


hang(Offer, "p", _passed_to_unit)
hang(Offer, "o", _passed_to_organization)
