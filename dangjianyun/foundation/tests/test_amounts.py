"""Counts and money as people type them."""

import pytest

from dangjianyun.foundation.amounts import clean_count, clean_money
from dangjianyun.foundation.cells import CellError


def refusal(clean, value, **more):
    with pytest.raises(CellError) as refused:
        clean(value, **more)
    return str(refused.value)


@pytest.mark.parametrize(
    ("typed", "count"),
    [
        ("1,234", 1234),
        ("１２", 12),
        ("12.0", 12),
        (12.0, 12),
        (0, 0),
        (" 12 人", 12),
        ("3家", 3),
        ("1，234", 1234),
    ],
)
def test_a_count_is_a_whole_number(typed, count):
    assert clean_count(typed) == count


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ("12.5", "人数12.5不是整数。请填写整数。"),
        (12.5, "人数12.5不是整数。请填写整数。"),
        ("-1", "人数不能小于0，现为-1。请填写0或更大的整数。"),
        ("约12", "人数应为整数，现为“约12”。请只填阿拉伯数字，如12。"),
        ("十二", "人数应为整数，现为“十二”。请只填阿拉伯数字，如12。"),
        ("1,23", "人数应为整数，现为“1,23”。请只填阿拉伯数字，如12。"),
        (True, "人数应为整数，现为是。请只填阿拉伯数字，如12。"),
        (float("nan"), "人数应为整数，现为“nan”。请只填阿拉伯数字，如12。"),
        (99999999, "人数99999999过大，最多为10000000。请核对是否多填了位数。"),
        ("9" * 5000, f"人数应为整数，现为“{'9' * 20}…”。请只填阿拉伯数字，如12。"),
    ],
)
def test_what_is_no_count_is_refused(typed, message):
    assert refusal(clean_count, typed, name="人数") == message


@pytest.mark.parametrize(
    ("typed", "unit", "fen"),
    [
        ("15,000", "元", 1_500_000),
        ("￥1,200.50", "元", 120_050),
        (0.1, "元", 10),
        ("1.5", "万元", 1_500_000),
        ("1.5万元", "元", 1_500_000),
        ("1.5万", "元", 1_500_000),
        ("2元", "万元", 200),
        ("2.9亿元", "元", 29_000_000_000),
        (29000.0, "万元", 29_000_000_000),
        ("人民币300元整", "万元", 30_000),
    ],
)
def test_money_comes_in_whole_fen(typed, unit, fen):
    assert clean_money(typed, unit=unit) == fen


def test_money_in_words_is_refused():
    assert refusal(clean_money, "壹元") == (
        "金额应为数字，现为“壹”。请只填数字，如15000，或写明单位，如1.5万元。"
    )


def test_money_below_a_fen_or_zero_is_refused():
    assert refusal(clean_money, "1.234") == "金额1.234细到分以下。请四舍五入到分，即元后两位。"
    assert refusal(clean_money, -5) == "金额不能小于0，现为-5。请填写0或更大的数。"
