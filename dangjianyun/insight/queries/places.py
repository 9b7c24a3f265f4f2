"""For which regions and days somebody may ask for numbers."""

from datetime import date

from dangjianyun.foundation.actor import Actor
from dangjianyun.foundation.days import today
from dangjianyun.foundation.errors import Refused, Unseen
from dangjianyun.territory.queries import code_to_path

READ = "insight.indicator.read"
ALL = ""
"""The place that stands for everything the actor sees."""


def places_of(actor: Actor) -> tuple[str, ...]:
    """The divisions whose numbers the actor may read, without those that lie in another one."""
    granted = actor.at("d", READ)
    return tuple(
        place
        for place in granted
        if not any(place != other and place.startswith(other) for other in granted)
    )


def home(actor: Actor) -> str:
    """The division whose numbers are the actor's own; ALL where it is none, or more than one."""
    granted = places_of(actor)
    return granted[0] if len(granted) == 1 else ALL


def region(actor: Actor, code: str) -> str:
    """The path of the region asked for; without a code the actor's own.

    Raises: Unseen for a region outside the actor's scope, in the words for one that does not exist.
    """
    if not code.strip():
        return home(actor)
    unseen = Unseen(f"没有区划“{code.strip()[:12]}”，或不在你的范围内。请核对代码，如330203。")
    try:
        path = code_to_path(code)
    except Refused:
        raise unseen from None
    if not within(actor, path):
        raise unseen
    return path


def within(actor: Actor, place: str) -> bool:
    """Whether the actor may read the numbers of a division (or of all that the actor sees)."""
    return place == ALL or any(place.startswith(granted) for granted in places_of(actor))


def checked_day(on: date | None) -> date:
    """The day asked for, today if none. Raises: Refused for a day in the future."""
    if on is not None and on > today():
        raise Refused(f"{on}还没有到，只能查看今天（{today()}）或以前的情况。", field="on")
    return on or today()
