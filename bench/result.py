"""One line of the report."""

import json
import time
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any


@dataclass
class Result:
    """What was measured against which bound.

    `better`: "low" where the value must stay at or below the bound, "high" where it must reach it.
    `value` is what the bound speaks of (the 95th percentile, a rate, a ratio). `size`: how many
    organizations the database holds. `cpu`: median of this process's own processor time, which
    other work on the machine hardly touches; the database's is not in it. `skipped` says why
    nothing was measured.
    """

    name: str
    size: int = 0
    bound: float | None = None
    unit: str = "ms"
    better: str = "low"
    value: float | None = None
    p50: float | None = None
    p95: float | None = None
    cpu: float | None = None
    comparator: dict[str, float] = field(default_factory=dict)
    note: str = ""
    skipped: str = ""

    @property
    def verdict(self) -> str:
        """kept, missed, measured (no bound) or skipped."""
        if self.skipped:
            return "skipped"
        if self.bound is None or self.value is None:
            return "measured"
        kept = self.value <= self.bound if self.better == "low" else self.value >= self.bound
        return "kept" if kept else "missed"

    def row(self) -> dict[str, Any]:
        """As JSON."""
        return {**asdict(self), "verdict": self.verdict}


def times(
    act: Callable[[int], object], rounds: int, *, warm: int = 3
) -> tuple[list[float], list[float]]:
    """How long each round took and how much of it was our own processor time, in ms.

    Rounds before the first are for warming up.
    """
    took, spent = [], []
    for number in range(-warm, rounds):
        begun, busy = time.perf_counter(), time.process_time()
        act(number)
        if number >= 0:
            took.append((time.perf_counter() - begun) * 1000)
            spent.append((time.process_time() - busy) * 1000)
    return took, spent


def percentile(values: Iterable[float], share: float) -> float:
    """The value that `share` of the values do not exceed (nearest rank)."""
    ordered = sorted(values)
    return ordered[max(0, -(-len(ordered) * int(share * 100) // 100) - 1)]


def timed(
    name: str, act: Callable[[int], object], rounds: int, bound: float | None, size: int
) -> Result:
    """Measure an act against a bound on the 95th percentile."""
    found, spent = times(act, rounds)
    p50, p95 = percentile(found, 0.5), percentile(found, 0.95)
    cpu = percentile(spent, 0.5)
    return Result(name, size, bound, value=p95, p50=p50, p95=p95, cpu=cpu)


def load(path: Path) -> list[Result]:
    """Results that another process wrote."""
    rows = json.loads(path.read_text()) if path.exists() else []
    return [Result(**{k: v for k, v in row.items() if k != "verdict"}) for row in rows]


def save(path: Path, results: Iterable[Result]) -> None:
    """Hand results to another process."""
    path.write_text(json.dumps([one.row() for one in results], ensure_ascii=False))
