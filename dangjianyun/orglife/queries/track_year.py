"""What is due for one unit: the year with its periods, the month with its days."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from dangjianyun.foundation.links import link_to
from dangjianyun.orglife.models import Meeting
from dangjianyun.orglife.queries.meeting import COUNTED, duties_of
from dangjianyun.orglife.queries.owing import Owing, Settings
from dangjianyun.orglife.queries.track import NOT_OWED
from dangjianyun.orglife.rules.frequency import DUTIES
from dangjianyun.orglife.rules.meeting import KINDS
from dangjianyun.orglife.rules.periods import Span, add_months
from dangjianyun.orglife.rules.track import Owed, owed_in
from dangjianyun.party.models import Unit

HELD, MISSED, DUE, AHEAD, NOTHING = "held", "missed", "due", "ahead", "nothing"
CELLS = {HELD: "已开展", MISSED: "缺", DUE: "待开展", AHEAD: "未到", NOTHING: NOT_OWED}
CELL_MARKS = {HELD: "ok", MISSED: "red", DUE: "warn", AHEAD: "none", NOTHING: "none"}


@dataclass
class Record:
    """A record in the calendar: whether it counts for the duty, and why (not)."""

    number: str
    title: str
    day: date
    state: str
    counts: bool
    why: str

    @property
    def href(self) -> str:
        """Where the record is."""
        return link_to("orglife:meeting_file", self.number)


@dataclass
class Cell:
    """A period of the year and how it stands. `width`: months that it takes in the grid."""

    words: str
    state: str
    width: int
    times: int = 1
    last: date | None = None
    records: list[Record] = field(default_factory=list)

    @property
    def mark(self) -> str:
        """The shape and color."""
        return CELL_MARKS[self.state]

    @property
    def said(self) -> str:
        """已开展, 缺 …; 1/2 where more than one is due and not all were held."""
        held = sum(one.counts for one in self.records)
        part = f"{held}/{self.times}" if self.times > 1 and 0 < held < self.times else ""
        return CELLS[self.state] + part


@dataclass(frozen=True)
class Line:
    """A duty through the year."""

    duty: str
    every: str
    cells: list[Cell]

    @property
    def label(self) -> str:
        """主题党日."""
        return KINDS[self.duty]

    @property
    def missed(self) -> int:
        """Periods in which it was not held."""
        return sum(cell.state == MISSED for cell in self.cells)


def year_of(
    unit: Owing, settings: Settings, meetings: Iterable[Meeting], year: int, on: date
) -> list[Line]:
    """The year of a unit: for each duty its periods with the records that count and those that do
    not. Months that nothing is asked for are told as such.
    """
    told = list(_records(meetings))
    lines = []
    for duty in DUTIES:
        owed = [
            (one, asked[0].every)
            for asked in settings.asked(unit, duty)
            for one in owed_in(asked)
            if one.span.since.year == year
        ]
        if not owed:
            continue
        cells: list[Cell] = []
        month = date(year, 1, 1)
        for one, _ in owed:
            cells += _gap(month, one.span.since)
            cells.append(_cell(one, [r for kind, r in told if kind == duty], on))
            month = one.span.until
        cells += _gap(month, date(year + 1, 1, 1))
        lines.append(Line(duty, str(owed[0][1]), cells))
    return lines


def _gap(since: date, until: date) -> list[Cell]:
    width = (until.year - since.year) * 12 + until.month - since.month
    return [Cell(NOT_OWED, NOTHING, width)] if width > 0 else []


def _cell(owed: Owed, records: Sequence[Record], on: date) -> Cell:
    span = owed.span
    there = [one for one in records if span.since <= one.day < span.until]
    held = sum(one.counts for one in there)
    if held >= owed.times:
        state = HELD
    elif on >= span.until:
        state = MISSED
    else:
        state = DUE if on >= span.since else AHEAD
    months = (span.until.year - span.since.year) * 12 + span.until.month - span.since.month
    return Cell(_short(span), state, months, owed.times, span.last, there)


def _short(span: Span) -> str:
    words = span.words
    return words.partition("年")[2] or "全年"


def _records(meetings: Iterable[Meeting]) -> Iterable[tuple[str, Record]]:
    for row in meetings:
        counted = row.state in COUNTED
        for duty in duties_of(row):
            why = duty.why if counted else f"{row.get_state_display()}，提交后才计入。"
            yield (
                duty.kind,
                Record(
                    row.number,
                    row.title,
                    row.held_on,
                    row.get_state_display(),
                    counted and duty.is_met,
                    why,
                ),
            )


def meetings_in(unit: Unit, since: date, until: date) -> list[Meeting]:
    """The unit's records of some days, those canceled left out."""
    rows = Meeting.rows().filter(unit=unit, held_on__gte=since, held_on__lt=until)
    return list(rows.exclude(state=Meeting.State.CANCELED).order_by("held_on", "pk"))


@dataclass
class Day:
    """A day of the month view: what was or is to be held, and which periods end."""

    day: date
    records: list[Meeting] = field(default_factory=list)
    deadlines: list[str] = field(default_factory=list)


def month_of(first: date, lines: Sequence[Line], meetings: Iterable[Meeting]) -> list[list[Any]]:
    """The weeks of a month, Monday first; None for days of the months beside it."""
    last = add_months(first, 1)
    days = {
        day: Day(day) for day in map(date.fromordinal, range(first.toordinal(), last.toordinal()))
    }
    for row in meetings:
        if row.held_on in days:
            days[row.held_on].records.append(row)
    for line in lines:
        for cell in line.cells:
            if cell.last in days and cell.state in {MISSED, DUE, AHEAD}:
                days[cell.last].deadlines.append(line.label)
    cells: list[Day | None] = [None] * first.weekday() + list(days.values())
    cells += [None] * (-len(cells) % 7)
    return [cells[at : at + 7] for at in range(0, len(cells), 7)]
