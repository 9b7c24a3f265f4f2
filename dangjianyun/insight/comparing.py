"""Divisions set side by side."""

from dataclasses import dataclass

from dangjianyun.foundation.indicators import INDICATORS
from dangjianyun.insight.figures import Figures
from dangjianyun.insight.queries import Number
from dangjianyun.territory.models import Division, Level

ORGANIZATIONS, RATE = "registry.organizations", "coverage.rate"
COVERED, WORK_ONLY, BARE = (
    "coverage.organization_covered",
    "coverage.work_only",
    "coverage.uncovered",
)
MISSING, INSTRUCTORS = "coverage.unit_missing", "coverage.instructors"
COMPARED = (ORGANIZATIONS, RATE, BARE, MISSING, INSTRUCTORS)
MEASURES = {
    "rate": (RATE, "覆盖率"),
    "missing": (MISSING, "应建未建"),
    "sent": (INSTRUCTORS, "指导员"),
}
ORDERS = {
    "organizations": ORGANIZATIONS,
    "rate": RATE,
    "bare": BARE,
    "missing": MISSING,
    "sent": INSTRUCTORS,
}
UNITS_OF = {
    Level.COUNTRY: "省级区划",
    Level.PROVINCE: "市（州、盟）",
    Level.CITY: "区（县、市）",
    Level.DISTRICT: "街道（镇、乡）",
}


def below_label(division: Division) -> str:
    """What the divisions directly below one are called."""
    return UNITS_OF.get(Level(division.level), "下级区划")


@dataclass(frozen=True)
class Compared:
    """One of the divisions set side by side."""

    division: Division
    href: str
    figures: Figures

    def value(self, name: str) -> Number:
        """A value of this division."""
        return self.figures.value(name, self.division.path)

    @property
    def rate(self) -> Number:
        """The coverage rate."""
        return self.value(RATE)

    @property
    def rate_href(self) -> str:
        """The records behind the rate."""
        return self.figures.href(RATE, self.division.path)

    @property
    def change(self) -> Number:
        """How the rate changed since the end of last month."""
        return self.figures.month(RATE, self.division.path)

    @property
    def cells(self) -> list[tuple[str, Number, str, bool]]:
        """The counts of the table: label, value, address, whether it is bad news."""
        return self._cells(ORGANIZATIONS, BARE, MISSING, INSTRUCTORS)

    @property
    def desk_cells(self) -> list[tuple[str, Number, str, bool]]:
        """The same for the workbench."""
        return self._cells(ORGANIZATIONS, MISSING, BARE, "party.units")

    def _cells(self, *names: str) -> list[tuple[str, Number, str, bool]]:
        return [
            (
                INDICATORS[name].label,
                self.value(name),
                self.figures.href(name, self.division.path),
                name == MISSING and bool(self.value(name)),
            )
            for name in names
        ]
