"""Tables of wishes, one file a noun."""

from dangjianyun.welfare.models.claim import Claim
from dangjianyun.welfare.models.offer import Offer
from dangjianyun.welfare.models.standing import ClaimStanding, WishStanding
from dangjianyun.welfare.models.wish import Kind, Progress, Wish
from dangjianyun.welfare.models.wisher import Wisher

__all__ = [
    "Claim",
    "ClaimStanding",
    "Kind",
    "Offer",
    "Progress",
    "Wish",
    "WishStanding",
    "Wisher",
]
