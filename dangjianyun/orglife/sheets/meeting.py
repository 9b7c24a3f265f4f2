"""The sheet of meetings: what was held, with counts; how a branch brings in its paper records."""

from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from django.db.models import Q

from dangjianyun.access.book import Book
from dangjianyun.foundation.actor import Actor
from dangjianyun.foundation.scope import below
from dangjianyun.foundation.sheets import Column, Desk, Row, Sheet, declare
from dangjianyun.foundation.sheets.columns import words
from dangjianyun.orglife.actions.meetings_kept import correct_kept, record_meetings
from dangjianyun.orglife.models import Kind, Meeting
from dangjianyun.orglife.queries.meeting import COUNTED, next_numbers
from dangjianyun.orglife.workflow import WRITE
from dangjianyun.party.models import Unit
from dangjianyun.party.queries.duty import has_duty
from dangjianyun.territory.queries import division_of_path

COLUMNS = (
    Column(
        "党组织编号",
        "unit",
        "code",
        required=True,
        longest=20,
        aliases=("支部编号",),
        example="DZ330203-0001",
    ),
    Column(
        "日期", "held_on", "day", required=True, aliases=("召开日期", "时间"), example="2026-03-10"
    ),
    Column(
        "类型",
        "kind",
        "choice",
        required=True,
        choices=words(Kind.choices),
        synonyms={
            "支部大会": "members_meeting",
            "支委会": "committee_meeting",
            "党日": "theme_day",
        },
        aliases=("会议类型",),
        example="主题党日",
    ),
    Column(
        "主题",
        "title",
        required=True,
        longest=120,
        aliases=("会议主题", "名称"),
        example="学习党章",
    ),
    Column("地点", "venue", longest=120, example="三楼会议室"),
    Column("主持人", "host", longest=40, example=""),
    Column("授课人", "lecturer", longest=40, note="有党课的才填，填了才能计为党课。", example=""),
    Column("授课时长（分钟）", "lecture_minutes", "number", aliases=("授课时长",), example=""),
    Column("应到人数", "due_count", "number", required=True, aliases=("应到",), example="12"),
    Column("实到人数", "present_count", "number", required=True, aliases=("实到",), example="11"),
    Column("请假人数", "excused_count", "number", aliases=("请假",), example="1"),
    Column(
        "会议记录",
        "minutes",
        "lines",
        longest=8000,
        note="新记录必填；只有本党组织和直接上级看得到，其他层级导出时为空。",
        aliases=("主要内容", "内容"),
        example="学习党章第一章，交流体会。",
    ),
)
COUNTS = ("due_count", "present_count", "excused_count", "lecture_minutes")
FIELDS = ("venue", "host", "lecturer", *COUNTS, "minutes")
Key = tuple[int, date, str, str]


def resolve(desk: Desk, rows: Sequence[Row]) -> None:
    """Known by unit, day, kind and title; people stay as told."""
    numbers = {row.get("unit") for row in rows} - {None}
    seen = Unit.objects.seen_by(desk.actor).select_related("parent").filter(number__in=numbers)
    units = {one.number: one for one in seen}
    found = Meeting.rows().filter(
        unit__in=units.values(), held_on__in={row.get("held_on") for row in rows} - {None}
    )
    known: dict[Key, Meeting] = {
        (one.unit_id, one.held_on, one.kind, one.title): one
        for one in found.exclude(state=Meeting.State.CANCELED)
    }
    for row in rows:
        unit = units.get(row.get("unit", ""))
        if unit is None and row.get("unit"):
            row.refuse(
                "unit", f"没有编号为{row.get('unit')}的党组织，或不在你的范围内", "请核对编号"
            )
        if unit is not None:
            _judge(desk, row, unit, known)
        row.settle(is_known=row.known is not None)


def _judge(desk: Desk, row: Row, unit: Unit, known: Mapping[Key, Meeting]) -> None:
    row.title = f"{row.get('held_on') or ''} {row.get('title') or ''}".strip()
    row.path = unit.path
    row.more["unit"] = unit
    held_on: date | None = row.get("held_on")
    if held_on is None:
        return
    row.known = known.get((unit.pk, held_on, row.get("kind", ""), row.get("title", "")))
    if not desk.actor.may(WRITE, unit):
        row.refuse("unit", "这个党组织不归你管理", "请由它自己或它的上级导入")
    if held_on > desk.on:
        row.refuse("held_on", f"{held_on}还没有到", "请核对日期，召开以后再登记")
    if not unit.established_on <= held_on < unit.dissolved_on:
        row.refuse("held_on", "这一天党组织还没有成立，或者已经撤销", "请核对日期")
    due, present = row.get("due_count"), row.get("present_count")
    if due == 0:
        row.refuse("due_count", "应到人数是0", "请写明谁应当参加")
    if due is not None and present is not None and present > due:
        row.refuse("present_count", f"实到{present}人，多于应到的{due}人", "请核对人数")
    if row.known is not None:
        _judge_known(row, row.known)
    elif not row.get("minutes"):
        row.refuse("minutes", "会议记录是空的", "请写明主要内容")


def _judge_known(row: Row, meeting: Meeting) -> None:
    for name in FIELDS:
        row.compare(name, getattr(meeting, name))
    if not row.changes:
        return
    if meeting.has_roster or meeting.state not in COUNTED:
        row.changes.clear()
        row.refuse("title", "当天已有这份记录，是在系统里逐项登记的", "请打开原记录更正")


def write(desk: Desk, book: Book, rows: Sequence[Row]) -> None:
    """New records in bulk, by unit; known ones corrected."""
    fresh: dict[int, list[Row]] = {}
    for row in rows:
        if row.known is None:
            fresh.setdefault(row.more["unit"].pk, []).append(row)
        else:
            fields = {name: row.cells[name] for name in row.changes}
            correct_kept(row.known, actor=desk.actor, book=book, fields=fields)
    for group in fresh.values():
        unit: Unit = group[0].more["unit"]
        place = unit if desk.actor.at("p", WRITE) else division_of_path(unit.path)
        record_meetings(place, actor=desk.actor, book=book, meetings=_made(unit, group))


def _made(unit: Unit, rows: Sequence[Row]) -> list[Meeting]:
    by_year: dict[int, list[Row]] = {}
    for row in rows:
        by_year.setdefault(row.cells["held_on"].year, []).append(row)
    return [
        _meeting(unit, row, number)
        for year, group in by_year.items()
        for row, number in zip(group, next_numbers(unit, year, len(group)), strict=True)
    ]


def _meeting(unit: Unit, row: Row, number: str) -> Meeting:
    words = {name: row.get(name) or "" for name in ("venue", "host", "lecturer", "minutes")}
    counts = {name: row.get(name) or 0 for name in COUNTS}
    return Meeting(
        unit=unit,
        number=number,
        kind=row.cells["kind"],
        title=row.cells["title"],
        held_on=row.cells["held_on"],
        has_roster=False,
        **words,
        **counts,
    )


def export(actor: Actor, place: str, on: date, only: Q) -> Iterator[Mapping[str, Any]]:
    """Submitted records up to the day; minutes for those who know the unit's members."""
    rows = Meeting.objects.seen_by(actor).filter(only, held_on__lte=on, state__in=COUNTED)
    if place:
        rows = rows.filter(below("unit__path", place))
    knows: dict[int, bool] = {}
    rows = rows.select_related("unit", "unit__parent").order_by("unit__number", "held_on", "id")
    for row in rows.iterator(chunk_size=2000):
        if row.unit_id not in knows:
            knows[row.unit_id] = has_duty(actor, row.unit, "orglife.attendance.read")
        said: dict[str, Any] = {name: getattr(row, name) for name in FIELDS}
        said["lecture_minutes"] = row.lecture_minutes or None
        said["minutes"] = row.minutes if knows[row.unit_id] else None
        yield said | {
            "unit": row.unit.number,
            "held_on": row.held_on,
            "kind": row.kind,
            "title": row.title,
        }


def marks(desk: Desk, row: Row) -> Iterable[tuple[str, Hashable]]:
    """A unit holds a thing of one kind and title once a day."""
    key = tuple(row.get(name) for name in ("unit", "held_on", "kind", "title"))
    if all(key):
        yield "title", key


MEETINGS = declare(
    Sheet(
        name="meetings",
        order=7,
        label="组织生活",
        noun="份",
        key=("unit", "held_on", "kind", "title"),
        columns=COLUMNS,
        model=Meeting,
        permission=WRITE,
        read_permission="orglife.meeting.read",
        resolve=resolve,
        write=write,
        export=export,
        marks=marks,
        mark_fields=("unit", "held_on", "kind", "title"),
        note="同一党组织、同一天、同类型、同主题，算同一份记录。上级导入的下级记录视为已确认。",
        indicators=("orglife.meetings", "orglife.participants"),
    )
)
