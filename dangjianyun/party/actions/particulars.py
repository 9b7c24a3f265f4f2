"""What a Party organization is called and is: corrected, or changed from a day on."""

from collections.abc import Mapping
from datetime import date

from django.db.models import QuerySet

from dangjianyun.access.action import action
from dangjianyun.access.book import Book
from dangjianyun.foundation.actor import Actor
from dangjianyun.foundation.days import today
from dangjianyun.foundation.errors import Refused
from dangjianyun.foundation.pinyin import sought
from dangjianyun.party.actions.shape import (
    WITH_LOWER_BODIES,
    WRITE,
    as_if,
    division_at,
    must_be_the_only_own,
    must_fit,
    must_live,
)
from dangjianyun.party.models import (
    TOLD,
    Covering,
    Membership,
    Mode,
    RoleKind,
    Subordination,
    Unit,
    UnitKind,
    UnitParticulars,
)

CORRECTABLE = {*TOLD, "approval", "trade"}
WITHOUT_MEMBERS = (UnitKind.FUNCTIONAL, UnitKind.TEMPORARY)


@action(WRITE, "更正党组织信息")
def correct_unit(unit: Unit, *, actor: Actor, book: Book, fields: dict[str, object]) -> Unit:
    """Say rightly what was said wrongly: past days change as far back as the present words reach.

    Raises: Refused for what has an action of its own, or what would contradict the rest;
    PermissionDenied for a division outside the actor's place.
    """
    if other := set(fields) - CORRECTABLE:
        raise Refused(f"{'、'.join(sorted(other))}不能在这里更改。")
    last = unit.particulars.order_by("since").last()
    if last is not None:
        told = _told(last, fields)
        _must_suit(actor, unit, last, told, today())
        book.change(last, **told)
    _follow(unit, book)
    return book.change(unit, **{name: fields[name] for name in set(fields) - set(TOLD)})


@action(WRITE, "变更党组织信息")
def change_unit(
    unit: Unit, *, actor: Actor, book: Book, on: date, fields: dict[str, object]
) -> Unit:
    """Give a unit another name, kind, mode or division from a day on, until the next change on
    record; the days before keep what held then. The day of a change on record corrects that one.

    Raises: Refused for a day to come or outside the unit's life, for no change at all, and for
    what would contradict the rest; PermissionDenied for a division outside the actor's place.
    """
    if other := set(fields) - set(TOLD):
        raise Refused(f"{'、'.join(sorted(other))}不能在这里更改。")
    must_live(unit)
    if on > today():
        raise Refused("变更日期不能晚于今天。", field="on")
    row = unit.particulars.filter(UnitParticulars.on(on)).first()
    if row is None:
        raise Refused(f"“{unit.name}”{unit.established_on}才成立，变更日期不能更早。", field="on")
    told = _told(row, fields)
    if told == _told(row, {}):
        raise Refused(f"和{on}已有的信息相同，没有变化。")
    _must_suit(actor, unit, row, told, on)
    if row.since == on:
        book.change(row, **told)
    else:
        until = row.until
        book.change(row, until=on)
        book.add(UnitParticulars(unit=unit, since=on, until=until, **told))
    return _follow(unit, book)


def _told(row: UnitParticulars, fields: Mapping[str, object]) -> dict[str, str]:
    """What the row would say with these fields. Raises: Refused for no name."""
    told = {name: str(fields.get(name, getattr(row, name))).strip() for name in TOLD}
    if not told["name"]:
        raise Refused("党组织名称没有填。", field="name")
    return told


def _must_suit(
    actor: Actor, unit: Unit, row: UnitParticulars, told: Mapping[str, str], since: date
) -> None:
    """Raises: Refused where what hangs on the unit from the day on contradicts the new words."""
    kind, mode, path = told["kind"], told["mode"], told["path"]
    must_fit(kind, mode, has_organization=unit.organization_id is not None)
    if path != row.path:
        if unit.role == RoleKind.COMPREHENSIVE:
            raise Refused("综合党委的所在地不能更改，本级社会组织都由它兜底。", field="path")
        actor.must(WRITE, division_at(path))
    if mode != row.mode and mode == Mode.SINGLE:
        must_be_the_only_own([as_if(unit, mode=mode, established_on=since)])
    if mode != row.mode and mode in {"", Mode.SINGLE}:
        listed = _from(Covering.rows().filter(unit=unit), since, row.until)
        if count := listed.values("organization").distinct().count():
            raise Refused(f"覆盖名单里还有{count}家社会组织，移出后才能改组建方式。", field="mode")
    if kind != row.kind and kind not in WITH_LOWER_BODIES:
        lines = _from(Subordination.rows().filter(parent=unit), since, row.until)
        if count := lines.values("unit").distinct().count():
            raise Refused(f"还有{count}个下级党组织，类别只能是党委或党总支。", field="kind")
    if kind != row.kind and kind in WITHOUT_MEMBERS:
        relations = _from(Membership.rows().filter(unit=unit), since, row.until)
        if count := relations.values("member").distinct().count():
            raise Refused(f"还有{count}名党员的组织关系，不能改成这个类别。", field="kind")


def _from(rows: QuerySet, since: date, until: date) -> QuerySet:  # type: ignore[type-arg]
    return rows.filter(until__gt=since, since__lt=until)


def _follow(unit: Unit, book: Book) -> Unit:
    """Let the unit say what its latest row says, findable by every name it had."""
    rows = list(unit.particulars.order_by("-since"))
    if not rows:
        return unit
    words = sought(*dict.fromkeys(row.name for row in rows), unit.number)
    last = {name: getattr(rows[0], name) for name in TOLD}
    return book.change(unit, **last, sought=words[:300])
