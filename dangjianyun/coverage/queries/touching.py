"""Which organizations a change of facts touches, and where such changes meet others."""

from collections.abc import Iterable, Sequence

from dangjianyun.foundation.segments import Change, chunks
from dangjianyun.party.models import Affiliation, Covering, RoleKind, Unit
from dangjianyun.registry.models import Organization, Post
from dangjianyun.territory.queries.tree import tree


def organizations_of_units(changes: Sequence[Change]) -> set[int]:
    """Organizations that a changed unit was set up in, covers, or is accountable for."""
    found = {value for change in changes for value in change.values("organization_id")}
    units = [change.pk for change in changes]
    known = [change for change in changes if change.before is not None]
    if known:
        ids = [change.pk for change in known]
        found.update(_column(Covering, ids))
        found.update(_column(Affiliation, ids))
    comprehensive = Unit.rows().filter(pk__in=units, role=RoleKind.COMPREHENSIVE)
    for path in comprehensive.values_list("path", flat=True):
        found.update(Organization.rows().filter(registrar_path=path).values_list("pk", flat=True))
    return found


def _column(model: type[Covering] | type[Affiliation], units: list[int]) -> Iterable[int]:
    return model.rows().filter(unit__in=units).values_list("organization_id", flat=True)


def organizations_of_members(changes: Sequence[Change]) -> set[int]:
    """Organizations where changed members work or belong."""
    found: set[int] = set()
    for ids in chunks(sorted({change.pk for change in changes})):
        found.update(
            Post.rows()
            .filter(person__member__in=ids, is_full_time=True)
            .values_list("organization_id", flat=True)
        )
        found.update(
            Unit.rows()
            .filter(memberships__member__in=ids, organization__isnull=False)
            .values_list("organization_id", flat=True)
        )
    return found


def organizations_of_memberships(changes: Sequence[Change]) -> set[int]:
    """Organizations whose own unit a changed membership lies in."""
    units = {value for change in changes for value in change.values("unit_id")}
    own = Unit.rows().filter(pk__in=units, organization__isnull=False)
    return set(own.values_list("organization_id", flat=True))


def divisions_of_comprehensive(changes: Sequence[Change]) -> set[int]:
    """The divisions whose comprehensive committees changed: it is accountable for all there."""
    rows = (row for change in changes for row in (change.before, change.after) if row)
    return _divisions(row["path"] for row in rows if row["role"] == RoleKind.COMPREHENSIVE)


def divisions_of_registrars(changes: Sequence[Change]) -> set[int]:
    """The divisions at whose level organizations are newly registered."""
    return _divisions(
        change.after["registrar_path"]
        for change in changes
        if change.after
        and (change.before or {}).get("registrar_path") != change.after["registrar_path"]
    )


def _divisions(paths: Iterable[str]) -> set[int]:
    by_path = tree().by_path
    return {by_path[path].pk for path in set(paths) if path in by_path}
