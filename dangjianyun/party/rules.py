"""When a Party organization is due, what committee it has, and where it belongs.

`is_due`, `is_missing` and `law_days` serve the indicator engine with the rule's own number.
"""

from datetime import date
from typing import Any

from dangjianyun.law.cite import Cite
from dangjianyun.law.dated import Dated
from dangjianyun.law.facts import Fact
from dangjianyun.law.parameter import Parameter
from dangjianyun.law.rule import Facts, Outcome, Rule, Settings, Version, declare
from dangjianyun.law.statutes import (
    BRANCH_REGULATIONS,
    HOUSE_RULES,
    NINGBO_REPORT_2021,
    PARTY_CONSTITUTION,
)

CONSTITUTION_1 = Cite(PARTY_CONSTITUTION, "第一条", "K-high")
CONSTITUTION_30 = Cite(PARTY_CONSTITUTION, "第三十条", "K-high")
BRANCH_4 = Cite(BRANCH_REGULATIONS, "第四条", "V")
BRANCH_5 = Cite(BRANCH_REGULATIONS, "第五条", "K-high")
BRANCH_COMMITTEE = Cite(BRANCH_REGULATIONS, "第六章", "V")
ROUTES_REPORTED = Cite(NINGBO_REPORT_2021, "红社筑基行动", "ARTICLE")
HOUSE_COUNT = Cite(HOUSE_RULES, "应建口径", "DESIGN")
HOUSE_ORDER = Cite(HOUSE_RULES, "归口顺序", "DESIGN")

CONSTITUTION_FROM = date(2017, 10, 24)
CONSTITUTION_OF_1982 = date(1982, 9, 6)
BRANCH_REGULATIONS_FROM = date(2018, 10, 28)

AGE_TO_JOIN = Dated(
    "可以申请入党的年龄",
    (CONSTITUTION_1,),
    ((CONSTITUTION_OF_1982, 18),),
)
FULL_MEMBERS_FOR_A_UNIT = Dated(
    "应当成立党支部的正式党员人数",
    (CONSTITUTION_30, BRANCH_4),
    ((CONSTITUTION_FROM, 3),),
)
FULL_MEMBERS_FOR_A_COMMITTEE = Dated(
    "应当设支部委员会的正式党员人数",
    (BRANCH_COMMITTEE,),
    ((BRANCH_REGULATIONS_FROM, 7),),
)
MEMBERS_OF_A_BRANCH = Dated(
    "党支部党员人数的一般上限",
    (BRANCH_4,),
    ((BRANCH_REGULATIONS_FROM, 50),),
)
UNITS_OF_A_JOINT_BRANCH = Dated(
    "联合党支部覆盖单位数的一般上限",
    (BRANCH_5,),
    ((BRANCH_REGULATIONS_FROM, 5),),
)

REASON_AT_LEAST = 4
OPENING_REASON_AT_LEAST = 5
"""Characters of a reason; of one for opening a member's record from further up."""

SETUP_MODES = {
    "single": "单独组建",
    "joint": "联合组建",
    "area": "区域统建",
    "trade": "行业统建",
    "attached": "挂靠组建",
    "functional": "功能型",
    "fallback": "综合党委兜底",
}
COUNTS = Parameter(
    "unit_due.counts",
    "正式党员计数口径",
    "choice",
    "staff",
    HOUSE_COUNT,
    {"staff": "专职人员中的正式党员", "relation": "组织关系在本组织的正式党员"},
)
JOINT_SATISFIES = Parameter("joint_satisfies", "联合组建视为已建", "boolean", True, HOUSE_COUNT)
FUNCTIONAL_COUNTS = Parameter(
    "functional_counts", "功能型党组织视为已建", "boolean", True, HOUSE_COUNT
)


def is_due(full_members: int, on: date) -> bool:
    """Whether an organization with so many full members owes a unit on that day (应建)."""
    needed = FULL_MEMBERS_FOR_A_UNIT.known(on)
    return needed is not None and full_members >= needed


def is_missing(full_members: int, has_unit: bool, on: date) -> bool:
    """Whether the unit is due and missing (应建未建). has_unit: organization-covered."""
    return not has_unit and is_due(full_members, on)


def law_days() -> tuple[date, ...]:
    """The days on which is_due may change by law alone, rising."""
    return FULL_MEMBERS_FOR_A_UNIT.days


def satisfies(mode: str | None, settings: Settings) -> bool:
    """Whether a unit of this set-up mode counts as built; None (mode not told) does."""
    if mode == "joint":
        return bool(settings[JOINT_SATISFIES.key])
    if mode == "functional":
        return bool(settings[FUNCTIONAL_COUNTS.key])
    return True


def _unit_due(facts: Facts, on: date, settings: Settings) -> Outcome:
    members, mode = facts["full_members"], facts["mode"]
    needed = FULL_MEMBERS_FOR_A_UNIT.on(on)
    counts = facts["has_unit"] and satisfies(mode, settings)
    if members < needed:
        have = "，已有党组织覆盖" if facts["has_unit"] else ""
        return Outcome(True, message=f"正式党员{members}人，不足{needed}人，不属应建{have}。")
    reached = f"正式党员{members}人，达到{needed}人，应当成立党组织"
    if counts:
        warned = ("请留意：现由联合党组织覆盖，应单独组建。",) if mode == "joint" else ()
        return Outcome(True, message=f"{reached}，已经建立。", reasons=warned)
    if facts["has_unit"]:
        return Outcome(
            False,
            message=f"{reached}；现有的{SETUP_MODES[mode]}按本地口径不算已建，为应建未建。",
        )
    return Outcome(False, message=f"{reached}而没有建立，为应建未建。")


def _unit_due_remedies(facts: Facts, on: date, settings: Settings) -> tuple[str, ...]:
    members = facts["full_members"]
    needed = FULL_MEMBERS_FOR_A_UNIT.on(on)
    if members < needed:
        return (f"正式党员再增加{needed - members}人，即应当成立党组织。",)
    if facts["has_unit"] and satisfies(facts["mode"], settings):
        return ("党组织撤销，或不再列入覆盖名单，即成为应建未建。",)
    joined = "暂不具备单独组建条件的，由上级党组织列入联合、区域或行业党组织的覆盖名单。"
    return (
        "向上级党组织申请单独成立党支部，批复登记后即为已建。",
        *((joined,) if settings[JOINT_SATISFIES.key] else ()),
        "专职人员或党员登记与实际不符的，先更正登记。",
    )


UNIT_DUE = declare(
    Rule(
        id="party.unit_due",
        label="应建党组织",
        gives="应当成立党组织而没有成立的（应建未建），判为不符合；其余为符合。",
        facts=(
            Fact("full_members", "integer", "正式党员人数", unit="人"),
            Fact("has_unit", "boolean", "已有党组织覆盖"),
            Fact("mode", "choice", "党组织的组建方式", choices=SETUP_MODES, optional=True),
        ),
        versions=(
            Version(
                _unit_due,
                (CONSTITUTION_30,),
                CONSTITUTION_FROM,
                BRANCH_REGULATIONS_FROM,
            ),
            Version(_unit_due, (CONSTITUTION_30, BRANCH_4), BRANCH_REGULATIONS_FROM),
        ),
        parameters=(COUNTS, JOINT_SATISFIES, FUNCTIONAL_COUNTS),
        numbers=(FULL_MEMBERS_FOR_A_UNIT,),
        remedies=_unit_due_remedies,
    )
)


def _committee(facts: Facts, on: date, settings: Settings) -> Outcome:
    members = facts["full_members"]
    needed = FULL_MEMBERS_FOR_A_COMMITTEE.on(on)
    if members < needed:
        return Outcome(
            None,
            {"committee": False, "min": 1, "max": 2},
            f"正式党员{members}人，不足{needed}人，不设支部委员会，设书记1人，必要时设副书记1人。",
        )
    return Outcome(
        None,
        {"committee": True, "min": 3, "max": 7, "usual": 5},
        f"正式党员{members}人，达到{needed}人，设支部委员会，由3至5人组成，一般不超过7人。",
    )


COMMITTEE = declare(
    Rule(
        id="party.committee",
        label="支部委员会的设立",
        gives="是否设支部委员会，最少和最多几人。",
        facts=(Fact("full_members", "integer", "正式党员人数", unit="人"),),
        versions=(Version(_committee, (BRANCH_COMMITTEE,), BRANCH_REGULATIONS_FROM),),
        numbers=(FULL_MEMBERS_FOR_A_COMMITTEE,),
    )
)

ROUTES = {
    "supervisor": "业务主管单位管理",
    "trade": "行业党委管理",
    "territory": "属地管理",
    "comprehensive": "综合党委兜底",
}
ROUTE_ORDER = Parameter(
    "route.order", "归口顺序（待确认）", "order", tuple(ROUTES), HOUSE_ORDER, ROUTES
)
GUIDING_BODY = Parameter("route.guiding_body", "工作指导机构", "text", "两新工委", HOUSE_ORDER)
WHY = {
    "supervisor": "未脱钩，有业务主管单位。",
    "trade": "原业务主管单位已成立行业党委。",
    "territory": "适宜属地管理。",
    "comprehensive": "不属前几种情形，由综合党委兜底。",
}


def _route(facts: Facts, on: date, settings: Settings) -> Outcome:
    applies = {
        "supervisor": bool(facts["supervised"]) and not facts["delinked"],
        "trade": facts["trade_committee"],
        "territory": facts["suits_territory"],
        "comprehensive": True,
    }
    order = settings[ROUTE_ORDER.key]
    route = next(each for each in order if applies[each])
    value: dict[str, Any] = {"route": route, **_holds_and_guides(route, settings)}
    value["reasons"] = [WHY[route]]
    guided = f"，接受{'、'.join(value['guides'])}的工作指导" if value["guides"] else ""
    message = f"{ROUTES[route]}：{WHY[route]}组织关系隶属{value['holds']}{guided}。"
    return Outcome(None, value, message)


def _holds_and_guides(route: str, settings: Settings) -> dict[str, Any]:
    guiding = f"市、区县（市）委{settings[GUIDING_BODY.key]}"
    return {
        "supervisor": {"holds": "业务主管单位党组织", "guides": []},
        "trade": {
            "holds": "市、区县（市）直机关工委",
            "guides": [guiding, "所在市、区县（市）直单位党委（党组）"],
        },
        "territory": {"holds": "地方党组织", "guides": []},
        "comprehensive": {
            "holds": "市、区县（市）直机关工委",
            "guides": [guiding, "市、区县（市）民政局党组（党委）"],
        },
    }[route]


ROUTE = declare(
    Rule(
        id="party.route",
        label="党组织归口",
        gives="走哪条归口路径，组织关系隶属哪里，接受哪些工作指导，理由是什么。",
        facts=(
            Fact("delinked", "boolean", "已与行政机关脱钩"),
            Fact("trade_committee", "boolean", "原业务主管单位有行业党委"),
            Fact("suits_territory", "boolean", "适宜属地管理"),
            Fact("supervised", "boolean", "有业务主管单位", optional=True),
        ),
        versions=(Version(_route, (ROUTES_REPORTED,)),),
        parameters=(ROUTE_ORDER, GUIDING_BODY),
    )
)
