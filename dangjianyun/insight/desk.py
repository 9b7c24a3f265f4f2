"""The workbench of each role: which numbers are mine, and what lies below me."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from dangjianyun.coverage.models import OrganizationStanding
from dangjianyun.foundation.actor import Actor
from dangjianyun.foundation.templatetags.dj_numbers import delta, percent
from dangjianyun.insight import queries
from dangjianyun.insight.comparing import COMPARED, Compared
from dangjianyun.insight.figures import Figure, Figures, read
from dangjianyun.insight.links import to_division
from dangjianyun.insight.placing import name_at
from dangjianyun.insight.queries.places import READ
from dangjianyun.territory.models import Division, Level
from dangjianyun.territory.queries import children, division_of_path

DIVISION = (
    "registry.organizations",
    "coverage.rate",
    "coverage.unit_missing",
    "coverage.uncovered",
    "party.units",
    "party.members",
    "coverage.instructors",
)
PARTY = (
    "registry.organizations",
    "coverage.rate",
    "party.units",
    "party.members",
    "orglife.activities",
)
VISITS = (
    "registry.organizations",
    "coverage.organization_covered",
    "coverage.unit_due",
    "coverage.unit_missing",
    "party.members_among_staff",
)
ITSELF = ("party.members_among_staff", "party.units", "orglife.activities")
OWN = {"p": PARTY, "i": VISITS, "o": ITSELF}
STATES = (
    ("is_missing", "red", "应建未建"),
    ("has_own_unit", "ok", "单独建立"),
    ("is_unit_covered", "ok", "组织覆盖"),
    ("is_instructed", "blue", "仅工作覆盖"),
)
ROWS = 10


@dataclass(frozen=True)
class Standing:
    """An organization of mine, and how it stands."""

    code: str
    name: str
    place: str
    full_members: int
    state: str
    words: str


@dataclass(frozen=True)
class Numbers:
    """My numbers, and the divisions or organizations behind them."""

    place: str
    on: date
    division: Division | None
    figures: Figures
    ids: Sequence[str]

    @property
    def title(self) -> str:
        """本市数字, 本区数字; 我的数字 where there is no division."""
        if self.division is None:
            return "我的数字"
        return {Level.CITY: "本市数字", Level.DISTRICT: "本区数字", Level.STREET: "本街道数字"}.get(
            Level(self.division.level), "辖区数字"
        )

    @property
    def organizations(self) -> int:
        """How many organizations there are."""
        return self.figures.count("registry.organizations")

    @property
    def watched(self) -> list[dict[str, Any]]:
        """The numbers as rows of a list at the side."""
        return [self._row(self.figures.figure(name)) for name in self.ids]

    @property
    def below(self) -> list[Compared]:
        """The divisions below, those with most to do first."""
        rows = [
            Compared(one, to_division(one.code, self.on), self.figures)
            for one in _below(self.place, self.on)
        ]
        missing, bare = "coverage.unit_missing", "coverage.uncovered"
        rows.sort(key=lambda row: (-int(row.value(missing) or 0), -int(row.value(bare) or 0)))
        return rows

    def _row(self, one: Figure) -> dict[str, Any]:
        value = one.value
        shown = "--" if value is None else percent(value) if one.is_share else f"{value:,}"
        change = delta(one.month, worse=one.worse, label="较上月", share=one.is_share)
        return {
            "words": one.label,
            "delta": change,
            "figure": shown,
            "unit": "%" if one.is_share else one.unit,
            "href": one.href,
        }


def _below(place: str, on: date) -> list[Division]:
    below_is_shown = place and division_of_path(place).level < Level.STREET
    return children(place, on) if below_is_shown else []


def my_numbers(actor: Actor, on: date) -> Numbers | None:
    """The numbers of the actor's own area; None for those who may see none."""
    if not actor.holds(READ):
        return None
    place = queries.home(actor)
    trees = [granted.split("/")[0] for granted in actor.places(READ)]
    ids = DIVISION if "d" in trees else next((OWN[t] for t in trees if t in OWN), PARTY)
    below = [one.path for one in _below(place, on)]
    read_too = list(dict.fromkeys([*ids, "registry.organizations"]))
    figures = read(actor, read_too, place, on, below=below, compared=(*COMPARED, "party.units"))
    division = division_of_path(place) if place else None
    return Numbers(place, on, division, figures, ids)


def my_organizations(actor: Actor, on: date) -> list[Standing]:
    """The organizations of those whose scope is no division, those with most to do first."""
    rows = (
        OrganizationStanding.objects.seen_by(actor, on=on)
        .filter(OrganizationStanding.on(on))
        .order_by("-is_missing", "is_covered", "-full_members", "organization_id")
        .select_related("organization")[:ROWS]
    )
    return [_standing(row) for row in rows]


def _standing(row: OrganizationStanding) -> Standing:
    found = ((state, words) for name, state, words in STATES if getattr(row, name))
    state, words = next(found, ("none", "未覆盖"))
    return Standing(
        code=row.organization.code,
        name=row.organization.name,
        place=name_at(row.path),
        full_members=row.full_members,
        state=state,
        words=words,
    )
