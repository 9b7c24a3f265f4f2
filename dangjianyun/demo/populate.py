"""A synthetic country of any size, for benchmarks, in a database of its own.

Made by the same bulk actions as everything else: each city is one act with its audit entries,
segments and tallies.
"""

import random
from collections.abc import Callable, Iterator
from datetime import date, timedelta

from django.db import transaction

from dangjianyun.access.book import Book
from dangjianyun.access.queries import operator
from dangjianyun.coverage.actions import assign, send_instructors
from dangjianyun.coverage.models import Assignment, Instructor
from dangjianyun.foundation import compaction
from dangjianyun.foundation.actor import Actor
from dangjianyun.foundation.errors import Refused
from dangjianyun.party.actions.relation import cover
from dangjianyun.party.actions.unit import establish_units
from dangjianyun.party.models import Covering, Unit
from dangjianyun.registry.actions import register_organizations
from dangjianyun.registry.models import Category, Kind, Organization
from dangjianyun.registry.rules import make_credit_code
from dangjianyun.territory.actions import load_divisions
from dangjianyun.territory.models import Division, Level
from dangjianyun.territory.queries import children, level_of

LATEST = date(2026, 10, 1)
WORDS = (
    "老年书画 青年志愿 社区养老 科技创新 电子商务 物业管理 心理健康 环境保护 乒乓球运动 太极拳 "
    "家庭教育 口腔医疗 茶文化 水稻种植 应急救援 儿童福利 登山健身 民办职业培训 公益助学 渔业流通"
).split()
ENDS = {
    Kind.ASSOCIATION: ("协会", "促进会", "商会", "研究会"),
    Kind.SERVICE: ("服务中心", "服务社", "学校", "院"),
    Kind.FOUNDATION: ("基金会",),
}
DIGIT = {Kind.ASSOCIATION: "1", Kind.SERVICE: "2", Kind.FOUNDATION: "3"}
CHUNK = 4000


def populate(
    organizations: int, seed: int = 1, *, said: Callable[[str], None] = lambda text: None
) -> dict[str, int]:
    """Fill an empty database; gives how many organizations and cities.

    Raises: Refused where organizations are there already.
    """
    if Organization.rows().exists():
        raise Refused(
            "这个库里已有社会组织。请用DANGJIANYUN_DATABASE_URL另指一个空库，再运行populate。"
        )
    load_divisions()
    cities = list(_cities())
    chance = random.Random(seed)
    shares = [chance.uniform(0.6, 1.4) for _ in cities]
    done = 0
    for number, (city, share) in enumerate(zip(cities, shares, strict=True)):
        upto = round(organizations * sum(shares[: number + 1]) / sum(shares))
        _fill_city(city, upto - done, done, chance)
        done = upto
        said(f"{city.name}，共{done}家，每城权重{share:.1f}")
        while compaction.run():
            pass
    return {"organizations": done, "cities": len(cities)}


def _cities() -> Iterator[Division]:
    for province in children("d/", LATEST):
        for below in children(province.path, LATEST):
            if level_of(below.path) == Level.CITY:
                yield below


def _fill_city(city: Division, count: int, first: int, chance: random.Random) -> None:
    """One city's organizations, committees, area units and instructors."""
    towns = _towns(city)
    committees: dict[str, list[Unit]] = {}
    for start in range(0, count, CHUNK):
        part = min(CHUNK, count - start)
        with transaction.atomic():
            actor = operator()
            book = Book(actor, "demo.populate", chain=city.path.split("/")[2])
            if not committees:
                committees = _committees(city, actor, book)
            rows = [
                _organization(towns[chance.randrange(len(towns))], first + start + n, chance)
                for n in range(part)
            ]
            register_organizations(city, actor=actor, book=book, organizations=rows)
            _serve(city, rows, committees, actor, book, chance, f"{first + start}")
            book.close()


def _towns(city: Division) -> list[Division]:
    """The lowest divisions known in a city."""
    found: list[Division] = []
    for district in children(city.path, LATEST):
        found += children(district.path, LATEST) or [district]
    return found or [city]


def _district_path(path: str, city: str) -> str:
    rest = path[len(city) :].split("/")
    return f"{city}{rest[0]}/" if rest[0] else path


def _committees(city: Division, actor: Actor, book: Book) -> dict[str, list[Unit]]:
    code = city.path.split("/")[2]
    top = Unit(
        number=f"P{code}",
        name=f"{city.name}社会组织综合党委",
        kind="committee",
        role="comprehensive",
        level="city",
        path=city.path,
        established_on=date(2016, 1, 1),
    )
    area = [
        Unit(
            number=f"P{code}-{n}",
            name=f"{district.name}区域联合党支部",
            kind="joint_branch",
            mode="area",
            path=district.path,
            parent=top,
            established_on=date(2017, 1, 1),
        )
        for n, district in enumerate(children(city.path, LATEST) or [city])
    ]
    establish_units(city, actor=actor, book=book, units=[top, *area])
    found: dict[str, list[Unit]] = {"": [top]}
    for unit in area:
        found.setdefault(unit.path, []).append(unit)
    return found


def _organization(town: Division, number: int, chance: random.Random) -> Organization:
    kind = chance.choices(list(Kind), (40, 58, 2))[0]
    division = (town.path.split("/") + ["", "", ""])[3][:6] or town.path.split("/")[2] + "00"
    name = f"{town.name}示例{chance.choice(WORDS)}{chance.choice(ENDS[kind])}{number}号"
    return Organization(
        code=make_credit_code(DIGIT[kind], division.ljust(6, "0")[:6], f"{number:08d}"),
        name=name,
        kind=kind,
        category=chance.choice(list(Category)),
        path=town.path,
        registrar_path="/".join(town.path.split("/")[:4]).rstrip("/") + "/",
        established_on=date(chance.randint(2003, 2023), chance.randint(1, 12), 1),
        full_time_count=chance.randint(1, 40),
    )


def _serve(
    city: Division,
    rows: list[Organization],
    committees: dict[str, list[Unit]],
    actor: Actor,
    book: Book,
    chance: random.Random,
    batch: str,
) -> None:
    """Cover two thirds by area units, send instructors to most of the rest."""
    listed: list[Covering] = []
    rest: list[Organization] = []
    for row in rows:
        units = committees.get(_district_path(row.path, city.path))
        if units and chance.random() < 0.64:
            since = max(row.established_on, date(2018, 1, 1)) + timedelta(days=31 * chance.randint(0, 9))
            listed.append(Covering(unit=units[0], organization=row, since=since.replace(day=1)))
        elif chance.random() < 0.95:
            rest.append(row)
    listed = [row for row in listed if row.since >= row.organization.established_on]
    top = committees[""][0]
    cover(top, actor=actor, book=book, coverings=listed)
    needed = len(rest) // 12 + 1
    sent = [
        Instructor(
            number=f"I{batch}-{n}",
            name=f"测试指导{n}",
            home=top,
            path=city.path,
            since=date(2017, 6, 1),
        )
        for n in range(needed)
    ]
    send_instructors(city, actor=actor, book=book, instructors=sent)
    lines = [
        Assignment(
            instructor=sent[n % needed],
            organization=row,
            since=max(row.established_on, date(2019, chance.randint(1, 12), 1)),
        )
        for n, row in enumerate(rest)
    ]
    assign(city, actor=actor, book=book, assignments=lines)
