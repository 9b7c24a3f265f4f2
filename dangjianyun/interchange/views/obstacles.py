"""What keeps a batch from being undone, each with the page that takes it back or shows it."""

from itertools import islice

from dangjianyun.foundation.actor import Actor
from dangjianyun.interchange.journal import net_of
from dangjianyun.interchange.later import NAMED, Later, later
from dangjianyun.interchange.models import Batch
from dangjianyun.interchange.views.files import seen, withdraw_href


def obstacles(actor: Actor, batch: Batch) -> list[dict[str, str]]:
    """Each in words, with a link where the actor may see the row. Twenty at most."""
    found = islice(later(batch, net_of(batch)), NAMED)
    return [{"words": str(one), "href": _address(actor, one)} for one in found]


def _address(actor: Actor, one: Later) -> str:
    row = seen(actor, one.model, one.pk) if one.model else None
    return withdraw_href(row) if row else ""
