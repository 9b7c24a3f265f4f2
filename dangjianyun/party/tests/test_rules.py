"""Units due, committees and routes, with the day before force."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dangjianyun.law.explain import explain
from dangjianyun.law.judge import judge
from dangjianyun.law.rule import RULES
from dangjianyun.party.models import Mode, Route
from dangjianyun.party.rules import (
    ROUTES,
    SETUP_MODES,
    UNIT_DUE,
    is_due,
    is_missing,
    law_days,
)

ON = date(2026, 11, 23)
BY_DEFAULT = (
    "（正式党员计数口径：专职人员中的正式党员；联合组建视为已建：是；功能型党组织视为已建：是）"
)


def unit_due(on=ON, settings=None, **facts):
    return judge("party.unit_due", facts, on, settings)


@pytest.mark.parametrize(
    ("full_members", "has_unit", "kept", "message"),
    [
        (0, False, True, "正式党员0人，不足3人，不属应建。"),
        (2, False, True, "正式党员2人，不足3人，不属应建。"),
        (2, True, True, "正式党员2人，不足3人，不属应建，已有党组织覆盖。"),
        (
            3,
            False,
            False,
            "正式党员3人，达到3人，应当成立党组织而没有建立，为应建未建。",
        ),
        (3, True, True, "正式党员3人，达到3人，应当成立党组织，已经建立。"),
    ],
)
def test_three_full_members_call_for_a_unit(full_members, has_unit, kept, message):
    judged = unit_due(full_members=full_members, has_unit=has_unit)

    assert judged["kept"] is kept
    assert judged["value"] is None
    assert judged["message"] == message + BY_DEFAULT


@pytest.mark.parametrize(
    ("on", "in_force", "articles"),
    [
        (date(2017, 10, 23), False, ["第三十条", "第四条"]),
        (date(2017, 10, 24), True, ["第三十条"]),
        (date(2018, 10, 27), True, ["第三十条"]),
        (date(2018, 10, 28), True, ["第三十条", "第四条"]),
    ],
)
def test_the_articles_are_those_in_force_on_the_day(on, in_force, articles):
    judged = unit_due(on, full_members=5, has_unit=False)

    assert judged["in_force"] is in_force
    assert judged["kept"] is (False if in_force else None)
    assert [cite["article"] for cite in judged["cites"]] == articles


def test_before_force_the_message_names_the_first_day():
    judged = unit_due(date(2017, 10, 23), full_members=5, has_unit=False)

    assert judged["message"] == "本规则自2017年10月24日起施行，2017年10月23日尚未施行。"


def test_the_rules_know_the_set_up_modes_and_routes_of_the_tables():
    assert {value: label for value, label in Mode.choices if value} == SETUP_MODES
    assert set(ROUTES) == set(Route.values)


@pytest.mark.parametrize(
    ("mode", "settings", "kept"),
    [
        ("single", {}, True),
        ("joint", {}, True),
        ("joint", {"joint_satisfies": False}, False),
        ("functional", {}, True),
        ("functional", {"functional_counts": False}, False),
        ("area", {"joint_satisfies": False, "functional_counts": False}, True),
    ],
)
def test_local_parameters_decide_which_set_up_satisfies(mode, settings, kept):
    judged = unit_due(settings=settings, full_members=3, has_unit=True, mode=mode)

    assert judged["kept"] is kept


def test_a_joint_branch_satisfies_with_a_warning():
    judged = unit_due(full_members=4, has_unit=True, mode="joint")

    assert judged["message"] == (
        "正式党员4人，达到3人，应当成立党组织，已经建立。"
        f"请留意：现由联合党组织覆盖，应单独组建。{BY_DEFAULT}"
    )


def test_an_explanation_says_what_would_change_it_and_moves_no_member():
    verdict = UNIT_DUE.judge({"full_members": 4, "has_unit": False}, ON)

    assert explain(verdict).lines() == [
        "正式党员4人，达到3人，应当成立党组织而没有建立，为应建未建。",
        "事实：正式党员人数：4人；已有党组织覆盖：否。",
        (
            "依据：《中国共产党章程》第三十条（凭背景知识，把握较高）；"
            "《中国共产党支部工作条例（试行）》第四条（已核对原文或官方转载）。"
        ),
        (
            "怎样改变：向上级党组织申请单独成立党支部，批复登记后即为已建；"
            "暂不具备单独组建条件的，由上级党组织列入联合、区域或行业党组织的覆盖名单；"
            "专职人员或党员登记与实际不符的，先更正登记。"
        ),
        (
            "说明：正式党员计数口径：专职人员中的正式党员；"
            "联合组建视为已建：是；功能型党组织视为已建：是。"
        ),
    ]


@given(
    full_members=st.integers(0, 12),
    has_unit=st.booleans(),
    on=st.dates(date(2017, 1, 1), date(2030, 1, 1)),
)
def test_the_fast_functions_agree_with_the_rule(full_members, has_unit, on):
    judged = unit_due(on, full_members=full_members, has_unit=has_unit)

    assert is_missing(full_members, has_unit, on) is (judged["kept"] is False)


def test_the_law_changes_the_answer_on_the_law_days_only():
    day = date(2016, 1, 1)
    changed = []
    while day < date(2026, 1, 1):
        if is_due(3, day) != is_due(3, day - timedelta(days=1)):
            changed.append(day)
        day += timedelta(days=1)

    assert tuple(changed) == law_days() == (date(2017, 10, 24),)
    assert RULES["party.unit_due"].days() == (date(2017, 10, 24), date(2018, 10, 28))


@pytest.mark.parametrize(
    ("full_members", "value"),
    [
        (6, {"committee": False, "min": 1, "max": 2}),
        (7, {"committee": True, "min": 3, "max": 7, "usual": 5}),
    ],
)
def test_seven_full_members_call_for_a_committee(full_members, value):
    assert judge("party.committee", {"full_members": full_members}, ON)["value"] == value


def test_no_committee_was_fixed_before_the_regulations():
    judged = judge("party.committee", {"full_members": 7}, date(2018, 10, 27))

    assert (judged["in_force"], judged["kept"], judged["value"]) == (False, None, None)


@pytest.mark.parametrize(
    ("facts", "route", "settings"),
    [
        ((False, True, True, True), "supervisor", {}),
        ((True, True, True, True), "trade", {}),
        ((False, True, True, False), "trade", {}),
        ((True, True, True, None), "trade", {}),
        ((True, False, True, None), "territory", {}),
        ((True, False, False, None), "comprehensive", {}),
        (
            (True, True, True, None),
            "territory",
            {"route.order": ["supervisor", "territory", "trade", "comprehensive"]},
        ),
    ],
)
def test_an_organization_goes_the_first_route_that_fits(facts, route, settings):
    names = ("delinked", "trade_committee", "suits_territory", "supervised")
    given_facts = dict(zip(names, facts, strict=True))

    assert judge("party.route", given_facts, ON, settings)["value"]["route"] == route


def test_the_fallback_route_is_held_and_guided_as_reported():
    facts = {"delinked": True, "trade_committee": False, "suits_territory": False}

    assert judge("party.route", facts, ON) == {
        "rule": "party.route",
        "on": "2026-11-23",
        "in_force": True,
        "kept": None,
        "value": {
            "route": "comprehensive",
            "holds": "市、区县（市）直机关工委",
            "guides": ["市、区县（市）委两新工委", "市、区县（市）民政局党组（党委）"],
            "reasons": ["不属前几种情形，由综合党委兜底。"],
        },
        "message": (
            "综合党委兜底：不属前几种情形，由综合党委兜底。"
            "组织关系隶属市、区县（市）直机关工委，"
            "接受市、区县（市）委两新工委、市、区县（市）民政局党组（党委）的工作指导。"
            "（归口顺序（待确认）：业务主管单位管理、行业党委管理、属地管理、综合党委兜底；"
            "工作指导机构：两新工委；起始日未证实）"
        ),
        "cites": [
            {
                "document": "宁波市社会组织党建工作报道（2021年）",
                "article": "红社筑基行动",
                "status": "ARTICLE",
            }
        ],
    }
