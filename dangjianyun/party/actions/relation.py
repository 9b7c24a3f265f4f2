"""Lines between Party organizations and what they guide, cover and answer for."""

from collections.abc import Iterable, Sequence
from datetime import date

from dangjianyun.access.action import action
from dangjianyun.access.book import Book
from dangjianyun.foundation.actor import Actor
from dangjianyun.foundation.days import today
from dangjianyun.foundation.errors import Refused
from dangjianyun.party.actions import first
from dangjianyun.party.actions.tree import lock_units
from dangjianyun.party.models import Affiliation, Covering, Guidance, RoleKind, Route, Unit
from dangjianyun.registry.models import Organization

COVERING = "party.covering.write"
GUIDANCE = "party.guidance.write"
AFFILIATION = "party.affiliation.write"

NEVER_ACCOUNTABLE = (RoleKind.GRASSROOTS, RoleKind.GUIDING)
ROUTE_OF: dict[str, str] = {
    RoleKind.SUPERVISOR: Route.SUPERVISOR,
    RoleKind.LOCAL: Route.TERRITORY,
    RoleKind.TRADE: Route.TRADE,
    RoleKind.COMPREHENSIVE: Route.COMPREHENSIVE,
}
"""By which route organizations come to a body of a role; an organ may stand for any."""


@action(GUIDANCE, "确定工作指导关系")
def guide(unit: Unit, *, actor: Actor, book: Book, guidances: Sequence[Guidance]) -> list[Guidance]:
    """Name the bodies that guide a Party organization (or those below it).

    Raises: PermissionDenied for a unit elsewhere; Refused for a body that guides it already, a
    grassroots one, or days on which one of the two does not exist.
    """
    bodies = lock_units(pk for row in guidances for pk in (row.unit_id, row.guide_id))
    for row in guidances:
        row.unit, row.guide = bodies[row.unit_id], bodies[row.guide_id]
        actor.must(GUIDANCE, row.unit)
        if row.unit_id == row.guide_id:
            raise Refused("党组织不能指导自己。", field="guide")
        if row.guide.role == RoleKind.GRASSROOTS:
            raise Refused(f"“{row.guide.name}”是基层党组织，不作指导机构。", field="guide")
        _must_not_be_ahead(row.since, "起始日期")
        for body in (row.unit, row.guide):
            _must_live_through(body, row, "guide")
    known = Guidance.rows().filter(unit__in={row.unit_id for row in guidances})
    spans = _spans(known.values_list("unit_id", "guide_id", "since", "until"))
    for row in guidances:
        if _meets(spans, (row.unit_id, row.guide_id), row.since, row.until):
            raise Refused(f"“{row.unit.name}”在这段时间已由“{row.guide.name}”指导。", field="guide")
    return book.add_many(guidances)


@action(GUIDANCE, "结束工作指导关系")
def end_guidance(guidance: Guidance, *, actor: Actor, book: Book, on: date) -> Guidance:
    """End a line of guidance: `on` is the first day without it."""
    _may_end(guidance, on)
    return book.change(guidance, until=on)


@action(COVERING, "列入覆盖名单")
def cover(unit: Unit, *, actor: Actor, book: Book, coverings: Sequence[Covering]) -> list[Covering]:
    """Put organizations on the covered lists of Party organizations at or below `unit`.

    A line ends at the latest with its organization or unit. Raises: PermissionDenied for a unit
    elsewhere; Refused for an organization already on the list, one that the unit was set up in, a
    unit of a kind that covers nobody else, or a day on which one of the two does not exist.
    """
    units = lock_units(row.unit_id for row in coverings)
    for row in coverings:
        row.unit = units[row.unit_id]
        actor.must(COVERING, row.unit)
        _must_cover(row)
        row.until = min(row.until, row.unit.dissolved_on, row.organization.closed_on)
        if row.until <= row.since:
            raise Refused("移出日期应晚于列入日期。", field="until")
    known = Covering.rows().filter(unit__in={row.unit_id for row in coverings})
    spans = _spans(known.values_list("unit_id", "organization_id", "since", "until"))
    for row in coverings:
        if _meets(spans, (row.unit_id, row.organization_id), row.since, row.until):
            raise Refused(
                f"“{row.organization.name}”在这段时间已在“{row.unit.name}”的覆盖名单里。",
                field="organization",
            )
    return book.add_many(coverings)


def _must_cover(row: Covering) -> None:
    unit, organization = row.unit, row.organization
    _must_not_be_ahead(row.since, "列入日期")
    if unit.mode in {"", "single"}:
        raise Refused(f"“{unit.name}”是单独组建的党组织，没有覆盖名单。", field="unit")
    if unit.organization_id == organization.pk:
        raise Refused(f"“{organization.name}”就是这个党组织所在的单位。", field="organization")
    if not unit.established_on <= row.since < unit.dissolved_on:
        raise Refused(f"“{unit.name}”在{row.since}不存在。", field="since")
    if not organization.established_on <= row.since < organization.closed_on:
        raise Refused(f"“{organization.name}”在{row.since}不在登记期间内。", field="since")


@action(COVERING, "移出覆盖名单", first=first.unit_of_line)
def end_covering(covering: Covering, *, actor: Actor, book: Book, on: date) -> Covering:
    """Take an organization off a covered list: `on` is the first day without it."""
    _may_end(covering, on)
    return book.change(covering, until=on)


@action(AFFILIATION, "确定归口", first=first.bodies)
def affiliate(
    organization: Organization, *, actor: Actor, book: Book, unit: Unit, route: str, on: date
) -> Affiliation:
    """Make a Party organization accountable for an organization from a day on.

    An earlier affiliation ends that day. Raises: Refused for a day before it began, or where a
    later one is on record, for a body that answers for nobody, or one that the route does not
    lead to.
    """
    unit = lock_units([unit.pk])[unit.pk]
    actor.must(AFFILIATION, unit)
    if on > today():
        raise Refused("归口日期不能晚于今天。", field="on")
    if not organization.established_on <= on < organization.closed_on:
        raise Refused(f"“{organization.name}”在{on}不在登记期间内。", field="on")
    fits = ROUTE_OF.get(unit.role)
    if fits and fits != route:
        raise Refused(
            f"“{unit.name}”是{unit.get_role_display()}，归口路线应为{Route(fits).label}。",
            field="route",
        )
    later = organization.affiliations.filter(since__gt=on).select_related("unit").first()
    if later:
        raise Refused(f"自{later.since}起已确定归口“{later.unit.name}”，请先更正。", field="on")
    current = organization.affiliations.filter(until__gt=on).select_related("unit").first()
    if current and current.unit_id == unit.pk and current.route == route:
        raise Refused(f"现在就归口“{unit.name}”，没有变化。", field="unit")
    until = current.until if current else organization.closed_on
    row = Affiliation(organization=organization, unit=unit, route=route, since=on, until=until)
    _must_answer(row)
    if current and current.since == on:
        return book.change(current, unit=unit, route=route)
    if current:
        book.change(current, until=on)
    return book.add(row)


@action(AFFILIATION, "成批确定归口")
def affiliate_first(
    unit: Unit, *, actor: Actor, book: Book, affiliations: Sequence[Affiliation]
) -> list[Affiliation]:
    """Record first affiliations of many organizations to bodies at or below `unit`.

    Raises: PermissionDenied for a body elsewhere; Refused for one that answers for nobody.
    """
    units = lock_units(row.unit_id for row in affiliations)
    for row in affiliations:
        row.unit = units[row.unit_id]
        actor.must(AFFILIATION, row.unit)
        _must_answer(row)
    return book.add_many(affiliations)


def _must_answer(row: Affiliation) -> None:
    if row.unit.role in NEVER_ACCOUNTABLE:
        raise Refused(
            f"“{row.unit.name}”是{row.unit.get_role_display()}，不作归口的责任党组织。",
            field="unit",
        )
    _must_live_through(row.unit, row, "unit")


def _must_not_be_ahead(since: date, what: str) -> None:
    if since > today():
        raise Refused(f"{what}不能晚于今天。", field="since")


def _must_live_through(unit: Unit, row: Affiliation | Guidance, field: str) -> None:
    if row.until <= row.since:
        raise Refused("结束日期应晚于起始日期。", field="until")
    if not unit.established_on <= row.since < unit.dissolved_on:
        raise Refused(f"“{unit.name}”在{row.since}不存在。", field=field)
    row.until = min(row.until, unit.dissolved_on)


def _may_end(row: Guidance | Covering, on: date) -> None:
    if on <= row.since:
        raise Refused(f"结束日期应晚于起始日期{row.since}。", field="on")
    if on > row.until:
        raise Refused(f"这条关系自{row.until}起已经结束。", field="on")


Spans = dict[tuple[int, int], list[tuple[date, date]]]


def _spans(rows: Iterable[tuple[int, int, date, date]]) -> Spans:
    found: Spans = {}
    for one, other, since, until in rows:
        found.setdefault((one, other), []).append((since, until))
    return found


def _meets(spans: Spans, pair: tuple[int, int], since: date, until: date) -> bool:
    """Whether a relation of the pair is there already; remembers this one."""
    known = spans.setdefault(pair, [])
    if any(since < end and start < until for start, end in known):
        return True
    known.append((since, until))
    return False
