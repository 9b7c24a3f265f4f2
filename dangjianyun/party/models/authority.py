"""Acts follow subordination: which Party organizations a division may act on.

Where a unit sits gives a look. A city's unit, or a city's trade committee, with its office in a
district is read there like every other, and acted on from the city.
"""

from datetime import date

from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Length, Substr

from dangjianyun.foundation.actor import Actor
from dangjianyun.foundation.scope import below, hang
from dangjianyun.party.models.unit import Level, RoleKind, Unit
from dangjianyun.territory.models import Level as Rank
from dangjianyun.territory.queries import ancestors, level_of

RANKS: dict[str, Rank] = {
    Level.CITY: Rank.CITY,
    Level.DISTRICT: Rank.DISTRICT,
    Level.STREET: Rank.STREET,
}


def rank_of(actor: Actor, permission: str) -> int:
    """The highest level of the actor's divisions for a permission; a street's without any."""
    return min((level_of(place) for place in actor.at("d", permission)), default=Rank.STREET)


def seat_of(unit: Unit) -> str:
    """The division from which a body leads: by its level, whichever street its office is in."""
    rank = RANKS.get(unit.level)
    return next((row.path for row in ancestors(unit.path) if row.level == rank), unit.path)


def _led_from(place: str, on: date) -> Q:
    """Units that stand below a body which leads from the division; a topmost body, itself.

    A grassroots body leads from wherever the one above it does.
    """
    higher = [level for level, rank in RANKS.items() if rank < level_of(place)]
    seated = below("path", place) & ~Q(level__in=higher)
    topmost = Q(parent__isnull=True)
    leading = Unit.rows().filter(seated, topmost | ~Q(role=RoleKind.GRASSROOTS))
    start = Substr(OuterRef("party_path"), 1, Length("party_path"))
    above = leading.filter(party_path=start).exclude(pk=OuterRef("pk"))
    return (topmost & seated) | Q(Exists(above))


hang(Unit, "d", _led_from, reads=False)
