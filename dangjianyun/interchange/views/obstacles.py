"""Where to go with what keeps a batch from being undone: the page that takes it back, or a file."""

from collections.abc import Callable
from itertools import islice
from typing import Any

from django.urls import reverse

from dangjianyun.foundation.actor import Actor
from dangjianyun.foundation.scope import ScopedModel
from dangjianyun.interchange.journal import net_of
from dangjianyun.interchange.later import NAMED, Later, later
from dangjianyun.interchange.models import Batch

PAGES: dict[str, Callable[[Any], str]] = {
    "registry.Organization": lambda row: reverse("registry:organization_file", args=[row.code]),
    "registry.Post": lambda row: _tab(row, "leaders"),
    "party.Unit": lambda row: reverse("party:unit_file", args=[row.number]),
    "party.Affiliation": lambda row: _tab(row, "party"),
    "party.Covering": lambda row: reverse("party:unit_coverings", args=[row.unit.number]),
    "coverage.Instructor": lambda row: reverse("coverage:instructor_file", args=[row.number]),
    "coverage.Assignment": lambda row: reverse("coverage:assignment_withdraw", args=[row.pk]),
    "orglife.Activity": lambda row: reverse("orglife:activity_withdraw", args=[row.number]),
}


def obstacles(actor: Actor, batch: Batch) -> list[dict[str, str]]:
    """Each in words, with a link where the actor may see the row. Twenty at most."""
    found = islice(later(batch, net_of(batch)), NAMED)
    return [{"words": str(one), "href": _address(actor, one)} for one in found]


def _address(actor: Actor, one: Later) -> str:
    if one.model is None or one.model._meta.label not in PAGES:
        return ""
    assert issubclass(one.model, ScopedModel)
    row = one.model.objects.seen_by(actor).filter(pk=one.pk).first()
    return PAGES[one.model._meta.label](row) if row else ""


def _tab(row: Any, tab: str) -> str:
    return f"{reverse('registry:organization_file', args=[row.organization.code])}?tab={tab}"
