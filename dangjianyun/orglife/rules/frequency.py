"""How often a Party organization holds what, and in which periods one is missing (2.1).

`every` and `owes` serve the engine that keeps the lights of the units with the rule's own numbers.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from dangjianyun.law.cite import Cite
from dangjianyun.law.dated import Dated
from dangjianyun.law.facts import Fact, FactRefused
from dangjianyun.law.parameter import Parameter
from dangjianyun.law.rule import Facts, Outcome, Rule, Settings, Version, declare
from dangjianyun.law.statutes import (
    BRANCH_REGULATIONS,
    HOUSE_RULES,
    LOCAL_PRACTICE,
    MEMBER_REGULATIONS,
)
from dangjianyun.orglife.rules.meeting import BRANCH_LIFE, BRANCH_REGULATIONS_FROM, KINDS
from dangjianyun.orglife.rules.periods import WORDS, Span, spans_within

BRANCH_8 = Cite(BRANCH_REGULATIONS, "第八条", "K-high")
BRANCH_COMMITTEE = Cite(BRANCH_REGULATIONS, "第六章", "V")
MEMBER_LIFE = Cite(MEMBER_REGULATIONS, "组织生活", "V")
LECTURES = Cite(LOCAL_PRACTICE, "党课每季度1次（本地默认，中央规定没有定数）", "V2")
SECRETARY_LECTURES = Cite(BRANCH_REGULATIONS, "第五章（书记每年讲党课）", "V")
HOUSE_OWES = Cite(HOUSE_RULES, "联合、功能型、临时党组织的组织生活", "DESIGN")
HOUSE_LOCAL = Cite(HOUSE_RULES, "组织生活频次的本地设定", "DESIGN")


@dataclass(frozen=True)
class Every:
    """So many times in each calendar month, quarter or year."""

    times: int
    period: str

    def __str__(self) -> str:
        return f"{WORDS[self.period]}{self.times}次"


MONTHLY, QUARTERLY, YEARLY = (Every(1, period) for period in ("month", "quarter", "year"))


def _number(label: str, every: Every, *cites: Cite) -> Dated[Every]:
    return Dated(label, cites, ((BRANCH_REGULATIONS_FROM, every),))


NUMBERS: Mapping[str, Dated[Every]] = {
    "members_meeting": _number("支部党员大会", QUARTERLY, BRANCH_LIFE),
    "committee_meeting": _number("支部委员会会议", MONTHLY, BRANCH_LIFE),
    "group_meeting": _number("党小组会", MONTHLY, BRANCH_LIFE),
    "lecture": _number("党课（本地默认）", QUARTERLY, LECTURES),
    "theme_day": _number("主题党日", MONTHLY, BRANCH_LIFE),
    "life_meeting": _number("组织生活会", YEARLY, BRANCH_LIFE),
    "appraisal": _number("民主评议党员", YEARLY, BRANCH_LIFE, MEMBER_LIFE),
    "talk": _number("谈心谈话", YEARLY, BRANCH_LIFE),
}
LECTURE_FROM_ABOVE = _number("党委、党总支书记讲党课", YEARLY, SECRETARY_LECTURES)
MEMBERS_OF_A_COMMITTEE = Dated(
    "视为设有支部委员会的在任委员人数", (BRANCH_COMMITTEE,), ((BRANCH_REGULATIONS_FROM, 3),)
)
DUTIES = tuple(NUMBERS)
"""What is due at fixed times, in the order in which pages show it."""
STUDY = ("lecture", "theme_day")

AS_RULED = "rule"
CHOICES: Mapping[str, Every | None] = {
    "month1": MONTHLY,
    "month2": Every(2, "month"),
    "quarter1": QUARTERLY,
    "quarter2": Every(2, "quarter"),
    "year1": YEARLY,
    "year2": Every(2, "year"),
    "none": None,
}
HOW_OFTEN = {
    kind: Parameter(
        f"frequency.{kind}",
        f"{KINDS[kind]}的频次",
        "choice",
        AS_RULED,
        HOUSE_LOCAL,
        {AS_RULED: "按规定", **{key: str(one or "不作要求") for key, one in CHOICES.items()}},
    )
    for kind in DUTIES
}
UNITS = {
    "branch": "党支部",
    "joint_branch": "联合党支部",
    "functional": "功能型党组织",
    "temporary": "临时党支部",
    "general_branch": "党总支",
    "committee": "党委",
}
FULL, STUDIES, NOTHING = "full", "study", "none"
SCOPES = {FULL: "同党支部", STUDIES: "只要求主题党日和党课", NOTHING: "不作要求"}
OF_UNITS = {
    kind: Parameter(
        f"frequency.of_{kind}",
        f"{UNITS[kind]}的组织生活",
        "choice",
        default,
        HOUSE_OWES,
        SCOPES,
    )
    for kind, default in (
        ("joint_branch", FULL),
        ("functional", STUDIES),
        ("temporary", STUDIES),
    )
}
LEADERS = ("general_branch", "committee")
PARAMETERS = (*HOW_OFTEN.values(), *OF_UNITS.values())
DEFAULTS: Settings = {one.key: one.default for one in PARAMETERS}


def owes(kind: str, unit: str, settings: Settings) -> bool:
    """Whether a unit of that kind owes it at all. A temporary or functional one does not admit,
    elect or appraise (支部条例 8): it studies.
    """
    if unit in LEADERS:
        return kind == "lecture"
    scope = settings[OF_UNITS[unit].key] if unit in OF_UNITS else FULL
    return scope == FULL or (scope == STUDIES and kind in STUDY)


def every(kind: str, unit: str, on: date, settings: Settings) -> Every | None:
    """How often on that day; None where it is not due: not owed, or before the law's first day."""
    if not owes(kind, unit, settings):
        return None
    local = settings[HOW_OFTEN[kind].key]
    number = LECTURE_FROM_ABOVE if unit in LEADERS else NUMBERS[kind]
    ruled = number.known(on)
    return ruled if ruled is None or local == AS_RULED else CHOICES[local]


def law_days() -> tuple[date, ...]:
    """The days on which the law itself changes an answer, rising."""
    dated: tuple[Dated[Any], ...] = (*NUMBERS.values(), LECTURE_FROM_ABOVE, MEMBERS_OF_A_COMMITTEE)
    return tuple(sorted({day for number in dated for day in number.days}))


def is_committee(members: int, on: date) -> bool:
    """Whether so many in office are a branch committee, whose meetings are then due."""
    least = MEMBERS_OF_A_COMMITTEE.known(on)
    return least is not None and members >= least


def unmet(spans: Iterable[Span], held: Sequence[date], times: int) -> list[Span]:
    """The periods in which fewer than `times` were held."""
    return [span for span in spans if sum(span.since <= day < span.until for day in held) < times]


def _frequency(facts: Facts, on: date, settings: Settings) -> Outcome:
    kind, unit = facts["kind"], facts["unit"] or "branch"
    first, last = facts["from"], facts["to"]
    if last < first:
        raise FactRefused("事实to（截止日，含）早于事实from（起始日），请核对。")
    found = every(kind, unit, on, settings)
    label = KINDS[kind]
    if found is None:
        return Outcome(True, [], f"{UNITS[unit]}不要求{label}。")
    # What the law did not yet ask on the first day of a period is not owed in it.
    over = [
        span
        for span in spans_within(first, min(last, on), found.period)
        if span.until <= on and every(kind, unit, span.since, settings) is not None
    ]
    missing = unmet(over, facts["held"], found.times)
    asked = f"{label}应{found}，已结束的{len(over)}个周期"
    local = ("党课的频次是本地默认，中央规定没有定数。",) if kind == "lecture" else ()
    if not missing:
        return Outcome(True, [], f"{asked}都已开展。", local)
    named = "、".join(span.words for span in missing)
    return Outcome(False, [span.key for span in missing], f"{asked}中，{named}缺。", local)


def _remedies(facts: Facts, on: date, settings: Settings) -> tuple[str, ...]:
    return (
        "已经开展而没有登记的，补登记录并提交上级确认。",
        "记录没有计入的，打开记录看不计入的理由。",
        "确实没有开展的，尽快补开；补开的计入召开当期，缺的一期仍如实列出。",
    )


def concerned(facts: Facts) -> set[str]:
    """The parameters that a question is about: of its kind of meeting and of unit."""
    return {f"frequency.{facts['kind']}", f"frequency.of_{facts['unit'] or 'branch'}"}


FREQUENCY = declare(
    Rule(
        id="orglife.frequency",
        label="组织生活的频次",
        gives="起止日期以内、已经结束的完整周期（月、季、年）里，缺了哪几个。",
        facts=(
            Fact("kind", "choice", "类型", choices={kind: KINDS[kind] for kind in DUTIES}),
            Fact("held", "dates", "召开的日期"),
            Fact("from", "date", "起始日"),
            Fact("to", "date", "截止日（含）"),
            Fact("unit", "choice", "党组织的类别，不写为党支部", choices=UNITS, optional=True),
        ),
        versions=(
            Version(
                _frequency,
                (BRANCH_LIFE, BRANCH_8, MEMBER_LIFE, LECTURES, SECRETARY_LECTURES),
                BRANCH_REGULATIONS_FROM,
            ),
        ),
        parameters=PARAMETERS,
        numbers=(*NUMBERS.values(), LECTURE_FROM_ABOVE, MEMBERS_OF_A_COMMITTEE),
        remedies=_remedies,
        concerned=concerned,
    )
)
