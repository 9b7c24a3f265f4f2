"""Instructors by district, and which of them goes to which organization."""

from collections.abc import Sequence
from datetime import date
from random import Random

from dangjianyun.coverage.models import Assignment, Instructor
from dangjianyun.demo import figures
from dangjianyun.demo.bodies import Leading
from dangjianyun.demo.names import person_name
from dangjianyun.demo.organizations import Planned, Streets
from dangjianyun.foundation.days import OPEN

EMPLOYERS = ("街道党建办", "社会组织服务中心", "民政局退休干部", "社区党委", "区委党校退休教师")
ROOM = 8
FIRST, LAST = date(2015, 2, 1), date(2015, 2, 28)


class Instructors:
    """Instructors and assignments, unsaved."""

    def __init__(self, leading: Leading, streets: Streets, random: Random, today: date) -> None:
        self._leading, self._streets = leading, streets
        self._random, self._today = random, today
        self.rows: list[Instructor] = []
        self.assignments: list[Assignment] = []
        self._in: dict[str, list[Instructor]] = {}
        self._load: dict[str, list[date]] = {}
        for district in figures.DISTRICTS:
            self._send(district)

    def _send(self, district: figures.District) -> None:
        """Exactly as many in office on the article's day; some before, some after."""
        there = district.instructors
        for n in range(there):
            since = self._any(date(2015, 3, 1), date(2017, 12, 31))
            if n < 4:
                since = self._any(FIRST, LAST)
            elif n > there * 0.7:
                since = self._any(date(2018, 1, 1), date(2020, 12, 20))
            until = OPEN
            if n >= 4 and self._random.random() < 0.14:
                until = self._any(date(2021, 2, 1), self._today)
            self._row(district.path, since, until)
        for _ in range(there // 9):
            since = self._any(date(2015, 3, 1), date(2016, 12, 31))
            self._row(district.path, since, self._any(date(2018, 3, 1), date(2020, 11, 30)))
        for _ in range(there // 4):
            self._row(district.path, self._any(date(2021, 1, 10), self._today), OPEN)

    def _row(self, district: str, since: date, until: date) -> None:
        street = self._streets.any(self._random, district)
        row = Instructor(
            number=f"ZD{len(self.rows) + 1:04d}",
            name=person_name(self._random),
            employer=self._random.choice(EMPLOYERS),
            phone=f"1990000{self._random.randint(0, 9999):04d}",
            home=self._leading.local[street],
            path=street,
            since=since,
            until=until,
        )
        self.rows.append(row)
        self._in.setdefault(district, []).append(row)
        self._load[row.number] = []

    def assign(self, planned: Sequence[Planned]) -> None:
        """Somebody in office at every moment of every organization's time with an instructor."""
        spells = [
            (spell.since, spell.until, one) for one in planned for spell in one.life.instructed
        ]
        spells.sort(key=lambda row: (row[0], row[2].life.number))
        for since, until, one in spells:
            end = min(until, one.life.closed_on)
            while since < end:
                row = self._free(one, since)
                part = min(end, row.until)
                self._load[row.number].append(part)
                self.assignments.append(
                    Assignment(
                        instructor=row,
                        organization=one.row,
                        since=since,
                        until=part,
                        letter=f"示例派〔{since.year}〕{self._random.randint(1, 40)}号",
                    )
                )
                since = part

    def _free(self, one: Planned, day: date) -> Instructor:
        """One of the street with room, else the one of a few with the fewest organizations."""
        there = [row for row in self._in[one.life.district.path] if row.since <= day < row.until]
        near = [
            (self._busy(row.number, day), row.number, row)
            for row in there
            if row.path == one.street
        ]
        if near and min(near)[0] < ROOM:
            return min(near)[2]
        tried = self._random.sample(there, min(5, len(there)))
        return min(tried, key=lambda row: self._busy(row.number, day))

    def _busy(self, number: str, day: date) -> int:
        return sum(until > day for until in self._load[number])

    def _any(self, first: date, last: date) -> date:
        if last <= first:
            return first
        return date.fromordinal(self._random.randint(first.toordinal(), last.toordinal()))
