"""The parts that pages are built from: what they say, and what they refuse to say."""

from datetime import UTC, date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from django import forms
from django.http import QueryDict
from django.template import Context, Template, TemplateSyntaxError
from django.test import RequestFactory

from dangjianyun.foundation.days import DAWN, OPEN
from dangjianyun.foundation.templatetags import dj_days, dj_lists, dj_maps, dj_numbers
from dangjianyun.foundation.templatetags.asked import query_with
from dangjianyun.foundation.templatetags.dj_marks import STATES, badge, icon, marks


def drawn(source: str, path: str = "/list/", **context: Any) -> str:
    """The template text `source` rendered for a page at `path`."""
    request = RequestFactory().get(path)
    return Template("{% load dj %}" + source).render(Context({"request": request, **context}))


@pytest.mark.parametrize(
    ("ratio", "digits", "words"),
    [
        (Fraction(986, 1000), 1, "98.6%"),
        (Decimal("0.99235"), 2, "99.24%"),
        (1, 1, "100.0%"),
        (0, 1, "0.0%"),
        (Fraction(99_999, 100_000), 1, "99.9%"),
        (Fraction(1, 100_000), 1, "0.1%"),
        (None, 1, dj_numbers.NIL),
    ],
)
def test_only_a_whole_is_100_percent_and_only_nothing_is_0(
    ratio: Any, digits: int, words: str
) -> None:
    assert dj_numbers.ratio(ratio, digits) == words


@pytest.mark.parametrize(
    ("fen", "words"),
    [
        (98_000, "980.00元"),
        (30_000_000, "30.00万元"),
        (29_000_000_000, "2.90亿元"),
        (0, "0.00元"),
        (None, dj_numbers.NIL),
    ],
)
def test_money_is_written_in_the_unit_of_its_size(fen: int | None, words: str) -> None:
    assert dj_numbers.money(fen) == words


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ('{% delta 64 label="较上月" %}', '<span class="dj-delta">较上月 <b>+64</b></span>'),
        ("{% delta 0 %}", '<span class="dj-delta"><b>持平</b></span>'),
        (
            '{% delta -0.0015 worse="down" share=True digits=2 %}',
            '<span class="dj-delta dj-delta--worse"><b>下降0.15</b></span>',
        ),
        (
            '{% delta 2 "家" "up" %}',
            '<span class="dj-delta dj-delta--worse"><b>增加2家</b></span>',
        ),
        ('{% delta -2 "家" "up" %}', '<span class="dj-delta"><b>-2家</b></span>'),
        (
            '{% delta 0.001 label="较上月" share=True %}',
            '<span class="dj-delta">较上月 <b>+0.1个百分点</b></span>',
        ),
        ("{% delta nothing %}", '<span class="dj-delta"><b>--</b></span>'),
    ],
)
def test_only_a_change_for_the_worse_is_red_and_says_so(source: str, words: str) -> None:
    assert drawn(source, nothing=None) == words


def test_a_bar_of_nothing_has_no_width() -> None:
    assert drawn("{% share_bar parts %}", parts=[("组织覆盖", 0, "1")]).count('width="0.00"') == 1


def test_a_beginning_that_nobody_wrote_down_is_no_day() -> None:
    assert dj_days.since(DAWN) == "不详"
    assert dj_days.since(date(2026, 1, 2)) == "2026-01-02"


def test_days_are_written_in_one_way() -> None:
    day = date(2026, 11, 20)
    assert dj_days.day(day) == "2026-11-20"
    assert dj_days.zh_day(day) == "2026年11月20日"
    assert dj_days.weekday(day) == "星期五"
    assert dj_days.until(day) == "2026-11-19"
    assert dj_days.until(OPEN) == "至今"
    assert dj_days.moment(datetime(2026, 11, 20, 16, 30, tzinfo=UTC)) == "2026-11-21 00:30"


@pytest.mark.parametrize(
    ("shown", "after"),
    [
        (date(2026, 11, 20), None),
        (date(2026, 10, 31), date(2026, 11, 20)),
        (date(2026, 9, 30), date(2026, 10, 31)),
        (date(2026, 9, 10), date(2026, 9, 30)),
        (date(2023, 12, 31), date(2024, 1, 31)),
    ],
)
def test_a_step_forward_ends_at_today(shown: date, after: date | None) -> None:
    assert dj_days.following_month_end(shown, date(2026, 11, 20)) == after


def test_the_day_picker_keeps_the_conditions_of_the_page_but_not_its_number() -> None:
    page = drawn("{% asof day %}", "/list/?kind=1&page=3&on=2024-02-29", day=date(2024, 2, 29))
    assert page.count('<input type="hidden" name="kind" value="1">') == 1
    assert page.count("page=") == 0
    assert page.count('href="?kind=1&amp;on=2024-01-31"') == 1
    assert page.count('href="?kind=1&amp;on=2024-03-31"') == 1


def test_nothing_is_said_of_the_past_on_today() -> None:
    assert drawn("{% past day %}", day=dj_days.today()).strip() == ""


def test_a_query_changes_in_one_thing_only() -> None:
    asked = QueryDict("kind=1&kind=2&page=3")
    assert query_with(asked, page=None, sort="-name") == "?kind=1&kind=2&sort=-name"


@pytest.mark.parametrize(
    ("path", "sort", "leads"),
    [
        ("/", "", "?sort=-members"),
        ("/?sort=-members", ' aria-sort="descending"', "?sort=members"),
        ("/?sort=members", ' aria-sort="ascending"', "?sort=-members"),
    ],
)
def test_a_second_click_turns_the_order_round(path: str, sort: str, leads: str) -> None:
    head = drawn('{% sort_head "正式党员" "members" number=True %}', path)
    assert head.startswith(f'<th scope="col" class="n"{sort}><a href="{leads}">正式党员')


@pytest.mark.parametrize(
    ("number", "pages", "shown"),
    [
        (1, 1, [1]),
        (1, 5, [1, 2, 3, None, 5]),
        (5, 52, [1, None, 3, 4, 5, 6, 7, None, 52]),
        (52, 52, [1, None, 50, 51, 52]),
    ],
)
def test_a_pager_offers_the_ends_and_the_neighbors(
    number: int, pages: int, shown: list[int | None]
) -> None:
    assert dj_lists.numbers_near(number, pages) == shown


def test_equal_figures_share_a_tile_color() -> None:
    assert dj_maps.bins([97.7, 99.1, None, 98.4, 99.1, 99.2]) == [1, 3, 1, 2, 3, 5]
    assert dj_maps.bins([]) == []


def test_a_name_with_markup_stays_text() -> None:
    page = drawn('{% card name %}{% badge "ok" name %}{% endcard %}', name="<b>x</b>")
    assert page.count("<b>x</b>") == 0
    assert page.count("&lt;b&gt;x&lt;/b&gt;") == 3


def test_every_state_has_a_shape_and_no_other_is_known() -> None:
    assert {f"state-{state}" for state in STATES} <= set(marks())
    with pytest.raises(TemplateSyntaxError):
        badge("green", "合格")
    with pytest.raises(TemplateSyntaxError):
        icon("nonesuch")


def test_a_masked_value_without_the_right_to_see_has_no_eye() -> None:
    assert (
        drawn('{% masked "199****0003" "" "电话" %}') == '<span class="dj-mask">199****0003</span>'
    )
    assert drawn('{% masked "199****0003" "/see/" "电话" %}').count('href="/see/"') == 1


def test_each_form_carries_a_key_of_its_own() -> None:
    first, second = drawn("{% submit_key %}"), drawn("{% submit_key %}")
    assert first != second
    assert len(first) == len('<input type="hidden" name="_key" value="">') + 32


class Meeting(forms.Form):
    """A form whose every field can be wrong."""

    name = forms.CharField(label="名称", max_length=3)
    present = forms.IntegerField(label="到会人数", min_value=0)
    held_on = forms.DateField(label="日期", required=False)
    purpose = forms.ChoiceField(
        label="用途", choices=[("a", "联系"), ("b", "核对")], widget=forms.RadioSelect
    )

    def clean_held_on(self) -> date:
        """Refuses every day, in its own words."""
        raise forms.ValidationError("日期早于成立日期2019-04-11")


def test_errors_are_said_in_our_words_and_lead_to_their_fields() -> None:
    form = Meeting({"name": "海曙区协会", "present": "-1", "purpose": "", "held_on": "2018-01-01"})
    page = drawn("{% error_summary form %}", form=form)
    assert page.count("有4处要改，填过的都还在") == 1
    assert page.count('<a href="#id_name">名称最多3个字，现在是5个</a>') == 1
    assert page.count('<a href="#id_present">到会人数不能小于0</a>') == 1
    assert page.count('<a href="#id_held_on">日期早于成立日期2019-04-11</a>') == 1
    assert page.count('<a href="#id_purpose_0">选择用途</a>') == 1


def test_a_field_joins_its_hint_and_error_by_id() -> None:
    form = Meeting({"present": "五"})
    page = drawn('{% field form.present hint="只数到场的人" %}', form=form)
    assert page.count('aria-describedby="id_present_helptext id_present_error"') == 1
    assert page.count('id="id_present_helptext">只数到场的人') == 1
    assert page.count("到会人数填写整数，不带单位") == 1
    assert drawn("{% field form.held_on %}", form=Meeting()).count("（选填）") == 1


def test_no_component_writes_what_the_content_policy_drops() -> None:
    page = drawn(
        '{% chart "c" x series "由1升至2" %}{% share_bar parts %}{% why why %}',
        x=["2026-10", "2026-11"],
        series=[{"words": "党员", "values": [1, None]}],
        parts=[("有", 1, "1"), ("无", 1, "due")],
        why={"question": "为什么", "state": "ok", "verdict": "有"},
    )
    assert page.count("style=") == 0
    assert page.count("onclick") == 0
    assert page.count("<script") == page.count('<script id="c-lines" type="application/json">') == 1


def log_of(*changes: tuple[str, str | None, str | None]) -> str:
    entry = {"what": "列入覆盖名单", "at": "2026-01-01", "who": "测试甲", "changes": list(changes)}
    return Template("{% load dj %}{% log entries %}").render(Context({"entries": [entry]}))


def test_of_many_changes_in_one_act_the_first_stand_and_the_others_open() -> None:
    page = log_of(*[("社会组织", None, f"示例{n}") for n in range(12)])
    head, folded = page.split("<details")
    assert head.count("dj-change") == 4
    assert folded.count("dj-change") == 8
    assert "<summary>社会组织共12家，展开其余8项</summary>" in folded
    few = log_of(*[("社会组织", None, f"示例{n}") for n in range(8)])
    assert "<details" not in few
