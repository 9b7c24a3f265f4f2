"""Days in forms are read as sheets read them."""

from datetime import date

import pytest

from dangjianyun.foundation.actor import Actor
from dangjianyun.foundation.forms import ActorForm, DayField


class Held(ActorForm):
    """A form with one day."""

    on = DayField(label="转正日期")


def held(typed: str) -> Held:
    return Held({"on": typed}, actor=Actor("clerk"))


@pytest.mark.parametrize(
    "typed",
    [
        *("2026-11-25", "2026.11.25", "2026/11/25", "20261125", "2026年11月25日"),
        *("２０２６－１１－２５", "２０２６．１１．２５", " 2026 年 11 月 25 日 "),
        "二〇二六年十一月二十五日",
    ],
)
def test_a_day_is_taken_in_a_form_as_in_a_sheet(typed: str) -> None:
    form = held(typed)
    assert form.is_valid(), form.errors
    assert form.cleaned_data["on"] == date(2026, 11, 25)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("2026.11", "转正日期“2026.11”只有年月，没有日，请写全年月日，如2021-06-28。"),
        ("2026年2月30日", "转正日期2026年2月没有30日，请核对日期。"),
        ("昨天", "转正日期“昨天”不是日期，请写全年月日，如2021-06-28。"),
        ("1899-12-31", "转正日期年份1899不在1900至2199年之间，请核对年份。"),
        ("2199-01-01", "转正日期写成了2199-01-01，请核对年份。"),
    ],
)
def test_a_day_that_cannot_be_read_comes_back_with_its_name_and_the_remedy(
    typed: str, said: str
) -> None:
    form = held(typed)
    assert form.errors["on"] == [said]
    assert f'value="{typed}"' in str(form["on"])
