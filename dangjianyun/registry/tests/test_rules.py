"""GB 32100 and GB 11643 against codes that are known to be right, and mutations of them."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.cn import ric, uscc

from dangjianyun.law.judge import judge
from dangjianyun.registry.rules import (
    ALPHABET,
    CREDIT_WEIGHTS,
    check_credit_code,
    check_identity_number,
    identity_check_character,
    make_credit_code,
    make_identity_number,
    subject_check_character,
)

ON = date(2026, 11, 23)
GOOD = "51330200MJ0000026T"
WIDE = "".join(chr(ord(char) + 0xFEE0) for char in GOOD)
SUBJECTS = st.text(ALPHABET, min_size=8, max_size=8)
BIRTHS = st.dates(date(1900, 1, 1), date(2020, 12, 31))


def credit(code, on=ON):
    return judge("registry.credit_code", {"code": code}, on)


def identity(number, on=ON):
    return judge("registry.identity_number", {"number": number}, on)


@pytest.mark.parametrize("code", [GOOD, "52330200MJ0000018W", "53330200MJ0000026L"])
def test_a_reference_code_is_kept_without_a_warning(code):
    assert credit(code)["kept"] is True
    assert credit(code)["message"] == "统一社会信用代码的字符、位数和校验位都正确。"
    assert uscc.is_valid(code)


def test_weights_are_those_of_the_standard():
    assert CREDIT_WEIGHTS == (
        1,
        3,
        9,
        27,
        19,
        26,
        16,
        17,
        20,
        29,
        25,
        13,
        8,
        24,
        10,
        30,
        28,
    )


@pytest.mark.parametrize("typed", [" 51330200mj0000026t\t", WIDE])
def test_blanks_full_width_and_small_letters_do_not_break_a_code(typed):
    assert check_credit_code(typed).code == GOOD
    assert credit(typed)["kept"] is True


@pytest.mark.parametrize(
    ("code", "message"),
    [
        (
            "",
            "统一社会信用代码应为18位，现为0位。请对照登记证书核对，补全或删去多余的字符。",
        ),
        (
            GOOD[:17],
            "统一社会信用代码应为18位，现为17位。请对照登记证书核对，补全或删去多余的字符。",
        ),
        (
            GOOD[:17] + "U",
            "统一社会信用代码的校验位不符，按前17位应为T，现为U。请对照登记证书逐位核对。",
        ),
        (
            "5133O2OOMJ0000026T",
            (
                "统一社会信用代码中不应有“O”。"
                "代码只用数字和除I、O、S、V、Z以外的大写字母，请核对是否把1、0、5、2写成了字母。"
            ),
        ),
    ],
)
def test_a_broken_code_says_what_is_wrong_and_what_to_do(code, message):
    assert credit(code)["kept"] is False
    assert credit(code)["message"] == message


@pytest.mark.parametrize(
    ("code", "warning"),
    [
        (
            "91330200MJ0000026" + uscc.calc_check_digit("91330200MJ0000026"),
            "首位是9，不是民政部门登记的5",
        ),
        (
            make_credit_code("1", "990200", "MJ000002"),
            "登记管理机关行政区划990200不在区划表中",
        ),
        (
            "51330200MJ0000020" + uscc.calc_check_digit("51330200MJ0000020"),
            "主体标识码的校验位不符，可能是旧代码",
        ),
        (
            make_credit_code("7", "330200", "MJ000002"),
            "第2位是7，不是民政部门的机构类别1、2、3、9",
        ),
    ],
)
def test_an_old_or_foreign_code_is_kept_with_a_warning(code, warning):
    assert check_credit_code(code).warnings == (warning,)
    assert credit(code)["kept"] is True
    assert credit(code)["message"].endswith(f"请留意：{warning}。")


@given(kind=st.sampled_from("1239"), subject=SUBJECTS)
def test_every_made_code_is_kept_and_agrees_with_another_implementation(kind, subject):
    code = make_credit_code(kind, "330203", subject)

    assert check_credit_code(code).warnings == ()
    assert check_credit_code(code).is_kept
    assert uscc.is_valid(code)


@given(subject=SUBJECTS, place=st.integers(0, 17), char=st.sampled_from(ALPHABET))
def test_one_changed_character_breaks_a_code(subject, place, char):
    code = make_credit_code("1", "330203", subject)
    changed = code[:place] + char + code[place + 1 :]

    assert check_credit_code(changed).is_kept is (changed == code)


def test_codes_were_not_judged_before_the_standard():
    assert credit(GOOD, date(2015, 9, 30))["in_force"] is False
    assert credit(GOOD, date(2015, 9, 30))["kept"] is None
    assert credit(GOOD, date(2015, 10, 1))["kept"] is True


def test_the_example_of_the_standard_is_kept():
    assert identity("11010519491231002X")["kept"] is True
    assert identity(" 11010519491231002x ")["kept"] is True


@pytest.mark.parametrize(
    ("number", "message"),
    [
        ("110105194912310021", "身份证号的校验位不符。请对照居民身份证逐位核对。"),
        ("1101051949123100", "身份证号应为18位，现为16位。请对照居民身份证核对。"),
        (
            "110105491231002",
            "这是15位的旧身份证号，已停止使用。请按现在的居民身份证填写18位号码，不要自行换算。",
        ),
        (
            "1101051949123100AX",
            "身份证号前17位应为数字，末位应为数字或X。请对照居民身份证核对。",
        ),
        ("110105194902300026", "身份证号第7至14位不是真实的日期。请核对出生年月日。"),
    ],
)
def test_a_broken_number_says_what_is_wrong_and_never_repeats_it(number, message):
    assert identity(number)["kept"] is False
    assert identity(number)["message"] == message


def test_nobody_is_born_after_the_day_of_judgment():
    number = make_identity_number("330203", date(2020, 5, 1), 1)

    assert identity(number, date(2020, 4, 30))["kept"] is False
    assert identity(number, date(2020, 5, 1))["kept"] is True


@given(birth=BIRTHS, sequence=st.integers(0, 999))
def test_every_made_number_is_kept_sequence_000_too(birth, sequence):
    number = make_identity_number("330203", birth, sequence)

    assert check_identity_number(number, ON).is_kept
    assert ric.calc_check_digit(number) == identity_check_character(number[:17]) == number[17]


def test_a_sequence_has_three_digits():
    with pytest.raises(ValueError, match="1000 is not 0–999"):
        make_identity_number("330203", date(1990, 1, 1), 1000)


@pytest.mark.parametrize(
    ("subject", "check"),
    [("00000000", "0"), ("00000001", "9"), ("00000006", "X"), ("00000009", "4")],
)
def test_the_inner_check_character_is_0_for_11_and_x_for_10(subject: str, check: str) -> None:
    assert subject_check_character(subject) == check
