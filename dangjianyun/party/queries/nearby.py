"""Which Party organizations are at hand for an organization that has none."""

from django.db.models.functions import Length

from dangjianyun.foundation.actor import Actor
from dangjianyun.foundation.days import OPEN, today
from dangjianyun.foundation.scope import hanging
from dangjianyun.party.models import Affiliation, Mode, RoleKind, Unit, UnitKind
from dangjianyun.party.queries.units import living
from dangjianyun.registry.models import Organization
from dangjianyun.territory.queries import ancestors

ESTABLISH = "party.unit.write"
COVER = "party.covering.write"
LISTING = (Mode.FALLBACK, Mode.AREA)
"""Units that cover a whole area, so that any organization there may be put on their lists."""


def accountable(organization: Organization) -> Unit | None:
    """The body accountable today: the recorded one, else that of the registering level."""
    rows = Affiliation.rows().filter(Affiliation.on(today()), organization=organization)
    if row := rows.select_related("unit").first():
        return row.unit
    bodies = Unit.rows().filter(living(today()), role=RoleKind.COMPREHENSIVE)
    return bodies.filter(path=organization.registrar_path).first()


def superior_for(actor: Actor, organization: Organization) -> Unit | None:
    """The body to suggest above a unit set up there: the accountable one where the actor may act
    on it, else the actor's own.
    """
    above = accountable(organization)
    if above is not None and actor.may(ESTABLISH, above):
        return above
    own = Unit.rows().filter(living(today()), party_path__in=actor.at("p", ESTABLISH))
    own = own.filter(kind=UnitKind.COMMITTEE)
    return next((row for row in own.order_by("party_path") if actor.may(ESTABLISH, row)), None)


def list_for(actor: Actor, organization: Organization) -> Unit | None:
    """The unit to suggest whose covered list may take it: the nearest that covers its area."""
    paths = [organization.path, *(one.path for one in ancestors(organization.path))]
    rows = Unit.objects.seen_by(actor).filter(living(today()), mode__in=LISTING, path__in=paths)
    rows = rows.filter(hanging(Unit, actor.places(COVER), on=today(), acts=True))
    # The unit set up in the organization itself covers it without a list.
    rows = rows.exclude(pk__in=organization.own_units.values("pk"))
    found: Unit | None = rows.order_by(-Length("path"), "mode", "number").first()
    return found


def may_establish_in(actor: Actor, organization: Organization) -> bool:
    """Whether setting up a unit there is the actor's to do."""
    return _alive(organization) and _in_reach(actor, ESTABLISH, organization)


def may_cover(actor: Actor, organization: Organization) -> bool:
    """Whether putting it on a covered list is the actor's to do."""
    return _alive(organization) and _in_reach(actor, COVER, organization)


def _alive(organization: Organization) -> bool:
    return organization.closed_on == OPEN


def _in_reach(actor: Actor, permission: str, organization: Organization) -> bool:
    if any(organization.path.startswith(place) for place in actor.at("d", permission)):
        return True
    if not actor.at("p", permission):
        return False
    above = accountable(organization)
    return above is not None and actor.may(permission, above)
