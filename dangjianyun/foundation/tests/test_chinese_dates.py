"""Days, months and planned times in the forms people write them."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dangjianyun.foundation.cells import CellError
from dangjianyun.foundation.chinese_dates import parse_day, parse_month

DAY = date(2021, 6, 28)
WHOLE = "请写全年月日，如2021-06-28。"
DAYS = st.dates(date(1928, 1, 1), date(2170, 1, 1))


def refusal(parse, *given_):
    with pytest.raises(CellError) as refused:
        parse(*given_)
    return str(refused.value)


@pytest.mark.parametrize(
    "value",
    [
        "2021-06-28",
        "2021/6/28",
        "2021.6.28",
        "2021年6月28日",
        "2021年06月28号",
        "2021年6月28",
        "２０２１年６月２８日",
        "２０２１．６．２８",
        " 2021 年 6 月 28 日 ",
        "2021-6-28\u200b",
        "20210628",
        "二〇二一年六月二十八日",
        "2021-06-28 00:00:00",
        "2021-06-28T09:30",
        "2021年6月28日 9:30",
        DAY,
        datetime(2021, 6, 28, 9, 30),
        44375,
        44375.0,
        44375.75,
        20210628,
        20210628.0,
    ],
)
def test_a_day_is_read_in_every_form(value):
    assert parse_day(value) == DAY


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("二〇二一年十月十日", date(2021, 10, 10)),
        ("二○二〇年十二月三十一日", date(2020, 12, 31)),
        ("二零一九年一月二十日", date(2019, 1, 20)),
    ],
)
def test_chinese_numerals_are_read(words, day):
    assert parse_day(words) == day


def test_a_workbook_may_count_from_1904():
    assert parse_day(44375 - 1462, is_1904=True) == DAY


@given(DAYS)
def test_every_form_gives_back_its_day(day):
    serial = (day - date(1899, 12, 30)).days

    assert parse_day(day.isoformat()) == day
    assert parse_day(f"{day.year}年{day.month}月{day.day}日") == day
    assert parse_day(f"{day:%Y%m%d}") == day
    assert parse_day(f"{day.year}.{day.month}.{day.day}") == day
    assert parse_day(serial) == day
    assert parse_month(day).first == day.replace(day=1)


@pytest.mark.parametrize(
    ("value", "message"),
    [
        ("2021.6", f"“2021.6”只有年月，没有日。{WHOLE}"),
        ("2021年6月", f"“2021年6月”只有年月，没有日。{WHOLE}"),
        ("202106", f"“202106”只有年月，没有日。{WHOLE}"),
        ("2021", f"“2021”只有年份。{WHOLE}"),
        ("2021年", f"“2021年”只有年份。{WHOLE}"),
        ("2021-02-30", "2021年2月没有30日。请核对日期。"),
        ("2021年2月29日", "2021年2月没有29日。请核对日期。"),
        ("20210230", "2021年2月没有30日。请核对日期。"),
        ("2021-13-01", "没有13月。请核对月份。"),
        ("21-6-28", "“21-6-28”的年份只有两位。请写四位年份，如2021-06-28。"),
        ("21年6月28日", "“21年6月28日”的年份只有两位。请写四位年份，如2021-06-28。"),
        (
            "6/28/2021",
            "“6/28/2021”分不清月和日。请按年、月、日的顺序写，如2021-06-28。",
        ),
        ("去年夏天", f"“去年夏天”不是日期。{WHOLE}"),
        ("44375", f"“44375”不是日期。{WHOLE}"),
        ("", f"日期是空的。{WHOLE}"),
        (None, f"“None”不是日期。{WHOLE}"),
        (True, f"“True”不是日期。{WHOLE}"),
        (2021.6, f"数字2021.6只有年月，没有日。{WHOLE}"),
        (2021, f"数字2021不是完整的日期。{WHOLE}"),
        (202106, f"数字202106只有年月，没有日。{WHOLE}"),
        (20210230, "2021年2月没有30日。请核对日期。"),
        (-1, f"数字-1不是完整的日期。{WHOLE}"),
        (float("nan"), f"数字不是日期。{WHOLE}"),
        ("1821-06-28", "年份1821不在1900至2199年之间。请核对年份。"),
        ("9999-12-31", "年份9999不在1900至2199年之间。请核对年份。"),
    ],
)
def test_what_is_no_day_is_refused_with_the_remedy(value, message):
    assert refusal(parse_day, value) == message


def test_a_day_still_to_come_may_be_refused():
    assert parse_day("2021-06-28", latest=DAY) == DAY
    with pytest.raises(CellError) as refused:
        parse_day("2021-06-29", latest=DAY)
    assert str(refused.value) == ("2021-06-29晚于2021-06-28。这里只能填已经到来的日期，请核对。")


@pytest.mark.parametrize(
    "value",
    [
        "2021.6",
        "2021年6月",
        "2021-06",
        "2021/6",
        "202106",
        202106,
        "2021年6月28日",
        DAY,
    ],
)
def test_a_month_is_a_period(value):
    month = parse_month(value)

    assert (month.first, month.until) == (date(2021, 6, 1), date(2021, 7, 1))
    assert str(month) == "2021年6月"


def test_a_month_that_became_a_number_is_refused():
    assert refusal(parse_month, 2021.1) == (
        "2021.1存成了数字，分不清1月和10月。请把这一列的格式设为“文本”，写成2021年6月。"
    )
    assert refusal(parse_month, "2021年13月") == "没有13月。请核对月份。"


@given(st.dates(date(1900, 1, 1), date(2199, 11, 30)))
def test_months_follow_each_other(day):
    month = parse_month(day)

    assert month.first <= day < month.until
    assert parse_month(month.until).first == month.until
    assert month.until - month.first <= timedelta(days=31)


@given(st.one_of(st.text(), st.floats(), st.integers(), st.booleans(), st.none()))
def test_no_value_crashes_the_reader(value):
    for parse in (parse_day, parse_month):
        try:
            parse(value)
        except CellError as refused:
            assert refused.remedy
