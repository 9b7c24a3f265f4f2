"""The grassroots: own units, those that cover a street or a trade, those managed directly."""

from collections.abc import Sequence
from datetime import date, timedelta
from random import Random

from dangjianyun.demo import figures
from dangjianyun.demo.bodies import Body, Leading, Numbers
from dangjianyun.demo.building import ORDINALS, Builder, direct_sizes
from dangjianyun.demo.curves import shares
from dangjianyun.demo.organizations import Planned, Streets
from dangjianyun.demo.trades import trade_of
from dangjianyun.foundation.days import OPEN
from dangjianyun.party.models import Mode, Route, Unit, UnitKind
from dangjianyun.registry.models import Category
from dangjianyun.territory.queries import place_name

FEW_TENTHS = 2
LEFT_OVER = 0.15
"""Of the organizations that their street might lead, those left to the comprehensive committee."""
SETTLING = timedelta(days=45)
"""A new trade committee takes its organizations over after so long."""
PREFERRED = (Category.EDUCATION, Category.HEALTH, Category.BUSINESS)


class Grassroots:
    """Plans every grassroots unit over the organizations that it stands for."""

    def __init__(
        self,
        planned: Sequence[Planned],
        leading: Leading,
        streets: Streets,
        numbers: Numbers,
        random: Random,
    ) -> None:
        self._leading, self._streets = leading, streets
        self._random = random
        self._sizes = direct_sizes(random)
        builder = Builder(numbers, random)
        self._build, self.bodies = builder.body, builder.bodies
        self.own: dict[int, Body] = {}
        self._own_units(planned)
        fallback = self._fallback_units()
        areas = self._area_units()
        trades = self._trade_units()
        listed = [one for one in planned if one.life.listed]
        taken = self._joint_units(listed)
        for one in listed:
            if one.life.number not in taken:
                self._enlist(one, fallback, areas, trades)
        self._functional_units(areas)
        for one in planned:
            if not one.life.own_since and not one.life.listed:
                self._answer_for(one)

    def _own_units(self, planned: Sequence[Planned]) -> None:
        own = [one for one in planned if one.life.own_since]
        direct = self._directly_managed(own)
        for one in own:
            since = one.life.own_since or date.max
            route, parent = (Route.COMPREHENSIVE, direct.get(one.life.number))
            if parent is None:
                route, parent = self.accountable(one, since)
            if route != Route.COMPREHENSIVE:
                start = max(one.life.established_on, parent.established_on)
                one.affiliations.append((parent, route, start, one.life.closed_on))
            size = self._sizes.pop() if route == Route.COMPREHENSIVE else 0
            body = self._build(
                one.row.name, since, one.street, Mode.SINGLE, parent, size=size, of=one
            )
            self.own[one.life.number] = body

    def _directly_managed(self, own: Sequence[Planned]) -> dict[int, Unit]:
        """Thirty large ones under the comprehensive committees of the city and the districts."""
        found: dict[int, Unit] = {}
        parts = [6, *shares(figures.OWN_DIRECT - 6, [d.organizations for d in figures.DISTRICTS])]
        for path, number in zip(
            [figures.CITY, *(d.path for d in figures.DISTRICTS)], parts, strict=True
        ):
            parent = self._leading.comprehensive[path]
            fit = [
                one
                for one in own
                if one.row.registrar_path == path
                and parent.established_on < (one.life.own_since or date.min)
                and (one.life.own_since or date.max) < date(2020, 11, 1)
            ]
            fit.sort(key=lambda one: (one.category not in PREFERRED, one.life.number))
            for one in fit[:number]:
                one.row.supervisor = ""
                one.row.is_delinked = one.category == Category.BUSINESS
                found[one.life.number] = parent
        if len(found) != figures.OWN_DIRECT:
            raise RuntimeError("too few organizations suit direct management")
        return found

    def accountable(self, one: Planned, day: date) -> tuple[Route, Unit]:
        """By rule party.route: the supervising body, the trade's committee, else the street."""
        supervisor = self._leading.supervisors.get(one.row.supervisor)
        if supervisor:
            return Route.SUPERVISOR, supervisor
        trade = self._leading.trades.get(trade_of(one.row.name))
        if trade and trade.established_on <= day and self._is_led_by_trade(one):
            return Route.TRADE, trade
        return Route.TERRITORY, self._leading.local[one.street]

    def _is_led_by_trade(self, one: Planned) -> bool:
        """Associations of the trade and what the city registers; small institutions seldom."""
        return one.category == Category.BUSINESS or one.is_city or one.life.number % 10 < FEW_TENTHS

    def _answer_for(self, one: Planned) -> None:
        """Who answers for an organization without a unit: none named, the comprehensive committee.

        What a trade's committee leads was the street's before there was one.
        """
        first = max(one.life.established_on, date(2001, 9, 1))
        trade = self._leading.trades.get(trade_of(one.row.name))
        taken = max(first, trade.established_on + SETTLING) if trade else first
        route, unit = self.accountable(one, taken)
        if route == Route.TERRITORY and (one.is_city or self._random.random() < LEFT_OVER):
            return
        spells = [(unit, route, taken)]
        if route == Route.TRADE and first < taken:
            spells.insert(0, (self._leading.local[one.street], Route.TERRITORY, first))
        ends = [*(since for *_, since in spells[1:]), one.life.closed_on]
        one.affiliations += [
            (unit, route, since, min(until, one.life.closed_on))
            for (unit, route, since), until in zip(spells, ends, strict=True)
            if since < min(until, one.life.closed_on)
        ]

    def _fallback_units(self) -> dict[str, list[Body]]:
        found: dict[str, list[Body]] = {}
        parts = [4, *shares(figures.FALLBACK_UNITS - 4, [d.reach for d in figures.DISTRICTS])]
        paths = [figures.CITY, *(d.path for d in figures.DISTRICTS)]
        for path, number in zip(paths, parts, strict=True):
            parent = self._leading.comprehensive[path]
            home = figures.DISTRICTS[0].path if path == figures.CITY else path
            for n in range(number):
                since = parent.established_on + timedelta(days=self._random.randint(20, 400))
                found.setdefault(path, []).append(
                    self._build(
                        f"{parent.name}直属第{ORDINALS[n]}",
                        since,
                        self._streets.any(self._random, home),
                        Mode.FALLBACK,
                        parent,
                        size=self._sizes.pop(),
                    )
                )
        return found

    def _area_units(self) -> dict[str, Body]:
        """By street: busy streets have one of their own, quiet ones share their neighbor's."""
        found: dict[str, Body] = {}
        parts = shares(figures.AREA_UNITS, [d.organizations for d in figures.DISTRICTS])
        for district, number in zip(figures.DISTRICTS, parts, strict=True):
            streets = [row.path for row in self._streets.of[district.path]]
            heads = streets[:: max(1, len(streets) // number)][:number]
            while len(heads) < number:
                heads.append(next(path for path in streets if path not in heads))
            body: Body | None = None
            for path in streets:
                if path in heads or body is None:
                    since = date(self._random.randint(2009, 2011), 6, self._random.randint(1, 28))
                    local = self._leading.local[path]
                    body = self._build(
                        f"{place_name(path)}社会组织区域", since, path, Mode.AREA, local
                    )
                found[path] = body
        return found

    def _trade_units(self) -> dict[str, Body]:
        return {
            trade: self._build(
                f"宁波市{trade}行业社会组织",
                unit.established_on + timedelta(days=self._random.randint(30, 80)),
                unit.path,
                Mode.TRADE,
                unit,
                trade=trade,
            )
            for trade, unit in list(self._leading.trades.items())[: figures.TRADE_UNITS]
        }

    def _joint_units(self, listed: Sequence[Planned]) -> set[int]:
        """Three to five neighbors each; some set up between the two published days."""
        early, later = (date(2012, 1, 1), date(2020, 6, 30)), (date(2021, 2, 1), date(2023, 5, 31))
        taken: set[int] = set()
        by_street: dict[tuple[str, bool], list[Planned]] = {}
        for one in listed:
            since = one.life.listed[0].since
            if one.life.closed_on == OPEN and not one.life.due_on and len(one.life.listed) == 1:
                for is_later, (first, last) in enumerate((early, later)):
                    if first <= since <= last:
                        by_street.setdefault((one.street, bool(is_later)), []).append(one)
        for is_later, number in ((False, figures.JOINT_UNITS), (True, figures.LATER_JOINT_UNITS)):
            streets = sorted(
                path
                for (path, when), rows in by_street.items()
                if when == is_later and len(rows) > 4
            )
            for path in self._random.sample(streets, number):
                rows = by_street[path, is_later][: self._random.randint(3, 5)]
                taken |= {one.life.number for one in rows}
                since = min(one.life.listed[0].since for one in rows)
                body = self._build(
                    f"{place_name(path)}社会组织第{ORDINALS[int(is_later)]}联合",
                    since,
                    path,
                    Mode.JOINT,
                    self._leading.local[path],
                    kind=UnitKind.JOINT_BRANCH,
                )
                for one in rows:
                    self._list(body, one)
        return taken

    def _enlist(
        self,
        one: Planned,
        fallback: dict[str, list[Body]],
        areas: dict[str, Body],
        trades: dict[str, Body],
    ) -> None:
        since = one.life.listed[0].since
        chance = self._random.random()
        there = [body for body in fallback[one.row.registrar_path] if body.since <= since]
        if there and chance < 0.4 and not one.row.supervisor and not one.life.due_on:
            self._list(self._random.choice(there), one)
            return
        trade = trades.get(trade_of(one.row.name))
        if trade and trade.since <= since and self._is_led_by_trade(one):
            self._list(trade, one)
            return
        self._list(areas[one.street], one)

    def _list(self, body: Body, one: Planned) -> None:
        for spell in one.life.listed:
            body.listed.append((one, spell.since, spell.until))
        parent = body.row.parent
        # One accountable body: that of the own unit, where one came later.
        if parent is None or body.row.mode == Mode.FALLBACK or one.affiliations:
            return
        route, unit = (
            (Route.TRADE, parent)
            if body.row.mode == Mode.TRADE and not one.row.supervisor
            else self.accountable(one, one.life.listed[0].since)
        )
        if route == Route.TERRITORY:
            unit = parent
        start = max(one.life.established_on, unit.established_on)
        one.affiliations.append((unit, route, start, one.life.closed_on))

    def _functional_units(self, areas: dict[str, Body]) -> None:
        """They cover what an area unit covers already: takes part, counts nowhere twice."""
        for area in self._random.sample(list({id(b): b for b in areas.values()}.values()), 4):
            body = self._build(
                f"{place_name(area.row.path)}公益志愿",
                date(2019, 7, 1),
                area.row.path,
                Mode.FUNCTIONAL,
                area.row.parent,
                kind=UnitKind.FUNCTIONAL,
            )
            still = [row for row in area.listed if row[2] == OPEN and row[1] < body.since]
            body.listed += [(one, body.since, one.life.closed_on) for one, *_ in still[:5]]
