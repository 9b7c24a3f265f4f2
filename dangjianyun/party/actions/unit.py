"""Setting up, moving and ending Party organizations."""

from collections.abc import Sequence
from datetime import date

from django.db.models import F, Value
from django.db.models.functions import Concat, Substr

from dangjianyun.access.action import action
from dangjianyun.access.book import Book
from dangjianyun.foundation.actor import Actor
from dangjianyun.foundation.days import OPEN, today
from dangjianyun.foundation.errors import Refused
from dangjianyun.foundation.pinyin import sought
from dangjianyun.foundation.scope import below
from dangjianyun.party.models import (
    Affiliation,
    Covering,
    Guidance,
    Guideline,
    Membership,
    Subordination,
    Unit,
)
from dangjianyun.territory.models import Division

WRITE = "party.unit.write"


@action(WRITE, "成立党组织")
def establish_units(
    place: Division | Unit, *, actor: Actor, book: Book, units: Sequence[Unit]
) -> list[Unit]:
    """Set up Party organizations, each with its first upper body.

    Shape: unsaved units with `parent` saved or earlier in the list. Raises: PermissionDenied for
    one outside the actor's place; Refused for an upper body that does not exist on the day.
    """
    for unit in units:
        actor.must(WRITE, unit)
        unit.sought = sought(unit.name, unit.number)
        unit.party_path = "p/"
    for level in _by_depth(units):
        for unit in level:
            unit.parent = unit.parent  # picks up the key of a parent saved a moment ago
        book.add_many(level)
        for unit in level:
            above = unit.parent.party_path if unit.parent else "p/"
            unit.party_path = f"{above}{unit.pk}/"
        type(level[0])._base_manager.bulk_update(level, ["party_path"], batch_size=1000)
    lines = [
        Subordination(
            unit=unit, parent=unit.parent, since=unit.established_on, until=unit.dissolved_on
        )
        for unit in units
        if unit.parent
    ]
    for line in lines:
        _must_exist(line.parent, line.since)
    book.add_many(lines)
    return list(units)


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


def _must_exist(unit: Unit, on: date) -> None:
    if not unit.established_on <= on < unit.dissolved_on:
        raise Refused(f"上级党组织“{unit.name}”在{on}不存在。", field="parent")


@action(WRITE, "调整隶属关系")
def move_unit(unit: Unit, *, actor: Actor, book: Book, parent: Unit, on: date) -> Unit:
    """Put a Party organization with all below it under another upper body from a day on.

    Raises: PermissionDenied where the actor does not hold the new place too; Refused for a day in
    the future, before the present line, or a move below itself.
    """
    actor.must(WRITE, parent)
    if on > today():
        raise Refused("调整日期不能晚于今天。", field="on")
    if parent.party_path.startswith(unit.party_path):
        raise Refused("不能移到自己或自己的下级之下。", field="parent")
    if parent.pk == unit.parent_id:
        raise Refused("上级党组织没有变化。", field="parent")
    _must_exist(parent, on)
    line = unit.subordinations.filter(until=unit.dissolved_on).first()
    if line and on < line.since:
        raise Refused(f"现隶属关系自{line.since}起，调整日期不能更早。", field="on")
    if line and line.since == on:
        book.change(line, parent=parent)
    else:
        if line:
            book.change(line, until=on)
        book.add(Subordination(unit=unit, parent=parent, since=on, until=unit.dissolved_on))
    _move_paths(unit.party_path, f"{parent.party_path}{unit.pk}/")
    unit.refresh_from_db(fields=["party_path"])
    return book.change(unit, parent=parent)


def _move_paths(old: str, new: str) -> None:
    """Rewrite the paths of a whole subtree in one statement."""
    Unit.rows().filter(below("party_path", old)).update(
        party_path=Concat(Value(new), Substr(F("party_path"), len(old) + 1))
    )


@action(WRITE, "更正党组织信息")
def correct_unit(unit: Unit, *, actor: Actor, book: Book, fields: dict[str, object]) -> Unit:
    """Correct names, approval and so on. Raises: Refused for what has an action of its own."""
    free = {"name", "kind", "mode", "approval", "trade", "path"}
    if other := set(fields) - free:
        raise Refused(f"{'、'.join(sorted(other))}不能在这里更改。")
    name = str(fields.get("name", unit.name))
    return book.change(unit, **fields, sought=sought(name, unit.number))


@action(WRITE, "撤销党组织")
def dissolve_unit(unit: Unit, *, actor: Actor, book: Book, on: date) -> Unit:
    """End a Party organization: `on` is the first day without it.

    Raises: Refused while members' relations, lower bodies or affiliated organizations remain.
    """
    if unit.dissolved_on != OPEN:
        raise Refused("该党组织已经撤销。")
    if on <= unit.established_on:
        raise Refused("撤销日期不能早于成立日期。", field="on")
    members = Membership.rows().filter(unit=unit, until__gt=on).count()
    lower = Unit.rows().filter(parent=unit, dissolved_on__gt=on).count()
    if members or lower:
        raise Refused(
            f"还有{members}名党员的组织关系、{lower}个下级党组织没有转出，转出后才能撤销。"
        )
    relations: tuple[type[Covering] | type[Affiliation] | type[Guidance], ...]
    relations = (Covering, Affiliation, Guidance)
    for model in relations:
        for row in model.rows().filter(unit=unit, until__gt=on):
            _end(book, row, on)
    for line in unit.subordinations.filter(until=OPEN):
        book.change(line, until=on)
    return book.change(unit, dissolved_on=on)


def _end(book: Book, row: Covering | Affiliation | Guidance, on: date) -> None:
    if row.since >= on:
        book.remove(row)
    else:
        book.change(row, until=on)


@action("party.guideline.write", "登记行业党建指导意见")
def issue_guidelines(
    issuer: Unit, *, actor: Actor, book: Book, guidelines: Sequence[Guideline]
) -> list[Guideline]:
    """Put industry guidance documents on record."""
    return book.add_many(guidelines)
