"""What the rules say of a Party organization's size: hints, never verdicts on its members."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from dangjianyun.law.cite import Cite
from dangjianyun.party.models import RoleKind, Unit, UnitKind
from dangjianyun.party.queries.files import Numbers
from dangjianyun.party.rules import (
    COMMITTEE,
    FULL_MEMBERS_FOR_A_UNIT,
    MEMBERS_OF_A_BRANCH,
    UNITS_OF_A_JOINT_BRANCH,
)
from dangjianyun.registry.models import Organization

BRANCHES = (UnitKind.BRANCH, UnitKind.JOINT_BRANCH)
Hint = tuple[str, str, str]
"""State (ok, warn, none), words, address of the records ("" where there are none to show)."""


def size_hints(
    kind: str, mode: str, full: int, members: int, covered: int, on: date
) -> list[tuple[Hint, Cite]]:
    """Hints on a branch of this size, each with its article; empty before the regulations."""
    found: list[tuple[Hint, Cite]] = []
    least = FULL_MEMBERS_FOR_A_UNIT.known(on)
    most = MEMBERS_OF_A_BRANCH.known(on)
    joined = UNITS_OF_A_JOINT_BRANCH.known(on)
    if kind not in BRANCHES or least is None or most is None or joined is None:
        return found
    enough = full >= least
    words = f"正式党员{full}人，{'达到' if enough else '不足'}单独成立党支部的{least}人"
    if kind == UnitKind.BRANCH:
        found.append((("ok" if enough else "warn", words, ""), FULL_MEMBERS_FOR_A_UNIT.cites[-1]))
    over = members > most
    words = f"党员{members}人，{'超过' if over else '没有超过'}党支部一般的{most}人"
    if over:
        words += "，可考虑设党总支"
    found.append((("warn" if over else "ok", words, ""), MEMBERS_OF_A_BRANCH.cites[0]))
    if kind == UnitKind.JOINT_BRANCH or mode == "joint":
        over = covered > joined
        words = f"联合{covered}家社会组织，{'超过' if over else '没有超过'}一般的{joined}家"
        found.append((("warn" if over else "ok", words, ""), UNITS_OF_A_JOINT_BRANCH.cites[0]))
    return found


def accountable_elsewhere(organization: Organization | None, upper: Unit, on: date) -> list[str]:
    """What to say before a unit set up in an organization comes below another body than the one
    accountable for it; empty where the two agree. Two lines that are decided apart, but seldom
    differ. The page, the move and the sheet all say it.
    """
    lead: Unit | None = upper
    while lead is not None and lead.role == RoleKind.GRASSROOTS:
        lead = lead.parent
    if organization is None or lead is None:
        return []
    lines = organization.affiliations.all()  # a sheet has fetched them for all its rows
    now = next((row for row in lines if row.since <= on < row.until), None)
    if now is None and lead.role == RoleKind.COMPREHENSIVE:
        return []
    if now is not None and now.unit_id == lead.pk:
        return []
    held = f"归口“{now.unit.name}”" if now else "没有登记归口，由本级综合党委兜底"
    words = f"“{organization.name}”{held}，党组织却隶属“{lead.name}”，责任党组织不会跟着变。"
    return [words + "要由它负责的，请另行办理“确定归口”。"]


def why_of(unit: Unit, numbers: Numbers, on: date) -> Mapping[str, Any] | None:
    """The explanation box of a branch's committee and size; None for other bodies."""
    if unit.kind not in BRANCHES or unit.role != RoleKind.GRASSROOTS:
        return None
    verdict = COMMITTEE.judge({"full_members": numbers.full}, on)
    value = verdict.outcome.value
    if value is None:
        return None
    members = numbers.full + numbers.probationary
    sized = size_hints(unit.kind, unit.mode, numbers.full, members, numbers.covered, on)
    cites = list(dict.fromkeys([*verdict.cites, *(cite for _, cite in sized)]))
    hints = [hint for hint, _ in sized]
    fits = value["min"] <= numbers.officers <= value["max"]
    known = f"现有党内职务{numbers.officers}人，"
    known += "符合" if fits else f"应为{value['min']}至{value['max']}人"
    hints.append(("ok" if fits else "warn", known, ""))
    warned = any(state == "warn" for state, _, _ in hints)
    return {
        "question": "支部委员会怎样设，规模是否合适",
        "state": "warn" if warned else "ok",
        "verdict": verdict.outcome.message,
        "facts": hints,
        "cites": [(str(cite), "") for cite in cites],
    }
