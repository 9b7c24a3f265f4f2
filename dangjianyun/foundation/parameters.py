"""Local parameters of rules: dated, set for a place, inherited by what lies below."""

from datetime import date
from typing import Any

from dangjianyun.foundation.models import RuleParameter


class LocalParameters:
    """All local settings, read once. One query; the table holds a few dozen rows."""

    def __init__(self) -> None:
        rows = RuleParameter.objects.order_by("since").values_list("place", "key", "since", "value")
        self._rows = list(rows)
        self._known: dict[tuple[str, date], dict[str, Any]] = {}

    @property
    def days(self) -> tuple[date, ...]:
        """The days on which some setting begins."""
        return tuple(sorted({since for _, _, since, _ in self._rows}))

    def on(self, path: str, day: date) -> dict[str, Any]:
        """What is set for a place on a day, by key: the nearest place wins, then the latest day."""
        if not self._rows:
            return {}
        known = self._known.get((path, day))
        if known is None:
            reaching = [r for r in self._rows if path.startswith(r[0]) and r[2] <= day]
            reaching.sort(key=lambda r: (len(r[0]), r[2]))
            known = self._known[path, day] = {key: value for _, key, _, value in reaching}
        return known
