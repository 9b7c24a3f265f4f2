"""The sheet of assignments: which instructor is sent to which organization."""

from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from django.db.models import Q

from dangjianyun.access.book import Book
from dangjianyun.coverage.actions import ASSIGNMENT, assign, end_assignment
from dangjianyun.coverage.models import Assignment, Instructor
from dangjianyun.foundation.actor import Actor
from dangjianyun.foundation.days import OPEN, far_words, is_far, last_day, until_of
from dangjianyun.foundation.scope import below
from dangjianyun.foundation.sheets import Column, Desk, Row, Sheet, declare
from dangjianyun.registry.models import Organization
from dangjianyun.territory.queries import division_of_path

COLUMNS = (
    Column(
        "指导员编号",
        "instructor",
        "code",
        required=True,
        longest=20,
        aliases=("编号",),
        example="ZD330203-9001",
    ),
    Column(
        "统一社会信用代码",
        "organization",
        "code",
        required=True,
        longest=18,
        aliases=("社会组织代码", "社会信用代码", "社会组织统一社会信用代码"),
        example="52330203MJ00000017",
    ),
    Column(
        "起始日",
        "since",
        "day",
        required=True,
        aliases=("派驻日期", "起始日期", "开始日期"),
        example="2020-05-01",
    ),
    Column(
        "截止日（含）",
        "until",
        "last_day",
        note="派驻的最后一天；仍在派驻的留空。",
        aliases=("截止日", "截止日期", "结束日期"),
        example="",
    ),
    Column("选派文号", "letter", longest=80, aliases=("文号",), example=""),
)
Spans = dict[tuple[int, int], list[tuple[date, date]]]


def resolve(desk: Desk, rows: Sequence[Row]) -> None:
    """Known by instructor, organization and first day; new ones may not overlap what is there."""
    instructors = {
        one.number: one
        for one in Instructor.objects.seen_by(desk.actor)
        .filter(number__in={row.get("instructor") for row in rows} - {None})
        .select_related("home")
    }
    organizations = {
        one.code: one
        for one in Organization.objects.seen_by(desk.actor).filter(
            code__in={row.get("organization") for row in rows} - {None}
        )
    }
    lines = Assignment.rows().filter(
        instructor__in=[one.pk for one in instructors.values()],
        organization__in=[one.pk for one in organizations.values()],
    )
    known: dict[tuple[int, int, date], Assignment] = {}
    spans: Spans = {}
    for line in lines:
        pair = (line.instructor_id, line.organization_id)
        known[*pair, line.since] = line
        spans.setdefault(pair, []).append((line.since, line.until))
    for row in rows:
        one = instructors.get(row.get("instructor", ""))
        other = organizations.get(row.get("organization", ""))
        _judge(desk, row, one, other, known, spans)
        row.settle(is_known=row.known is not None)


def _judge(
    desk: Desk,
    row: Row,
    one: Instructor | None,
    other: Organization | None,
    known: dict[tuple[int, int, date], Assignment],
    spans: Spans,
) -> None:
    row.title = f"{one.name}，{other.name}" if one and other else ""
    if one is None and row.get("instructor"):
        row.refuse(
            "instructor",
            f"没有编号为{row.get('instructor')}的指导员，或不在你的范围内",
            "请核对编号",
        )
    if other is None and row.get("organization"):
        row.refuse(
            "organization",
            f"没有代码为{row.get('organization')}的社会组织，或不在你的范围内",
            "请核对代码",
        )
    since, until = row.get("since"), row.get("until")
    if since and until and until < since:
        row.refuse("until", "早于起始日", "请核对两个日期")
    if until and is_far(until):
        row.remark("until", far_words(until))
    if one is None or other is None or since is None:
        return
    row.path = other.path
    row.more = {"instructor": one, "organization": other}
    row.known = known.get((one.pk, other.pk, since))
    if row.known is None:
        _judge_new(desk, row, one, other, spans)
    else:
        _judge_known(desk, row, row.known)


def _judge_new(desk: Desk, row: Row, one: Instructor, other: Organization, spans: Spans) -> None:
    since: date = row.cells["since"]
    if not desk.place_for(ASSIGNMENT, other.path):
        row.refuse("organization", "这家社会组织不在你的范围内", "请由所在区导入")
    if since > desk.on:
        row.refuse("since", f"{since}还没有到", "请核对日期")
    if not one.since <= since < one.until:
        row.refuse("since", f"指导员{one.name}在{since}不在任", "请核对起始日")
    if not other.established_on <= since < other.closed_on:
        row.refuse("since", f"“{other.name}”在{since}不在登记期间内", "请核对起始日")
    until = min(until_of(row.get("until")), one.until, other.closed_on)
    held = spans.setdefault((one.pk, other.pk), [])
    if any(since < end and start < until for start, end in held):
        row.refuse("since", "与已有的派驻时间重叠", "请核对起止日")
    elif not row.faults:
        held.append((since, until))


def _judge_known(desk: Desk, row: Row, line: Assignment) -> None:
    one: Instructor = row.more["instructor"]
    other: Organization = row.more["organization"]
    if row.get("letter") not in {None, line.letter}:
        row.refuse("letter", "与系统里的不一致，不能用表格更改", "请核对文号")
    until, now = row.get("until"), last_day(line.until)
    if until and until != now:
        if line.until not in {OPEN, one.until, other.closed_on}:
            row.refuse("until", f"已于{now}截止", "不能用表格更改")
        elif until_of(until) > line.until:
            row.refuse("until", f"只能到{now}", "请核对截止日")
        else:
            row.changes["until"] = (now, until)
    if row.changes and not desk.may(ASSIGNMENT, d=other.path, p=one.home.party_path):
        row.changes.clear()
        row.refuse("organization", "这家社会组织不在你的范围内", "请由所在区导入")


def write(desk: Desk, book: Book, rows: Sequence[Row]) -> None:
    """Send in bulk; end the others one by one."""
    fresh: dict[str, list[Assignment]] = {}
    for row in rows:
        if row.known is None:
            made = Assignment(
                instructor=row.more["instructor"],
                organization=row.more["organization"],
                since=row.cells["since"],
                until=until_of(row.get("until")),
                letter=row.get("letter", ""),
            )
            fresh.setdefault(desk.place_for(ASSIGNMENT, row.path), []).append(made)
    for place, group in fresh.items():
        assign(division_of_path(place), actor=desk.actor, book=book, assignments=group)
    for row in rows:
        if row.known is not None:
            on = until_of(row.cells["until"])
            end_assignment(row.known, actor=desk.actor, book=book, on=on)


def export(actor: Actor, place: str, on: date, only: Q) -> Iterator[Mapping[str, Any]]:
    """Assignments in force on the day."""
    rows = Assignment.objects.seen_by(actor).filter(only, since__lte=on, until__gt=on)
    if place:
        rows = rows.filter(below("organization__path", place))
    rows = rows.order_by("organization__path", "organization__code", "since").values_list(
        "instructor__number", "organization__code", "since", "until", "letter"
    )
    for number, code, since, until, letter in rows.iterator(chunk_size=2000):
        yield {
            "instructor": number,
            "organization": code,
            "since": since,
            "until": last_day(until),
            "letter": letter,
        }


def marks(desk: Desk, row: Row) -> Iterable[tuple[str, Hashable]]:
    """The three keys together stand in a file once."""
    key = tuple(row.get(name) for name in ("instructor", "organization", "since"))
    if all(key):
        yield "organization", key


ASSIGNMENTS = declare(
    Sheet(
        name="assignments",
        order=5,
        label="指导员派驻",
        noun="项",
        key=("instructor", "organization", "since"),
        columns=COLUMNS,
        model=Assignment,
        permission=ASSIGNMENT,
        read_permission="coverage.assignment.read",
        resolve=resolve,
        write=write,
        export=export,
        marks=marks,
        mark_fields=("instructor", "organization", "since"),
        note="同一名指导员、同一家社会组织、同一个起始日，算同一项派驻。",
        indicators=("coverage.instructed_organizations", "coverage.uncovered"),
    )
)
