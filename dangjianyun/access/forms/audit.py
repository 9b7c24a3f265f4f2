"""The days between which the auditor looks."""

from typing import Any

from dangjianyun.foundation.forms import ActorForm, DayField


class DaysForm(ActorForm):
    """From a day to a day, both inclusive; each may be left open."""

    day = DayField(label="起始日", required=False)
    until = DayField(label="截止日", required=False)

    def clean(self) -> dict[str, Any]:
        """The last day is not before the first one."""
        cleaned = super().clean() or {}
        first, last = cleaned.get("day"), cleaned.get("until")
        if first and last and last < first:
            self.add_error("until", f"截止日{last}早于起始日{first}，请对调或改正。")
        return cleaned
