"""The dictionary of indicators: what each number means, for the page and for docs/indicators.md."""

from dataclasses import dataclass
from itertools import groupby

from dangjianyun.access.roles import BUILT_IN
from dangjianyun.foundation.indicators import INDICATORS, Indicator
from dangjianyun.insight.queries.places import READ
from dangjianyun.law.cite import STATUSES
from dangjianyun.law.rule import RULES

ROOMS = {
    "registry": "社会组织登记",
    "party": "党组织和党员",
    "coverage": "两个覆盖",
    "orglife": "组织生活",
    "welfare": "公益服务",
}
KINDS = {"count": "计数", "sum": "合计", "ratio": "比率", "setting": "取值"}
PLACES = {"path": "所在地", "work_path": "任职单位所在地"}
HEAD = """# 指标词典 (dictionary of indicators)

<!-- Generated from the rooms' indicators.py. Chinese, because users read the same words. -->

本文件由`dangjianyun indicators --markdown`生成，请勿手改；改指标请改所在模块的`indicators.py`。
计数等于它背后的记录数；比率不相加，每次由两项重新相除，分母为0时没有值。
每条记录只在一处计，所以各区相加等于全市。
"""


@dataclass(frozen=True)
class Entry:
    """One indicator in words."""

    indicator: Indicator

    @property
    def kind(self) -> str:
        """计数, 合计, 比率, 取值."""
        return KINDS[self.indicator.kind]

    @property
    def formula(self) -> str:
        """How the value comes about."""
        one = self.indicator
        if one.kind == "ratio":
            above, below = INDICATORS[one.numerator], INDICATORS[one.denominator]
            return f"{above.label}÷{below.label}"
        if one.amount:
            return f"各条记录的金额相加，按{PLACES.get(one.at, one.at)}"
        return f"逐条计数，每条1{one.unit}，按{PLACES.get(one.at, one.at)}"

    @property
    def who(self) -> str:
        """Who may read it."""
        roles = "、".join(role.name for role in BUILT_IN if READ in role.permissions)
        limit = "；人员只给数，不给名单" if self.indicator.people else ""
        return f"{roles}，各在自己的范围内{limit}"

    @property
    def marks(self) -> list[str]:
        """How sure the definition is, each once."""
        if self.indicator.rule:
            cites = RULES[self.indicator.rule].cites()
            return list(dict.fromkeys(f"{cite}：{STATUSES[cite.status]}" for cite in cites))
        return [STATUSES[self.indicator.status]]


def entries() -> list[tuple[str, list[Entry]]]:
    """All indicators by room, in the order of declaration."""
    order = list(ROOMS)
    known = sorted(INDICATORS.values(), key=lambda one: order.index(_room(one)))
    return [
        (ROOMS[room], [Entry(one) for one in group]) for room, group in groupby(known, key=_room)
    ]


def _room(one: Indicator) -> str:
    return one.id.split(".")[0]


def markdown() -> str:
    """docs/indicators.md, the same for the same declarations."""
    return HEAD + "".join(
        f"\n## {room}\n" + "".join(_section(entry) for entry in group) for room, group in entries()
    )


def _section(entry: Entry) -> str:
    one = entry.indicator
    lines = [
        f"\n### {one.label} `{one.id}`\n",
        one.meaning,
        "",
        f"- 类别：{entry.kind}，单位：{one.unit or '0至1的比率'}",
        f"- 算法：{entry.formula}",
        f"- 来源：{one.source}",
        f"- 谁能看：{entry.who}",
        f"- 把握程度：{'；'.join(entry.marks)}",
    ]
    if one.rule:
        lines.append(f"- 规则：`{one.rule}`")
    return "\n".join(lines) + "\n"
