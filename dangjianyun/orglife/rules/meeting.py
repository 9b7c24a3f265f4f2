"""When a meeting may decide, when a decision passes, and which duties one record meets.

`decided` and `duties` serve actions and the indicator engine with the rules' own sentences.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from dangjianyun.law.cite import Cite
from dangjianyun.law.dated import Dated
from dangjianyun.law.facts import Fact, FactRefused
from dangjianyun.law.parameter import Parameter
from dangjianyun.law.rule import Facts, Outcome, Rule, Settings, Version, declare
from dangjianyun.law.statutes import BRANCH_REGULATIONS, ELECTION_REGULATIONS, HOUSE_RULES

BRANCH_11 = Cite(BRANCH_REGULATIONS, "第十一条", "K-high")
BRANCH_12 = Cite(BRANCH_REGULATIONS, "第十二条", "K-high")
BRANCH_LIFE = Cite(BRANCH_REGULATIONS, "第五章", "V")
ELECTION = Cite(ELECTION_REGULATIONS, "第十八条", "V")
HOUSE_LIFE = Cite(HOUSE_RULES, "一次记录多处使用", "DESIGN")
BRANCH_REGULATIONS_FROM = date(2018, 10, 28)

DECISIONS = {
    "ordinary": "一般决议",
    "admission": "接收或转正党员",
    "election": "选举",
    "committee": "委员会决定",
}
ELECTED_BY = Parameter(
    "election.majority",
    "选举当选的过半数",
    "choice",
    "present",
    ELECTION,
    {"present": "实到有选举权人数的半数以上", "due": "应到有选举权人数的半数以上"},
)

KINDS = {
    "members_meeting": "支部党员大会",
    "committee_meeting": "支部委员会会议",
    "group_meeting": "党小组会",
    "lecture": "党课",
    "theme_day": "主题党日",
    "life_meeting": "组织生活会",
    "appraisal": "民主评议党员",
    "talk": "谈心谈话",
    "volunteering": "志愿服务",
    "welfare_day": "公益日活动",
    "training": "学习培训",
    "other": "其他",
}
BY_HALF = ("members_meeting", "committee_meeting", "life_meeting", "appraisal")
"""Kinds that are held only where at least half of those due came."""
MINUTES_OF_A_LECTURE = Dated(
    "计为党课的最短授课时长（分钟）", (HOUSE_LIFE,), ((BRANCH_REGULATIONS_FROM, 30),)
)


@dataclass(frozen=True)
class Votes:
    """What was counted: voters due and present, votes; `written`: opinions in favor from absent."""

    due: int
    present: int
    in_favor: int = 0
    against: int = 0
    abstained: int = 0
    written: int = 0


def _is_quorate(decision: str, votes: Votes) -> bool:
    if decision == "election":
        return 5 * votes.present >= 4 * votes.due
    if decision == "admission":
        return 2 * votes.present > votes.due
    return 2 * votes.present >= votes.due


QUORUMS = {
    "ordinary": "有表决权的党员半数以上到会",
    "admission": "有表决权的党员超过半数到会",
    "election": "有选举权的党员五分之四以上到会",
    "committee": "委员半数以上到会",
}


def _passes(decision: str, votes: Votes, elected_by: str) -> bool:
    if decision == "admission":
        return 2 * (votes.in_favor + votes.written) > votes.due
    by_present = decision == "committee" or (decision == "election" and elected_by == "present")
    return 2 * votes.in_favor > (votes.present if by_present else votes.due)


def fault_of(votes: Votes) -> str:
    """Why these counts cannot be; empty where they can."""
    ballots = votes.in_favor + votes.against + votes.abstained
    if not votes.due:
        return "应到有表决权人数不能是0。"
    if votes.present > votes.due:
        return f"实到有表决权人数{votes.present}人，多于应到的{votes.due}人。"
    if ballots > votes.present:
        return (
            f"赞成、反对、弃权共{ballots}票，多于到会有表决权的{votes.present}人。"
            "请核对票数，收回的票多于发出的票，表决无效。"
        )
    if votes.written > votes.due - votes.present:
        absent = votes.due - votes.present
        return f"书面意见{votes.written}份，多于没有到会的{absent}人。"
    return ""


def decided(decision: str, votes: Votes, elected_by: str = "present") -> tuple[bool, bool, str]:
    """(enough came, it passed, the sentence that says why)."""
    quorate = _is_quorate(decision, votes)
    came = f"应到{votes.due}人，实到{votes.present}人"
    if not quorate:
        return (
            False,
            False,
            f"{came}，不足{QUORUMS[decision]}的要求，不能作出{DECISIONS[decision]}。",
        )
    passed = _passes(decision, votes, elected_by)
    written = f"，另有书面赞成{votes.written}人" if votes.written else ""
    result = "通过" if passed else "没有通过"
    return True, passed, f"{came}，赞成{votes.in_favor}票{written}，{result}。"


def _resolution(facts: Facts, on: date, settings: Settings) -> Outcome:
    votes = Votes(
        facts["due"],
        facts["present"],
        facts["for"],
        facts["against"] or 0,
        facts["abstain"] or 0,
        facts["written"] or 0,
    )
    if fault := fault_of(votes):
        raise FactRefused(fault)
    quorate, passed, words = decided(facts["decision"], votes, settings[ELECTED_BY.key])
    return Outcome(quorate and passed, {"quorum": quorate, "passed": passed}, words)


RESOLUTION = declare(
    Rule(
        id="orglife.resolution",
        label="会议决议",
        gives="到会人数够不够，决议是否通过。",
        facts=(
            Fact("decision", "choice", "决议的种类", choices=DECISIONS),
            Fact("due", "integer", "应到有表决权人数", unit="人"),
            Fact("present", "integer", "实到有表决权人数", unit="人"),
            Fact("for", "integer", "赞成票", unit="票"),
            Fact("against", "integer", "反对票", unit="票", optional=True),
            Fact("abstain", "integer", "弃权票", unit="票", optional=True),
            Fact("written", "integer", "会前送达的书面赞成意见", unit="份", optional=True),
        ),
        versions=(Version(_resolution, (BRANCH_11, BRANCH_12, ELECTION), BRANCH_REGULATIONS_FROM),),
        parameters=(ELECTED_BY,),
    )
)


@dataclass(frozen=True)
class Held:
    """What a record says, as far as duties ask. `also`: what else it was held as."""

    kind: str
    also: tuple[str, ...]
    due: int
    present: int
    lecturer: bool
    lecture_minutes: int


@dataclass(frozen=True)
class Duty:
    """One duty that a record may meet: whether it does, and why (not)."""

    kind: str
    is_met: bool
    why: str

    @property
    def label(self) -> str:
        """党课."""
        return KINDS[self.kind]


def duties(held: Held, on: date) -> list[Duty]:
    """Every duty that the record was held as, the own kind first, with the reason."""
    claimed = [held.kind, *(kind for kind in held.also if kind != held.kind)]
    if held.lecture_minutes and "lecture" not in claimed:
        claimed.append("lecture")
    return [_duty(kind, held, on) for kind in claimed]


def met(found: Iterable[Duty]) -> list[str]:
    """The kinds that are met."""
    return [duty.kind for duty in found if duty.is_met]


def _duty(kind: str, held: Held, on: date) -> Duty:
    if not held.present:
        return Duty(kind, False, "没有人到会。")
    if kind in BY_HALF and 2 * held.present < held.due:
        return Duty(kind, False, f"应到{held.due}人，实到{held.present}人，不足半数，请另行补开。")
    if kind == "lecture":
        return _lecture(held, on)
    if kind == held.kind:
        return Duty(kind, True, f"按{KINDS[kind]}召开，实到{held.present}人。")
    return Duty(kind, True, f"与{KINDS[held.kind]}合并进行，实到{held.present}人。")


def _lecture(held: Held, on: date) -> Duty:
    least = MINUTES_OF_A_LECTURE.known(on) or 0
    if not held.lecturer:
        return Duty("lecture", False, "没有写授课人，补上后才计为党课。")
    if held.lecture_minutes < least:
        return Duty(
            "lecture",
            False,
            f"授课{held.lecture_minutes}分钟，不足{least}分钟（本系统约定），不计为党课。",
        )
    return Duty("lecture", True, f"有授课人，授课{held.lecture_minutes}分钟。")


def _satisfies(facts: Facts, on: date, settings: Settings) -> Outcome:
    held = Held(
        facts["kind"],
        ("lecture",) if facts["as_lecture"] else (),
        facts["due"],
        facts["present"],
        bool(facts["lecturer"]),
        facts["lecture_minutes"] or 0,
    )
    found = duties(held, on)
    reasons = tuple(f"{duty.label}：{duty.why}" for duty in found)
    said = "、".join(KINDS[kind] for kind in met(found)) or "无"
    return Outcome(bool(met(found)), met(found), f"计入：{said}。", reasons)


SATISFIES = declare(
    Rule(
        id="orglife.satisfies",
        label="一次记录计入哪些组织生活",
        gives="这次记录计入哪几项，各自的理由；不计入的，说明缺什么。",
        facts=(
            Fact("kind", "choice", "类型", choices=KINDS),
            Fact("due", "integer", "应到人数", unit="人"),
            Fact("present", "integer", "实到人数", unit="人"),
            Fact("lecturer", "boolean", "有授课人", optional=True),
            Fact("lecture_minutes", "integer", "授课时长", unit="分钟", optional=True),
            Fact("as_lecture", "boolean", "同时作为党课", optional=True),
        ),
        versions=(Version(_satisfies, (BRANCH_LIFE, HOUSE_LIFE), BRANCH_REGULATIONS_FROM),),
        numbers=(MINUTES_OF_A_LECTURE,),
    )
)
