"""The sheet of social organizations."""

from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from django.db.models import F, Q

from dangjianyun.access.book import Book
from dangjianyun.foundation.actor import Actor
from dangjianyun.foundation.days import OPEN
from dangjianyun.foundation.scope import below
from dangjianyun.foundation.sheets import Column, Desk, Row, Sheet, declare
from dangjianyun.foundation.sheets.columns import words
from dangjianyun.registry.actions import (
    REGISTER,
    change_particulars,
    close_organization,
    register_organizations,
)
from dangjianyun.registry.models import Category, Closing, Kind, Organization, Particulars
from dangjianyun.registry.rules import KINDS, check_credit_code
from dangjianyun.territory.queries import division_of_code, division_of_path, place_name
from dangjianyun.territory.queries.sheets import (
    district_and_street,
    read_division,
    read_place,
)

PLAIN = (
    "name",
    "kind",
    "category",
    "supervisor",
    "is_delinked",
    "address",
    "full_time_count",
    "part_time_count",
)
"""Columns that are fields of the particulars as they stand."""

COLUMNS = (
    Column(
        "统一社会信用代码",
        "code",
        "code",
        required=True,
        longest=0,
        note="18位，单元格格式须为“文本”。",
        aliases=("社会信用代码", "信用代码", "统一信用代码", "统一社会信用代码（18位）"),
        example="52330203MJ00000017",
    ),
    Column(
        "名称",
        "name",
        required=True,
        note="登记证书上的全称。",
        aliases=("社会组织名称", "单位名称", "组织名称", "机构名称", "社会组织全称"),
        example="海曙区示例公益服务中心",
    ),
    Column(
        "类型",
        "kind",
        "choice",
        required=True,
        choices=words(Kind.choices),
        synonyms={
            "社团": Kind.ASSOCIATION,
            "民非": Kind.SERVICE,
            "民办非企业": Kind.SERVICE,
            "社会服务机构": Kind.SERVICE,
            "民办非企业单位（社会服务机构）": Kind.SERVICE,
        },
        aliases=("社会组织类型", "组织类型", "登记类型", "类别"),
        example="民办非企业单位",
    ),
    Column(
        "行业分类",
        "category",
        "choice",
        choices=words(Category.choices),
        aliases=("行业", "业务领域", "所属行业"),
        example="社会服务",
    ),
    Column(
        "所在区（县、市）",
        "district",
        note="填名称或6位区划代码；不填按登记管理机关。",
        aliases=("所在区", "区县市", "区县", "所在区县市", "区（县、市）", "区县（市）"),
        example="海曙区",
    ),
    Column(
        "所在街道（乡镇）",
        "street",
        note="填名称或9位区划代码。",
        aliases=("所在街道", "街道", "所在乡镇", "街道乡镇", "乡镇街道", "所在镇街"),
        example="石碶街道",
    ),
    Column(
        "住所",
        "address",
        longest=200,
        clears=True,
        aliases=("地址", "住址", "登记住所"),
        example="示例路1号",
    ),
    Column(
        "登记管理机关",
        "registrar",
        note="如“海曙区民政局”；不填按统一社会信用代码第3至8位。",
        aliases=("登记机关", "发证机关"),
        example="海曙区民政局",
    ),
    Column(
        "业务主管单位",
        "supervisor",
        clears=True,
        note="没有的留空。",
        aliases=("主管单位", "业务主管部门"),
        example="",
    ),
    Column("是否脱钩", "is_delinked", "yes_no", aliases=("已脱钩", "脱钩"), example="否"),
    Column(
        "成立登记日期",
        "established_on",
        "day",
        required=True,
        note="写全年月日，如2015-06-01。",
        aliases=("登记日期", "成立日期", "成立时间", "登记时间", "成立登记时间", "发证日期"),
        example="2015-06-01",
    ),
    Column(
        "专职人员数",
        "full_time_count",
        "number",
        aliases=("专职工作人员数", "专职人数", "专职人员（人）"),
        example="8",
    ),
    Column(
        "兼职人员数",
        "part_time_count",
        "number",
        aliases=("兼职工作人员数", "兼职人数", "兼职人员（人）"),
        example="3",
    ),
    Column(
        "状态",
        "closing",
        "choice",
        choices={"在册": "open", "注销": Closing.DEREGISTERED, "撤销登记": Closing.REVOKED},
        synonyms={"正常": "open", "已注销": Closing.DEREGISTERED, "撤销": Closing.REVOKED},
        aliases=("登记状态",),
        example="在册",
    ),
    Column(
        "注销或撤销日期",
        "closed_on",
        "day",
        note="自这一天起不再在册；状态为注销或撤销登记时填写。",
        aliases=("注销日期", "撤销日期", "注销登记日期"),
        example="",
    ),
    Column(
        "变更日期",
        "changed_on",
        "day",
        note="已登记的组织，内容从哪一天起改变；不填就是导入当天。",
        is_exported=False,
        example="",
    ),
)


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
    return desk.once(("division", six), lambda: division_of_code(six, desk.on)) is not None


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
    code = row.get("code", "")
    found = desk.once(("division", code[2:8]), lambda: division_of_code(code[2:8], desk.on))
    return found.path if found else desk.within


def _compare_places(row: Row, one: Organization, path: str, registrar: str) -> None:
    if path and path != one.path:
        field = "street" if "street" in row.cells else "district"
        row.changes[field] = (place_name(one.path), place_name(path))
    if registrar and registrar != one.registrar_path:
        row.changes["registrar"] = (_office(one.registrar_path), _office(registrar))


def _compare_life(desk: Desk, row: Row, one: Organization) -> None:
    started = row.get("established_on")
    if started and started != one.established_on:
        row.refuse(
            "established_on",
            f"登记册上是{one.established_on}，成立登记日期不能用表格更改",
            "请核对；确需更正的，请在该组织的档案页办理",
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


def write(desk: Desk, book: Book, rows: Sequence[Row]) -> None:
    """Register new ones in bulk, place by place; change the others one by one."""
    fresh: dict[str, list[Row]] = {}
    for row in rows:
        if row.known is None:
            fresh.setdefault(desk.place_for(REGISTER, row.path), []).append(row)
    for place, group in fresh.items():
        made = [_made(row) for row in group]
        register_organizations(
            division_of_path(place), actor=desk.actor, book=book, organizations=made
        )
    for row in rows:
        if row.known is not None:
            _change(desk, book, row)


def _made(row: Row) -> Organization:
    given = {name: row.cells[name] for name in PLAIN if name in row.cells}
    closed = row.get("closed_on")
    closing = row.get("closing", "open")
    if closed and closing == "open":
        closing = Closing.DEREGISTERED.value
    return Organization(
        code=row.cells["code"],
        path=row.more["path"],
        registrar_path=row.more["registrar_path"],
        established_on=row.cells["established_on"],
        closed_on=closed or OPEN,
        closing=closing if closed else "",
        **given,
    )


def _change(desk: Desk, book: Book, row: Row) -> None:
    one: Organization = row.known
    fields = {name: after for name, (_, after) in row.changes.items() if name in PLAIN}
    if {"street", "district"} & set(row.changes):
        fields["path"] = row.more["path"]
    if "registrar" in row.changes:
        fields["registrar_path"] = row.more["registrar_path"]
    if fields:
        on = row.get("changed_on", desk.on)
        change_particulars(one, actor=desk.actor, book=book, on=on, fields=fields)
    if "closed_on" in row.changes:
        closing = Closing(row.changes["closing"][1])
        close_organization(
            one, actor=desk.actor, book=book, on=row.cells["closed_on"], closing=closing
        )


def export(actor: Actor, place: str, on: date, only: Q) -> Iterator[Mapping[str, Any]]:
    """Organizations on the register on the day, as it described them then."""
    seen = Organization.objects.seen_by(actor).filter(only)
    rows = Particulars.rows().filter(
        organization__in=seen.values("pk"), since__lte=on, until__gt=on
    )
    if place:
        rows = rows.filter(below("path", place))
    rows = rows.annotate(code=F("organization__code"), start=F("organization__established_on"))
    columns = (*PLAIN, "path", "registrar_path", "code", "start")
    for row in rows.order_by("path", "code").values(*columns).iterator(chunk_size=2000):
        district, street = district_and_street(row["path"])
        yield {
            **row,
            "district": district,
            "street": street,
            "registrar": _office(row["registrar_path"]),
            "established_on": row["start"],
            "closing": "open",
        }


def _office(path: str) -> str:
    return f"{division_of_path(path).name}民政局" if path else ""


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
