"""Which organizations a change of facts touches, and where such changes meet others."""

from collections.abc import Iterable, Sequence

from dangjianyun.foundation.segments import Change, chunks
from dangjianyun.party.models import Covering, RoleKind, Unit
from dangjianyun.registry.models import Organization, Post
from dangjianyun.territory.queries.tree import tree

ACCOUNTABLE_BY = ("role", "level", "path", "established_on", "dissolved_on")


def organizations_of_units(changes: Sequence[Change]) -> set[int]:
    """Organizations that fall back to a comprehensive committee which came, went or changed."""
    paths = {
        row["path"]
        for change in changes
        for row in (change.before, change.after)
        if row and row["role"] == RoleKind.COMPREHENSIVE and _falls_otherwise(change)
    }
    rows = Organization.rows().filter(registrar_path__in=paths)
    return set(rows.values_list("pk", flat=True)) if paths else set()


def _falls_otherwise(change: Change) -> bool:
    before, after = change.before, change.after
    return not before or not after or any(before[n] != after[n] for n in ACCOUNTABLE_BY)


def organizations_of_particulars(changes: Sequence[Change]) -> set[int]:
    """Organizations that units whose words changed were set up in, or ever covered."""
    found: set[int] = set()
    units = {value for change in changes for value in change.values("unit_id")}
    known = {value for c in changes if c.before is not None for value in c.values("unit_id")}
    for ids in chunks(sorted(units)):
        own = Unit.rows().filter(pk__in=ids, organization__isnull=False)
        found.update(own.values_list("organization_id", flat=True))
    for ids in chunks(sorted(known)):
        rows = Covering.rows().filter(unit__in=ids)
        found.update(rows.values_list("organization_id", flat=True))
    return found


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
