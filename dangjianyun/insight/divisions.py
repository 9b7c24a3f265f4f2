"""What a division page and the big screen show: the same numbers from the same place."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from dangjianyun.foundation.actor import Actor
from dangjianyun.foundation.days import month_end
from dangjianyun.foundation.indicators import INDICATORS
from dangjianyun.foundation.templatetags.dj_numbers import percent
from dangjianyun.insight.comparing import (
    BARE,
    COMPARED,
    COVERED,
    INSTRUCTORS,
    MEASURES,
    MISSING,
    ORDERS,
    ORGANIZATIONS,
    RATE,
    WORK_ONLY,
    Compared,
    below_label,
)
from dangjianyun.insight.figures import Figure, Figures, read
from dangjianyun.insight.links import to_division
from dangjianyun.insight.queries import Number, trend
from dangjianyun.insight.queries.beginnings import first_day
from dangjianyun.insight.queries.missing import Missing, missing
from dangjianyun.territory.models import Division, Level
from dangjianyun.territory.queries import children, division_of_path, level_of
from dangjianyun.territory.queries.places import TILES

WHOLE = (
    ("街道", "街道"),
    ("自治区", "区"),
    ("省", "省"),
    ("市", "市"),
    ("区", "区"),
    ("县", "县"),
    ("镇", "镇"),
    ("乡", "乡"),
)


SPLIT = ((COVERED, "1"), (WORK_ONLY, "2"), (BARE, "due"))


@dataclass(frozen=True)
class Card:
    """A number card: the figure and one more line."""

    figure: Figure
    lines: tuple[str, ...]


@dataclass(frozen=True)
class DivisionNumbers:
    """All numbers of a division on a day. Reads once; what it gives is worked out of that."""

    actor: Actor
    division: Division
    on: date
    below: tuple[Division, ...]
    figures: Figures

    @property
    def place(self) -> str:
        """The division's path."""
        return self.division.path

    @property
    def whole(self) -> str:
        """全市, 全区, 全国."""
        if self.division.level == Level.COUNTRY:
            return "全国"
        name = self.division.name
        return next((f"全{word}" for end, word in WHOLE if name.endswith(end)), name)

    @property
    def badges(self) -> list[tuple[str, str]]:
        """Where the division did not exist on the day: that it is gone, or had not come yet."""
        if self.division.until <= self.on:
            return [("none", f"{self.division.until}起已撤销")]
        return [("tent", f"{self.division.since}起设立")] if self.on < self.division.since else []

    @property
    def below_label(self) -> str:
        """What the divisions below are called."""
        return below_label(self.division)

    @property
    def sub(self) -> str:
        """10个区（县、市）."""
        return f"{len(self.below)}个{self.below_label}" if self.below else ""

    @property
    def split(self) -> list[tuple[Figure, str]]:
        """Organization-covered, by instructors only, not at all; each with its color."""
        return [(self.figures.figure(name), color) for name, color in SPLIT]

    @property
    def parts(self) -> list[tuple[str, int, str]]:
        """The same for the share bar."""
        return [(one.label, int(one.value or 0), color) for one, color in self.split]

    @property
    def said(self) -> dict[str, Figure]:
        """The figures of the sentence."""
        named = {"all": ORGANIZATIONS, "covered": COVERED, "work_only": WORK_ONLY}
        named |= {"bare": BARE, "missing": MISSING, "rate": RATE}
        return {key: self.figures.figure(name) for key, name in named.items()}

    @property
    def missing_change(self) -> str:
        """，比上月少5家 — behind the last number of the sentence."""
        change = int(self.figures.month(MISSING) or 0)
        if not change:
            return "，与上月持平" if self.figures.count(MISSING) else ""
        return f"，比上月{'多' if change > 0 else '少'}{abs(change)}家"

    @cached_property
    def cards(self) -> list[Card]:
        """Six number cards, by level."""
        count, figure = self.figures.count, self.figures.figure
        sent = count(INSTRUCTORS)
        visited = count("coverage.instructed_organizations")
        shared = [
            Card(
                figure("party.members_among_staff"),
                (f"党员名册{count('party.members'):,}名",),
            ),
            Card(
                figure("party.units_independent", "单独建立党组织"),
                (f"党组织共{count('party.units'):,}个",),
            ),
            Card(
                figure(INSTRUCTORS),
                (
                    f"联系{visited:,}家"
                    + (f"，人均{percent(visited / sent / 100)}家" if sent else ""),
                ),
            ),
            Card(
                figure("party.units_direct", "综合党委直管党组织"),
                (f"党员{count('party.members_direct'):,}名",),
            ),
        ]
        if self.division.level > Level.CITY:
            return [
                *shared,
                Card(figure("party.members", "党员"), ("组织关系在社会组织",)),
                Card(figure("coverage.unit_due", "应建党组织"), ("正式党员满3人",)),
            ]
        return [
            *shared,
            Card(
                figure("party.committees_trade_city", "全市性行业党委"),
                (f"指导意见{count('party.trade_guidelines')}件",),
            ),
            Card(
                figure("party.committees_comprehensive_district", "区县综合党委"),
                ("市级综合党委另计",),
            ),
        ]

    def compared(self, order: str = "-rate") -> list[Compared]:
        """The divisions below side by side; order: a key of ORDERS, "-" first for descending."""
        rows = [Compared(one, to_division(one.code, self.on), self.figures) for one in self.below]
        name, down = ORDERS.get(order.lstrip("-"), ""), order.startswith("-")
        if name:
            rows.sort(key=lambda row: row.division.code)
            known = [row for row in rows if row.value(name) is not None]
            known.sort(key=lambda row: float(row.value(name) or 0), reverse=down)
            return known + [row for row in rows if row.value(name) is None]
        return sorted(rows, key=lambda row: row.division.code, reverse=down)

    def tiles(self, measure: str = "rate") -> list[dict[str, Any]]:
        """The schematic map where there is one for these divisions, else nothing."""
        if not self.below or any(one.path not in TILES for one in self.below if one.level <= 3):
            return []
        name, _ = MEASURES.get(measure, MEASURES["rate"])
        return [
            self._tile(row, name) for row in self.compared("code") if row.division.path in TILES
        ]

    def _tile(self, row: Compared, name: str) -> dict[str, Any]:
        value, at = row.value(name), TILES[row.division.path]
        share = INDICATORS[name].kind == "ratio"
        shown = None if value is None else percent(value) if share else f"{value:,}"
        bare, missed = int(row.value(BARE) or 0), int(row.value(MISSING) or 0)
        return {
            "row": at[0],
            "col": at[1],
            "label": row.division.name,
            "value": None if shown is None else float(shown.replace(",", "")),
            "figure": "--" if shown is None else f"{shown}%" if share else shown,
            "href": row.href,
            "note": f"未覆盖{bare}家" if name == MISSING else f"应建未建{missed}家",
        }

    @cached_property
    def trends(self) -> dict[str, Any]:
        """Month ends of three years: labels, the two rates in percent, the missing units."""
        ids = [RATE, "coverage.organization_rate", MISSING]
        now = {one.id: self.figures.count(one.id) for one in INDICATORS.values() if one.segment}
        days, series = trend(self.actor, ids, self.place, self.on, now=now)
        labels = [day.isoformat()[: 7 if day == month_end(day) else 10] for day in days]
        rates = [[v if v is None else 100 * v for v in series[name]] for name in ids[:2]]
        known = [value for line in rates for value in line if value is not None]
        return {
            "labels": labels,
            "rates": [
                {"words": "总覆盖率", "short": "总", "values": rates[0]},
                {"words": "组织覆盖率", "short": "组织", "values": rates[1], "color": "1"},
            ],
            "missing": [
                {"words": "应建未建", "short": "", "values": series[MISSING], "color": "due"}
            ],
            "is_empty": not known,
            "low": 10 * int(min(known, default=0) // 10),
            "rates_said": _course(labels, "总覆盖率", rates[0], "%"),
            "missing_said": _course(labels, "应建未建", series[MISSING], "家"),
        }

    @cached_property
    def due(self) -> Missing:
        """The first ten organizations whose unit is due and missing."""
        return missing(self.actor, self.place, self.on, limit=10)

    @cached_property
    def begins(self) -> date | None:
        """The first day on which anything is on record here; asked only where there is nothing."""
        return first_day(self.place)

    @cached_property
    def everything(self) -> list[Figure]:
        """Every indicator."""
        return [self.figures.figure(name) for name in INDICATORS]


def _course(labels: Sequence[str], words: str, values: Sequence[Number], unit: str) -> str:
    known = [
        (label, value) for label, value in zip(labels, values, strict=True) if value is not None
    ]
    if not known:
        return f"{words}没有数据"
    digits = 1 if unit == "%" else 0
    (start, first), (end, last) = known[0], known[-1]
    turned = "升至" if last > first else "降至" if last < first else "到"
    return f"{start}至{end}，{words}由{first:.{digits}f}{unit}{turned}{last:.{digits}f}{unit}"


def division_numbers(actor: Actor, place: str, on: date) -> DivisionNumbers:
    """The numbers of a division and of those directly below it: one query.

    Raises: Unseen for a division outside the actor's scope.
    """
    below = tuple(children(place, on)) if level_of(place) < Level.STREET else ()
    figures = read(
        actor, list(INDICATORS), place, on, below=[one.path for one in below], compared=COMPARED
    )
    return DivisionNumbers(actor, division_of_path(place), on, below, figures)
