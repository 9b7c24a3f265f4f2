"""The sheet of instructors."""

from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from django.db.models import Q

from dangjianyun.access.book import Book
from dangjianyun.coverage.actions import (
    INSTRUCTOR,
    correct_instructor,
    end_instructor,
    send_instructors,
)
from dangjianyun.coverage.models import Instructor, InstructorKind
from dangjianyun.foundation.actor import Actor
from dangjianyun.foundation.days import far_words, is_far, last_day, until_of
from dangjianyun.foundation.scope import below
from dangjianyun.foundation.sheets import Column, Desk, Row, Sheet, declare
from dangjianyun.foundation.sheets.columns import words
from dangjianyun.party.models import Unit
from dangjianyun.territory.queries import division_of_path, own_district, place_name
from dangjianyun.territory.queries.sheets import district_and_street, read_place

FREE = ("name", "kind", "employer", "phone")
FIXED = "与系统里的不一致，不能用表格更改"

COLUMNS = (
    Column(
        "指导员编号",
        "number",
        "code",
        required=True,
        longest=20,
        note="新选派的自编，不与已有的重复。",
        aliases=("编号",),
        example="ZD330203-9001",
    ),
    Column(
        "姓名",
        "name",
        required=True,
        is_name=True,
        longest=60,
        aliases=("指导员姓名",),
        example="测试甲",
    ),
    Column(
        "身份",
        "kind",
        "choice",
        choices=words(InstructorKind.choices),
        synonyms={"指导员": InstructorKind.INSTRUCTOR, "联络员": InstructorKind.LIAISON},
        note="不填就是党建工作指导员。",
        aliases=("类别", "身份类别"),
        example="党建工作指导员",
    ),
    Column(
        "原工作单位",
        "employer",
        clears=True,
        aliases=("工作单位", "所在单位", "单位"),
        example="海曙区示例街道办事处",
    ),
    Column(
        "联系电话",
        "phone",
        "phone",
        mask="phone",
        aliases=("电话", "手机", "手机号", "手机号码"),
        example="19900000001",
    ),
    Column(
        "选派党组织编号",
        "home",
        "code",
        required=True,
        longest=20,
        aliases=("选派单位党组织编号", "所属党组织编号"),
        example="DZ330203-0001",
    ),
    Column(
        "所在区（县、市）",
        "district",
        note="不填按选派党组织。",
        aliases=("所在区", "区（县、市）", "区县市", "区县"),
        example="海曙区",
    ),
    Column("所在街道（乡镇）", "street", aliases=("所在街道", "街道"), example="石碶街道"),
    Column(
        "选派日期",
        "since",
        "day",
        required=True,
        aliases=("选派时间", "聘任日期"),
        example="2020-05-01",
    ),
    Column(
        "截止日（含）",
        "until",
        "last_day",
        note="任期的最后一天；在任的留空。",
        aliases=("截止日", "截止日期", "离任日期"),
        example="",
    ),
)


def resolve(desk: Desk, rows: Sequence[Row]) -> None:
    """New instructors at units in reach, and known ones with what differs."""
    numbers = {row.get("number") for row in rows} - {None}
    related = Instructor.rows().filter(number__in=numbers).select_related("home")
    known = {one.number: one for one in related}
    homes = Unit.rows().filter(number__in={row.get("home") for row in rows} - {None})
    units = {unit.number: unit for unit in homes}
    for row in rows:
        one = known.get(row.get("number", ""))
        row.title, row.known = row.get("name", ""), one
        if _is_foreign(desk, row, one):
            continue
        if one is None:
            _judge_new(desk, row, units.get(row.get("home", "")))
        else:
            _judge_known(desk, row, one)
        row.settle(is_known=one is not None)


def _is_foreign(desk: Desk, row: Row, one: Instructor | None) -> bool:
    """As for units: nobody is told whether a neighbor uses a number."""
    number, code = row.get("number", ""), own_district(desk.places(INSTRUCTOR))
    if not number or not code or number.startswith(f"ZD{code}-"):
        return False
    if one is not None and desk.may(INSTRUCTOR, d=one.path, p=one.home.party_path):
        return False
    row.known = None
    row.faults.clear()
    row.notes.clear()
    row.refuse("number", f"新选派的指导员编号应以“ZD{code}-”开头", "沿用别的编号的请上级导入")
    row.settle(is_known=False)
    return True


def _judge_new(desk: Desk, row: Row, home: Unit | None) -> None:
    since, until = row.get("since"), row.get("until")
    if home is None or not desk.may(INSTRUCTOR, d=home.path, p=home.party_path):
        if row.get("home"):
            row.refuse(
                "home", f"没有编号为{row.get('home')}的党组织，或不在你的范围内", "请核对编号"
            )
        return
    row.path = read_place(desk, row, "district", "street", home.path)
    row.more = {"home": home}
    if row.path and not desk.place_for(INSTRUCTOR, row.path):
        row.refuse("district", f"所在地{place_name(row.path)}不在你的范围内", "请核对所在地")
    if since and since > desk.on:
        row.refuse("since", f"{since}还没有到", "请核对日期")
    if since and since < home.established_on:
        row.refuse("since", f"选派党组织{home.established_on}才成立", "请核对日期")
    if since and until and until < since:
        row.refuse("until", "早于选派日期", "请核对两个日期")
    if until and is_far(until):
        row.remark("until", far_words(until))


def _judge_known(desk: Desk, row: Row, one: Instructor) -> None:
    row.path = one.path
    if not desk.may(INSTRUCTOR, d=one.path, p=one.home.party_path):
        row.faults.clear()
        row.notes.clear()
        row.path = ""
        row.refuse("number", "这个编号已被使用，或不在你的范围内", "请核对编号，新选派的另编一个")
        return
    for name in FREE:
        row.compare(name, getattr(one, name))
    path = read_place(desk, row, "district", "street", one.path)
    if path and path != one.path:
        row.refuse("street" if "street" in row.cells else "district", FIXED, "请到指导员档案办理")
    if row.get("home") not in {None, one.home.number}:
        row.refuse("home", FIXED, "请到指导员档案办理")
    if row.get("since") not in {None, one.since}:
        row.refuse("since", FIXED, "请核对；确需更正的到指导员档案办理")
    until = row.get("until")
    now = last_day(one.until)
    if until and until != now:
        if now is not None:
            row.refuse("until", f"已于{now}截止", "不能用表格更改")
        elif until < one.since:
            row.refuse("until", "早于选派日期", "请核对两个日期")
        else:
            row.changes["until"] = (None, until)


def write(desk: Desk, book: Book, rows: Sequence[Row]) -> None:
    """Send new instructors in bulk, change the others one by one."""
    fresh: dict[str, list[Instructor]] = {}
    for row in rows:
        if row.known is None:
            made = _made(row)
            fresh.setdefault(desk.place_for(INSTRUCTOR, row.path), []).append(made)
    for place, group in fresh.items():
        send_instructors(division_of_path(place), actor=desk.actor, book=book, instructors=group)
    for row in rows:
        if row.known is not None:
            _change(desk, book, row)


def _made(row: Row) -> Instructor:
    return Instructor(
        number=row.cells["number"],
        home=row.more["home"],
        path=row.path,
        since=row.cells["since"],
        until=until_of(row.get("until")),
        **{name: row.cells[name] for name in FREE if name in row.cells},
    )


def _change(desk: Desk, book: Book, row: Row) -> None:
    fields: dict[str, object] = {n: after for n, (_, after) in row.changes.items() if n in FREE}
    if fields:
        correct_instructor(row.known, actor=desk.actor, book=book, fields=fields)
    if "until" in row.changes:
        on = until_of(row.cells["until"])
        end_instructor(row.known, actor=desk.actor, book=book, on=on)


def export(actor: Actor, place: str, on: date, only: Q) -> Iterator[Mapping[str, Any]]:
    """Instructors in office on the day; telephone numbers masked."""
    rows = Instructor.objects.seen_by(actor).filter(only, since__lte=on, until__gt=on)
    if place:
        rows = rows.filter(below("path", place))
    rows = rows.select_related("home").order_by("path", "number")
    for one in rows.iterator(chunk_size=2000):
        district, street = district_and_street(one.path)
        yield {
            "number": one.number,
            "name": one.name,
            "kind": one.kind,
            "employer": one.employer,
            "phone": str(one.phone),
            "home": one.home.number,
            "district": district,
            "street": street,
            "since": one.since,
            "until": last_day(one.until),
        }


def marks(desk: Desk, row: Row) -> Iterable[tuple[str, Hashable]]:
    """A number stands in a file once."""
    if number := row.get("number"):
        yield "number", number


INSTRUCTORS = declare(
    Sheet(
        name="instructors",
        order=4,
        label="党建工作指导员",
        noun="名",
        key=("number",),
        columns=COLUMNS,
        model=Instructor,
        permission=INSTRUCTOR,
        read_permission="coverage.instructor.read",
        resolve=resolve,
        write=write,
        export=export,
        marks=marks,
        mark_fields=("number",),
        is_personal=True,
        note="填了截止日（含），从第二天起不再在任，派驻同时结束。",
    )
)
