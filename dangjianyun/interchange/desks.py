"""Where an importer works: the desk at which a batch is judged and written."""

from django.conf import settings
from django.db.models import Max, Min

from dangjianyun.foundation.actor import Actor
from dangjianyun.foundation.days import today
from dangjianyun.foundation.sheets import Desk
from dangjianyun.interchange.models import Batch
from dangjianyun.interchange.workflow import WRITE
from dangjianyun.registry.models import Organization
from dangjianyun.territory.queries import ancestors, division_of_path, level_of


def desk_of(batch: Batch, actor: Actor) -> Desk:
    """The desk of a batch, today."""
    return Desk(
        actor=actor,
        on=today(),
        within=batch.within,
        year=batch.year,
        is_production=settings.MODE == "production",
    )


def home_of(actor: Actor, permission: str = WRITE) -> str:
    """The division in which the actor's place names are read.

    The widest granted one; for whoever holds the whole country, what the register spans.
    """
    places = sorted(actor.at("d", permission), key=len)
    if places and level_of(places[0]):
        return places[0]
    return _spanned()


def _spanned() -> str:
    """The deepest division at or above every registered organization, a city at most."""
    ends = Organization.rows().aggregate(first=Min("path"), last=Max("path"))
    if not ends["first"]:
        return "d/"
    shared = "d/"
    for row in [*ancestors(ends["first"]), division_of_path(ends["first"])]:
        if ends["last"].startswith(row.path) and row.level <= 2:
            shared = row.path
    return shared
