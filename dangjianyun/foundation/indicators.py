"""Indicators: every number that the platform shows, declared once by the room that knows it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from dangjianyun.foundation.segments import Segment

Kind = Literal["count", "sum", "ratio", "setting"]


@dataclass(frozen=True)
class Indicator:
    """One number. Its records are the segments that hold on the day: one truth with the list.

    `meaning` is a sentence that a clerk could check by hand. `where` are equalities on the columns
    of `segment`; `at` is the path column at which a record counts (each record at exactly one
    place); `amount` is the column that a sum adds up. A ratio names two other indicators; it is
    never added, always divided anew. `worse` tells in which direction a change is bad news.
    `rule` is the rule of the rule book that decides who counts; `status` says how sure the
    definition is (a key of `law.cite.STATUSES`). Unit: `unit`; a ratio is a share from 0 to 1.
    """

    id: str
    label: str
    unit: str
    kind: Kind
    meaning: str
    source: str
    segment: type[Segment] | None = None
    where: Mapping[str, Any] = field(default_factory=dict)
    at: str = "path"
    amount: str = ""
    numerator: str = ""
    denominator: str = ""
    rest: str = ""
    worse: Literal["up", "down", ""] = ""
    people: bool = False
    rule: str = ""
    status: str = "DESIGN"

    def holds(self, row: Segment) -> bool:
        """Whether a segment counts for this indicator."""
        return all(getattr(row, name) == value for name, value in self.where.items())

    def weight(self, row: Segment) -> int:
        """What a counted segment adds: 1, or its amount."""
        return int(getattr(row, self.amount)) if self.amount else 1


INDICATORS: dict[str, Indicator] = {}


def declare(*indicators: Indicator) -> None:
    """Make indicators known. Raises: ValueError for a second one with the same id."""
    for indicator in indicators:
        if indicator.id in INDICATORS:
            raise ValueError(f"indicator {indicator.id} is declared twice")
        if (indicator.kind == "ratio") != bool(indicator.numerator and indicator.denominator):
            raise ValueError(f"indicator {indicator.id}: a ratio names numerator and denominator")
        if indicator.kind in {"count", "sum"} and indicator.segment is None:
            raise ValueError(f"indicator {indicator.id}: no records behind it")
        INDICATORS[indicator.id] = indicator


def counted_on(segment: type[Segment]) -> list[Indicator]:
    """The indicators whose records are rows of `segment`."""
    return [i for i in INDICATORS.values() if i.segment is segment]
