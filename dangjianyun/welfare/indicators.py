"""Numbers of wishes: where they stand, how many were taken and done, which claims went back."""

from dangjianyun.foundation.indicators import Indicator, declare
from dangjianyun.foundation.segments import Derived, column, derive, itself
from dangjianyun.welfare.models import Claim, ClaimStanding, Progress, Wish, WishStanding
from dangjianyun.welfare.queries.standing import DONE, TAKEN, claim_segments, wish_segments

SOURCE = "微心愿台账"

derive(
    Derived(
        WishStanding,
        of=Wish,
        sources={Wish: itself, Progress: column("wish_id")},
        build=wish_segments,
    )
)
derive(Derived(ClaimStanding, of=Claim, sources={Claim: itself}, build=claim_segments))


def _count(name: str, label: str, meaning: str, state: str, worse: str = "") -> Indicator:
    return Indicator(
        id=f"welfare.{name}",
        label=label,
        unit="件",
        kind="count",
        meaning=meaning,
        source=SOURCE,
        segment=WishStanding,
        where={"state": state},
        worse=worse,  # type: ignore[arg-type]  # one of its three words
    )


declare(
    _count("wishes", "征集的微心愿", "当年在当日或以前征集的微心愿，撤回的不计。", TAKEN),
    _count("wishes_to_check", "待审核的微心愿", "当日等服务中心审核的微心愿。", "collected", "up"),
    _count(
        "wishes_published",
        "待认领的微心愿",
        "当日已发布、没有组织认领的微心愿，认领到期退回的在内。",
        "published",
        "up",
    ),
    _count("wishes_claimed", "办理中的微心愿", "当日已认领、在期限内办理的微心愿。", "claimed"),
    _count(
        "wishes_fulfilled", "待回访的微心愿", "当日已办好、等服务中心回访的微心愿。", "fulfilled"
    ),
    _count("wishes_closed", "办结的微心愿", "当年在当日或以前回访满意、办结的微心愿。", DONE),
    Indicator(
        id="welfare.wish_claims_returned",
        label="退回的微心愿认领",
        unit="次",
        kind="count",
        meaning="当年在当日或以前退回的认领：认领单位退还、到期自动退回和回访后重新发布的。",
        source=SOURCE,
        segment=ClaimStanding,
        worse="up",
    ),
)
