"""The sheet of Party organizations."""

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from dangjianyun.foundation.days import OPEN
from dangjianyun.foundation.errors import Refused
from dangjianyun.foundation.scope import hanging
from dangjianyun.foundation.sheets import Desk, Row, Sheet, declare
from dangjianyun.foundation.sheets.rows import REJECTED
from dangjianyun.party.actions.shape import WRITE, must_be_sound, must_be_theirs, must_bear
from dangjianyun.party.models import TOLD, Mode, Unit, seat_of
from dangjianyun.party.models.authority import rank_of
from dangjianyun.party.queries.hints import accountable_elsewhere
from dangjianyun.party.sheets.unit_columns import COLUMNS
from dangjianyun.party.sheets.unit_rows import codes_listed, export, mend, write
from dangjianyun.registry.models import Organization
from dangjianyun.territory.queries import own_district, place_name
from dangjianyun.territory.queries.sheets import read_place

FREE = ("name", "kind", "mode", "approval", "trade")
FIXED = ("role", "level", "established_on")


@dataclass
class Found:
    """What the database knows of the numbers and codes in some rows."""

    units: Mapping[str, Unit]
    organizations: Mapping[str, Organization]
    seen: set[str]
    mine: set[int]
    lists: dict[int, set[str]] = field(default_factory=dict)


def resolve(desk: Desk, rows: Sequence[Row]) -> None:
    """New units with their upper body, and known ones with what differs."""
    found = _found(desk, rows)
    for row in rows:
        one = found.units.get(row.get("number", ""))
        row.title = row.get("name", "")
        if _is_foreign(desk, row, one, found):
            continue
        row.known = one
        if one is None:
            _judge_new(desk, row, found)
        else:
            _judge_known(desk, row, one, found)
        row.settle(is_known=one is not None)


def _is_foreign(desk: Desk, row: Row, one: Unit | None, found: Found) -> bool:
    """Refuses a number that is neither known here nor of the district's own range: in the same
    words whether or not a neighbor uses it.
    """
    number, code = row.get("number", ""), own_district(desk.places(WRITE))
    if not number or not code or number.startswith(f"DZ{code}-"):
        return False
    if one is not None and (one.pk in found.mine or number in found.seen):
        return False
    row.faults.clear()
    row.notes.clear()
    row.refuse("number", f"新成立的党组织编号应以“DZ{code}-”开头", "沿用别的编号的请上级导入")
    row.settle(is_known=False)
    return True


def _found(desk: Desk, rows: Sequence[Row]) -> Found:
    numbers = {row.get(name) for row in rows for name in ("number", "parent")} - {None}
    codes = {row.get("organization") for row in rows} | {
        code for row in rows for code in row.get("coverings", ())
    }
    units = Unit.rows().filter(number__in=numbers).select_related("parent", "organization")
    known = {unit.number: unit for unit in units}
    seen = Unit.objects.seen_by(desk.actor).filter(number__in=known)
    may = hanging(Unit, desk.places(WRITE), on=desk.on, acts=True)
    mine = Unit.rows().filter(may, number__in=known)
    organizations = Organization.objects.seen_by(desk.actor).filter(code__in=codes - {None})
    organizations = organizations.prefetch_related("affiliations__unit")
    found = Found(
        known,
        {one.code: one for one in organizations},
        set(seen.values_list("number", flat=True)),
        set(mine.values_list("pk", flat=True)),
    )
    found.lists.update(codes_listed(desk.actor, [one.pk for one in known.values()], desk.on))
    return found


def _judge_new(desk: Desk, row: Row, found: Found) -> None:
    parent = _parent(desk, row, found)
    organization = _organization(row, found)
    listed = _listed(row, found)
    above = organization.path if organization else parent.path if parent else desk.within
    row.path = read_place(desk, row, "district", "street", above)
    unit = Unit(
        number=row.get("number", ""),
        name=row.get("name", ""),
        kind=row.get("kind", ""),
        role=row.get("role", "grassroots"),
        level=row.get("level", ""),
        mode=row.get("mode", ""),
        organization=organization,
        trade=row.get("trade", ""),
        approval=row.get("approval", ""),
        path=row.path,
        established_on=row.get("established_on", desk.on),
        dissolved_on=row.get("dissolved_on", OPEN),
    )
    row.more = {"unit": unit, "parent": parent, "coverings": listed}
    if not row.faults:
        _try(row, lambda: must_be_sound(unit))
        _try(row, lambda: must_be_theirs(unit, rank_of(desk.actor, WRITE)))
        if parent:
            _try(row, lambda: must_bear(parent, unit, unit.established_on))
            _note_accountable(row, organization, parent, unit.established_on)
        if listed and unit.mode in {"", Mode.SINGLE}:
            row.refuse("coverings", "单独组建的党组织没有覆盖名单", "请核对组建方式")
    reached = bool(parent) and bool(row.path) and row.path.startswith(parent.path if parent else "")
    is_placed = parent is not None or "parent" not in row.cells
    if not row.path or not is_placed or reached:
        return
    if not desk.may(WRITE, d=row.path):
        row.refuse("district", f"所在地{place_name(row.path)}不在你的范围内", "请核对所在地")
    elif parent is None and not desk.may(WRITE, d=seat_of(unit)):
        row.refuse("level", "层级高于你的范围", "请由那一级的党组织导入")


def _parent(desk: Desk, row: Row, found: Found) -> Unit | None:
    """The upper body: one in the database, or another row of the file."""
    number = row.get("parent")
    if number is None:
        if row.get("role", "grassroots") == "grassroots":
            row.refuse("parent", "必填", "请填写上级党组织编号")
        return None
    unit = found.units.get(number)
    if unit is not None and unit.pk in found.mine:
        return unit
    above = desk.waiting.get(number)
    if unit is None and above is not None and above is not row:
        if above.state == REJECTED or "unit" not in above.more:
            row.refuse("parent", f"上级党组织在第{above.number}行，那一行有误", "请先改正那一行")
            return None
        made: Unit = above.more["unit"]
        return made
    row.refuse("parent", f"没有编号为{number}的党组织，或不在你的范围内", "请核对编号")
    return None


def _organization(row: Row, found: Found) -> Organization | None:
    code = row.get("organization")
    if code is None:
        return None
    one = found.organizations.get(code)
    if one is None:
        row.refuse("organization", f"没有代码为{code}的社会组织，或不在你的范围内", "请核对代码")
    return one


def _listed(row: Row, found: Found) -> list[Organization]:
    codes = row.get("coverings", [])
    unknown = [code for code in codes if code not in found.organizations]
    if unknown:
        row.refuse(
            "coverings",
            f"没有这些代码的社会组织，或不在你的范围内：{'、'.join(unknown[:5])}",
            "请核对代码",
        )
    return [found.organizations[code] for code in codes if code in found.organizations]


def _judge_known(desk: Desk, row: Row, one: Unit, found: Found) -> None:
    row.path = one.path
    mine = one.pk in found.mine
    if not mine and one.number not in found.seen:
        row.faults.clear()
        row.notes.clear()
        row.path = ""
        row.refuse("number", "这个编号已被使用，或不在你的范围内", "请核对编号，新成立的另编一个")
        return
    for name in FREE:
        row.compare(name, getattr(one, name))
    path = read_place(desk, row, "district", "street", one.path)
    if path and path != one.path:
        name = "street" if "street" in row.cells else "district"
        row.changes[name] = (place_name(one.path), place_name(path))
    row.more = {"path": path, "coverings": _listed(row, found), "listed": found.lists}
    _compare_fixed(row, one)
    _compare_lines(desk, row, one, found)
    if not mine and row.changes:
        row.changes.clear()
        row.refuse("number", "这个党组织不归你管理，不能更改", "请由它的上级党组织导入")


def _compare_fixed(row: Row, one: Unit) -> None:
    for name in FIXED:
        if name in row.cells and row.cells[name] != getattr(one, name):
            row.refuse(name, "与系统里的不一致，不能用表格更改", "请核对；确需更正的到档案页办理")
    code = one.organization.code if one.organization else None
    if row.get("organization") not in {None, code}:
        row.refuse("organization", "与系统里的不一致，不能用表格更改", "请核对代码")
    dissolved = row.get("dissolved_on")
    if dissolved and one.dissolved_on == OPEN:
        row.changes["dissolved_on"] = (None, dissolved)
    elif dissolved and dissolved != one.dissolved_on:
        row.refuse("dissolved_on", f"已于{one.dissolved_on}撤销", "不能用表格更改")


def _compare_lines(desk: Desk, row: Row, one: Unit, found: Found) -> None:
    now = one.parent.number if one.parent else None
    if row.get("parent") not in {None, now}:
        parent = _parent(desk, row, found)
        row.more["parent"] = parent
        on = row.get("changed_on", desk.on)
        if parent:
            row.changes["parent"] = (now, row.cells["parent"])
            _try(row, lambda: must_bear(parent, one, on))
            own = one.organization
            _note_accountable(
                row, found.organizations.get(own.code, own) if own else None, parent, on
            )
    listed = sorted(found.lists.get(one.pk, ()))
    if "coverings" in row.cells or "coverings" in row.cleared:
        wanted = sorted(row.get("coverings", []))
        if wanted != listed:
            row.changes["coverings"] = (listed, wanted)
    changed = row.get("changed_on")
    if changed and changed > desk.on:
        row.refuse("changed_on", f"{changed}还没有到", "请在当天或以后再导入")
    elif changed and {*TOLD, "district", "street"} & set(row.changes):
        last = one.particulars.order_by("since").last()
        if last and changed < last.since:
            row.refuse("changed_on", f"现在的名称、类别等自{last.since}起，不能更早", "请核对日期")


def _note_accountable(row: Row, own: Organization | None, upper: Unit, on: date) -> None:
    """Say what the page says before it sets up or moves a unit."""
    for words in accountable_elsewhere(own, upper, on):
        row.remark("parent", words)


def _try(row: Row, rule: Any) -> None:
    """Note what a rule of the actions refuses, at its column."""
    try:
        rule()
    except Refused as refusal:
        name = refusal.field if refusal.field in UNITS.by_field else ""
        row.refuse(name, refusal.message.rstrip("。"))


def marks(desk: Desk, row: Row) -> Iterable[tuple[str, Hashable]]:
    """A number once; an organization that a unit stands in, once among those set up singly."""
    if number := row.get("number"):
        yield "number", number
    if row.get("organization") and row.get("mode") == Mode.SINGLE and not row.get("dissolved_on"):
        yield "organization", row.cells["organization"]


UNITS = declare(
    Sheet(
        name="units",
        order=2,
        label="党组织",
        noun="个",
        key=("number",),
        columns=COLUMNS,
        model=Unit,
        permission=WRITE,
        read_permission="party.unit.read",
        resolve=resolve,
        write=write,
        export=export,
        marks=marks,
        mark_fields=("number", "organization", "mode", "dissolved_on"),
        above="parent",
        most_rows=20_000,
        note="上级变了就是调整隶属关系，覆盖名单按表里的为准，都自“变更日期”起生效。"
        "名称、类别、组建方式、所在地变了，填“变更日期”的自那天起，不填的算更正，以前也跟着改。",
        mend=mend,
    )
)
