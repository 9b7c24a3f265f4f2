"""Who wishes: sealed, seen by few and for as long as it is needed, then erased."""

from datetime import date

from django.db import models
from django.db.models import Q

from dangjianyun.foundation.personal import Personal
from dangjianyun.foundation.reference import RefField
from dangjianyun.foundation.scope import ScopedModel, below, hang
from dangjianyun.foundation.sealed import SealedField
from dangjianyun.welfare.models.wish import Wish

_KEPT = "心愿办结或撤回后90天删除"
NAME = Personal("S3", "上门实现心愿、回访", "许愿人同意", _KEPT)
CONTACT = Personal("S3", "联系许愿人、回访", "许愿人同意", _KEPT)
SITUATION = Personal("S4", "判断心愿是否属实、怎样实现", "许愿人同意", _KEPT)
OF_CENTER = (Wish.State.COLLECTED, Wish.State.FULFILLED)
"""States in which the center has to talk to the wisher: to check, and to call back."""


class Wisher(ScopedModel):
    """The person behind a wish; the row is removed 90 days after the wish ended.

    Seen by the collecting Party organization or organization itself, by the center while it checks
    or calls back, and by whoever holds the claim, for as long as it holds.
    """

    division = "wish__path"
    about = ("wish",)

    ref = RefField()
    wish = models.OneToOneField(Wish, models.PROTECT, related_name="wisher")
    name = SealedField("许愿人姓名", personal=NAME, mask="name", max_length=30)
    phone = SealedField("联系电话", personal=CONTACT, mask="phone", max_length=30, blank=True)
    address = SealedField("住址", personal=CONTACT, mask="address", max_length=120, blank=True)
    situation = SealedField("困难情况", personal=SITUATION, max_length=400, blank=True)

    class Meta(ScopedModel.Meta):
        verbose_name = "许愿人"


def _center(place: str, on: date) -> Q:
    return below("wish__path", place) & Q(wish__state__in=OF_CENTER)


def _unit(place: str, on: date) -> Q:
    """The Party organization itself: neither those above nor those below it."""
    held = Q(wish__claim__unit__party_path=place, wish__held_until__gt=on)
    return Q(wish__unit__party_path=place) | held & _under_way()


def _organization(place: str, on: date) -> Q:
    key = int(place.split("/")[1])
    held = Q(wish__claim__organization=key, wish__held_until__gt=on)
    return Q(wish__organization=key) | held & _under_way()


def _under_way() -> Q:
    return Q(wish__state__in=(Wish.State.CLAIMED, Wish.State.FULFILLED))


hang(Wisher, "d", _center)
hang(Wisher, "p", _unit)
hang(Wisher, "o", _organization)
# Erasing is done for a whole jurisdiction, of data that nobody reads there any more.
hang(Wisher, "d", lambda place, on: below("wish__path", place), reads=False)
