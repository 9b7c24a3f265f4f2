"""Initials of names."""

import random

from pypinyin import Style, lazy_pinyin

from dangjianyun.foundation.pinyin import initials, sought

LETTERS = "宁波市海曙区行长重会计协会银行音乐学校（）()·-A1b２Ｂ〇 　，é𠀀①ß"


def test_a_name_is_found_by_the_initials_of_its_syllables() -> None:
    assert initials("海曙区演示老年书画协会") == "hsqyslnshxh"
    assert sought("银行协会2", "A1") == "银行协会2 a1 yhxh2"


def test_looking_up_run_by_run_gives_what_looking_up_the_whole_name_gives() -> None:
    chance = random.Random(1)
    for _ in range(500):
        name = "".join(chance.choice(LETTERS) for _ in range(chance.randint(0, 14)))
        letters = lazy_pinyin(name, style=Style.FIRST_LETTER, errors="default")
        whole = "".join(letter for letter in letters if letter.isalnum()).lower()
        assert initials(name) == whole
