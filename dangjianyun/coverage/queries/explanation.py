"""Why an organization stands as it does: facts, article, parameters, what would change it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from dangjianyun.coverage.models import Assignment, OrganizationStanding
from dangjianyun.foundation.days import DAWN, last_day, today
from dangjianyun.foundation.links import link_to
from dangjianyun.foundation.parameters import LocalParameters
from dangjianyun.law.cite import STATUSES
from dangjianyun.law.explain import explain
from dangjianyun.law.rule import Verdict
from dangjianyun.law.words import day_in_words
from dangjianyun.party.models import Covering, Mode, Unit
from dangjianyun.party.rules import UNIT_DUE

WORDS = {
    "red": "为什么是应建未建",
    "blue": "为什么是仅工作覆盖",
    "none": "为什么是未覆盖",
    "ok": "为什么是已有组织覆盖",
}
PUT_ON_LIST = "列入联合、区域、行业、挂靠或兜底党组织的覆盖名单，当日起即为组织覆盖。"

SENT_ONLY = "派驻指导员只成为工作覆盖，应建未建的结论不变，直到成立党组织或列入覆盖名单。"


@dataclass(frozen=True)
class Grounds:
    """The facts that decide, as the actor may see them on the day."""

    standing: OrganizationStanding
    units: Sequence[Unit]
    coverings: Sequence[Covering]
    assignments: Sequence[Assignment]
    opens_units: frozenset[int]
    opens_instructors: frozenset[int]
    on: date


def why_of(
    grounds: Grounds, *, members_href: str, acts: Sequence[tuple[str, str]] = ()
) -> dict[str, Any]:
    """The explanation, as the tag `why` takes it, with the acts that the reader may take.

    One query for the local parameters.
    """
    standing = grounds.standing
    verdict = judged(standing, grounds.on)
    told = explain(verdict)
    state = _state(standing)
    # A rule that was not in force on the day decided nothing.
    cites = [(str(cite), STATUSES[cite.status]) for cite in verdict.cites if verdict.version]
    if told.notes and verdict.version:
        cites.append(("本地口径", "；".join(told.notes)))
    checks = []
    if standing.full_members:
        checks.append((f"核对{standing.full_members}名正式党员", members_href))
    return {
        "question": WORDS[state],
        "state": state,
        "verdict": _verdict(standing, told.sentence, told.reasons, grounds.on),
        "facts": _facts(grounds, members_href),
        "cites": cites,
        "rule": _rule(verdict),
        "changes": [*told.remedies, *_further(standing)],
        "acts": [*acts, *checks],
        "computed_at": datetime.now(UTC) if grounds.on == today() else None,
    }


def judged(standing: OrganizationStanding, on: date) -> Verdict:
    """The rule `party.unit_due` on the facts of a segment, with the parameters of its place."""
    local = LocalParameters().on(standing.path, on)
    facts: dict[str, Any] = {
        "full_members": standing.full_members,
        "has_unit": bool(standing.mode),
    }
    if standing.mode:
        facts["mode"] = standing.mode
    return UNIT_DUE.judge(facts, on, local)


def since_when(standing: OrganizationStanding, column: str) -> date:
    """The first day of the unbroken time in which a yes-or-no column says what it says now."""
    value = getattr(standing, column)
    rows = OrganizationStanding.rows().filter(
        organization=standing.organization_id, since__lte=standing.since
    )
    first: date = standing.since
    for since, said in rows.order_by("-since").values_list("since", column):
        if said != value:
            break
        first = since
    return first


def _state(standing: OrganizationStanding) -> str:
    if standing.is_missing:
        return "red"
    if standing.is_unit_covered:
        return "ok"
    return "blue" if standing.is_instructed else "none"


def _verdict(
    standing: OrganizationStanding, sentence: str, reasons: Sequence[str], on: date
) -> str:
    said = sentence + "".join(reasons)
    if standing.is_missing:
        since = since_when(standing, "is_missing")
        # The first day is not counted.
        days = (on - since).days
        waited = f"，已{days}天" if days else ""
        return f"{said}自{day_in_words(since)}起应建未建{waited}。"
    if standing.is_unit_covered:
        mode = Mode(standing.mode).label
        since = since_when(standing, "is_unit_covered")
        return f"组织覆盖方式为{mode}，自{day_in_words(since)}起有组织覆盖。{said}"
    if standing.is_instructed:
        since = since_when(standing, "is_instructed")
        return f"没有组织覆盖，自{day_in_words(since)}起由指导员开展党的工作。{said}"
    return f"既没有组织覆盖，也没有指导员派驻。{said}"


def _facts(grounds: Grounds, members_href: str) -> list[tuple[str, str, str]]:
    standing = grounds.standing
    reached = "red" if standing.is_missing else "ok" if standing.is_due else "none"
    count = standing.full_members
    facts = [
        (reached, f"专职人员中的正式党员{count}人，预备党员不计入", members_href if count else "")
    ]
    for unit in grounds.units:
        words = f"自己的党组织：{unit.name}，{unit.established_on}起"
        facts.append(("ok", words, _unit(grounds, unit)))
    if not grounds.units:
        facts.append(("red" if standing.is_missing else "none", "自己的党组织：无", ""))
    for line in grounds.coverings:
        words = f"{Mode(line.unit.mode).label}覆盖：{line.unit.name}，{_from(line.since)}"
        facts.append(("ok", words, _unit(grounds, line.unit)))
    if not grounds.coverings:
        facts.append(("none", "联合、区域、行业、挂靠、兜底覆盖：无", ""))
    for row in grounds.assignments:
        words = f"指导员{row.instructor.name}，{_from(row.since)}，所以工作覆盖成立"
        opens = row.instructor_id in grounds.opens_instructors
        address = link_to("coverage:instructor_file", row.instructor.number) if opens else ""
        facts.append(("ok", words, address))
    if not grounds.assignments:
        facts.append(("none" if standing.is_unit_covered else "warn", "指导员派驻：无", ""))
    return facts


def _unit(grounds: Grounds, unit: Unit) -> str:
    if unit.pk not in grounds.opens_units:
        return ""
    return link_to("party:unit_file", unit.number, on=grounds.on if grounds.on < today() else None)


def _from(since: date) -> str:
    return "起始日不详" if since == DAWN else f"{since}起"


def _rule(verdict: Verdict) -> tuple[str, str]:
    version = verdict.version
    words = f"规则“{verdict.rule.label}”"
    if version and version.since:
        words += f"，{version.since}起施行"
    if version and version.until:
        words += f"，至{last_day(version.until)}"
    address = link_to("insight:rulebook")
    return words, f"{address}#{verdict.rule.id}" if address else ""


def _further(standing: OrganizationStanding) -> list[str]:
    if standing.is_unit_covered:
        return []
    if standing.is_missing:
        # An instructor works there; the unit is due all the same.
        return [] if standing.is_instructed else [SENT_ONLY]
    if standing.is_instructed:
        return [PUT_ON_LIST, "派驻结束而没有组织覆盖的，成为未覆盖。"]
    return [PUT_ON_LIST, "派驻指导员，起始日当天起即为工作覆盖。"]
