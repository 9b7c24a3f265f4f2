"""Reading how units stand: the list for committees, each duty of a unit with the reason."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Case, IntegerField, Q, QuerySet, Value, When

from dangjianyun.foundation.actor import Actor
from dangjianyun.foundation.days import OPEN
from dangjianyun.foundation.errors import Unseen
from dangjianyun.foundation.scope import below, hanging
from dangjianyun.foundation.search import matching
from dangjianyun.law.words import day_in_words
from dangjianyun.orglife.models import UnitTrack
from dangjianyun.orglife.queries.owing import Owing, Settings, owing
from dangjianyun.orglife.queries.tracking import lights, missed_in, shown
from dangjianyun.orglife.rules.frequency import DUTIES
from dangjianyun.orglife.rules.meeting import KINDS
from dangjianyun.orglife.rules.periods import Span, key_in_words, span_of
from dangjianyun.orglife.rules.track import (
    DUE_SOON,
    GRAVITY,
    LIGHTS,
    ON_TRACK,
    OVERDUE,
    Stretch,
    said,
    span_of_key,
)
from dangjianyun.party.models import Unit
from dangjianyun.territory.queries import names, path_to_narrow_to

READ = "orglife.meeting.read"
MARKS = {OVERDUE: "red", DUE_SOON: "warn", ON_TRACK: "ok", UnitTrack.NONE: "none"}
NOT_OWED = "不要求"


def words_of(light: str) -> str:
    """A light in words: 正常, 将到期, 逾期; 不要求."""
    return LIGHTS.get(light, NOT_OWED)


@dataclass(frozen=True)
class Asked:
    """What the list is narrowed to. `duty`: "" for the gravest of all; `upper`: a unit's path."""

    on: date
    duty: str = ""
    light: str = ""
    place: str = ""
    term: str = ""
    sort: str = ""


SORTS = {
    "light": ("-gravity", "until", "unit__name"),
    "change": ("until", "unit__name"),
    "name": ("unit__name",),
    "place": ("path", "unit__name"),
}


def track_rows(actor: Actor, on: date) -> QuerySet[Any]:
    """The lights on a day, where the actor reads the meetings of the unit."""
    places = actor.places(READ)
    seen = hanging(UnitTrack, places, on=on)
    rows: QuerySet[Any] = UnitTrack.rows().filter(seen, UnitTrack.on(on))
    return rows


def track_list(actor: Actor, asked: Asked) -> QuerySet[Any]:
    """One row a unit that owes the duty, the gravest first, then by the day of change."""
    rows = track_rows(actor, asked.on).filter(duty=asked.duty, is_owing=True)
    if asked.light:
        rows = rows.filter(light=asked.light)
    if asked.place:
        rows = rows.filter(below("path", asked.place))
    rows = matching(rows, "unit__sought", asked.term)
    ranks = [When(light=light, then=Value(rank)) for light, rank in GRAVITY.items()]
    rows = rows.annotate(gravity=Case(*ranks, default=Value(-1), output_field=IntegerField()))
    turned = asked.sort.startswith("-")
    columns = SORTS.get(asked.sort.lstrip("-"), SORTS["light"])
    order = [_turn(one) if turned else one for one in columns]
    found: QuerySet[Any] = rows.select_related("unit").order_by(*order, "pk")
    return found


def _turn(column: str) -> str:
    return column[1:] if column.startswith("-") else f"-{column}"


FILTERS = ("q", "duty", "light", "region")


def asked_of(actor: Actor, given: Mapping[str, str], on: date) -> Asked:
    """What the address of the list asks for. Raises: Unseen for a division out of reach."""
    duty, light = given.get("duty", ""), given.get("light", "")
    region = given.get("region", "")
    place = path_to_narrow_to(actor, READ, region, track_rows(actor, on)) if region else ""
    return Asked(
        on,
        duty if duty in DUTIES else "",
        light if light in GRAVITY else "",
        place,
        given.get("q", "").strip(),
        given.get("sort", ""),
    )


def light_counts(actor: Actor, asked: Asked) -> dict[str, int]:
    """How many units show which light under the other conditions."""
    rows = track_list(actor, Asked(asked.on, asked.duty, "", asked.place, asked.term))
    found = dict.fromkeys(GRAVITY, 0)
    for light in rows.order_by().values_list("light", flat=True):
        found[light] += 1
    return found


def unit_seen(actor: Actor, number: str) -> Unit:
    """The unit, if the actor reads its meetings. Raises: Unseen."""
    places = actor.places(READ)
    ways = [below("path", one) for one in places if one.startswith("d/")]
    ways += [below("party_path", one) for one in places if one.startswith("p/")]
    rows = Unit.rows().filter(reduce(or_, ways, Q(pk__in=[])), number=number)
    unit: Unit | None = rows.first()
    if unit is None:
        raise Unseen
    return unit


@dataclass(frozen=True)
class Standing:
    """One duty of a unit on a day: the light, why, and the day on which the light changes."""

    duty: str
    light: str
    period: str
    changes_on: date | None
    why: str
    every: str
    deadline: date | None
    last_held: date | None

    @property
    def label(self) -> str:
        """主题党日."""
        return KINDS[self.duty]

    @property
    def mark(self) -> str:
        """The shape and color beside the words."""
        return MARKS[self.light]

    @property
    def words(self) -> str:
        """正常, 将到期, 逾期."""
        return LIGHTS[self.light]

    @property
    def brief(self) -> str:
        """What is missing in a few words, for a list."""
        if self.light == OVERDUE:
            return f"{self.label}：自{key_in_words(self.period)}起缺"
        return f"{self.label}：{day_in_words(self.deadline)}到期" if self.deadline else self.label

    @property
    def missing(self) -> str:
        """主题党日（2026年11月）, for a light that is not green."""
        return f"{self.label}（{key_in_words(self.period)}）" if self.period else self.label


def standings(ids: Sequence[int], on: date) -> dict[int, list[Standing]]:
    """Every duty that each unit owes on the day, the gravest first."""
    settings = Settings()
    return {unit.key: standings_of(unit, settings, on) for unit in owing(ids)}


def standings_of(unit: Owing, settings: Settings, on: date) -> list[Standing]:
    """Every duty that the unit owes on the day, the gravest first, then the nearest change."""
    found = [one for duty in DUTIES if (one := _standing(unit, duty, settings, on))]
    return sorted(found, key=lambda one: (-GRAVITY[one.light], one.changes_on or OPEN))


def _standing(unit: Owing, duty: str, settings: Settings, on: date) -> Standing | None:
    rows = lights(unit, duty, settings)
    now = next((row for row in rows if row.since <= on < row.until), None)
    if now is None:
        return None
    until = next(row.until for row in shown(rows) if row.since <= on < row.until)
    held = [day for day in unit.held.get(duty, []) if day <= on]
    asked = [
        one
        for window in settings.asked(unit, duty)
        for one in window
        if one.since <= on < one.until
    ]
    current = span_of(on, asked[0].every.period) if asked else None
    if now.light == DUE_SOON:
        current = span_of_key(now.period)
    return Standing(
        duty,
        now.light,
        now.period if now.light != ON_TRACK else "",
        None if until == OPEN else until,
        said(now, KINDS[duty], done=_is_done(now, held)),
        str(asked[0].every) if asked else "",
        current.last if current and current.until <= unit.until else None,
        held[-1] if held else None,
    )


def _is_done(now: Stretch, held: Sequence[date]) -> bool:
    span = span_of_key(now.period) if now.period else None
    return span is not None and any(span.since <= day < span.until for day in held)


TOGETHER = 500
HEADINGS = ("党组织", "编号", "所在地", "进度", "缺什么", "哪天会变", "本年缺的周期")


def lines_of(rows: Sequence[Any], on: date) -> list[tuple[Any, list[Standing]]]:
    """Rows of the list beside every duty behind their light: of one duty only that."""
    told = standings([row.unit_id for row in rows], on)
    named = names({row.path for row in rows})
    for row in rows:
        row.place_label = named.get(row.path, "")
        row.mark, row.words = MARKS[row.light], words_of(row.light)
        row.changes_on = None if row.until == OPEN else row.until
    return [
        (row, [one for one in told.get(row.unit_id, []) if row.duty in {"", one.duty}])
        for row in rows
    ]


def cells_of(actor: Actor, asked: Asked) -> Iterator[list[Any]]:
    """The list as its export holds it."""
    found = list(track_list(actor, asked))
    for start in range(0, len(found), TOGETHER):
        rows = found[start : start + TOGETHER]
        missed = missed_in([row.unit_id for row in rows], date(asked.on.year, 1, 1), asked.on)
        for row, told in lines_of(rows, asked.on):
            yield [
                row.unit.name,
                row.unit.number,
                row.place_label,
                row.words,
                "；".join(one.missing for one in told if one.light != ON_TRACK),
                row.changes_on,
                _spans(missed.get(row.unit_id, {})),
            ]


def _spans(missed: Mapping[str, Sequence[Span]]) -> str:
    return "；".join(
        f"{KINDS[duty]}{'、'.join(span.words for span in spans)}" for duty, spans in missed.items()
    )
