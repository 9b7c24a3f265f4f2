"""Planned times in the organizer's words."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dangjianyun.foundation.cells import CellError
from dangjianyun.foundation.schedules import PRECISIONS, parse_schedule


def june(day):
    return date(2021, 6, day)


@pytest.mark.parametrize(
    ("text", "first", "until", "is_tentative", "precision"),
    [
        ("6月28日", june(28), june(29), False, "day"),
        ("20210628", june(28), june(29), False, "day"),
        ("2021.6", june(1), date(2021, 7, 1), False, "month"),
        ("2021．10", date(2021, 10, 1), date(2021, 11, 1), False, "month"),
        ("202106", june(1), date(2021, 7, 1), False, "month"),
        (2021.6, june(1), date(2021, 7, 1), False, "month"),
        (202106, june(1), date(2021, 7, 1), False, "month"),
        ("6月28日（具体根据疫苗安排）", june(28), june(29), True, "day"),
        ("6月30日（暂定）", june(30), date(2021, 7, 1), True, "day"),
        ("6月30日(暂定)", june(30), date(2021, 7, 1), True, "day"),
        ("暂定6月30日", june(30), date(2021, 7, 1), True, "day"),
        ("拟于6月30日举行", june(30), date(2021, 7, 1), True, "day"),
        ("6月28日左右", june(28), june(29), True, "day"),
        ("6月28日至30日", june(28), date(2021, 7, 1), False, "period"),
        ("6月28—30日", june(28), date(2021, 7, 1), False, "period"),
        ("6月28日-7月2日", june(28), date(2021, 7, 3), False, "period"),
        ("6月28日（周一）至7月2日", june(28), date(2021, 7, 3), False, "period"),
        ("6.28-6.30", june(28), date(2021, 7, 1), False, "period"),
        ("6月28日、29日、30日", june(28), date(2021, 7, 1), False, "period"),
        ("6月28日或6月30日", june(28), date(2021, 7, 1), True, "period"),
        ("12月30日至1月2日", date(2021, 12, 30), date(2022, 1, 3), False, "period"),
        (
            "2020年12月30日至2021年1月2日",
            date(2020, 12, 30),
            date(2021, 1, 3),
            False,
            "period",
        ),
        ("6月上旬", june(1), june(11), False, "third"),
        ("6月中旬", june(11), june(21), False, "third"),
        ("6月下旬", june(21), date(2021, 7, 1), False, "third"),
        ("6月底", june(21), date(2021, 7, 1), False, "third"),
        ("6月中下旬", june(11), date(2021, 7, 1), False, "third"),
        ("6月上旬至中旬", june(1), june(21), False, "third"),
        ("6月", june(1), date(2021, 7, 1), False, "month"),
        ("2021年6月", june(1), date(2021, 7, 1), False, "month"),
        ("6月至8月", june(1), date(2021, 9, 1), False, "month"),
        ("6-8月", june(1), date(2021, 9, 1), False, "month"),
        ("待定", None, None, True, "open"),
        ("时间待定", None, None, True, "open"),
        ("（待定）", None, None, True, "open"),
        ("2021年6月28日", june(28), june(29), False, "day"),
        ("2020年6月28日", date(2020, 6, 28), date(2020, 6, 29), False, "day"),
        ("２０２１年６月２８日", june(28), june(29), False, "day"),
        ("2021-06-28", june(28), june(29), False, "day"),
        ("2021-06-28至2021-06-30", june(28), date(2021, 7, 1), False, "period"),
        ("2021/6/28", june(28), june(29), False, "day"),
        ("2021.6.28", june(28), june(29), False, "day"),
        ("六月二十八日", june(28), june(29), False, "day"),
        ("6月28日上午9:00", june(28), june(29), False, "day"),
        ("6月28日 9:00-11:00", june(28), june(29), False, "day"),
        ("6月28日（星期一）", june(28), june(29), False, "day"),
        ("6月28日（电视台直播，上午或下午）", june(28), june(29), False, "day"),
        ("6月28日，3场", june(28), june(29), False, "day"),
        ("6月28日和平广场", june(28), june(29), False, "day"),
        ("6月28-30", june(28), date(2021, 7, 1), False, "period"),
        ("6月28日前", june(28), june(29), True, "day"),
        ("6月28日（视天气而定）", june(28), june(29), True, "day"),
        ("2021年6-8月", june(1), date(2021, 9, 1), False, "month"),
    ],
)
def test_words_become_days_and_stay_words(text, first, until, is_tentative, precision):
    plan = parse_schedule(text, 2021)

    assert (plan.first, plan.until) == (first, until)
    assert (plan.is_tentative, plan.precision) == (is_tentative, precision)
    assert plan.precision in PRECISIONS
    assert parse_schedule(plan.display(), 2021) == plan


def test_the_organizers_words_are_kept():
    assert parse_schedule(" 6月28日（具体根据疫苗安排） ", 2021).display() == (
        "6月28日（具体根据疫苗安排）"
    )
    assert parse_schedule(june(28), 2019).display() == "6月28日"


def test_only_named_days_without_a_reserve_are_fixed():
    fixed = [
        parse_schedule(text, 2021).is_fixed
        for text in (
            "6月28日",
            "6月28日至30日",
            "6月30日（暂定）",
            "6月",
            "6月底",
            "待定",
        )
    ]
    assert fixed == [True, True, False, False, False, False]


def test_plans_sort_by_day_then_end_and_open_ones_last():
    texts = ["待定", "6月30日（暂定）", "6月", "6月28日至30日", "6月28日"]
    plans = sorted((parse_schedule(t, 2021) for t in texts), key=lambda plan: plan.sort_key())

    assert [plan.text for plan in plans] == [
        "6月",
        "6月28日",
        "6月28日至30日",
        "6月30日（暂定）",
        "待定",
    ]


def test_a_plan_touches_the_days_on_which_it_may_fall():
    july = (date(2021, 7, 1), date(2021, 8, 1))

    assert parse_schedule("6月28日至7月2日", 2021).touches(*july) is True
    assert parse_schedule("6月30日", 2021).touches(*july) is False
    assert parse_schedule("待定", 2021).touches(*july) is False
    assert parse_schedule("6月", 2021).last_day == june(30)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("6月31日", "2021年6月没有31日。请核对日期。"),
        ("13月1日", "没有13月。请核对月份。"),
        ("6月28日至3日", "“6月28日至3日”的结束早于开始。请核对起止日期。"),
        (
            "2021年6月30日至2021年6月28日",
            "“2021年6月30日至2021年6月28日”的结束早于开始。请核对起止日期。",
        ),
        (
            "每周三",
            (
                "看不懂时间安排“每周三”。"
                "请写成6月28日、6月28日至30日、6月中旬或待定，可在括号中说明，如6月30日（暂定）。"
            ),
        ),
    ],
)
def test_a_plan_that_cannot_be_read_is_refused(text, message):
    with pytest.raises(CellError) as refused:
        parse_schedule(text, 2021)
    assert str(refused.value) == message


@given(st.dates(date(2021, 1, 1), date(2021, 12, 31)), st.integers(0, 60))
def test_every_period_gives_back_its_days(first, length):
    last = first + timedelta(days=length)
    plan = parse_schedule(f"{first.month}月{first.day}日至{last.month}月{last.day}日", 2021)

    assert (plan.first, plan.last_day) == (first, last)


@given(st.text("0123456789年月日.-/至（）暂定上中下旬底待 、或", max_size=24))
def test_no_words_crash_the_reader(text):
    try:
        plan = parse_schedule(text, 2021)
    except CellError as refused:
        assert refused.remedy
    else:
        assert plan.first is None or plan.until is None or plan.first < plan.until
