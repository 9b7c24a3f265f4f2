"""Lines between Party organizations and what they guide, cover and answer for."""

from collections.abc import Sequence
from datetime import date

from dangjianyun.access.action import action
from dangjianyun.access.book import Book
from dangjianyun.foundation.actor import Actor
from dangjianyun.foundation.errors import Refused
from dangjianyun.party.models import Affiliation, Covering, Guidance, Unit
from dangjianyun.registry.models import Organization

COVERING = "party.covering.write"
AFFILIATION = "party.affiliation.write"


@action("party.guidance.write", "确定工作指导关系")
def guide(unit: Unit, *, actor: Actor, book: Book, guidances: Sequence[Guidance]) -> list[Guidance]:
    """Name the bodies that guide a Party organization (or those below it)."""
    for row in guidances:
        actor.must("party.guidance.write", row.unit)
    return book.add_many(guidances)


@action("party.guidance.write", "结束工作指导关系")
def end_guidance(guidance: Guidance, *, actor: Actor, book: Book, on: date) -> Guidance:
    """End a line of guidance: `on` is the first day without it."""
    _after_start(guidance, on)
    return book.change(guidance, until=on)


@action(COVERING, "列入覆盖名单")
def cover(unit: Unit, *, actor: Actor, book: Book, coverings: Sequence[Covering]) -> list[Covering]:
    """Put organizations on the covered lists of Party organizations at or below `unit`.

    Raises: PermissionDenied for a unit elsewhere; Refused for an organization already on the list,
    or a unit of a kind that covers nobody else.
    """
    _not_twice(coverings)
    for row in coverings:
        actor.must(COVERING, row.unit)
        if row.unit.mode in {"", "single"}:
            raise Refused(f"“{row.unit.name}”是单独组建的党组织，没有覆盖名单。", field="unit")
    return book.add_many(coverings)


def _not_twice(coverings: Sequence[Covering]) -> None:
    units = {row.unit_id for row in coverings}
    known = (
        Covering.rows()
        .filter(unit__in=units)
        .values_list("unit_id", "organization_id", "since", "until")
    )
    listed: dict[tuple[int, int], list[tuple[date, date]]] = {}
    for unit, organization, since, until in known:
        listed.setdefault((unit, organization), []).append((since, until))
    for row in coverings:
        spans = listed.setdefault((row.unit_id, row.organization_id), [])
        if any(row.since < until and since < row.until for since, until in spans):
            raise Refused(
                f"“{row.organization.name}”在这段时间已在“{row.unit.name}”的覆盖名单里。",
                field="organization",
            )
        spans.append((row.since, row.until))


@action(COVERING, "移出覆盖名单")
def end_covering(covering: Covering, *, actor: Actor, book: Book, on: date) -> Covering:
    """Take an organization off a covered list: `on` is the first day without it."""
    _after_start(covering, on)
    return book.change(covering, until=on)


@action(AFFILIATION, "确定归口")
def affiliate(
    organization: Organization, *, actor: Actor, book: Book, unit: Unit, route: str, on: date
) -> Affiliation:
    """Make a Party organization accountable for an organization from a day on.

    An earlier affiliation ends that day. Raises: Refused for a day before it began, or where a
    later one is on record.
    """
    actor.must(AFFILIATION, unit)
    later = organization.affiliations.filter(since__gt=on).first()
    if later:
        raise Refused(f"自{later.since}起已确定归口“{later.unit.name}”，请先更正。", field="on")
    current = organization.affiliations.filter(until__gt=on).select_related("unit").first()
    if current and current.unit_id == unit.pk and current.route == route:
        raise Refused(f"现在就归口“{unit.name}”，没有变化。", field="unit")
    if current and current.since == on:
        return book.change(current, unit=unit, route=route)
    until = current.until if current else organization.closed_on
    if current:
        book.change(current, until=on)
    return book.add(
        Affiliation(organization=organization, unit=unit, route=route, since=on, until=until)
    )


@action(AFFILIATION, "成批确定归口")
def affiliate_first(
    unit: Unit, *, actor: Actor, book: Book, affiliations: Sequence[Affiliation]
) -> list[Affiliation]:
    """Record first affiliations of many organizations to bodies at or below `unit`."""
    for row in affiliations:
        actor.must(AFFILIATION, row.unit)
    return book.add_many(affiliations)


def _after_start(row: Guidance | Covering, on: date) -> None:
    if on <= row.since:
        raise Refused(f"结束日期不能早于起始日期{row.since}。", field="on")
