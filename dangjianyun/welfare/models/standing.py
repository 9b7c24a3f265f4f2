"""What wishes and claims were from day to day: behind the numbers."""

from datetime import date
from typing import ClassVar

from django.db import models
from django.db.models import Q

from dangjianyun.foundation.scope import hang
from dangjianyun.foundation.segments import Segment
from dangjianyun.welfare.models.claim import Claim
from dangjianyun.welfare.models.wish import Wish


class WishStanding(Segment):
    """A state of a wish (`state`), or one of the year's totals: `taken` and `done`, from that day
    to the end of the year.
    """

    subject = "wish_id"
    places = {"d": "path", "p": "wish__unit__party_path"}

    wish = models.ForeignKey(Wish, models.CASCADE, related_name="standings")
    path = models.CharField(max_length=60)
    state = models.CharField(max_length=10)

    class Meta(Segment.Meta):
        indexes: ClassVar = [
            models.Index(fields=["path", "since"], name="wish_standing_place"),
            models.Index(fields=["wish"], name="wish_standing_of"),
        ]


class ClaimStanding(Segment):
    """A claim that went back, from that day to the end of the year; told as the wish."""

    subject = "claim_id"
    places = {"d": "path", "p": "wish__unit__party_path"}

    claim = models.ForeignKey(Claim, models.CASCADE, related_name="standings")
    wish = models.ForeignKey(Wish, models.CASCADE, related_name="+")
    path = models.CharField(max_length=60)
    is_expired = models.BooleanField()

    class Meta(Segment.Meta):
        indexes: ClassVar = [
            models.Index(fields=["path", "since"], name="claim_standing_place"),
            models.Index(fields=["claim"], name="claim_standing_of"),
        ]


def _of_organization(place: str, on: date) -> Q:
    return Q(wish__organization=int(place.split("/")[1]))


hang(WishStanding, "o", _of_organization, acts=False)
hang(ClaimStanding, "o", _of_organization, acts=False)
