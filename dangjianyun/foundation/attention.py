"""What needs attention in somebody's area: declared by the rooms, shown on the workbench."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from dangjianyun.foundation.actor import Actor

State = Literal["red", "warn", "blue", "tent", "none", "ok"]
SEVERITY = ("red", "warn", "blue", "tent", "none", "ok")


@dataclass(frozen=True)
class Matter:
    """One thing to act on. `what` is 动词：对象; `deadline` is its badge; `act` the verb.

    `act_href`: where the act itself begins, if not at `href`.
    """

    state: State
    deadline: str
    what: str
    reason: str
    href: str
    act: str = ""
    act_href: str = ""


@dataclass(frozen=True)
class Attention:
    """A kind of matter: how many there are, where their list is, and the first few themselves.

    `needs`: the permission of the act that the matters call for. Who does not hold it is told the
    number, and not to act. `due`: how many call for the act, where another kind counts some too.
    """

    state: State
    words: str
    note: str
    figure: int
    href: str
    unit: str = ""
    matters: tuple[Matter, ...] = ()
    needs: str = ""
    due: int | None = None

    @property
    def todo(self) -> int:
        """How many of them are the actor's to act on."""
        if not self.matters:
            return 0
        return self.figure if self.due is None else self.due


Source = Callable[[Actor, date], Attention | None]
_SOURCES: list[tuple[str, Source]] = []


def attends(permission: str) -> Callable[[Source], Source]:
    """Register a source, asked for actors who hold the permission somewhere.

    It gives None, or an Attention with figure 0, where there is nothing.
    """

    def register(source: Source) -> Source:
        _SOURCES.append((permission, source))
        return source

    return register


def attention(actor: Actor, on: date) -> list[Attention]:
    """What needs the actor's attention today, the gravest first."""
    found = [source(actor, on) for permission, source in _SOURCES if actor.holds(permission)]
    there = [one for one in found if one is not None and one.figure]
    there = [one if _may_act(actor, one) else replace(one, matters=()) for one in there]
    return sorted(there, key=lambda one: SEVERITY.index(one.state))


def todo_count(found: list[Attention]) -> int:
    """How many matters are the actor's to act on: the figure at 待办."""
    return sum(one.todo for one in found)


def _may_act(actor: Actor, one: Attention) -> bool:
    return not one.needs or actor.holds(one.needs)
