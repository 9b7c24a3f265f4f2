"""The leading bodies: committees of city and districts, streets, supervising bodies, trades."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from itertools import count
from random import Random

from dangjianyun.demo import figures
from dangjianyun.demo.organizations import LOOKED_AFTER_BY, Planned, Streets
from dangjianyun.foundation.days import OPEN
from dangjianyun.party.models import Guidance, Guideline, Level, RoleKind, Unit, UnitKind
from dangjianyun.territory.queries import division_of_path, place_name

HANDED_OVER = date(2024, 4, 1)
"""When the committee for new organizations gave way to the social work department."""

TRADES = (
    ("互联网", date(2017, 11, 8), "330203"),
    ("建筑业", date(2018, 3, 20), "330212"),
    ("快递业", date(2018, 6, 29), "330212"),
    ("民营医院", date(2018, 10, 16), "330203"),
    ("物业服务", date(2019, 3, 12), "330205"),
    ("律师", date(2019, 5, 21), "330203"),
    ("注册会计师", date(2019, 9, 4), "330203"),
    ("人力资源服务", date(2019, 11, 26), "330212"),
    ("港航物流", date(2020, 5, 19), "330206"),
    ("民办教育", date(2020, 9, 8), "330212"),
    ("网约车", date(2021, 7, 13), "330205"),
    ("跨境电商", date(2022, 4, 19), "330206"),
    ("家政服务", date(2023, 3, 28), "330203"),
)
BUREAUS = {
    "民营医院": "卫生健康局",
    "律师": "司法局",
    "人力资源服务": "人力资源和社会保障局",
    "民办教育": "教育局",
    "家政服务": "民政局",
}
"""The bureau in whose field a trade lies; the others belong to that of economy."""
GUIDED_TRADES = 7
LATER_GUIDELINES = (("网约车", date(2021, 10, 20)), ("跨境电商", date(2022, 9, 14)))


@dataclass
class Body:
    """A Party organization as planned. `size`: members wanted on the article's day, 0 for any.

    `branches` are those below it, `listed` what it covers with the days, `of` whose own unit it is.
    """

    row: Unit
    size: int = 0
    of: Planned | None = None
    branches: list["Body"] = field(default_factory=list)
    listed: list[tuple[Planned, date, date]] = field(default_factory=list)

    @property
    def since(self) -> date:
        return self.row.established_on


class Numbers:
    """党组织编号, one after the other."""

    def __init__(self) -> None:
        self._next = count(1)

    def next(self) -> str:
        """DZ00001 and so on."""
        return f"DZ{next(self._next):05d}"


class Leading:
    """All leading bodies, found by what they lead."""

    def __init__(self, numbers: Numbers, streets: Streets, random: Random) -> None:
        self._numbers = numbers
        self._random = random
        self.all: list[Unit] = []
        self.comprehensive: dict[str, Unit] = {}
        self.guiding: dict[str, tuple[Unit, Unit]] = {}
        self.local: dict[str, Unit] = {}
        self.supervisors: dict[str, Unit] = {}
        self.trades: dict[str, Unit] = {}
        city = division_of_path(figures.CITY).name
        organ = self._at_level(city, figures.CITY, Level.CITY, figures.CITY_COMPREHENSIVE_SINCE)
        for district in figures.DISTRICTS:
            since = district.comprehensive_since
            self._at_level(district.name, district.path, Level.DISTRICT, since)
        for street in streets.all():
            self._street(street.path, street.name)
        for name, since, code in TRADES:
            path = next(row.path for row in figures.DISTRICTS if row.code == code)
            self.trades[name] = self._body(
                f"宁波市{name}行业党委",
                RoleKind.TRADE,
                streets.any(random, path),
                since,
                level=Level.CITY,
                parent=organ,
                trade=name,
            )

    def _at_level(self, name: str, path: str, level: Level, since: date) -> Unit:
        """What a city or district has: organ, guiding bodies, comprehensive committee, bureaus."""
        organ = self._body(f"{name}直机关工委", RoleKind.ORGAN, path, date(1998, 3, 1), level=level)
        before = self._body(
            f"{name}委两新工委",
            RoleKind.GUIDING,
            path,
            date(2012, 7, 1),
            level=level,
            until=HANDED_OVER,
        )
        after = self._body(f"{name}委社会工作部", RoleKind.GUIDING, path, HANDED_OVER, level=level)
        self.guiding[path] = (before, after)
        self.comprehensive[path] = self._body(
            f"{name}社会组织综合党委",
            RoleKind.COMPREHENSIVE,
            path,
            since,
            level=level,
            parent=organ,
        )
        for office in LOOKED_AFTER_BY.values():
            self.supervisors[f"{name}{office}"] = self._body(
                f"{name}{office}党委", RoleKind.SUPERVISOR, path, date(2001, 6, 1), level=level
            )
        return organ

    def _street(self, path: str, name: str) -> None:
        """A street has a working committee, a town a committee."""
        word = "党委" if name.endswith(("镇", "乡")) else "党工委"
        self.local[path] = self._body(
            f"{place_name(path)}{word}",
            RoleKind.LOCAL,
            path,
            date(2001, 9, 1),
            level=Level.STREET,
        )

    def _body(
        self,
        name: str,
        role: RoleKind,
        path: str,
        since: date,
        *,
        level: Level,
        parent: Unit | None = None,
        until: date = OPEN,
        trade: str = "",
    ) -> Unit:
        unit = Unit(
            number=self._numbers.next(),
            name=name,
            kind=UnitKind.COMMITTEE,
            role=role,
            level=level,
            parent=parent,
            path=path,
            trade=trade,
            established_on=since,
            dissolved_on=until,
            approval=f"示例党〔{since.year}〕{self._random.randint(1, 60)}号" if parent else "",
        )
        self.all.append(unit)
        return unit

    def guidances(self, units: Iterable[Unit]) -> list[Guidance]:
        """Guiding bodies and bureaus → comprehensive and trade committees and the trades' `units`;
        the city's committee → the districts'.
        """
        rows = []
        city = self.comprehensive[figures.CITY]
        for path, unit in self.comprehensive.items():
            rows += self._guided_by_both(unit, path)
            rows.append(self._by_bureau(unit, f"{division_of_path(path).name}民政局"))
            if unit is not city:
                rows += self._guided_by_both(unit, figures.CITY)
                rows.append(Guidance(unit=unit, guide=city, since=unit.established_on))
        for trade, unit in self.trades.items():
            rows += self._guided_by_both(unit, figures.CITY)
            rows.append(self._by_bureau(unit, f"宁波市{BUREAUS.get(trade, '经济和信息化局')}"))
        for unit in units:
            rows += self._guided_by_both(unit, figures.CITY)
        return rows

    def _by_bureau(self, unit: Unit, bureau: str) -> Guidance:
        """The committee of the bureau in whose field it works."""
        return Guidance(
            unit=unit, guide=self.supervisors[bureau], since=unit.established_on, basis="条线指导"
        )

    def _guided_by_both(self, unit: Unit, path: str) -> list[Guidance]:
        before, after = self.guiding[path]
        start = unit.established_on
        basis = "全市行业系统党建工作的指导意见"
        rows = [
            Guidance(
                unit=unit,
                guide=after,
                since=max(start, HANDED_OVER),
                basis="两新工委职责划转",
            )
        ]
        if start < HANDED_OVER:
            rows.append(
                Guidance(unit=unit, guide=before, since=start, until=HANDED_OVER, basis=basis)
            )
        return rows

    def guidelines(self) -> list[Guideline]:
        """Seven in force on the article's day, two more since."""
        early = [(name, date(since.year, 12, 18)) for name, since, _ in TRADES[:GUIDED_TRADES]]
        return [
            Guideline(
                number=f"ZD{n:03d}",
                title=f"关于加强全市{trade}行业党建工作的实施意见",
                trade=trade,
                issuer=self.trades[trade],
                path=figures.CITY,
                since=since,
            )
            for n, (trade, since) in enumerate((*early, *LATER_GUIDELINES), 1)
        ]
