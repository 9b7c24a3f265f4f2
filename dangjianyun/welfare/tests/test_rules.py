"""What a public text may not say, and how long a claim holds."""

from datetime import date

import pytest

from dangjianyun.law.judge import judge
from dangjianyun.welfare.rules import CLAIM_END, personal_in

WHO = {"name": "许海愿", "address": "海曙区示例小区3幢402室", "phone": "0574-87654321"}


@pytest.mark.parametrize(
    "text",
    [
        "请打13912345678",
        "请打139 1234 5678",
        "请打１３９－１２３４－５６７８",
        "请打一三九一二三四五六七八",
        "请打幺叁玖一二三四五六七八",
        "座机0574-87654321",
        "电话8765432",
        "身份证330203198001010017",
        "身份证33020319800101001X",
        "微信号87654321",
        "许海愿想要一台微波炉",
        "许 海 愿想要一台微波炉",
        "送到海曙区示例小区3幢402室",
        "送到海曙区示例小区 3幢 402室",
    ],
)
def test_words_that_point_at_a_person_are_found(text: str) -> None:
    assert personal_in(text, **WHO).startswith("公开的文字里有")


@pytest.mark.parametrize(
    "text",
    [
        "一台微波炉，给独居老人热饭",
        "2026年12月24日以前，3箱牛奶，每箱24盒",
        "许多老人都想要",
        "价格在1500至2000元之间的助听器",
        "海曙区石碶街道的一名学生想要一套《十万个为什么》",
    ],
)
def test_plain_words_pass(text: str) -> None:
    assert personal_in(text, **WHO) == ""


@pytest.mark.parametrize(("on", "kept"), [(date(2026, 3, 16), True), (date(2026, 3, 17), False)])
def test_a_claim_holds_to_its_last_day_included(on: date, kept: bool) -> None:
    verdict = judge(CLAIM_END.id, {"claimed_on": "2026-03-01"}, on=on)
    assert (verdict["kept"], verdict["value"]) == (kept, "2026-03-16")


def test_a_place_may_set_other_days() -> None:
    verdict = judge(
        CLAIM_END.id,
        {"claimed_on": "2026-03-01"},
        on=date(2026, 3, 2),
        settings={"wish.claim_days": "7"},
    )
    assert verdict["value"] == "2026-03-08"
