"""Who is asking. Built by `access`; passed by hand, never looked up from the air."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import PermissionDenied


class Everything(frozenset[str]):
    """All permissions but those named: what the operator at the console holds."""

    def __contains__(self, name: object) -> bool:
        return not frozenset.__contains__(self, name)


@dataclass(frozen=True)
class Grant:
    """A set of permissions held at a place and everywhere below it."""

    permissions: frozenset[str]
    place: str


@dataclass(frozen=True)
class Actor:
    """A person at a desk, an API client, or a nightly job.

    `unit_label` is the body the actor works for, as shown in the top bar and the audit.
    """

    name: str
    grants: tuple[Grant, ...] = ()
    account_id: int | None = None
    label: str = ""
    unit_label: str = ""
    origin: str = field(default="page", compare=False)

    def places(self, permission: str) -> tuple[str, ...]:
        """Places where the actor holds `permission`, each once."""
        return tuple(dict.fromkeys(g.place for g in self.grants if permission in g.permissions))

    def holds(self, permission: str) -> bool:
        """Whether the actor holds `permission` anywhere."""
        return any(permission in grant.permissions for grant in self.grants)

    def may(self, permission: str, row: Any) -> bool:
        """Whether the actor may do `permission` to this row."""
        places = self.places(permission)
        hangs: Callable[[Any, tuple[str, ...]], bool] = type(row).hangs_below
        return bool(places) and hangs(row, places)

    def must(self, permission: str, row: Any) -> None:
        """Raises: PermissionDenied unless the actor may."""
        if not self.may(permission, row):
            raise PermissionDenied(permission)

    def at(self, tree: str, permission: str) -> tuple[str, ...]:
        """The actor's places for `permission` in one tree (`d` division, `p` Party, …)."""
        return tuple(p for p in self.places(permission) if p.startswith(f"{tree}/"))
