"""What `populate` puts into one city: made-up organizations, committees, lists and instructors.

Everything follows from the seed, the city and the counts, so that a city is the same whichever
process fills it and in whatever order.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from dangjianyun.coverage.models import Assignment, Instructor
from dangjianyun.party.models import Covering, Unit
from dangjianyun.registry.models import Category, Kind, Organization
from dangjianyun.registry.rules import make_credit_code
from dangjianyun.territory.models import Division, Level
from dangjianyun.territory.queries import children, level_of

LATEST = date(2026, 10, 1)
NINGBO = "d/33/3302/"
FEW = 25
# Province and thousands of its social organizations: the country's uneven shape, not a figure.
_SHAPE = (
    "11:13 12:6 13:36 14:18 15:17 21:26 22:15 23:18 31:17 32:92 33:72 34:35 35:35 36:27 37:61 "
    "41:49 42:31 43:38 44:72 45:28 46:8 50:18 51:46 52:14 53:24 54:1 61:31 62:24 63:6 64:6 65:10"
)
THOUSANDS = {part[:2]: int(part[3:]) for part in _SHAPE.split(" ")}
WORDS = (
    *("老年书画", "青年志愿", "社区养老", "科技创新", "电子商务", "物业管理", "心理健康"),
    *("环境保护", "乒乓球运动", "太极拳", "家庭教育", "口腔医疗", "茶文化", "水稻种植"),
    *("应急救援", "儿童福利", "登山健身", "民办职业培训", "公益助学", "渔业流通"),
)
COMMON = WORDS[0]
RARE = "龙舟竞渡"
"""In one name of ten thousand: the rare term of the search benchmark."""
ENDS = {
    Kind.ASSOCIATION.value: ("协会", "促进会", "商会", "研究会"),
    Kind.SERVICE.value: ("服务中心", "服务社", "学校", "院"),
    Kind.FOUNDATION.value: ("基金会",),
}
DIGIT = {Kind.ASSOCIATION.value: "1", Kind.SERVICE.value: "2", Kind.FOUNDATION.value: "3"}
KINDS = tuple(DIGIT)
CATEGORIES = tuple(Category.values)


def cities() -> Iterator[tuple[Division, float]]:
    """Every city with its weight: the province's, shared by the number of districts."""
    for province in children("d/", LATEST):
        below = [one for one in children(province.path, LATEST) if level_of(one.path) == Level.CITY]
        sizes = [len(children(one.path, LATEST)) or 1 for one in below]
        for city, size in zip(below, sizes, strict=True):
            yield city, THOUSANDS.get(province.code[:2], 1) * size / sum(sizes)


def shares(organizations: int) -> list[tuple[Division, int]]:
    """How many organizations each city gets: whole numbers that add up.

    Where they would get only a few each, the largest cities and Ningbo share them.
    """
    ranked = sorted(cities(), key=lambda found: (found[0].path != NINGBO, -found[1]))
    chosen = sorted(ranked[: organizations // FEW + 1], key=lambda found: found[0].path)
    whole = sum(weight for _, weight in chosen)
    counts, given, reached = [], 0, 0.0
    for city, weight in chosen:
        reached += weight
        upto = round(organizations * reached / whole)
        counts.append((city, upto - given))
        given = upto
    return counts


@dataclass
class Plan:
    """Unsaved rows of one city. The lists name organizations by their place in `organizations`."""

    city: Division
    seed: int
    first: int

    def __post_init__(self) -> None:
        self.chance = random.Random(f"{self.seed}/{self.city.path}")  # noqa: S311 - no secret
        self.towns = _towns(self.city)
        self.top = self._committee(self.city, "city", date(2016, 1, 1), None)
        self.area: dict[str, Unit] = {}
        self.units = [self.top]
        for district in children(self.city.path, LATEST):
            committee = self._committee(district, "district", date(2016, 6, 1), self.top)
            self.area[district.path] = _area(district, committee)
            self.units += [committee, self.area[district.path]]

    def organizations(self, count: int) -> list[Organization]:
        """The next organizations of the city."""
        rows = [self._organization(self.first + n) for n in range(count)]
        self.first += count
        return rows

    def instructors(self, organizations: int) -> list[Instructor]:
        """One for twelve of the organizations that need one."""
        label = f"I{self.city.code}-{self.first}"
        return [
            Instructor(
                number=f"{label}-{n}",
                name=f"测试指导{n}",
                home=self.top,
                path=self.city.path,
                since=date(2017, 6, 1),
            )
            for n in range(organizations // 12 + 1)
        ]

    def split(self, rows: list[Organization]) -> tuple[list[Covering], list[Organization]]:
        """Two thirds go to the lists of area units; of the rest most need an instructor."""
        listed: list[Covering] = []
        rest: list[Organization] = []
        for row in rows:
            unit = self.area.get("/".join(row.path.split("/")[:4]) + "/")
            if unit and self.chance.random() < 0.64:
                first = max(row.established_on, date(2018, 1, 1))
                since = (first + timedelta(days=31 * self.chance.randint(0, 9))).replace(day=1)
                listed.append(Covering(unit=unit, organization=row, since=max(since, first)))
            elif self.chance.random() < 0.95:
                rest.append(row)
        return listed, rest

    def assignments(self, sent: list[Instructor], rest: list[Organization]) -> list[Assignment]:
        """The instructors take turns."""
        return [
            Assignment(
                instructor=sent[n % len(sent)],
                organization=row,
                since=max(row.established_on, date(2019, self.chance.randint(1, 12), 1)),
            )
            for n, row in enumerate(rest)
        ]

    def _committee(self, at: Division, level: str, since: date, parent: Unit | None) -> Unit:
        return Unit(
            number=f"P{at.code}",
            name=f"{at.name}社会组织综合党委",
            kind="committee",
            role="comprehensive",
            level=level,
            path=at.path,
            parent=parent,
            established_on=since,
        )

    def _organization(self, number: int) -> Organization:
        chance = self.chance
        town = self.towns[chance.randrange(len(self.towns))]
        kind = chance.choices(KINDS, (40, 58, 2))[0]
        parts = town.path.split("/")
        word = RARE if number % 10_000 == 7 else chance.choice(WORDS)
        return Organization(
            code=make_credit_code(DIGIT[kind], (parts[3] or self.city.code)[:6], f"{number:08d}"),
            name=f"{town.name}示例{word}{chance.choice(ENDS[kind])}{number}号",
            kind=kind,
            category=chance.choice(CATEGORIES),
            path=town.path,
            registrar_path="/".join(parts[:4]).rstrip("/") + "/",
            established_on=date(chance.randint(2003, 2023), chance.randint(1, 12), 1),
            full_time_count=chance.randint(1, 40),
        )


def _area(district: Division, committee: Unit) -> Unit:
    return Unit(
        number=f"A{district.code}",
        name=f"{district.name}区域联合党支部",
        kind="branch",
        mode="area",
        path=district.path,
        parent=committee,
        established_on=date(2017, 1, 1),
    )


def _towns(city: Division) -> list[Division]:
    """The lowest divisions known in a city."""
    found: list[Division] = []
    for district in children(city.path, LATEST):
        found += children(district.path, LATEST) or [district]
    return found or [city]
