"""The light of a Party organization: on track, due soon, overdue. Never of a person.

Pure: from periods and the days on which it was held follow the stretches of every light, future
ones included, so that midnight needs no job.
"""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from functools import lru_cache
from typing import NamedTuple

from dangjianyun.foundation.days import OPEN
from dangjianyun.law.cite import Cite
from dangjianyun.law.facts import Fact
from dangjianyun.law.parameter import Parameter
from dangjianyun.law.rule import Facts, Outcome, Rule, Settings, Version, declare
from dangjianyun.law.statutes import HOUSE_RULES
from dangjianyun.law.words import day_in_words
from dangjianyun.orglife.rules.frequency import DUTIES, PARAMETERS, UNITS, Every, concerned, every
from dangjianyun.orglife.rules.meeting import BRANCH_LIFE, BRANCH_REGULATIONS_FROM, KINDS
from dangjianyun.orglife.rules.periods import Span, key_in_words, span_of

HOUSE_LIGHT = Cite(HOUSE_RULES, "组织生活进度", "DESIGN")
ON_TRACK, DUE_SOON, OVERDUE = "on_track", "due_soon", "overdue"
LIGHTS = {ON_TRACK: "正常", DUE_SOON: "将到期", OVERDUE: "逾期"}
GRAVITY = {light: rank for rank, light in enumerate(LIGHTS)}
_DAYS = {str(n): f"{n}天" for n in (3, 5, 7, 10, 14, 21, 30, 45, 60)}
SOON = {
    period: Parameter(
        f"track.soon_{period}",
        f"{words}的组织生活，到期前多少天提醒",
        "choice",
        default,
        HOUSE_LIGHT,
        _DAYS,
    )
    for period, words, default in (
        ("month", "每月", "7"),
        ("quarter", "每季度", "14"),
        ("year", "每年", "45"),
    )
}
IS_KEPT = Parameter("track.kept", "组织生活台账已启用，计算进度", "boolean", True, HOUSE_LIGHT)
"""Off for the years before records were kept here: what nobody wrote down is not red."""
OF_LIGHTS = (*SOON.values(), IS_KEPT)
ALL_PARAMETERS = (*PARAMETERS, *OF_LIGHTS)
DEFAULTS: Settings = {one.key: one.default for one in ALL_PARAMETERS}


class Owed(NamedTuple):
    """A period in which so many are owed; `soon`: the first day on which it is due soon."""

    span: Span
    times: int
    soon: date


class Stretch(NamedTuple):
    """A light from a day up to a day, and which period decided (`2021-Q1`, "" for none): of red
    the first one that went by without.
    """

    since: date
    until: date
    light: str
    period: str


LAST_YEAR = 2199
"""Periods are laid out up to here: further ahead nobody asks."""


@lru_cache(maxsize=200)
def laid_out(found: Every, days: int, since: date) -> tuple[Owed, ...]:
    """The periods in which so many are owed, from a day on; `days`: when each is due soon."""
    return tuple(
        Owed(span, found.times, max(span.since, span.until - timedelta(days=days)))
        for span in _from(since, found.period)
    )


def due(kind: str, unit: str, on: date, settings: Settings) -> Every | None:
    """As `every`, and None where the jurisdiction does not keep its records here yet."""
    return every(kind, unit, on, settings) if settings[IS_KEPT.key] else None


def soon_days(found: Every, settings: Settings) -> int:
    """How many days before its end a period is due soon, by the local threshold."""
    return int(settings[SOON[found.period].key])


class Asked(NamedTuple):
    """What is due from a day up to a day, and how long before the end it is due soon."""

    since: date
    until: date
    every: Every
    days: int


def owed_in(asked: Sequence[Asked]) -> Iterator[Owed]:
    """The periods of neighboring stretches of law, each by what was asked on its first day, up to
    the end of the last one.
    """
    cursor, end = asked[0].since, asked[-1].until
    for one in asked:
        cursor = max(cursor, one.since)
        rows = laid_out(one.every, one.days, BRANCH_REGULATIONS_FROM)
        at = bisect_left(rows, cursor, key=lambda row: row.span.since)
        while at < len(rows) and rows[at].span.since < one.until:
            row = rows[at]
            if row.span.until > end:
                return
            yield row
            cursor, at = row.span.until, at + 1


def stretches(
    since: date, until: date, owed: Iterable[Owed], held: Sequence[date]
) -> list[Stretch]:
    """The lights from the first day of the duty up to its end.

    `owed` rises: it is followed until the days in `held`, rising too, are used up and one period
    went by without. Red begins on the day after a missed period and
    ends with the next one held: that brings the unit back on track, the missed period stays missed
    in the calendar.
    """
    found: list[Stretch] = []
    last = held[-1] if held else since
    at, late = since, ""

    def tell(upto: date, light: str, period: str) -> None:
        nonlocal at
        if upto > at:
            if found and found[-1][2:] == (light, period):
                found[-1] = found[-1]._replace(until=upto)
            else:
                found.append(Stretch(at, upto, light, period))
            at = upto

    for span, times, soon in owed:
        if span.until > until:
            break
        tell(span.since, OVERDUE if late else ON_TRACK, late)
        index = bisect_left(held, span.since) + times - 1
        done = held[index] if index < len(held) and held[index] < span.until else span.until
        if late:
            tell(done, OVERDUE, late)
        else:
            tell(min(soon, done), ON_TRACK, span.key)
            tell(done, DUE_SOON, span.key)
        tell(span.until, ON_TRACK, span.key)
        late = "" if done < span.until else late or span.key
        if late and span.until > last:
            break
    tell(until, OVERDUE if late else ON_TRACK, late)
    return found


def _track(facts: Facts, on: date, settings: Settings) -> Outcome:
    kind, unit = facts["kind"], facts["unit"] or "branch"
    label, begun = KINDS[kind], max(facts["from"], BRANCH_REGULATIONS_FROM)
    found = due(kind, unit, on, settings)
    if found is None or on < begun:
        return Outcome(None, None, f"{UNITS[unit]}当日不要求{label}。")
    held = sorted(day for day in facts["held"] if day <= on)
    asked = Asked(begun, OPEN, found, soon_days(found, settings))
    rows = stretches(begun, OPEN, owed_in([asked]), held)
    now = next(row for row in rows if row.since <= on < row.until)
    value = {
        "light": now.light,
        "period": now.period or None,
        "changes_on": None if now.until == OPEN else now.until,
    }
    return Outcome(
        now.light != OVERDUE,
        value,
        f"{label}应{found}。{said(now, label, done=_is_done(now, held, found.times))}",
    )


def _is_done(row: Stretch, held: Sequence[date], times: int) -> bool:
    if not row.period:
        return False
    span = span_of_key(row.period)
    return bisect_left(held, span.until) - bisect_left(held, span.since) >= times


def said(row: Stretch, label: str, *, done: bool = False) -> str:
    """Why the light shows what it shows. `done`: the period that decides was held in."""
    period = key_in_words(row.period) if row.period else ""
    if row.light == OVERDUE:
        return f"自{period}起没有开展，逾期；下一次{label}提交后恢复正常。"
    if row.light == DUE_SOON:
        last = span_of_key(row.period).last
        return f"{period}还没有开展，{day_in_words(last)}到期。"
    if not period:
        return "还没有到第一个完整周期。"
    return f"{period}已经开展。" if done else f"{period}还没有开展，离到期还早。"


def span_of_key(key: str) -> Span:
    """The period that a key names."""
    year, _, part = key.partition("-")
    if not part:
        return span_of(date(int(year), 1, 1), "year")
    if part[0] == "Q":
        return span_of(date(int(year), int(part[1]) * 3, 1), "quarter")
    return span_of(date(int(year), int(part), 1), "month")


def _from(day: date, period: str) -> Iterable[Span]:
    span = span_of(day, period)
    if span.since < day:
        span = span_of(span.until, period)
    while span.until.year <= LAST_YEAR:
        yield span
        span = span_of(span.until, period)


TRACK = declare(
    Rule(
        id="orglife.track",
        label="组织生活进度",
        gives="党组织的某项组织生活当日正常、将到期还是逾期，由哪个周期决定，哪天会变。只评党组织，不评个人。",
        facts=(
            Fact("kind", "choice", "类型", choices={kind: KINDS[kind] for kind in DUTIES}),
            Fact("held", "dates", "召开的日期"),
            Fact("from", "date", "党组织成立的日期"),
            Fact("unit", "choice", "党组织的类别，不写为党支部", choices=UNITS, optional=True),
        ),
        versions=(Version(_track, (BRANCH_LIFE, HOUSE_LIGHT), BRANCH_REGULATIONS_FROM),),
        parameters=ALL_PARAMETERS,
        concerned=lambda facts: {
            *concerned(facts),
            *(one.key for one in (*SOON.values(), IS_KEPT)),
        },
    )
)
