"""Which decisions stand and which duties a record meets."""

from datetime import date
from typing import Any

import pytest

from dangjianyun.law.facts import FactRefused
from dangjianyun.orglife.rules.meeting import RESOLUTION, SATISFIES

ON = date(2026, 6, 1)


@pytest.mark.parametrize(
    ("decision", "due", "present", "in_favor", "written", "quorum", "passed"),
    [
        ("ordinary", 10, 5, 6, 0, None, None),
        ("ordinary", 10, 6, 6, 0, True, True),
        ("ordinary", 10, 6, 5, 0, True, False),
        ("ordinary", 10, 4, 4, 0, False, False),
        ("admission", 10, 5, 5, 0, False, False),
        ("admission", 10, 6, 5, 0, True, False),
        ("admission", 10, 6, 5, 1, True, True),
        ("election", 10, 7, 7, 0, False, False),
        ("election", 10, 8, 5, 0, True, True),
        ("election", 10, 8, 4, 0, True, False),
        ("committee", 5, 3, 2, 0, True, True),
        ("committee", 5, 2, 2, 0, False, False),
    ],
)
def test_a_decision_needs_its_quorum_and_its_majority(
    decision: str, due: int, present: int, in_favor: int, written: int, quorum: Any, passed: Any
) -> None:
    facts = {"decision": decision, "due": due, "present": present, "for": in_favor}
    facts["written"] = written
    if quorum is None:
        with pytest.raises(FactRefused, match="多于到会"):
            RESOLUTION.judge(facts, ON)
        return
    verdict = RESOLUTION.judge(facts, ON)
    assert verdict.outcome.value == {"quorum": quorum, "passed": passed}
    assert verdict.outcome.kept is (quorum and passed)


def test_who_elects_by_those_due_needs_more_votes() -> None:
    facts = {"decision": "election", "due": 10, "present": 8, "for": 5}
    assert RESOLUTION.judge(facts, ON, {"election.majority": "due"}).outcome.kept is False


@pytest.mark.parametrize(
    ("told", "fault"),
    [
        ({"due": 0, "present": 0, "for": 0}, "不能是0"),
        ({"due": 3, "present": 4, "for": 1}, "多于应到"),
        ({"due": 5, "present": 4, "for": 3, "against": 1, "abstain": 1}, "共5票"),
        ({"due": 5, "present": 4, "for": 3, "written": 2}, "书面意见2份"),
    ],
)
def test_votes_that_cannot_be_are_refused(told: dict[str, int], fault: str) -> None:
    with pytest.raises(FactRefused, match=fault):
        RESOLUTION.judge({"decision": "ordinary", **told}, ON)


@pytest.mark.parametrize(
    ("told", "counts_as"),
    [
        ({"kind": "theme_day", "due": 5, "present": 4}, ["theme_day"]),
        ({"kind": "theme_day", "due": 5, "present": 0}, []),
        (
            {"kind": "theme_day", "due": 5, "present": 4, "lecturer": True, "lecture_minutes": 30},
            ["theme_day", "lecture"],
        ),
        (
            {"kind": "theme_day", "due": 5, "present": 4, "lecturer": True, "lecture_minutes": 29},
            ["theme_day"],
        ),
        ({"kind": "theme_day", "due": 5, "present": 4, "as_lecture": True}, ["theme_day"]),
        ({"kind": "members_meeting", "due": 5, "present": 2}, []),
        ({"kind": "members_meeting", "due": 4, "present": 2}, ["members_meeting"]),
    ],
)
def test_one_record_meets_the_duties_that_it_fulfills(
    told: dict[str, Any], counts_as: list[str]
) -> None:
    outcome = SATISFIES.judge(told, ON).outcome
    assert outcome.value == counts_as
    assert len(outcome.reasons) >= len(counts_as)
