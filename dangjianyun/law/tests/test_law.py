"""What a rule must be before it is one, and how facts are refused."""

from datetime import date

import pytest

from dangjianyun.law import judge as law
from dangjianyun.law.cite import Cite, Statute
from dangjianyun.law.dated import Dated
from dangjianyun.law.explain import UNDATED, explain
from dangjianyun.law.facts import Fact, FactRefused, read_facts
from dangjianyun.law.parameter import Parameter, ParameterRefused
from dangjianyun.law.rule import RULES, Outcome, Rule, Version, declare

ON = date(2026, 11, 23)
CITE = Cite(Statute("某规定", "某机关"), "第一条", "V")
FACTS = (
    Fact("count", "integer", "人数", unit="人"),
    Fact("done_on", "date", "完成日", nullable=True),
    Fact("kind", "choice", "类型", choices={"a": "甲", "b": "乙"}, optional=True),
    Fact("held", "dates", "日期", optional=True),
)
GOOD = {"count": 3, "done_on": "2021-06-28"}


def yes(facts, on, settings):
    return Outcome(True, message="好。")


def rule(*versions, **more):
    return Rule(id="test.rule", label="试", gives="试", facts=FACTS, versions=versions, **more)


@pytest.fixture
def declared(monkeypatch):
    only = rule(Version(yes, (CITE,), date(2020, 1, 1)))
    monkeypatch.setitem(RULES, only.id, only)
    return only


def test_a_citation_names_its_article_and_a_known_status():
    with pytest.raises(ValueError, match="names its article"):
        Cite(Statute("某规定", "某机关"), "", "V")
    with pytest.raises(ValueError, match="unknown status"):
        Cite(Statute("某规定", "某机关"), "第一条", "sure")


def test_without_a_citation_there_is_no_rule():
    with pytest.raises(ValueError, match="no citation"):
        rule(Version(yes, ()))
    with pytest.raises(ValueError, match="no citation"):
        rule()


@pytest.mark.parametrize(
    ("older", "newer"),
    [
        ((None, None), (date(2020, 1, 1), None)),
        ((None, date(2020, 1, 2)), (date(2020, 1, 1), None)),
        ((None, date(2020, 1, 1)), (None, None)),
    ],
)
def test_versions_neither_overlap_nor_stand_out_of_order(older, newer):
    with pytest.raises(ValueError, match="overlap"):
        rule(Version(yes, (CITE,), *older), Version(yes, (CITE,), *newer))


def test_a_rule_is_declared_once(declared):
    with pytest.raises(ValueError, match="declared twice"):
        declare(declared)


def test_an_event_among_the_facts_decides_the_version():
    changed = date(2026, 3, 1)
    old = Version(lambda f, on, s: Outcome(True, "old"), (CITE,), None, changed)
    new = Version(lambda f, on, s: Outcome(True, "new"), (CITE,), changed)
    dated = rule(old, new, event="done_on")

    assert dated.judge({"count": 0, "done_on": "2026-02-28"}, ON).outcome.value == "old"
    assert dated.judge({"count": 0, "done_on": "2026-03-01"}, ON).outcome.value == "new"
    assert dated.judge({"count": 0, "done_on": None}, date(2026, 1, 1)).outcome.value == "old"
    assert dated.days() == (changed,)


def test_a_year_decides_by_its_last_day():
    yearly = rule(Version(yes, (CITE,), date(2026, 12, 31)), event="count")

    assert yearly.judge({"count": 2025, "done_on": None}, ON).version is None
    assert yearly.judge({"count": 2026, "done_on": None}, ON).version is not None


def test_a_rule_between_two_versions_is_not_in_force():
    gap = rule(
        Version(yes, (CITE,), date(2010, 1, 1), date(2011, 1, 1)),
        Version(yes, (CITE,), date(2012, 1, 1)),
    )
    verdict = gap.judge(GOOD, date(2011, 6, 1))

    assert verdict.version is None
    assert verdict.outcome == Outcome(None, None, "2011年6月1日没有施行中的规定。")


def test_a_start_that_is_not_documented_is_said():
    verdict = rule(Version(yes, (CITE,))).judge(GOOD, date(1950, 1, 1))

    assert explain(verdict).notes == (UNDATED,)
    assert law.as_row(verdict)["message"] == "好。（起始日未证实）"


def test_a_dated_number_has_the_value_of_the_day():
    number = Dated("数", (CITE,), ((date(2020, 1, 1), 3), (date(2022, 1, 1), 5)))

    assert [number.known(date(y, 6, 1)) for y in (2019, 2020, 2022)] == [None, 3, 5]
    assert number.on(date(2021, 12, 31)) == 3
    with pytest.raises(LookupError):
        number.on(date(2019, 12, 31))
    with pytest.raises(ValueError, match="must rise"):
        Dated("数", (CITE,), ((date(2022, 1, 1), 3), (date(2020, 1, 1), 5)))


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"count": 3}, "缺少事实done_on（完成日），请补上后再判断。"),
        ({}, "缺少事实count（人数）、done_on（完成日），请补上后再判断。"),
        (GOOD | {"counts": 1}, "不认识事实counts，是不是count？"),
        (
            GOOD | {"zzz": 1},
            "不认识事实zzz，这条规则认得：count、done_on、kind、held。",
        ),
        (GOOD | {"count": "3"}, "事实count（人数）应为不小于0的整数，收到的是3。"),
        (GOOD | {"count": True}, "事实count（人数）应为不小于0的整数，收到的是True。"),
        (GOOD | {"count": -1}, "事实count（人数）应为不小于0的整数，收到的是-1。"),
        (GOOD | {"count": 3.0}, "事实count（人数）应为不小于0的整数，收到的是3.0。"),
        (GOOD | {"count": None}, "事实count（人数）应为不小于0的整数，收到的是空值。"),
        (
            GOOD | {"done_on": "2021-02-30"},
            "事实done_on（完成日）应为日期（如2021-06-28），收到的是2021-02-30。",
        ),
        (
            GOOD | {"done_on": "20210628"},
            "事实done_on（完成日）应为日期（如2021-06-28），收到的是20210628。",
        ),
        (GOOD | {"kind": "c"}, "事实kind（类型）应为a、b之一，收到的是c。"),
        (GOOD | {"held": ["2021"]}, "事实held（日期）应为日期列表，收到的是['2021']。"),
        ([1], "事实应为一个对象，如{“事实名”: 值}，收到的是[1]。"),
        ("x" * 50, f"事实应为一个对象，如{{“事实名”: 值}}，收到的是{'x' * 40}…。"),
    ],
)
def test_a_fact_that_cannot_be_taken_is_named(given, message):
    with pytest.raises(FactRefused) as refusal:
        read_facts(FACTS, given)
    assert str(refusal.value) == message


def test_facts_come_in_their_python_types():
    assert read_facts(FACTS, GOOD | {"held": ["2021-06-28"]}) == {
        "count": 3,
        "done_on": date(2021, 6, 28),
        "kind": None,
        "held": [date(2021, 6, 28)],
    }


def test_one_object_is_judged_in_the_words_of_the_contract(declared):
    assert law.judge("test.rule", GOOD, ON) == {
        "rule": "test.rule",
        "on": "2026-11-23",
        "in_force": True,
        "kept": True,
        "value": None,
        "message": "好。",
        "cites": [{"document": "某规定", "article": "第一条", "status": "V"}],
    }


def test_in_a_list_the_bad_are_named_and_the_rest_judged(declared):
    rows, refused = law.judge_each("test.rule", [GOOD, {"count": 3}, 7], ON)

    assert refused == 2
    assert rows == [
        law.judge("test.rule", GOOD, ON),
        {"error": "缺少事实done_on（完成日），请补上后再判断。"},
        {"error": "事实应为一个对象，如{“事实名”: 值}，收到的是7。"},
    ]


def test_an_unknown_rule_is_refused_with_a_near_one(declared):
    with pytest.raises(law.UnknownRule) as refusal:
        law.judge("test.rull", {}, ON)
    assert str(refusal.value) == "没有规则test.rull，是不是test.rule？"


def test_a_parameter_takes_only_what_it_may_be():
    order = Parameter("o", "顺序", "order", ("a", "b"), CITE, {"a": "甲", "b": "乙"})

    assert order.read(["b", "a"]) == ("b", "a")
    for wrong in (["a"], "ab", ["a", "a"], [1, None], True):
        with pytest.raises(ParameterRefused):
            order.read(wrong)


def test_an_explanation_never_repeats_a_personal_fact():
    number = Fact("number", "text", "号码", is_personal=True)

    assert number.in_words("330203199001010018") == "号码：（不显示）"
    with pytest.raises(FactRefused) as refusal:
        number.read(330203199001010018)
    assert str(refusal.value) == "事实number（号码）应为文字，收到的是别的类型。"
