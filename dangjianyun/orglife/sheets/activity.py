"""The sheet of activities: the five columns of the public welfare day's table as they stand."""

import re
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from django.db.models import Q

from dangjianyun.access.book import Book
from dangjianyun.foundation.actor import Actor
from dangjianyun.foundation.cells import CellError, clean_text
from dangjianyun.foundation.schedules import Schedule, parse_schedule
from dangjianyun.foundation.scope import below
from dangjianyun.foundation.sheets import Column, Desk, Row, Sheet, declare
from dangjianyun.orglife.actions.activity import WRITE, correct_activity, record_activities
from dangjianyun.orglife.models import Activity
from dangjianyun.orglife.queries.activity import next_number
from dangjianyun.registry.models import Organization
from dangjianyun.territory.queries import (
    deepest_division_named_by,
    division_of_path,
    place_name,
)

UNDATED = "没有写明日期，写入后暂不计入活动数，写明日期后才计入"

COLUMNS = (
    Column(
        "活动编号",
        "number",
        "code",
        longest=20,
        note="新活动不填，由系统编号；改已有的活动时照导出的填。",
        aliases=("编号",),
        example="",
    ),
    Column(
        "活动名称",
        "name",
        required=True,
        is_name=True,
        longest=200,
        aliases=("名称", "活动主题", "主题"),
        example="社区便民服务日",
    ),
    Column(
        "组织单位",
        "organizer",
        required=True,
        is_name=True,
        aliases=("主办单位", "活动单位", "承办单位", "组织单位名称"),
        example="海曙区示例公益服务中心",
    ),
    Column(
        "具体内容",
        "content",
        "lines",
        longest=4000,
        clears=True,
        aliases=("活动内容", "内容", "具体活动内容"),
        example="便民理发、义诊、家电维修。",
    ),
    Column(
        "活动地点或区域",
        "venue",
        required=True,
        longest=200,
        note="可写几个备选地点，如“图书馆广场或吾悦广场”。",
        aliases=("活动地点", "地点", "活动区域", "活动地点及区域"),
        example="海曙区石碶街道",
    ),
    Column(
        "时间安排",
        "schedule",
        "schedule",
        required=True,
        note="如6月28日、6月28日至30日、6月中旬；可在括号中说明，如6月30日（暂定）。",
        aliases=("活动时间", "时间", "日期", "活动日期"),
        example="6月28日（暂定）",
    ),
)
YEAR = re.compile("(?:19|20|21)[0-9]{2}")
TEXTS = ("name", "organizer", "content", "venue")


def resolve(desk: Desk, rows: Sequence[Row]) -> None:
    """Known by number, else by year, name and organizer; the place is read from the words."""
    numbered = {
        one.number: one
        for one in Activity.objects.seen_by(desk.actor).filter(
            number__in=[r.get("number") for r in rows if r.get("number")]
        )
    }
    for row in rows:
        row.title = row.get("name", "")
        row.known = numbered.get(row.get("number", ""))
        _read_schedule(desk, row)
    named = _by_name(desk.actor, rows)
    organizers = _organizers({row.get("organizer") for row in rows if row.known is None})
    for row in rows:
        key = (row.more.get("year"), row.get("name"), row.get("organizer"))
        row.known = row.known or named.get(key)
        if row.get("number") and (row.known is None or row.known.number != row.get("number")):
            row.refuse("number", f"没有编号为{row.get('number')}的活动", "新活动请把这一格留空")
        _judge(desk, row, organizers)
        row.settle(is_known=row.known is not None)


def _read_schedule(desk: Desk, row: Row) -> None:
    said = row.get("schedule")
    if said is None:
        return
    year = row.known.year if row.known else desk.year
    try:
        meant = parse_schedule(said, year or desk.on.year)
    except CellError as error:
        row.trouble("schedule", error)
        return
    if year is None:
        if meant.first is None or not _names_year(said, meant.first.year):
            row.refuse("schedule", "没有写年份", "请在导入时选定年度，或写成2021年6月28日")
            return
        year = meant.first.year
    row.more["year"] = year
    row.more["meant"] = meant
    row.cells["schedule"] = meant.text
    if meant.first is None:
        row.remark("schedule", UNDATED)


def _names_year(said: Any, year: int) -> bool:
    return isinstance(said, date) or str(year) in clean_text(said)


def _by_name(actor: Actor, rows: Sequence[Row]) -> dict[tuple[Any, Any, Any], Activity]:
    names = {row.get("name") for row in rows if row.known is None and row.get("name")}
    years = {row.more["year"] for row in rows if "year" in row.more}
    found = Activity.objects.seen_by(actor).filter(year__in=years, name__in=names)
    return {(one.year, one.name, one.organizer): one for one in found}


def _organizers(names: set[Any]) -> dict[str, Organization | None]:
    """Registered organizations by name; a name that two bear means neither."""
    found: dict[str, Organization | None] = {}
    for one in Organization.rows().filter(name__in=[name for name in names if name]):
        found[one.name] = None if one.name in found else one
    return found


def _judge(desk: Desk, row: Row, organizers: Mapping[str, Organization | None]) -> None:
    one: Activity | None = row.known
    if one is not None:
        row.path = one.path
        if not (desk.actor.may(WRITE, one) if one.unit_id else desk.may(WRITE, d=one.path)):
            row.faults.clear()
            row.refuse("name", "同名活动已由其他单位登记", "请与登记单位核对")
            return
        for name in TEXTS:
            row.compare(name, getattr(one, name))
        meant: Schedule | None = row.more.get("meant")
        if meant and _dates(meant) != (one.first_on, one.last_on, one.is_tentative, one.schedule):
            row.changes["schedule"] = (one.schedule, meant.text)
        return
    host = organizers.get(row.get("organizer", ""))
    row.more["organization"] = host
    row.path = host.path if host else _guess(desk, row)
    if not desk.may(WRITE, d=row.path):
        row.refuse("organizer", f"所在地{place_name(row.path)}不在你的范围内", "请交由所在区导入")
    elif host is None:
        row.remark("venue", f"所在地推定为{place_name(row.path)}")


def _dates(meant: Schedule) -> tuple[date | None, date | None, bool, str]:
    return meant.first, meant.last_day, meant.is_tentative, meant.text


def _guess(desk: Desk, row: Row) -> str:
    texts = (row.get("organizer", ""), row.get("venue", ""))
    found = desk.once(
        ("named by", texts), lambda: deepest_division_named_by(texts, _city(desk), desk.on)
    )
    # A wider place than the importer's own says no more than the importer's does.
    return found.path if found and not desk.within.startswith(found.path) else desk.within


def _city(desk: Desk) -> str:
    """The city in which names are looked for: a neighbor's activity must not pass as one's own."""
    return "/".join(desk.within.split("/")[:3]) + "/" if desk.within.count("/") > 3 else desk.within


def write(desk: Desk, book: Book, rows: Sequence[Row]) -> None:
    """Record new ones in bulk, correct the others."""
    fresh: dict[str, list[Activity]] = {}
    numbers: dict[int, int] = {}
    for row in rows:
        if row.known is None:
            year = row.more["year"]
            numbers[year] = numbers.get(year, _last(year)) + 1
            made = _made(row, f"HD{year}-{numbers[year]:05d}")
            fresh.setdefault(desk.place_for(WRITE, row.path), []).append(made)
    for place, group in fresh.items():
        record_activities(division_of_path(place), actor=desk.actor, book=book, activities=group)
    for row in rows:
        if row.known is not None:
            correct_activity(row.known, actor=desk.actor, book=book, fields=_corrections(row))


def _last(year: int) -> int:
    return int(next_number(year).rsplit("-", 1)[1]) - 1


def _made(row: Row, number: str) -> Activity:
    host: Organization | None = row.more["organization"]
    return Activity(
        number=number,
        year=row.more["year"],
        name=row.cells["name"],
        organizer=row.cells["organizer"],
        organization=host,
        content=row.get("content", ""),
        venue=row.cells["venue"],
        path=row.path,
        is_path_guessed=host is None,
        **_when(row.more["meant"]),
    )


def _when(meant: Schedule) -> dict[str, Any]:
    return {
        "schedule": meant.text,
        "first_on": meant.first,
        "last_on": meant.last_day,
        "is_tentative": meant.is_tentative,
    }


def _corrections(row: Row) -> dict[str, object]:
    fields = {name: after for name, (_, after) in row.changes.items() if name in TEXTS}
    if "schedule" in row.changes:
        fields |= _when(row.more["meant"])
    return fields


def export(actor: Actor, place: str, on: date, only: Q) -> Iterator[Mapping[str, Any]]:
    """Activities of all years up to the day's, as they are recorded."""
    rows = Activity.objects.seen_by(actor).filter(only, year__lte=on.year)
    if place:
        rows = rows.filter(below("path", place))
    columns = ("number", *TEXTS, "schedule")
    yield from rows.order_by("year", "first_on", "number").values(*columns).iterator()


def marks(desk: Desk, row: Row) -> Iterable[tuple[str, Hashable]]:
    """A number once; a name once for an organizer in a year, the file's or the words'."""
    if number := row.get("number"):
        yield "number", number
    elif row.get("name") and row.get("organizer"):
        year = desk.year or _year_in(row.get("schedule"))
        yield "name", (row.cells["name"], row.cells["organizer"], year)


def _year_in(words: Any) -> int:
    if isinstance(words, date):
        return words.year
    found = YEAR.search(clean_text(words or ""))
    return int(found[0]) if found else 0


ACTIVITIES = ACTIVITIES = declare(
    Sheet(
        name="activities",
        order=6,
        label="活动",
        noun="项",
        key=("number",),
        columns=COLUMNS,
        model=Activity,
        permission=WRITE,
        read_permission="orglife.activity.read",
        resolve=resolve,
        write=write,
        export=export,
        marks=marks,
        mark_fields=("number", "name", "organizer", "schedule"),
        note="没有编号的，按年度、活动名称和组织单位认定是不是同一项活动。",
        told=frozenset((UNDATED,)),
        indicators=("orglife.activities", "orglife.activities_tentative"),
    )
)
