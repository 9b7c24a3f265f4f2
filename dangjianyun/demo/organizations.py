"""From lives to the register: kind, trade, place, name, code, supervising body."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from random import Random
from typing import Any

from dangjianyun.demo import figures
from dangjianyun.demo.lives import Life
from dangjianyun.demo.names import OrganizationNames
from dangjianyun.foundation.days import OPEN
from dangjianyun.registry.models import Category, Closing, Kind, Organization
from dangjianyun.registry.rules import make_credit_code
from dangjianyun.territory.models import Division
from dangjianyun.territory.queries import children, division_of_path

KIND_DIGIT = {Kind.ASSOCIATION: "1", Kind.SERVICE: "2", Kind.FOUNDATION: "3"}
CITY_LEVEL = 0.09
LOOKED_AFTER_BY = {
    Category.EDUCATION: "教育局",
    Category.HEALTH: "卫生健康局",
    Category.WELFARE: "民政局",
    Category.CULTURE: "文化广电旅游局",
    Category.SPORTS: "体育局",
    Category.SCIENCE: "科学技术协会",
    Category.RURAL: "农业农村局",
    Category.LAW: "司法局",
    Category.ECOLOGY: "生态环境局",
    Category.PROFESSION: "人力资源和社会保障局",
    Category.BUSINESS: "经济和信息化局",
}
ASSOCIATION_MIX = (
    (Category.CULTURE, 14), (Category.SPORTS, 14), (Category.WELFARE, 26), (Category.RURAL, 14),
    (Category.SCIENCE, 8), (Category.EDUCATION, 4), (Category.HEALTH, 4), (Category.PROFESSION, 7),
    (Category.LAW, 2), (Category.ECOLOGY, 3), (Category.OTHER, 10), (Category.INTERNATIONAL, 1),
)  # fmt: skip
INSTITUTION_MIX = (
    (Category.EDUCATION, 40), (Category.WELFARE, 30), (Category.HEALTH, 5), (Category.CULTURE, 6),
    (Category.SPORTS, 6), (Category.SCIENCE, 4), (Category.PROFESSION, 3), (Category.LAW, 1),
    (Category.ECOLOGY, 1), (Category.RURAL, 1), (Category.OTHER, 3),
)  # fmt: skip
CENTRAL = frozenset(
    {
        *("海曙区石碶街道", "海曙区望春街道", "海曙区白云街道", "鄞州区中河街道", "鄞州区首南街道"),
        *(
            "鄞州区钟公庙街道",
            "余姚市凤山街道",
            "慈溪市浒山街道",
            "慈溪市古塘街道",
            "宁海县跃龙街道",
        ),
        *("象山县丹东街道", "奉化区锦屏街道", "北仑区新碶街道", "镇海区骆驼街道", "江北区庄桥街道"),
    }
)


@dataclass
class Planned:
    """One organization as planned: its dates, its row, and what other plans hang on it.

    `street` is where it stood first; `is_city` registered by the city.
    """

    life: Life
    row: Organization
    street: str
    is_city: bool
    affiliations: list[tuple[Any, str, date, date]] = field(default_factory=list)

    @property
    def category(self) -> str:
        return str(self.row.category)


class Streets:
    """The streets and towns of each district as they are today, with how much goes on in them."""

    def __init__(self, random: Random, today: date) -> None:
        self.of: dict[str, list[Division]] = {}
        self._weights: dict[str, list[float]] = {}
        for district in figures.DISTRICTS:
            rows = children(district.path, today)
            self.of[district.path] = rows
            self._weights[district.path] = [
                _weight(district.name, row) * random.uniform(0.8, 1.25) for row in rows
            ]

    def any(self, random: Random, district: str) -> str:
        """The path of a street, busy ones more often."""
        rows = self.of[district]
        return random.choices(rows, self._weights[district])[0].path

    def all(self) -> list[Division]:
        """Every street, district by district."""
        return [row for rows in self.of.values() for row in rows]


def _weight(district: str, street: Division) -> float:
    if f"{district}{street.name}" in CENTRAL:
        return 4
    if street.kind == "local":
        return 0.8
    return {"街": 2.0, "镇": 1.2}.get(street.name[-1], 0.45) if "街道" not in street.name else 2.0


def register(
    lives: Sequence[Life],
    streets: Streets,
    names: OrganizationNames,
    random: Random,
    *,
    at: Mapping[int, str],
) -> list[Planned]:
    """Give every life a row of the register, unsaved. `at`: streets that are settled, by number."""
    business = _in_business(lives, random)
    planned = []
    for serial, life in enumerate(lives):
        kind, category = _kind(life, business, random)
        street = at.get(life.number) or streets.any(random, life.district.path)
        is_city = life.number not in at and random.random() < (
            0.25 if category == Category.BUSINESS else CITY_LEVEL
        )
        place = division_of_path(figures.CITY).name if is_city else life.district.name
        local = "" if is_city else _called(division_of_path(street))
        registrar = figures.CITY if is_city else life.district.path
        code = "330200" if is_city else life.district.code
        supervisor = _supervisor(life, place, category, random)
        row = Organization(
            code=make_credit_code(KIND_DIGIT[kind], code, f"0000{_serial(serial)}"),
            name=names.name(place, kind, category, local=local),
            kind=kind,
            category=category,
            path=street,
            registrar_path=registrar,
            supervisor=supervisor,
            is_delinked=not supervisor and category == Category.BUSINESS,
            address=_address(life, street, random),
            full_time_count=random.randint(2, 9),
            part_time_count=random.randint(0, 12),
            established_on=life.established_on,
            closed_on=life.closed_on,
            closing=_closing(life, random),
        )
        planned.append(Planned(life, row, street, is_city))
    return planned


def _called(street: Division) -> str:
    """石碶街道, 大榭开发区: a zone by its short name, as its full one begins with the city's."""
    return street.short_name if street.kind == "local" else street.name


def _serial(number: int) -> str:
    """Four characters: digits and letters, so that there is room for more than 10,000."""
    letters = "0123456789ABCDEFGHJKLMNPQRTUWXY"
    found = ""
    for _ in range(4):
        number, rest = divmod(number, len(letters))
        found = letters[rest] + found
    return found


def _in_business(lives: Sequence[Life], random: Random) -> set[int]:
    """Which are industry associations: enough of them on the article's day, whatever the seed."""
    there = [life.number for life in lives if life.lives_on(figures.ARTICLE_DAY)]
    later = [life.number for life in lives if not life.lives_on(figures.ARTICLE_DAY)]
    wanted = figures.BUSINESS_AT_LEAST + 28
    return {*random.sample(there, wanted), *random.sample(later, len(later) // 14)}


def _kind(life: Life, business: set[int], random: Random) -> tuple[Kind, Category]:
    if life.number in business:
        return Kind.ASSOCIATION, Category.BUSINESS
    chance = random.random()
    if chance < 0.012:
        return Kind.FOUNDATION, Category.WELFARE
    if chance < 0.37:
        return Kind.ASSOCIATION, _mixed(ASSOCIATION_MIX, random)
    return Kind.SERVICE, _mixed(INSTITUTION_MIX, random)


def _mixed(mix: Sequence[tuple[Category, int]], random: Random) -> Category:
    return random.choices([name for name, _ in mix], [weight for _, weight in mix])[0]


def _supervisor(life: Life, place: str, category: Category, random: Random) -> str:
    """Since 2019 industry associations are registered directly, without a supervising body; some of
    the older ones had none either.
    """
    if category == Category.BUSINESS and life.established_on.year >= 2019:
        return ""
    office = LOOKED_AFTER_BY.get(category)
    supervised = random.random() < (0.6 if category == Category.BUSINESS else 0.5)
    return f"{place}{office}" if office and supervised else ""


def _address(life: Life, street: str, random: Random) -> str:
    road = random.choice(("示例路", "演示路", "样例街", "示例巷", "演示大道"))
    return f"{life.district.name}{division_of_path(street).name}{road}{random.randint(1, 888)}号"


def _closing(life: Life, random: Random) -> str:
    if life.closed_on == OPEN:
        return Closing.NONE
    return Closing.REVOKED if random.random() < 0.06 else Closing.DEREGISTERED
