"""The life of every organization, district by district and month by month.

A life is only dates: when it was registered and closed, when a unit became due, when it got its own
unit, was listed under another or had an instructor. The month's targets decide how many change.
"""

from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

from dangjianyun.demo import figures
from dangjianyun.demo.curves import DistrictCurves, Targets, periods
from dangjianyun.demo.figures import District
from dangjianyun.foundation.days import OPEN

SETTLED_A_MONTH = 0.04
"""Of the units due and missing, those settled in a month beside what the target asks for; as many
others become due, so that no day's list dates from one day.
"""
OLDER_FIRST = 0.7
SETTLED_FROM = date(2018, 12, 1)
"""Before, what was missing at the beginning is more than enough to settle."""
STATES = ("bare", "missing", "work", "work_missing", "listed", "own")


@dataclass(slots=True)
class Spell:
    """From a day up to a day."""

    since: date
    until: date = OPEN


@dataclass(slots=True)
class Life:
    """One organization's dates. `number` is unique in the city; `last` is the latest change."""

    number: int
    district: District
    established_on: date
    last: date
    closed_on: date = OPEN
    due_on: date | None = None
    own_since: date | None = None
    listed: list[Spell] = field(default_factory=list)
    instructed: list[Spell] = field(default_factory=list)
    state: str = "bare"

    def lives_on(self, day: date) -> bool:
        """Whether it is registered on the day."""
        return self.established_on <= day < self.closed_on


class DistrictYears:
    """One district's organizations while the months go by."""

    def __init__(self, district: District, random: Random, first_number: int) -> None:
        self.district = district
        self.random = random
        self.lives: list[Life] = []
        self._next = first_number
        self._in: dict[str, list[Life]] = {state: [] for state in STATES}
        self._period = (figures.FIRST_MONTH_END, figures.FIRST_MONTH_END)

    def begin(self, goal: Targets) -> None:
        """How the district stood at the end of 2017."""
        random = self.random
        listed = goal.covered_by_unit - goal.own
        bare = goal.uncovered - goal.missing
        work = goal.organizations - goal.covered_by_unit - goal.uncovered
        for state, count in (
            ("own", goal.own),
            ("listed", listed),
            ("missing", goal.missing),
            ("bare", bare),
            ("work", work),
        ):
            for _ in range(count):
                latest = {"own": 2014, "listed": 2015}.get(state, 2017)
                life = self._born(_long_ago(random, latest), state)
                if state == "own":
                    life.own_since = _between(random, date(2006, 3, 1), date(2017, 9, 30), life)
                    life.due_on = _before(random, life.own_since, 60, life)
                elif state == "listed":
                    since = _between(random, date(2012, 3, 1), date(2017, 12, 20), life)
                    life.listed.append(Spell(since))
                elif state == "missing":
                    life.due_on = _between(random, date(2012, 1, 1), date(2017, 12, 20), life)
                elif state == "work":
                    since = _between(random, date(2015, 3, 1), date(2017, 12, 20), life)
                    life.instructed.append(Spell(since))

    def month(self, goal: Targets, first: date, end: date, *, slips: int) -> None:
        """Let a month pass. `slips`: organizations that lose their instructor at its end."""
        self._period = (first, end)
        self._close(goal, end)
        while self._count(*STATES) < goal.organizations:
            self._born(self._day(None), "bare")
        self._set_up(goal)
        self._settle_missing(goal, end)
        self._list(goal)
        self._instruct(goal.uncovered + slips)

    def _close(self, goal: Targets, end: date) -> None:
        usual = self._count(*STATES) * (end - self._period[0]).days * 0.000035
        count = int(usual + self.random.random())
        count = max(count, self._count(*STATES) - goal.organizations)
        for _ in range(count):
            state = self.random.choices(("work", "bare", "listed"), (6, 2, 2))[0]
            life = self._take(state) or self._take("work") or self._take("listed")
            if life is None:
                return
            day = max(self._day(life), life.established_on + timedelta(days=40))
            if day > end or life.due_on:
                self._put(life, life.state)
                continue
            life.closed_on = day
            for spell in (*life.listed[-1:], *life.instructed[-1:]):
                spell.until = min(spell.until, day)

    def _set_up(self, goal: Targets) -> None:
        while len(self._in["own"]) < goal.own:
            life = (
                self._take_owing("missing")
                or self._take_owing("work_missing")
                or self._take("bare")
            )
            if life is None:
                return
            day = self._day(life)
            life.due_on = life.due_on or day
            life.own_since = day
            self._end_instruction(life, day)
            self._put(life, "own")

    def _settle_missing(self, goal: Targets, end: date) -> None:
        there = self._count("missing", "work_missing")
        turn = int(there * SETTLED_A_MONTH + self.random.random()) if end > SETTLED_FROM else 0
        for _ in range(max(there - goal.missing, 0) + turn):
            life = self._take_owing("missing") or self._take_owing("work_missing")
            if life is None:
                break
            self._cover(life)
        while self._count("missing", "work_missing") < goal.missing:
            later = end > figures.ARTICLE_DAY and self.random.random() < 0.4
            life = self._take("work" if later else "bare") or self._take("work")
            if life is None:
                return
            life.due_on = self._day(life)
            if later:
                self._put(life, "work_missing")
            else:
                self._end_instruction(life, life.due_on)
                self._put(life, "missing")

    def _list(self, goal: Targets) -> None:
        while self._count("own", "listed") < goal.covered_by_unit:
            state = "work" if self.random.random() < 0.75 else "bare"
            life = self._take(state) or self._take("work")
            if life is None:
                return
            self._cover(life)
        while self._count("own", "listed") > goal.covered_by_unit:
            life = self._take("listed")
            if life is None:
                return
            if life.due_on or life.listed[-1].since >= self._period[0]:
                self._put(life, "listed")
                continue
            life.listed[-1].until = self._day(life)
            self._put(life, "bare")

    def _instruct(self, uncovered: int) -> None:
        while self._count("bare", "missing") > uncovered:
            life = self._take("bare")
            if life is None:
                return
            life.instructed.append(Spell(self._day(life)))
            self._put(life, "work")
        while self._count("bare", "missing") < uncovered:
            life = self._take("work")
            if life is None:
                return
            self._end_instruction(life, self._day(life))
            self._put(life, "bare")

    def _cover(self, life: Life) -> None:
        day = self._day(life)
        life.listed.append(Spell(day))
        # Some keep their instructor; on the article's day only the others had one.
        if day <= figures.ARTICLE_DAY or self.random.random() < 0.8:
            self._end_instruction(life, day)
        self._put(life, "listed")

    def _end_instruction(self, life: Life, day: date) -> None:
        if life.instructed and life.instructed[-1].until == OPEN:
            if day <= life.instructed[-1].since:
                life.instructed.pop()
            else:
                life.instructed[-1].until = day

    def _born(self, day: date, state: str) -> Life:
        life = Life(self._next, self.district, day, last=day)
        self._next += 1
        self.lives.append(life)
        self._put(life, state)
        return life

    def _put(self, life: Life, state: str) -> None:
        life.state = state
        self._in[state].append(life)

    def _take(self, state: str) -> Life | None:
        """Any of this state, taken out of it."""
        pool = self._in[state]
        if not pool:
            return None
        n = self.random.randrange(len(pool))
        pool[n], pool[-1] = pool[-1], pool[n]
        return pool.pop()

    def _take_owing(self, state: str) -> Life | None:
        """One whose unit is missing: any, or of two the one that has owed it longer."""
        one = self._take(state)
        other = self._take(state) if self.random.random() < OLDER_FIRST else None
        if one is None or other is None:
            return one
        if (other.due_on or date.min) < (one.due_on or date.min):
            one, other = other, one
        self._put(other, state)
        return one

    def _count(self, *states: str) -> int:
        return sum(len(self._in[state]) for state in states)

    def _day(self, life: Life | None) -> date:
        """A day of the month, not before the organization's latest change."""
        first, end = self._period
        start = max(first, life.last + timedelta(days=1)) if life else first
        start = min(start, end)
        day = date.fromordinal(self.random.randint(start.toordinal(), end.toordinal()))
        if life:
            life.last = day
        return day


def live(random: Random, today: date) -> list[Life]:
    """Every organization that is or was, from before 2018 until today."""
    curves = DistrictCurves()
    years = [
        DistrictYears(district, random, n * 10_000) for n, district in enumerate(figures.DISTRICTS)
    ]
    for one, goal in zip(years, curves.on(figures.FIRST_MONTH_END), strict=True):
        one.begin(goal)
    for first, end in periods(today):
        for one, goal in zip(years, curves.on(end), strict=True):
            slips = 2 if end == today and one.district.code in figures.DOWN_LATELY else 0
            one.month(goal, first, end, slips=slips)
    return [life for one in years for life in one.lives]


def _long_ago(random: Random, latest: int) -> date:
    """A day of registration between 1991 and `latest`, more of them lately."""
    first, last = date(1991, 1, 1).toordinal(), date(latest, 11, 30).toordinal()
    share = max(random.random(), random.random())
    return date.fromordinal(first + int((last - first) * share))


def _between(random: Random, first: date, last: date, life: Life) -> date:
    start = max(first, life.established_on + timedelta(days=20))
    life.last = date.fromordinal(random.randint(min(start, last).toordinal(), last.toordinal()))
    return life.last


def _before(random: Random, day: date, days: int, life: Life) -> date:
    return max(life.established_on, day - timedelta(days=random.randint(0, days)))
