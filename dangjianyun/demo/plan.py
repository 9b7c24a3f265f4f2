"""The whole plan, before anything is written: rows of every room, unsaved, from one seed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from dangjianyun.demo import figures
from dangjianyun.demo.bodies import Body, Leading, Numbers
from dangjianyun.demo.crews import Crews
from dangjianyun.demo.grassroots import Grassroots
from dangjianyun.demo.instructors import Instructors
from dangjianyun.demo.leaders import Leaders
from dangjianyun.demo.lives import Life, live
from dangjianyun.demo.names import OrganizationNames
from dangjianyun.demo.organizations import Planned, Streets, register
from dangjianyun.demo.people import People
from dangjianyun.foundation.days import OPEN
from dangjianyun.party.models import Mode, Unit
from dangjianyun.registry.models import Category

STREET = f"{figures.CITY}330203/330203009/"
"""石碶街道: where the accounts street, secretary, instructor and organization are at home."""
FOUR_MEMBERS = 4
BRANCH_OF = 14
CLOSED_LATELY = 180


@dataclass(frozen=True)
class Cast:
    """Who stands behind the accounts: an organization that owes a unit, one that has a branch."""

    owing: Planned
    having: Planned


class Plan:
    """Everything that the demonstration will record. Deterministic for a seed and a day."""

    def __init__(self, seed: int, today: date) -> None:
        random = Random(seed)  # noqa: S311 -- a demonstration must be the same every time
        self.seed, self.random, self.today = seed, random, today
        lives = live(random, today)
        closed = _left_open(lives, today)
        self.streets = streets = Streets(random, today)
        owing = _owing(lives)
        names = OrganizationNames(random)
        self.names = names
        self.planned = register(lives, streets, names, random, at={owing.number: STREET})
        self.closing = [
            (one, closed[one.life.number]) for one in self.planned if one.life.number in closed
        ]
        self.cast = Cast(
            next(one for one in self.planned if one.life is owing), _having(self.planned)
        )
        self.cast.having.row.supervisor = ""
        numbers = Numbers()
        self.leading = Leading(numbers, streets, random)
        self.grassroots = Grassroots(self.planned, self.leading, streets, numbers, random)
        crews = Crews(
            self.planned,
            self.grassroots.own,
            self.grassroots.bodies,
            random,
            today,
            exactly={
                owing.number: FOUR_MEMBERS,
                self.cast.having.life.number: BRANCH_OF,
            },
        )
        self.people = People(random, today)
        self.people.enroll(crews.all())
        self.leaders = Leaders(random, today)
        self.leaders.lead(self.planned, crews.of, self.people.leading)
        self.offices = self.people.officers(self.grassroots.bodies)
        self.offices += self.people.leaders(
            [*self.leading.comprehensive.values(), *self.leading.trades.values()]
        )
        for one in self.planned:
            there = sum(slot.works_on(today) for slot in crews.of[one.life.number])
            one.row.full_time_count = there + random.randint(1, 3 + there // 4)
        self.instructors = Instructors(self.leading, streets, random, today)
        self.instructors.assign(self.planned)

    @property
    def trade_units(self) -> list[Unit]:
        """What covers the organizations of a trade."""
        return [body.row for body in self.grassroots.bodies if body.row.mode == Mode.TRADE]

    @property
    def own_body(self) -> Body:
        """The branch of the account `secretary`."""
        return self.grassroots.own[self.cast.having.life.number]


def _left_open(lives: Sequence[Life], today: date) -> dict[int, date]:
    """Closings of the last months that the accounts will do themselves: by number, the day.

    Their lives stay open in the plan. Only such as no unit covers.
    """
    closed: dict[int, date] = {}
    for life in lives:
        day = life.closed_on
        if life.listed or life.due_on or not today - timedelta(days=CLOSED_LATELY) < day <= today:
            continue
        closed[life.number] = day
        life.closed_on = OPEN
        if life.instructed and life.instructed[-1].until == day:
            life.instructed[-1].until = OPEN
    return closed


def _owing(lives: Sequence[Life]) -> Life:
    """An organization of 海曙 that owes a unit today and has none."""
    there = [
        life
        for life in lives
        if life.district.code == "330203" and life.state in ("missing", "work_missing")
    ]
    return max(there, key=lambda life: life.due_on or date.min)


def _having(planned: Sequence[Planned]) -> Planned:
    """An organization in the street with a branch of its own under the street's committee."""
    suits = (Category.WELFARE, Category.CULTURE, Category.SPORTS, Category.OTHER)
    there = [
        one
        for one in planned
        if one.street == STREET
        and not one.is_city
        and one.life.own_since
        and one.life.own_since < date(2019, 1, 1)
        and one.life.closed_on == OPEN
        and one.category in suits
    ]
    return there[0]
