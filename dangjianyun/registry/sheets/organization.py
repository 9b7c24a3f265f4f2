"""The sheet of social organizations: what a row means beside the register."""

from collections.abc import Hashable, Iterable, Sequence

from dangjianyun.foundation.days import OPEN
from dangjianyun.foundation.sheets import Desk, Row, Sheet, declare
from dangjianyun.registry.actions import REGISTER
from dangjianyun.registry.models import Closing, Kind, Organization
from dangjianyun.registry.queries import office_of
from dangjianyun.registry.rules import CENTRAL, KINDS, check_credit_code
from dangjianyun.registry.sheets.columns import COLUMNS, PLAIN
from dangjianyun.registry.sheets.rows import export, write
from dangjianyun.territory.models import Division
from dangjianyun.territory.queries import (
    COUNTRY,
    district_of,
    division_gone,
    division_of_code,
    place_name,
)
from dangjianyun.territory.queries.sheets import read_division, read_place


def resolve(desk: Desk, rows: Sequence[Row]) -> None:
    """Two kinds of rows: organizations to register, and known ones with what differs."""
    codes = [row.get("code") for row in rows if row.get("code")]
    known = {one.code: one for one in Organization.rows().filter(code__in=codes)}
    for row in rows:
        one = known.get(row.get("code", ""))
        row.title = row.get("name") or row.get("code", "")
        if one and not desk.may(REGISTER, d=one.path):
            row.faults.clear()
            row.notes.clear()
            row.refuse("code", "已在其他区登记", "确属本单位的，请与对方区或市级核对后再导入")
        else:
            _judge(desk, row, one)
        row.known = one
        row.settle(is_known=one is not None)


def _judge(desk: Desk, row: Row, one: Organization | None) -> None:
    _check_code(desk, row)
    _check_days(desk, row)
    registrar = _registrar(desk, row, one)
    path = read_place(desk, row, "district", "street", registrar if one is None else one.path)
    if one is None and path and "registrar" not in row.cells:
        registrar = _successor(desk, row, path, registrar)
    row.path = path or (one.path if one else "")
    row.more = {"path": path, "registrar_path": registrar}
    if path and not desk.may(REGISTER, d=path):
        row.refuse(
            "street"
            if "street" in row.cells
            else "district"
            if "district" in row.cells
            else "code",
            f"所在地{place_name(path)}不在你的范围内",
            "请交由所在区导入，或核对所在地",
        )
    if one is None:
        if row.get("closing", "open") != "open" and "closed_on" not in row.cells:
            row.refuse("closed_on", "已注销或撤销登记的，须填注销或撤销日期", "请补填日期")
        return
    for name in PLAIN:
        row.compare(name, getattr(one, name))
    _compare_places(row, one, path, registrar)
    _compare_life(desk, row, one)


def _check_code(desk: Desk, row: Row) -> None:
    code = row.get("code")
    if not code:
        return
    finding = check_credit_code(code, lambda six: _knows(desk, six))
    if not finding.is_kept:
        row.refuse("code", finding.fault, finding.remedy)
    for warning in finding.warnings:
        row.remark("code", warning)
    said = KINDS.get(code[1:2], "")
    kind = row.get("kind")
    odd = kind and said not in {"", "其他"} and not said.startswith(str(Kind(kind).label))
    if finding.is_kept and code[0] == "5" and odd:
        row.remark("kind", f"代码第2位表示{said}，与类型不一致")


def _knows(desk: Desk, six: str) -> bool:
    """A division that there is or was: old certificates keep the code they were given."""
    if _division(desk, six) is not None:
        return True
    return desk.once(("gone", six), lambda: division_gone(six, desk.on)) is not None


def _division(desk: Desk, six: str) -> Division | None:
    """The division that the digits of a code mean; the ministry registers for the country."""
    code = COUNTRY if six == CENTRAL else six
    return desk.once(("division", six), lambda: division_of_code(code, desk.on))


def _check_days(desk: Desk, row: Row) -> None:
    started, closed = row.get("established_on"), row.get("closed_on")
    if started and started > desk.on:
        row.refuse("established_on", f"{started}还没有到", "请核对日期")
    if closed and closed > desk.on:
        row.refuse("closed_on", f"{closed}还没有到", "请在当天或以后再登记")
    if started and closed and closed <= started:
        row.refuse("closed_on", "注销或撤销日期不晚于成立登记日期", "请核对两个日期")
    changed = row.get("changed_on")
    if changed and changed > desk.on:
        row.refuse("changed_on", f"{changed}还没有到", "请在当天或以后再导入")


def _registrar(desk: Desk, row: Row, one: Organization | None) -> str:
    """The division of the registering authority: as written, else what the code says."""
    if "registrar" in row.cells:
        return read_division(desk, row, "registrar", within=desk.within)
    if one is not None:
        return one.registrar_path
    found = _division(desk, row.get("code", "")[2:8])
    return found.path if found else desk.within


def _successor(desk: Desk, row: Row, path: str, registrar: str) -> str:
    """The registering authority's division; where that of the code is gone, the district where
    the organization lies has taken its register over.
    """
    six = row.get("code", "")[2:8]
    if _division(desk, six) is not None:
        return registrar
    gone = desk.once(("gone", six), lambda: division_gone(six, desk.on))
    if gone is None:
        return registrar
    home = district_of(path)
    registrar = home.path if home else registrar
    row.remark(
        "code",
        f"登记时的{gone.name}已于{gone.until}撤销，登记管理机关记为{office_of(registrar)}，"
        "不对的请填“登记管理机关”",
    )
    return registrar


def _compare_places(row: Row, one: Organization, path: str, registrar: str) -> None:
    if path and path != one.path:
        field = "street" if "street" in row.cells else "district"
        row.changes[field] = (place_name(one.path), place_name(path))
    if registrar and registrar != one.registrar_path:
        row.changes["registrar"] = (office_of(one.registrar_path), office_of(registrar))


def _compare_life(desk: Desk, row: Row, one: Organization) -> None:
    started = row.get("established_on")
    if started and started != one.established_on:
        row.refuse(
            "established_on",
            f"登记册上是{one.established_on}，成立登记日期不能用表格更改",
            "请核对代码和日期；登记错了的，撤销当时的导入批次后重新导入",
        )
    on = row.get("changed_on", desk.on)
    if row.changes and not one.established_on <= on < one.closed_on:
        row.refuse("changed_on", f"{on}不在该组织的登记期间内", "请核对变更日期")
    closing, closed = row.get("closing"), row.get("closed_on")
    if one.closed_on != OPEN:
        same = (closing in {None, one.closing}) and closed in {None, one.closed_on}
        if not same:
            row.refuse(
                "closing", f"该组织已于{one.closed_on}{one.get_closing_display()}", "不能用表格更改"
            )
    elif closed or (closing and closing != "open"):
        if not closed:
            row.refuse("closed_on", "须填注销或撤销日期", "请补填自哪一天起不再在册")
        elif closed <= one.established_on:
            row.refuse("closed_on", "不晚于成立登记日期", "请核对日期")
        elif closing == "open":
            row.refuse("closing", "填了注销或撤销日期，状态却是在册", "请改正其中一处")
        else:
            row.changes["closing"] = ("open", closing or Closing.DEREGISTERED.value)
            row.changes["closed_on"] = (None, closed)


def marks(desk: Desk, row: Row) -> Iterable[tuple[str, Hashable]]:
    """A code stands in a file once."""
    if code := row.get("code"):
        yield "code", code


ORGANIZATIONS = declare(
    Sheet(
        name="organizations",
        order=1,
        label="社会组织",
        noun="家",
        key=("code",),
        columns=COLUMNS,
        model=Organization,
        permission=REGISTER,
        read_permission="registry.organization.read",
        resolve=resolve,
        write=write,
        export=export,
        marks=marks,
        mark_fields=("code",),
        note="已登记的组织只改有变化的内容，自“变更日期”起生效，不填就是导入当天。",
        indicators=("registry.organizations", "coverage.unit_missing", "coverage.uncovered"),
    )
)
