"""Who imports, when, from where: what the rooms need to judge a row."""

from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from datetime import date
from typing import Any, TypeVar

from dangjianyun.foundation.actor import Actor
from dangjianyun.foundation.sheets.rows import Row

T = TypeVar("T")


@dataclass
class Desk:
    """One import under way.

    `within`: the division of the importer, in which place names are read. `year`: for dates
    without one. `waiting`: rows of this file by key, for sheets whose rows point at each other.
    """

    actor: Actor
    on: date
    within: str
    year: int | None = None
    is_production: bool = False
    waiting: dict[Hashable, Row] = field(default_factory=dict)
    _known: dict[Hashable, Any] = field(default_factory=dict)

    def once(self, key: Hashable, find: Callable[[], T]) -> T:
        """What `find` gives, asked only the first time: names repeat thousands of times."""
        if key not in self._known:
            self._known[key] = find()
        found: T = self._known[key]
        return found

    def may(self, permission: str, **paths: str) -> bool:
        """Whether the actor may act where these paths lie: `d="d/33/…"`, `p="p/1/…"`."""
        return any(
            path.startswith(place)
            for place in self.places(permission)
            for tree, path in paths.items()
            if path and place.startswith(f"{tree}/")
        )

    def places(self, permission: str) -> tuple[str, ...]:
        """The actor's places for a permission."""
        return self.once(("places", permission), lambda: self.actor.places(permission))

    def place_for(self, permission: str, path: str) -> str:
        """The granted division at or above `path`, the widest one; empty where there is none."""
        above = [p for p in self.places(permission) if p.startswith("d/") and path.startswith(p)]
        return min(above, key=len, default="")
