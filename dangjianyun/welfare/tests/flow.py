"""The steps of a wish in short, for tests."""

from typing import Any

from dangjianyun.foundation.days import today
from dangjianyun.welfare.actions.check import close_wish, publish_wish
from dangjianyun.welfare.actions.claim import claim_wish, fulfil_wish
from dangjianyun.welfare.actions.collect import collect_wish
from dangjianyun.welfare.models import Claim, Wish, Wisher
from tests.city import City


def collected(city: City, district: str = "haishu", **fields: Any) -> Wish:
    """A further wish of the district's branch; secretary's in 海曙."""
    branch = city.units[f"{district}_branch"]
    told = {"title": "一辆儿童自行车", "kind": "thing", "path": branch.path, **fields}
    wisher = Wisher(
        name="许海愿", phone="19900009999", address="示例小区3幢402室", situation="低保"
    )
    actor = city.actor("secretary" if district == "haishu" else "operator")
    return collect_wish(branch, actor=actor, wish=Wish(**told), wisher=wisher)


def published(city: City, district: str = "haishu") -> Wish:
    """The wish of the district's branch, checked by its center."""
    return publish_wish(city.wishes[district], actor=city.actor(district))


def claimed(city: City, district: str = "haishu") -> Claim:
    """Published, and taken on by the account `organization`'s organization."""
    return claim_wish(
        city.organizations["haishu"][1],
        actor=city.actor("organization"),
        wish=published(city, district),
    )


def fulfilled(city: City, district: str = "haishu") -> Wish:
    """Claimed, and done today."""
    return fulfil_wish(
        claimed(city, district),
        actor=city.actor("organization"),
        done="送去一台微波炉并教会使用",
        done_on=today(),
        helped=1,
        value_fen=39_900,
    )


def closed(city: City, district: str = "haishu") -> Wish:
    """All the way."""
    return close_wish(
        fulfilled(city, district), actor=city.actor(district), opinion="老人说很好用，谢谢"
    )
