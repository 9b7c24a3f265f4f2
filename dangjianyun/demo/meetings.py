"""Organization life: what every branch held, year by year, most of it in time.

Units managed directly and those of the accounts from 2018 on, the others the last twelve months.
Who is late or silent is drawn per unit, so that some are due soon, some overdue, a few sent back.
"""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from random import Random
from typing import NamedTuple

from dangjianyun.demo import figures
from dangjianyun.demo.bodies import Body
from dangjianyun.demo.plan import Plan
from dangjianyun.demo.recording import Recorder
from dangjianyun.foundation.days import OPEN, ZONE
from dangjianyun.orglife.actions.meetings_kept import record_meetings
from dangjianyun.orglife.models import Attendance, Kind, Meeting
from dangjianyun.orglife.rules.periods import add_months
from dangjianyun.party.models import Member, Unit, UnitKind
from dangjianyun.territory.queries import division_of_path

FIRST = date(2018, 1, 1)
LATELY = 12
"""Months of the units that are neither managed directly nor an account's."""
LEADERS = (UnitKind.COMMITTEE, UnitKind.GENERAL_BRANCH)
STUDIES = (UnitKind.FUNCTIONAL, UnitKind.TEMPORARY)
"""Who only studies: no members' meeting, no appraisal."""
IN_QUARTER, TALK_MONTH, LECTURE_MONTH = (2, 5, 8, 11), 6, 7
LIFE_MONTHS = (10, 10, 10, 10, 11, 11, 11, 11, 11, 12)
"""Most hold the yearly organization-life meeting in time, some in December only."""
COMMITTEE = 3
LATE, SILENT, RETURNED = 0.05, 0.04, 0.01
"""Shares of units that hold the running month late, that have stopped for a while, and of records
of the last weeks that were sent back.
"""
THEMES = (
    "学习党的创新理论",
    "重温入党誓词",
    "学习党章党规",
    "社区志愿服务",
    "参观红色教育基地",
    "学习先进典型",
    "廉洁自律专题学习",
    "为群众办实事",
)
LECTURES = ("坚定理想信念", "社会组织怎样讲政治", "党员的先锋模范作用", "学习贯彻全会精神")
AGENDA = ("研究本月工作", "研究发展党员工作", "研究党费使用", "研究志愿服务安排", "研究换届准备")
SAID = "会议按议程进行，与会同志作了学习讨论，明确了下一步工作。"
SURNAMES = "甲乙丙丁戊己庚辛"


class Occasion(NamedTuple):
    """One thing held: its kind, what else it counts as, title, minutes taught."""

    day: date
    kind: str
    also: tuple[str, ...]
    title: str
    taught: int


class Branch(NamedTuple):
    """A unit that holds organization life. `joined`: the days on which its members came, rising;
    `members` with these days where each one is recorded by name.
    """

    unit: Unit
    joined: Sequence[date]
    members: Sequence[tuple[Member, date]]
    has_committee: bool

    def due_on(self, day: date) -> int:
        """How many were due."""
        return max(bisect_right(self.joined, day), COMMITTEE)


def record_meetings_of(plan: Plan, recorder: Recorder) -> None:
    """Put everything on record, as the city brought the paper in."""
    random = Random(f"meetings of {plan.seed}")  # noqa: S311 -- the same every time
    full = _full(plan)
    lately = add_months(plan.today.replace(day=1), -LATELY)
    rows: list[Meeting] = []
    told: dict[str, list[Attendance]] = {}
    for branch in branches(plan):
        begun = FIRST if branch.unit.number in full else lately
        first = max(branch.unit.established_on, begun)
        numbers: dict[int, int] = {}
        for one in occasions(branch, first, plan.today, random):
            numbers[one.day.year] = numbers.get(one.day.year, 0) + 1
            row = _meeting(branch, one, numbers[one.day.year], plan.today, random)
            rows.append(row)
            if branch.members:
                told[row.ref] = _attendances(row, branch, random)
    city = division_of_path(figures.CITY)
    recorder.do(record_meetings, city, meetings=rows, attendances=told)


def branches(plan: Plan) -> list[Branch]:
    """Every grassroots unit that stands today, lower branches each."""
    officers: dict[str, set[str]] = {}
    for office in plan.offices:
        if office.until == OPEN:
            officers.setdefault(office.unit.number, set()).add(office.member.number)
    found: list[Branch] = []
    for body in plan.grassroots.bodies:
        if body.row.dissolved_on != OPEN:
            continue
        found += [_branch(plan, one, officers) for one in (body, *body.branches)]
    return found


def _branch(plan: Plan, body: Body, officers: dict[str, set[str]]) -> Branch:
    there = plan.people.in_body.get(id(body), [])
    joined = [(member, slot.member_since) for member, slot in there]
    return Branch(
        body.row,
        sorted(day for _, day in joined),
        joined if body is plan.own_body else (),
        len(officers.get(body.row.number, ())) >= COMMITTEE,
    )


def _full(plan: Plan) -> set[str]:
    """The units with their whole history."""
    found = {plan.own_body.row.number}
    for body in plan.grassroots.bodies:
        if body.size:
            found |= {body.row.number, *(one.row.number for one in body.branches)}
    return found


def occasions(branch: Branch, first: date, today: date, random: Random) -> Iterator[Occasion]:
    """What the branch held from a day on, in order."""
    month = first.replace(day=1)
    chance = 1.0 if branch.members else random.random()
    silent = add_months(today.replace(day=1), -random.randint(0, 4)) if chance < SILENT else OPEN
    fixed = random.randint(4, 20)
    life = LIFE_MONTHS[-1] if branch.members else random.choice(LIFE_MONTHS)
    before = date(month.year, life, fixed)
    if branch.unit.established_on <= before < month:
        # The yearly one before the records begin: without it the year would stand as missed.
        yield from _life(branch, before)
    is_late = SILENT <= chance < SILENT + LATE
    while month <= today and month < silent:
        last = add_months(month, 1) - timedelta(days=1)
        day = min(last, month + timedelta(days=fixed - 1 + random.randint(-2, 2)))
        if is_late and add_months(month, 1) > today:
            day = last
        for one in _of_month(branch, month, day, life, random):
            if first <= one.day <= today:
                yield one
        month = add_months(month, 1)


def _of_month(
    branch: Branch, month: date, day: date, life: int, random: Random
) -> Iterator[Occasion]:
    unit, quarterly = branch.unit, month.month in IN_QUARTER
    if unit.kind in LEADERS:
        if month.month == LECTURE_MONTH:
            yield Occasion(day, Kind.LECTURE, (), f"书记讲党课：{random.choice(LECTURES)}", 60)
        return
    if branch.has_committee and unit.kind not in STUDIES:
        title = f"支委会：{random.choice(AGENDA)}"
        yield Occasion(day - timedelta(days=1), Kind.COMMITTEE_MEETING, (), title, 0)
    theme = random.choice(THEMES)
    taught = 45 if quarterly else 0
    also: tuple[str, ...] = ("lecture",) if quarterly else ()
    if quarterly and unit.kind not in STUDIES:
        also = (Kind.MEMBERS_MEETING, *also)
    if month.month == TALK_MONTH and unit.kind not in STUDIES:
        also = (*also, Kind.TALK)
    yield Occasion(day, Kind.THEME_DAY, also, f"主题党日：{theme}", taught)
    if month.month == life:
        yield from _life(branch, day)


def _life(branch: Branch, day: date) -> Iterator[Occasion]:
    if branch.unit.kind not in (*STUDIES, *LEADERS):
        title = f"{day.year}年度组织生活会和民主评议党员"
        yield Occasion(day, Kind.LIFE_MEETING, (Kind.APPRAISAL,), title, 0)


def _meeting(branch: Branch, one: Occasion, number: int, today: date, random: Random) -> Meeting:
    committee = one.kind == Kind.COMMITTEE_MEETING
    roster = [] if committee else [m for m, since in branch.members if since <= one.day]
    due = 5 if committee else len(roster) or branch.due_on(one.day)
    absent = random.choice((0, 0, 0, 1, 1, 2)) if due > 4 else 0
    fresh = today - one.day < timedelta(days=40)
    back = fresh and not branch.members and random.random() < RETURNED
    at = datetime.combine(one.day, time(18), ZONE)
    host = f"测试{SURNAMES[number % len(SURNAMES)]}"
    return Meeting(
        number=f"{branch.unit.number}-{one.day.year}-{number:03d}",
        unit=branch.unit,
        kind=one.kind,
        also=list(one.also),
        title=one.title,
        held_on=one.day,
        venue="党员活动室",
        host=host,
        recorder=f"测试{SURNAMES[(number + 3) % len(SURNAMES)]}",
        lecturer=host if one.taught else "",
        lecture_minutes=one.taught,
        minutes=SAID,
        has_roster=bool(roster),
        due_count=due,
        present_count=due - absent,
        excused_count=absent,
        voters_due=due,
        voters_present=due - absent,
        state=Meeting.State.RETURNED if back else Meeting.State.SUBMITTED,
        returned_for="会议记录过于简略，请补充讨论情况和议定事项。" if back else "",
        submitted_at=at,
        decided_at=at + timedelta(days=2),
    )


def _attendances(row: Meeting, branch: Branch, random: Random) -> list[Attendance]:
    if not row.has_roster:
        return []
    there = [member for member, since in branch.members if since <= row.held_on]
    away = set(random.sample(range(len(there)), row.excused_count))
    return [
        Attendance(
            member=member,
            has_vote=member.full_on is not None and member.full_on <= row.held_on,
            state=Attendance.State.EXCUSED if n in away else Attendance.State.PRESENT,
            reason="因公出差" if n in away else "",
        )
        for n, member in enumerate(there)
    ]
