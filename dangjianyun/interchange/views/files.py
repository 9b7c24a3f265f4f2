"""The page of a row that a batch wrote, or that stands in its way: its own, or the one it is on."""

from collections.abc import Callable
from typing import Any

from django.db import models
from django.urls import reverse

from dangjianyun.foundation.actor import Actor
from dangjianyun.foundation.scope import ScopedModel

FILES: dict[str, Callable[[Any], str]] = {
    "registry.Organization": lambda row: reverse("registry:organization_file", args=[row.code]),
    "registry.Post": lambda row: _tab(row, "leaders"),
    "party.Unit": lambda row: reverse("party:unit_file", args=[row.number]),
    "party.Member": lambda row: reverse("party:member_file", args=[row.ref]),
    "party.Affiliation": lambda row: _tab(row, "party"),
    "party.Covering": lambda row: reverse("party:unit_coverings", args=[row.unit.number]),
    "party.Guidance": lambda row: reverse("party:unit_file", args=[row.unit.number]),
    "party.Guideline": lambda row: reverse("party:unit_file", args=[row.issuer.number]),
    "party.Office": lambda row: reverse("party:unit_file", args=[row.unit.number]),
    "coverage.Instructor": lambda row: reverse("coverage:instructor_file", args=[row.number]),
    "coverage.Assignment": lambda row: _tab(row, "party"),
    "orglife.Activity": lambda row: reverse("orglife:activity_file", args=[row.number]),
}
WITHDRAWN: dict[str, Callable[[Any], str]] = {
    "registry.Post": lambda row: reverse(
        "registry:post_withdraw", args=[row.organization.code, row.pk]
    ),
    "party.Affiliation": lambda row: reverse(
        "registry:affiliation_withdraw", args=[row.organization.code, row.pk]
    ),
    "party.Covering": lambda row: reverse(
        "party:covering_withdraw", args=[row.unit.number, row.pk]
    ),
    "party.Guidance": lambda row: reverse(
        "party:guidance_withdraw", args=[row.unit.number, row.pk]
    ),
    "party.Guideline": lambda row: reverse(
        "party:guideline_withdraw", args=[row.issuer.number, row.pk]
    ),
    "party.Office": lambda row: reverse("party:office_withdraw", args=[row.unit.number, row.pk]),
    "coverage.Assignment": lambda row: reverse("coverage:assignment_withdraw", args=[row.pk]),
    "orglife.Activity": lambda row: reverse("orglife:activity_withdraw", args=[row.number]),
}
"""Tables whose rows are taken back on a page of their own."""


def seen(actor: Actor, model: type[models.Model], pk: Any) -> Any:
    """The row, if it has a page and the actor may see it; else None."""
    if model._meta.label not in FILES:
        return None
    assert issubclass(model, ScopedModel)
    return model.objects.seen_by(actor).filter(pk=pk).first()


def file_href(row: models.Model) -> str:
    """Where a row is shown."""
    return FILES[row._meta.label](row)


def withdraw_href(row: models.Model) -> str:
    """Where a row is taken back, else where it is shown."""
    return WITHDRAWN.get(row._meta.label, file_href)(row)


def _tab(row: Any, tab: str) -> str:
    return f"{reverse('registry:organization_file', args=[row.organization.code])}?tab={tab}"
