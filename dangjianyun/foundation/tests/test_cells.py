"""Cells as people type them, and the sentence for each that cannot be taken."""

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dangjianyun.foundation.amounts import clean_count, clean_money
from dangjianyun.foundation.cells import (
    CellError,
    clean_choice,
    clean_code,
    clean_identity,
    clean_lines,
    clean_phone,
    clean_text,
    clean_yes_no,
    is_empty,
    is_masked,
    repairs,
)

AS_TEXT = "请把这一列的格式设为“文本”，再照原件重新填写。"


def refusal(clean, value, **more):
    with pytest.raises(CellError) as refused:
        clean(value, **more)
    return str(refused.value)


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        ("  宁波市\u200b社会组织\u3000\u00a0促进会 ", "宁波市社会组织 促进会"),
        ("\u202e\ufeff甲\u2066乙\u0000丙", "甲乙丙"),
        ("“走红色之旅 忆峥嵘岁月”——２０２１年", "“走红色之旅 忆峥嵘岁月”——2021年"),
        ("甲\r\n乙\t丙", "甲 乙 丙"),
        ("（暂定），：；", "（暂定），：；"),
        (330203.0, "330203"),
        (3.5, "3.5"),
        (7, "7"),
        (True, "是"),
        (date(2021, 6, 28), "2021-06-28"),
        (datetime(2021, 6, 28, 9, 30), "2021-06-28 09:30:00"),
        (None, ""),
    ],
)
def test_text_reads_as_its_writer_meant_it(typed, text):
    assert clean_text(typed) == text


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_clean_text_stays_clean(text):
    once = clean_text(text)

    assert clean_text(once) == once


def test_lines_stay_lines():
    assert clean_lines(" 甲 \r\n\r\n\r\n\r\n 乙　丙 ") == "甲\n\n乙 丙"


def test_half_a_character_and_error_values_are_refused():
    assert refusal(clean_text, "甲\ud840") == "文字中有无法识别的字符。请删去乱码后重新填写。"
    assert refusal(clean_text, "#REF!") == (
        "单元格是公式出错的结果#REF!。请改正公式，或直接填写结果。"
    )
    assert clean_text("#1号楼") == "#1号楼"


def test_long_text_is_refused_with_its_length():
    assert refusal(clean_text, "甲" * 11, longest=10) == "文字有11个字，超过10个字。请缩短后再填。"
    assert clean_text("甲" * 10, longest=10) == "甲" * 10


@pytest.mark.parametrize(
    ("value", "empty"),
    [
        (None, True),
        ("", True),
        (" \u200b\u3000\n", True),
        (0, False),
        (False, False),
        ("0", False),
    ],
)
def test_a_cell_is_empty_when_nothing_can_be_seen(value, empty):
    assert is_empty(value) is empty


def test_a_masked_cell_is_known():
    assert [is_masked(v) for v in ("330203********0018", "张＊", "张三", 5, None)] == [
        True,
        True,
        False,
        False,
        False,
    ]


@pytest.mark.parametrize(
    "typed",
    ["51330200MJ0000026T", " 51330200 mj000 0026t ", "\u200e５1330200ＭJ0000026t"],
)
def test_a_code_loses_spaces_widths_and_small_letters(typed):
    assert clean_code(typed) == "51330200MJ0000026T"


def test_a_code_keeps_one_kind_of_hyphen():
    assert clean_code("甬社党－001—2") == "甬社党-001-2"


@pytest.mark.parametrize("value", [513302001234567890, 5.1e17, 330203.0, True, date(2021, 6, 28)])
def test_a_numeric_cell_in_a_code_column_is_an_error(value):
    assert refusal(clean_code, value, name="统一社会信用代码") == (
        f"统一社会信用代码存成了数字或日期，末尾几位可能已经变样。{AS_TEXT}"
    )


@pytest.mark.parametrize("value", [330203199001010018, 3.30203199001010e17])
def test_a_numeric_identity_is_an_error_even_if_its_digits_pass(value):
    assert refusal(clean_identity, value) == (
        f"身份证号存成了数字，Excel只保留前15位，末尾已变成0。{AS_TEXT}"
    )


def test_scientific_notation_in_text_is_an_error():
    assert refusal(clean_identity, "3.30203E+17") == (
        f"身份证号显示成了科学记数3.30203E+17，后面几位已经丢失。{AS_TEXT}"
    )


def test_an_identity_in_text_is_cleaned_and_judged_elsewhere():
    assert clean_identity(" 110105 19491231 002ｘ") == "11010519491231002X"


@pytest.mark.parametrize(
    ("typed", "phone"),
    [
        ("13800001234", "13800001234"),
        ("138 0000 1234", "13800001234"),
        ("138-0000-1234", "13800001234"),
        ("+86 13800001234", "13800001234"),
        ("008613800001234", "13800001234"),
        ("１３８００００１２３４", "13800001234"),
        (13800001234, "13800001234"),
        (13800001234.0, "13800001234"),
        ("0574-87654321", "0574-87654321"),
        ("（0574）87654321", "0574-87654321"),
        ("057487654321", "0574-87654321"),
        ("0574—87654321—802", "0574-87654321-802"),
    ],
)
def test_a_telephone_has_one_form(typed, phone):
    assert clean_phone(typed) == phone


@pytest.mark.parametrize("typed", ["1380000123", "87654321", "无", "138000012345"])
def test_what_is_no_telephone_is_refused(typed):
    assert refusal(clean_phone, typed) == (
        "联系电话不是电话号码。请填写11位手机号码，或带区号的固定电话，如0574-87654321。"
    )


@pytest.mark.parametrize("value", [57487654321, 1.5, float("nan"), float("inf")])
def test_a_numeric_telephone_that_is_no_mobile_is_refused(value):
    assert refusal(clean_phone, value) == (
        f"联系电话存成了数字，不是11位手机号码，区号的0可能已丢失。{AS_TEXT}"
    )


@pytest.mark.parametrize("value", ["是", "有", "√", "Y", "yes", "Ｙ", 1, 1.0, True, " 是 "])
def test_yes_has_many_words(value):
    assert clean_yes_no(value) is True


@pytest.mark.parametrize("value", ["否", "无", "×", "N", "no", "0", 0, False, "没有"])
def test_no_has_many_words(value):
    assert clean_yes_no(value) is False


def test_neither_yes_nor_no_is_refused():
    assert refusal(clean_yes_no, "也许", name="是否脱钩") == (
        "是否脱钩应填“是”或“否”，现为“也许”。请从下拉列表中选择。"
    )


def test_a_choice_is_taken_by_label_or_code():
    kinds = {"社会团体": "association", "基金会": "foundation"}

    assert clean_choice(" 社会团体 ", kinds) == "association"
    assert clean_choice("foundation", kinds) == "foundation"
    assert refusal(clean_choice, "社团", choices=kinds, name="类型") == (
        "类型没有“社团”这一项。请从下拉列表中选择：社会团体、基金会。"
    )


@given(st.one_of(st.none(), st.text(), st.floats(), st.integers(), st.booleans(), st.dates()))
def test_no_cell_crashes_a_reader(value):
    readers = (
        clean_text,
        clean_lines,
        clean_code,
        clean_identity,
        clean_phone,
        clean_yes_no,
        clean_count,
        clean_money,
    )
    for clean in readers:
        try:
            clean(value)
        except CellError as refused:
            assert refused.problem
            assert refused.remedy


@pytest.mark.parametrize(
    ("typed", "is_code", "said"),
    [
        ("海曙（示例）中心 ", False, []),
        ("海曙２０２１中心", False, ["全角字符改成了半角"]),
        ("海曙\u200b中心", False, ["去掉了看不见的字符"]),
        ("5233 0203", True, ["去掉了中间的空格"]),
        (" 52330203 ", True, []),
        ("（0574）", True, ["全角字符改成了半角"]),
        (52330203, True, []),
    ],
)
def test_what_is_put_right_without_asking_is_told(typed, is_code, said):
    assert repairs(typed, is_code=is_code) == said
