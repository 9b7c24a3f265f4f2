"""Setting up, moving and ending Party organizations, and the guidance documents they issue."""

from collections.abc import Sequence
from datetime import date

from dangjianyun.access.action import action
from dangjianyun.access.book import Book
from dangjianyun.foundation.actor import Actor
from dangjianyun.foundation.days import today
from dangjianyun.foundation.errors import Refused
from dangjianyun.foundation.pinyin import sought
from dangjianyun.party.actions import first
from dangjianyun.party.actions.shape import (
    WRITE,
    as_if,
    division_at,
    must_be_sound,
    must_be_the_only_own,
    must_be_theirs,
    must_bear,
    must_live,
)
from dangjianyun.party.actions.tree import (
    lock_trees,
    lock_units,
    move_paths,
    must_never_stand_below,
)
from dangjianyun.party.models import (
    TOLD,
    Affiliation,
    Covering,
    Guidance,
    Guideline,
    Membership,
    Office,
    Participation,
    RoleKind,
    Subordination,
    Unit,
    UnitParticulars,
    seat_of,
)
from dangjianyun.party.models.authority import rank_of
from dangjianyun.registry.models import Organization
from dangjianyun.territory.models import Division

GUIDELINE = "party.guideline.write"


@action(WRITE, "成立党组织", first=first.trees)
def establish_units(
    place: Division | Unit, *, actor: Actor, book: Book, units: Sequence[Unit]
) -> list[Unit]:
    """Set up Party organizations, each with its first upper body.

    Shape: unsaved units with `parent` saved or earlier in the list. Raises: PermissionDenied for
    one outside the actor's place; Refused for columns that contradict each other, an upper body
    that does not exist on the day, or an organization that has a unit of its own already.
    """
    known = lock_trees(unit.parent for unit in units if unit.parent and unit.parent.pk)
    rank = rank_of(actor, WRITE)
    for unit in units:
        if unit.parent and unit.parent.pk:
            unit.parent = known[unit.parent.pk]
            actor.must(WRITE, unit.parent)
        _must_be_in_reach(actor, unit)
        must_be_theirs(unit, rank)
        must_be_sound(unit)
        if unit.parent:
            must_bear(unit.parent, unit, unit.established_on)
        unit.sought = sought(unit.name, unit.number)
        unit.party_path = "p/"
    must_be_the_only_own(units)
    for level in _by_depth(units):
        for unit in level:
            unit.parent = unit.parent  # picks up the key of a parent saved a moment ago
        book.add_many(level)
        for unit in level:
            above = unit.parent.party_path if unit.parent else "p/"
            unit.party_path = f"{above}{unit.pk}/"
        type(level[0])._base_manager.bulk_update(level, ["party_path"], batch_size=1000)
    book.add_many(
        [
            Subordination(
                unit=unit, parent=unit.parent, since=unit.established_on, until=unit.dissolved_on
            )
            for unit in units
            if unit.parent
        ]
    )
    book.add_many(
        [
            UnitParticulars(
                unit=unit,
                since=unit.established_on,
                until=unit.dissolved_on,
                **{name: getattr(unit, name) for name in TOLD},
            )
            for unit in units
        ]
    )
    return list(units)


def _must_be_in_reach(actor: Actor, unit: Unit) -> None:
    """A unit counts where its upper body works; elsewhere only for who works there too. One without
    an upper body leads from its level, whichever street it sits in.
    """
    if unit.parent and unit.path.startswith(unit.parent.path):
        return
    there = division_at(unit.path)
    actor.must(WRITE, there if unit.parent else division_at(seat_of(unit)))


def _by_depth(units: Sequence[Unit]) -> list[list[Unit]]:
    """Units whose upper body is already saved first, then those below them."""
    levels: list[list[Unit]] = []
    waiting = list(units)
    placed: set[int] = set()
    while waiting:
        ready = [u for u in waiting if u.parent is None or u.parent.pk or id(u.parent) in placed]
        if not ready:
            raise Refused("上级党组织互相指向，无法排出层级。", field="parent")
        placed |= {id(unit) for unit in ready}
        waiting = [u for u in waiting if id(u) not in placed]
        levels.append(ready)
    return levels


@action(WRITE, "调整隶属关系", first=first.trees)
def move_unit(unit: Unit, *, actor: Actor, book: Book, parent: Unit, on: date) -> Unit:
    """Put a Party organization with all below it under another upper body from a day on.

    A day within the present line is taken back to then; lines of guidance stay as they are.
    Raises: PermissionDenied where the actor does not hold the new place too; Refused for a day in
    the future, before the present line, or a move below itself on any of these days.
    """
    fresh = lock_trees((unit, parent))
    unit, parent = fresh[unit.pk], fresh[parent.pk]
    actor.must(WRITE, unit)
    actor.must(WRITE, parent)
    must_live(unit)
    if on > today():
        raise Refused("调整日期不能晚于今天。", field="on")
    if on < unit.established_on:
        raise Refused(f"“{unit.name}”{unit.established_on}才成立，调整日期不能更早。", field="on")
    if parent.party_path.startswith(unit.party_path):
        raise Refused("不能移到自己或自己的下级之下。", field="parent")
    if parent.pk == unit.parent_id:
        raise Refused("上级党组织没有变化。", field="parent")
    must_bear(parent, unit, on)
    must_be_the_only_own([as_if(unit, parent=parent, established_on=on)])
    must_never_stand_below(parent, unit, on)
    line = unit.subordinations.order_by("-since").first()
    if line and on < line.since:
        raise Refused(f"现隶属关系自{line.since}起，调整日期不能更早。", field="on")
    if line and line.since == on:
        book.change(line, parent=parent)
    else:
        if line:
            book.change(line, until=on)
        book.add(Subordination(unit=unit, parent=parent, since=on, until=unit.dissolved_on))
    move_paths(unit.party_path, f"{parent.party_path}{unit.pk}/")
    unit.refresh_from_db(fields=["party_path"])
    return book.change(unit, parent=parent)


@action(WRITE, "撤销党组织", first=first.trees)
def dissolve_unit(unit: Unit, *, actor: Actor, book: Book, on: date) -> Unit:
    """End a Party organization: `on` is the first day without it.

    Covered lists, affiliations, guidance, offices and takings part end with it; organizations
    affiliated to it fall back to the comprehensive committee of their level. Raises: Refused
    while members' relations or lower bodies remain, naming them, or organizations that have no
    other body to fall back to.
    """
    unit = lock_trees([unit])[unit.pk]
    must_live(unit)
    if on > today():
        raise Refused("撤销日期不能晚于今天。", field="on")
    dated = (unit.subordinations.all(), unit.particulars.all())
    last = max((row.since for rows in dated for row in rows), default=unit.established_on)
    if on <= max(unit.established_on, last):
        raise Refused("撤销日期应晚于成立日期、最近一次隶属调整和信息变更。", field="on")
    if remains := what_remains(unit, on):
        raise Refused(f"“{unit.name}”还不能撤销：{'；'.join(remains)}。")
    for rows in (
        Covering.rows().filter(unit=unit, until__gt=on),
        Affiliation.rows().filter(unit=unit, until__gt=on),
        Guidance.rows().filter(unit=unit, until__gt=on),
        Guidance.rows().filter(guide=unit, until__gt=on),
        Office.rows().filter(unit=unit, until__gt=on),
        Participation.rows().filter(unit=unit, until__gt=on),
        Subordination.rows().filter(unit=unit, until__gt=on),
        UnitParticulars.rows().filter(unit=unit, until__gt=on),
    ):
        for row in rows:
            end(book, row, on)
    return book.change(unit, dissolved_on=on)


def what_remains(unit: Unit, on: date) -> list[str]:
    """What keeps a unit from being dissolved on a day, in words with names; empty when nothing."""
    found = []
    if members := Membership.rows().filter(unit=unit, until__gt=on).count():
        found.append(f"{members}名党员的组织关系没有转出")
    lines = Subordination.rows().filter(parent=unit, until__gt=on)
    lower = list(dict.fromkeys(lines.order_by("unit__name").values_list("unit__name", flat=True)))
    if lower:
        named = "、".join(f"“{name}”" for name in lower[:3])
        found.append(f"{len(lower)}个下级党组织没有转出（{named}{'等' if len(lower) > 3 else ''}）")
    if held := what_falls_back(unit, on):
        found.append(held)
    return found


def what_falls_back(unit: Unit, on: date) -> str:
    """Who would have no accountable body without a comprehensive committee; empty for nobody."""
    if unit.role != RoleKind.COMPREHENSIVE or _has_successor(unit, on):
        return ""
    held = Organization.rows().filter(registrar_path=unit.path, closed_on__gt=on).count()
    return f"本级登记的{held}家社会组织由它兜底，应先成立接替的综合党委" if held else ""


def _has_successor(unit: Unit, on: date) -> bool:
    others = Unit.rows().filter(role=RoleKind.COMPREHENSIVE, path=unit.path, level=unit.level)
    return others.filter(established_on__lte=on, dissolved_on__gt=on).exclude(pk=unit.pk).exists()


Ending = (
    Covering
    | Affiliation
    | Guidance
    | Office
    | Participation
    | Subordination
    | Membership
    | UnitParticulars
)


def end(book: Book, row: Ending, on: date) -> None:
    """End a dated relation: `on` is the first day without it; one that begins later never was."""
    if row.since >= on:
        book.remove(row)
    else:
        book.change(row, until=on)


@action(GUIDELINE, "登记行业党建指导意见")
def issue_guidelines(
    issuer: Unit, *, actor: Actor, book: Book, guidelines: Sequence[Guideline]
) -> list[Guideline]:
    """Put industry guidance documents on record.

    Raises: PermissionDenied for an issuer elsewhere; Refused for a document without a day, or a
    number that the issuer has given already.
    """
    issuers = lock_units(row.issuer_id for row in guidelines)
    known = Guideline.rows().filter(issuer__in=issuers).values_list("issuer_id", "number")
    given = set(known)
    for row in guidelines:
        row.number = row.number.strip()
        if (row.issuer_id, row.number) in given:
            raise Refused("这个编号已经登记过，请核对。", field="number")
        given.add((row.issuer_id, row.number))
        actor.must(GUIDELINE, row.issuer)
        if row.until <= row.since:
            raise Refused("失效日期应晚于起始日期。", field="until")
        if row.since < row.issuer.established_on:
            raise Refused(f"“{row.issuer.name}”当时还没有成立。", field="since")
    return book.add_many(guidelines)
