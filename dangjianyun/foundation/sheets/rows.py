"""One row of a file on its way: what was read, what is wrong with it, what it would change."""

from dataclasses import dataclass, field
from typing import Any

from dangjianyun.foundation.cells import CellError

NEW, CHANGED, UNCHANGED, REJECTED, HELD = "new", "changed", "unchanged", "rejected", "held"
ASKED = "asked"
"""Written as a request that somebody further up decides: nothing of the sheet's noun comes yet."""
GOOD = (NEW, CHANGED, ASKED)
"""States of rows that would be written."""


@dataclass(frozen=True)
class Fault:
    """What is wrong in a cell, or to be noted of it. `field` is empty for the whole row."""

    field: str
    problem: str
    remedy: str = ""


@dataclass
class Row:
    """A row. `number` is its line in the user's file.

    `cells` holds what was read, by field: neither empty nor masked cells. `cleared` are the fields
    whose cell is empty and which may be emptied. `changes`: field → (before, after) as values.
    `path` is the division at which it counts; `known` whatever the room found; `title` names it.
    """

    number: int
    cells: dict[str, Any] = field(default_factory=dict)
    cleared: set[str] = field(default_factory=set)
    faults: list[Fault] = field(default_factory=list)
    notes: list[Fault] = field(default_factory=list)
    changes: dict[str, tuple[Any, Any]] = field(default_factory=dict)
    state: str = ""
    path: str = ""
    title: str = ""
    known: Any = None
    more: dict[str, Any] = field(default_factory=dict)

    def get(self, name: str, default: Any = None) -> Any:
        """A cell's value."""
        return self.cells.get(name, default)

    def refuse(self, name: str, problem: str, remedy: str = "") -> None:
        """Note a fault; the row will not be written."""
        self.faults.append(Fault(name, problem, remedy))

    def trouble(self, name: str, error: CellError) -> None:
        """Note a cell that could not be read."""
        self.faults.append(Fault(name, error.problem, error.remedy))

    def remark(self, name: str, words: str) -> None:
        """Note something to look at that does not keep the row out."""
        self.notes.append(Fault(name, words))

    def hold(self, name: str, words: str, remedy: str = "") -> None:
        """The row waits for somebody further up, unless its own cells must be put right first."""
        if self.faults:
            return
        self.state = HELD
        self.faults.append(Fault(name, words, remedy))

    def compare(self, name: str, now: Any) -> bool:
        """Note a change of `name` if its cell says something else than `now`; whether it does."""
        if name in self.cells:
            wanted = self.cells[name]
        elif name in self.cleared:
            wanted = type(now)() if isinstance(now, str | list) else None
        else:
            return False
        if wanted == now or (not wanted and not now and not isinstance(wanted, bool | int)):
            return False
        self.changes[name] = (now, wanted)
        return True

    def settle(self, *, is_known: bool, asks: bool = False) -> None:
        """The state that follows from what was found; `asks`: a new row is only asked for."""
        if self.state == HELD:
            return
        if self.faults:
            self.state = REJECTED
        elif not is_known:
            self.state = ASKED if asks else NEW
        else:
            self.state = CHANGED if self.changes else UNCHANGED
