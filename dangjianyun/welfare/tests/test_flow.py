"""A wish from collecting to the call back, by those who may, and what each is told."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from dangjianyun.access.models import AuditEntry
from dangjianyun.foundation.days import today
from dangjianyun.foundation.errors import Refused
from dangjianyun.insight.queries.numbers import numbers
from dangjianyun.insight.queries.records import records
from dangjianyun.insight.queries.recount import differences
from dangjianyun.welfare.actions.check import (
    close_wish,
    publish_wish,
    redo_wish,
    reopen_wish,
    return_wish,
)
from dangjianyun.welfare.actions.claim import TAKEN, claim_wish, fulfil_wish, give_back
from dangjianyun.welfare.actions.collect import correct_wish, withdraw_wish
from dangjianyun.welfare.actions.erasing import tidy
from dangjianyun.welfare.models import Claim, Wish, Wisher
from dangjianyun.welfare.queries.board import board
from dangjianyun.welfare.tests.flow import claimed, closed, collected, fulfilled, published
from tests.city import CITY, City

pytestmark = pytest.mark.django_db


def count(city: City, name: str, on: date | None = None) -> Any:
    day = on or today()
    found = numbers(city.actor("city"), [f"welfare.{name}"], [CITY], [day])
    return found[f"welfare.{name}", CITY, day]


def test_a_wish_goes_all_the_way_and_counts_at_each_step(city: City) -> None:
    assert (count(city, "wishes"), count(city, "wishes_to_check")) == (2, 2)
    published(city)
    assert (count(city, "wishes_to_check"), count(city, "wishes_published")) == (1, 1)
    row = city.wishes["haishu"]
    claim = claim_wish(city.organizations["haishu"][1], actor=city.actor("organization"), wish=row)
    assert (count(city, "wishes_published"), count(city, "wishes_claimed")) == (0, 1)
    fulfil_wish(
        claim,
        actor=city.actor("organization"),
        done="送去一台微波炉",
        done_on=today(),
        helped=2,
    )
    assert (count(city, "wishes_claimed"), count(city, "wishes_fulfilled")) == (0, 1)
    close_wish(row, actor=city.actor("haishu"), opinion="老人说很好用")
    assert (count(city, "wishes_fulfilled"), count(city, "wishes_closed")) == (0, 1)
    (record,) = records(city.actor("city"), "welfare.wishes_closed", CITY, today())
    assert record["key"] == row.number
    assert differences() == []


def test_the_center_returns_and_the_collector_mends(city: City) -> None:
    row = city.wishes["haishu"]
    with pytest.raises(Refused, match="至少4个字"):
        return_wish(row, actor=city.actor("haishu"), why="不")
    return_wish(row, actor=city.actor("haishu"), why="请写明要多大的微波炉")
    with pytest.raises(Refused, match="不能发布"):
        publish_wish(row, actor=city.actor("haishu"))
    fields = {"title": "一台20升的微波炉"}
    correct_wish(row, actor=city.actor("secretary"), fields=fields)
    assert publish_wish(row, actor=city.actor("haishu")).title == "一台20升的微波炉"
    with pytest.raises(Refused, match="不能修改"):
        correct_wish(row, actor=city.actor("secretary"), fields={"title": "两台"})


def test_only_the_center_of_the_place_checks_and_nobody_the_own(city: City) -> None:
    row = city.wishes["haishu"]
    for neighbor in ("jiangbei", "trade", "secretary", "organization", "guide"):
        with pytest.raises((PermissionDenied, Refused)):
            publish_wish(row, actor=city.actor(neighbor))
    row.collected_by = "haishu"
    row.save()
    with pytest.raises(Refused, match="另一名同志"):
        publish_wish(row, actor=city.actor("haishu"))
    assert publish_wish(row, actor=city.actor("city")).state == "published"


def test_a_text_that_points_at_the_wisher_is_never_published(city: City) -> None:
    with pytest.raises(Refused, match="姓名"):
        collected(city, title="许海愿想要一辆自行车")
    with pytest.raises(Refused, match="电话号码"):
        publish_wish(
            city.wishes["haishu"],
            actor=city.actor("haishu"),
            fields={"text": "请打199 0000 9999"},
        )
    assert Wish.rows().get(pk=city.wishes["haishu"].pk).state == "collected"
    assert board() == []


def test_the_second_claimer_is_told_what_to_do_and_never_who(city: City) -> None:
    claim = claimed(city)
    row = city.wishes["haishu"]
    again = claim_wish(city.organizations["haishu"][1], actor=city.actor("organization"), wish=row)
    assert again.pk == claim.pk
    with pytest.raises(Refused) as told:
        claim_wish(city.units["haishu_branch"], actor=city.actor("secretary"), wish=row)
    assert told.value.message == TAKEN
    assert city.organizations["haishu"][1].name not in told.value.message
    assert Claim.rows().count() == 1
    assert board() == []


def test_nobody_claims_for_somebody_else(city: City) -> None:
    row = published(city)
    for name, holder in (
        ("secretary", city.units["jiangbei_branch"]),
        ("organization", city.organizations["jiangbei"][1]),
        ("haishu", city.units["haishu_branch"]),
    ):
        with pytest.raises(PermissionDenied):
            claim_wish(holder, actor=city.actor(name), wish=row)


def test_a_claim_that_ran_out_returns_by_itself(city: City, time_machine: Any) -> None:
    claim = claimed(city)
    row = city.wishes["haishu"]
    last = claim.until - timedelta(days=1)
    time_machine.move_to(f"{last} 12:00+08:00")
    assert (count(city, "wishes_claimed"), board()) == (1, [])
    time_machine.move_to(f"{claim.until} 00:01+08:00")
    # Nothing was written: the day alone changed state, board and numbers.
    assert [one.number for one in board()] == [row.number]
    assert (count(city, "wishes_claimed"), count(city, "wishes_published")) == (0, 1)
    assert count(city, "wish_claims_returned") == 1
    with pytest.raises(Refused, match="到期退回"):
        give_back(claim, actor=city.actor("organization"), why="来不及办了")
    assert tidy() == 1
    entry = AuditEntry.objects.filter(actor="upkeep").order_by("-id").first()
    assert entry is not None
    assert entry.reason == "认领期限已过"
    assert count(city, "wish_claims_returned") == 1
    claim_wish(city.units["haishu_branch"], actor=city.actor("secretary"), wish=row)
    assert sorted(Claim.rows().values_list("outcome", flat=True)) == ["expired", "held"]
    assert differences() == []


def test_a_lapsed_claim_is_taken_over_without_the_upkeep(city: City, time_machine: Any) -> None:
    claim = claimed(city)
    time_machine.move_to(f"{claim.until} 09:00+08:00")
    row = city.wishes["haishu"]
    mine = claim_wish(city.units["haishu_branch"], actor=city.actor("secretary"), wish=row)
    assert mine.pk != claim.pk
    assert Claim.rows().get(pk=claim.pk).outcome == "expired"
    assert tidy() == 0
    assert differences() == []


def test_a_claimer_gives_back_with_a_reason(city: City) -> None:
    claim = claimed(city)
    with pytest.raises(Refused, match="退还的原因"):
        give_back(claim, actor=city.actor("organization"), why="")
    with pytest.raises(PermissionDenied):
        give_back(claim, actor=city.actor("secretary"), why="别人的认领")
    give_back(claim, actor=city.actor("organization"), why="经费没有批下来")
    assert [one.number for one in board()] == [city.wishes["haishu"].number]
    assert count(city, "wish_claims_returned") == 1


def test_who_is_not_satisfied_is_not_closed(city: City) -> None:
    row = fulfilled(city)
    center = city.actor("haishu")
    with pytest.raises(Refused, match="许愿人怎么说"):
        close_wish(row, actor=center, opinion="")
    again = redo_wish(row, actor=center, opinion="插头坏了，要换一台")
    assert (again.state, again.held_until > today()) == ("claimed", True)
    claim = Claim.rows().get()
    fulfil_wish(claim, actor=city.actor("organization"), done="换了一台", done_on=today(), helped=1)
    reopened = reopen_wish(row, actor=center, opinion="还是不好用，请别的单位来")
    assert (reopened.state, reopened.claim_id) == ("published", None)
    assert Claim.rows().get().outcome == "undone"
    assert differences() == []


def test_the_result_is_told_in_time_and_without_names(city: City) -> None:
    claim = claimed(city)
    told: dict[str, Any] = {"actor": city.actor("organization"), "done_on": today(), "helped": 1}
    with pytest.raises(Refused, match="办理日期"):
        fulfil_wish(claim, done="送去了微波炉", **{**told, "done_on": today() + timedelta(1)})
    with pytest.raises(Refused, match="姓名"):
        fulfil_wish(claim, done="送到许海曙愿家里", **told)
    with pytest.raises(Refused, match="受益人数"):
        fulfil_wish(claim, done="送去了微波炉", **{**told, "helped": 0})


def test_a_withdrawn_wish_leaves_the_board_and_ends_its_claim(city: City) -> None:
    claimed(city)
    row = city.wishes["haishu"]
    withdraw_wish(row, actor=city.actor("secretary"), why="老人已经自己买了")
    assert Claim.rows().get().outcome == "withdrawn"
    assert (count(city, "wishes"), count(city, "wishes_claimed")) == (1, 0)
    assert differences() == []


def test_who_wishes_is_erased_after_ninety_days(city: City, time_machine: Any) -> None:
    row = closed(city)
    assert row.ended_on is not None
    time_machine.move_to(f"{row.ended_on + timedelta(days=89)} 12:00+08:00")
    tidy()
    assert Wisher.rows().filter(wish=row).exists()
    time_machine.move_to(f"{row.ended_on + timedelta(days=90)} 12:00+08:00")
    tidy()
    assert not Wisher.rows().filter(wish=row).exists()
    entry = AuditEntry.objects.filter(actor="upkeep", table="welfare.Wisher").get()
    assert entry.operation == "remove"
    assert "许海曙愿" not in str(entry.changes)
    assert Wisher.rows().filter(wish=city.wishes["jiangbei"]).exists()
