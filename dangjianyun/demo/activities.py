"""Activities: the eleven of the article as they stand, and what the years around them brought."""

import csv
from datetime import date, timedelta
from pathlib import Path

from dangjianyun.demo import figures
from dangjianyun.demo.bodies import Body
from dangjianyun.demo.plan import Plan
from dangjianyun.demo.recording import Recorder
from dangjianyun.foundation.days import OPEN
from dangjianyun.foundation.schedules import parse_schedule
from dangjianyun.orglife.actions.activity import record_activities
from dangjianyun.orglife.models import Activity
from dangjianyun.territory.queries import (
    deepest_division_named_by,
    division_of_path,
    place_name,
)

TABLE = Path(__file__).parent / "public-welfare-day-2021.csv"
YEAR = 2021
TABLE_MONTH = (2021, 6)
"""What the article's table records stands for all of that month."""
FIRST = date(2018, 1, 8)
LATELY, BEFORE = 300, 0.85
"""Activities of units that are not managed directly: in the last year, and what the year before had
of each year's.
"""
THEMES = (
    ("党员志愿服务日", "便民理发、义诊、家电维修、政策咨询。"),
    ("主题党日：重温入党誓词", "集体学习，重温入党誓词，交流学习体会。"),
    ("走访慰问困难群众", "上门走访，了解需求，送去慰问品。"),
    ("红色教育基地参观学习", "参观学习，现场党课，座谈交流。"),
    ("社区公益集市", "公益项目展示、便民服务、文艺演出。"),
    ("环境整治志愿行动", "清洁公共设施，宣传垃圾分类。"),
    ("防诈骗宣传进社区", "发放宣传资料，讲解常见骗局。"),
    ("为老服务专场", "量血压、理发、智能手机使用辅导。"),
    ("助学结对活动", "与困难学生结对，送学习用品。"),
    ("平安巡防志愿活动", "协助秩序维护和安全提醒。"),
)
WORDS = (
    "{m}月{d}日",
    "{m}月{d}日",
    "{m}月{d}日",
    "{m}月{d}日至{e}日",
    "{m}月{d}日（暂定）",
    "{m}月{third}",
)
LONGEST = 3
"""Days that an activity over several days takes at most."""


def record_life(plan: Plan, recorder: Recorder) -> None:
    """Put the activities on record."""
    city = division_of_path(figures.CITY)
    recorder.do(record_activities, city, activities=[*article_rows(), *_others(plan)])


def article_rows() -> list[Activity]:
    """The article's table. Organizers stay text; the place is the deepest division they name."""
    with TABLE.open(encoding="utf-8-sig", newline="") as lines:
        rows = list(csv.DictReader(lines))
    made = []
    for n, row in enumerate(rows, 1):
        texts = (row["组织单位"], row["活动地点或区域"])
        place = deepest_division_named_by(texts, figures.CITY)
        made.append(
            _activity(
                f"HD{YEAR}-{n:05d}",
                YEAR,
                row["活动名称"],
                row["组织单位"],
                row["具体内容"],
                row["活动地点或区域"],
                row["时间安排"],
                path=place.path if place else figures.CITY,
                is_path_guessed=True,
            )
        )
    return made


def _others(plan: Plan) -> list[Activity]:
    """Units managed directly every quarter, the branch of the account every month, others a few."""
    random, today = plan.random, plan.today
    made: list[Activity] = []
    counts: dict[int, int] = {YEAR: 11}
    known: set[tuple[int, str, str]] = set()
    for body, day in _occasions(plan):
        name, content = random.choice(THEMES)
        holder = body.of
        organizer = holder.row.name if holder else body.row.name
        title = f"{name}（{day.month}月）"
        if (day.year, title, organizer) in known:
            continue
        known.add((day.year, title, organizer))
        counts[day.year] = counts.get(day.year, 0) + 1
        words = random.choice(WORDS) if day > today - timedelta(days=200) else WORDS[0]
        said = _said(words, day)
        made.append(
            _activity(
                f"HD{day.year}-{counts[day.year]:05d}",
                day.year,
                title,
                organizer,
                content,
                f"{place_name(body.row.path)}示例广场",
                said,
                path=body.row.path,
                body=body,
            )
        )
    return made


def _said(words: str, day: date) -> str:
    """The words with their day: several days stay in the month, else it is the one day."""
    last = day + timedelta(days=LONGEST - 1)
    if "{e}" in words and last.month != day.month:
        words = WORDS[0]
    third = ("上旬", "中旬", "下旬")[min((day.day - 1) // 10, 2)]
    return words.format(m=day.month, d=day.day, e=last.day, third=third)


def _occasions(plan: Plan) -> list[tuple[Body, date]]:
    random, today = plan.random, plan.today
    found: list[tuple[Body, date]] = []
    bodies = [body for body in plan.grassroots.bodies if body.row.dissolved_on == OPEN]
    others = [body for body in bodies if not body.size and body is not plan.own_body]
    for body in bodies:
        every = 0
        if body is plan.own_body:
            every = 30
        elif body.size:
            every = 90
        day = max(FIRST, body.since) + timedelta(days=random.randint(0, 60))
        while every and day < today + timedelta(days=30):
            found.append((body, day))
            day += timedelta(days=every + random.randint(-8, 8))
    for back in range(today.year - FIRST.year + 1):
        found.extend(
            (random.choice(others), today - timedelta(days=365 * back + random.randint(-20, 344)))
            for _ in range(round(LATELY * BEFORE**back))
        )
    found = [
        (body, day)
        for body, day in found
        if day >= max(FIRST, body.since) and (day.year, day.month) != TABLE_MONTH
    ]
    return sorted(found, key=lambda row: (row[1], row[0].row.number))


def _activity(
    number: str,
    year: int,
    name: str,
    organizer: str,
    content: str,
    venue: str,
    schedule: str,
    *,
    path: str,
    is_path_guessed: bool = False,
    body: Body | None = None,
) -> Activity:
    meant = parse_schedule(schedule, year)
    return Activity(
        number=number,
        year=year,
        name=name,
        organizer=organizer,
        organization=body.of.row if body and body.of else None,
        unit=body.row if body else None,
        content=content,
        venue=venue,
        schedule=meant.text,
        first_on=meant.first,
        last_on=meant.last_day,
        is_tentative=meant.is_tentative,
        path=path,
        is_path_guessed=is_path_guessed,
    )
