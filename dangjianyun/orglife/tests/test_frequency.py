"""In which periods a meeting is missing, and which light a Party organization shows."""

from datetime import date
from typing import Any

import pytest

from dangjianyun.law.facts import FactRefused
from dangjianyun.orglife.rules.frequency import DEFAULTS, FREQUENCY
from dangjianyun.orglife.rules.track import TRACK

ON = date(2022, 1, 1)
YEAR = {"from": "2021-01-01", "to": "2021-12-31"}
DAYS = [date(2021, 3, 31), date(2021, 6, 16), date(2021, 6, 17), date(2021, 7, 1)]
QUARTERS = ["2021-01-05", "2021-05-06", "2021-09-30", "2021-12-31"]


def missing(on: date = ON, settings: dict[str, Any] | None = None, **facts: Any) -> Any:
    return FREQUENCY.judge({"held": [], **YEAR, **facts}, on, settings).outcome.value


@pytest.mark.parametrize(
    ("facts", "on", "expected"),
    [
        ({"kind": "members_meeting", "held": QUARTERS}, ON, []),
        ({"kind": "members_meeting", "held": QUARTERS[:2]}, ON, ["2021-Q3", "2021-Q4"]),
        # A period counts once it is over: the last day may still be used.
        ({"kind": "members_meeting"}, date(2021, 3, 31), []),
        ({"kind": "members_meeting"}, date(2021, 4, 1), ["2021-Q1"]),
        # Only whole periods within the days, both included.
        ({"kind": "theme_day", "from": "2021-10-02", "to": "2021-12-30"}, ON, ["2021-11"]),
        ({"kind": "theme_day", "from": "2021-10-01", "to": "2021-10-31"}, ON, ["2021-10"]),
        ({"kind": "lecture", "from": "2021-07-01"}, ON, ["2021-Q3", "2021-Q4"]),
        ({"kind": "life_meeting", "from": "2020-01-01"}, ON, ["2020", "2021"]),
        ({"kind": "appraisal", "held": ["2021-12-31"]}, ON, []),
        ({"kind": "talk", "to": "2021-12-30"}, ON, []),
        # Others' duties: a temporary branch studies, a committee's secretary lectures once a year.
        ({"kind": "members_meeting", "unit": "temporary"}, ON, []),
        ({"kind": "lecture", "unit": "functional", "to": "2021-03-31"}, ON, ["2021-Q1"]),
        ({"kind": "lecture", "unit": "committee"}, ON, ["2021"]),
        ({"kind": "theme_day", "unit": "general_branch"}, ON, []),
        ({"kind": "group_meeting", "from": "2021-12-01", "unit": "joint_branch"}, ON, ["2021-12"]),
        # What the law did not ask on a period's first day is not owed in it.
        ({"kind": "theme_day", "from": "2018-09-01", "to": "2018-11-30"}, ON, ["2018-11"]),
    ],
)
def test_the_periods_in_which_one_is_missing(
    facts: dict[str, Any], on: date, expected: list[str]
) -> None:
    outcome = FREQUENCY.judge({"held": [], **YEAR, **facts}, on).outcome
    assert outcome.value == expected
    assert outcome.kept is not bool(expected)


def test_a_jurisdiction_sets_how_often_and_for_whom() -> None:
    assert missing(kind="lecture", settings={"frequency.lecture": "year1"}) == ["2021"]
    assert missing(kind="lecture", settings={"frequency.lecture": "none"}) == []
    twice = {"frequency.theme_day": "month2"}
    held = ["2021-01-05", "2021-01-20", "2021-02-05"]
    last = {"held": held, "to": "2021-02-28"}
    assert missing(kind="theme_day", settings=twice, **last) == ["2021-02"]
    full = {"frequency.of_temporary": "full"}
    assert len(missing(kind="members_meeting", unit="temporary", settings=full)) == 4
    none = {"frequency.of_joint_branch": "none"}
    assert missing(kind="theme_day", unit="joint_branch", settings=none) == []


def test_before_its_first_day_the_rule_says_nothing() -> None:
    verdict = FREQUENCY.judge({"kind": "lecture", "held": [], **YEAR}, date(2018, 10, 27))
    assert verdict.version is None
    assert (verdict.outcome.kept, verdict.outcome.value) == (None, None)


def test_days_out_of_order_are_refused_and_the_lecture_is_marked_as_local() -> None:
    with pytest.raises(FactRefused, match="早于事实from"):
        missing(kind="lecture", **{"from": "2021-02-01", "to": "2021-01-01"})
    outcome = FREQUENCY.judge({"kind": "lecture", "held": [], **YEAR}, ON).outcome
    assert "本地默认" in outcome.reasons[0]
    assert set(DEFAULTS.values()) == {"rule", "full", "study"}


@pytest.mark.parametrize(
    ("held", "on", "light", "period", "changes"),
    [
        # 7 days before the end of a month it is due soon, on the day after it is overdue.
        ([], date(2021, 1, 24), "on_track", "2021-01", date(2021, 1, 25)),
        ([], date(2021, 1, 25), "due_soon", "2021-01", date(2021, 2, 1)),
        ([], date(2021, 2, 1), "overdue", "2021-01", None),
        (["2021-01-25"], date(2021, 1, 25), "on_track", "2021-01", date(2021, 2, 1)),
        # The next one brings it back; the missed month stays missed in the calendar.
        (["2021-02-10"], date(2021, 2, 9), "overdue", "2021-01", None),
        (["2021-02-10"], date(2021, 2, 10), "on_track", "2021-02", date(2021, 3, 1)),
        (["2021-02-10"], date(2021, 4, 1), "overdue", "2021-03", None),
    ],
)
def test_the_light_and_the_day_it_changes(
    held: list[str], on: date, light: str, period: str, changes: date | None
) -> None:
    facts = {"kind": "theme_day", "held": held, "from": "2021-01-01"}
    value = TRACK.judge(facts, on).outcome.value
    assert value == {"light": light, "period": period, "changes_on": changes}


def test_a_unit_owes_nothing_before_its_first_whole_period() -> None:
    facts = {"kind": "members_meeting", "held": [], "from": "2021-02-10"}
    assert TRACK.judge(facts, date(2021, 2, 9)).outcome.value is None
    told = [TRACK.judge(facts, day).outcome.value["light"] for day in DAYS]
    assert told == ["on_track", "on_track", "due_soon", "overdue"]
