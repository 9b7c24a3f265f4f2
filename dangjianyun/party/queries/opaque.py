"""Keys under which people appear to viewers without a duty: stable per viewer, useless elsewhere.

Two viewers cannot compare what they saw (`foundation.veiled`).
"""

from collections.abc import Iterable

from dangjianyun.foundation.actor import Actor
from dangjianyun.foundation.days import today
from dangjianyun.foundation.scope import hanging
from dangjianyun.foundation.veiled import unveil, veil_all
from dangjianyun.party.models import Unit


def opaque_keys(actor: Actor, members: list[int]) -> list[str]:
    """The viewer's keys of these members (primary keys), 32 hex digits each, in the same order."""
    return veil_all(_about(actor), members)


def member_behind(actor: Actor, key: str) -> int | None:
    """The primary key behind a viewer's key, None for any other text."""
    return unveil(_about(actor), key)


def _about(actor: Actor) -> str:
    """No table's label holds a space, so these keys never meet those of rows."""
    return f"viewer {actor.name}"


def units_opened(actor: Actor, units: Iterable[int | None]) -> set[int]:
    """Of these units, those whose members' records the actor may open with a reason: it must be
    responsible for the unit, not merely have it in its area.
    """
    places = actor.places("party.member.open")
    wanted = {unit for unit in units if unit is not None}
    if not places or not wanted:
        return set()
    rows = Unit.rows().filter(hanging(Unit, places, on=today(), acts=True), pk__in=wanted)
    return set(rows.values_list("pk", flat=True))
