"""Keys under which people appear to viewers without a duty: stable per viewer, useless elsewhere.

Two viewers cannot compare what they saw (`foundation.veiled`).
"""

from dangjianyun.foundation.actor import Actor
from dangjianyun.foundation.veiled import unveil, veil_all


def opaque_keys(actor: Actor, members: list[int]) -> list[str]:
    """The viewer's keys of these members (primary keys), 32 hex digits each, in the same order."""
    return veil_all(_about(actor), members)


def member_behind(actor: Actor, key: str) -> int | None:
    """The primary key behind a viewer's key, None for any other text."""
    return unveil(_about(actor), key)


def _about(actor: Actor) -> str:
    """No table's label holds a space, so these keys never meet those of rows."""
    return f"viewer {actor.name}"
