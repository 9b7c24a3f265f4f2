"""Who works where and belongs where: every member as dates, before anybody has a name.

On the article's day the members among staff and those under the directly managed units are exact by
construction; what comes later only adds and ends.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from dangjianyun.demo import figures
from dangjianyun.demo.bodies import Body
from dangjianyun.demo.organizations import Planned
from dangjianyun.foundation.days import OPEN

STAFF_SHARE = 0.86
"""Of a directly managed unit's members in an organization, those on its staff."""
NEEDED = 3
BRANCH_AT_MOST = 47


@dataclass(slots=True)
class Slot:
    """A member: the post (None: has none), where the relation lies (None: elsewhere), the days."""

    at: Planned | None
    since: date
    until: date = OPEN
    joined_on: date = date.min
    body: Body | None = None
    member_since: date = date.min
    leads: bool = False

    def works_on(self, day: date) -> bool:
        """Whether the member is among the staff on the day."""
        return self.at is not None and max(self.since, self.joined_on) <= day < self.until


class Crews:
    """Everybody, by organization (`of`) and beside organizations (`retired`)."""

    def __init__(
        self,
        planned: Sequence[Planned],
        own: dict[int, Body],
        bodies: Sequence[Body],
        random: Random,
        today: date,
        *,
        exactly: Mapping[int, int],
    ) -> None:
        """`exactly`: how many members some organizations have, by number."""
        self._random, self._today = random, today
        self._exactly = exactly
        self._held: dict[int, int] = {}
        self._is_settled = False
        self._room = {id(body): int(body.size * 0.8) for body in bodies if body.size}
        self._own = own
        self._covering = {
            one.life.number: body
            for body in bodies
            for one, _, until in body.listed
            if body.row.mode != "functional" and until >= one.life.closed_on
        }
        self._planned = planned
        self.of: dict[int, list[Slot]] = {one.life.number: [] for one in planned}
        self.retired: list[Slot] = []
        self._base()
        self._belong(bodies)
        self._gone_before()
        self._later()

    def all(self) -> Iterator[Slot]:
        """Every member once."""
        for slots in self.of.values():
            yield from slots
        yield from self.retired

    # The article's day

    def _base(self) -> None:
        there = [one for one in self._planned if one.life.lives_on(figures.ARTICLE_DAY)]
        counts = {one.life.number: self._count(one) for one in there}
        self._meet(counts, there)
        for one in there:
            for n in range(counts[one.life.number]):
                self.of[one.life.number].append(self._early(one, n))

    def _count(self, one: Planned) -> int:
        """How many members are on an organization's staff, before the sum is made to fit."""
        random, life, day = self._random, one.life, figures.ARTICLE_DAY
        if life.number in self._exactly and (life.due_on or date.max) <= day:
            return self._exactly[life.number]
        body = self._own.get(life.number)
        if body and body.size:
            return round(body.size * STAFF_SHARE)
        if _own_on(one, day):
            return min(24, NEEDED + int(random.expovariate(1 / 3.6)))
        if life.due_on and life.due_on <= day:
            return random.choices((3, 4, 5, 6, 7), (5, 4, 3, 2, 1))[0]
        if self._stays_listed(one) and life.listed[0].since <= day:
            body = self._covering[life.number]
            if body.size:
                number = min(self._room[id(body)], random.choices((1, 2, 3, 4), (4, 5, 3, 1))[0])
                self._room[id(body)] -= number
                return number
            return random.choices((0, 1, 2), (72, 19, 9))[0]
        return random.choices((0, 1, 2), (94, 5, 1))[0]

    def _meet(self, counts: dict[int, int], there: Sequence[Planned]) -> None:
        """Bring the sum to the article's, at organizations where it breaks no threshold."""
        free = [
            one.life.number
            for one in there
            if _own_on(one, figures.ARTICLE_DAY)
            and not self._own[one.life.number].size
            and one.life.number not in self._exactly
        ]
        missing = figures.STAFF_MEMBERS - sum(counts.values())
        step = 1 if missing > 0 else -1
        room = sum((30 - counts[n]) if missing > 0 else max(counts[n] - NEEDED, 0) for n in free)
        if abs(missing) > room:
            raise RuntimeError(
                f"the plan cannot reach the article's members: {missing} are missing"
            )
        while missing:
            number = self._random.choice(free)
            if NEEDED <= counts[number] + step <= 30:
                counts[number] += step
                missing -= step

    def _early(self, one: Planned, n: int) -> Slot:
        """The nth member of an organization, there on the article's day."""
        life, random, day = one.life, self._random, figures.ARTICLE_DAY
        until = life.closed_on
        start = life.established_on
        if life.due_on and life.due_on <= day:
            if n < NEEDED:
                since = life.due_on if n == NEEDED - 1 else self._day(start, life.due_on)
                return self._slot(one, since, until, leads=n == 0)
            start = life.due_on
        elif n >= NEEDED - 1 and self._stays_listed(one):
            start = max(start, life.listed[0].since)
        since = self._day(max(start, date(2018, 1, 1)), day)
        if random.random() < 0.76 and start < date(2017, 12, 1):
            since = self._day(start, date(2017, 12, 31))
        slot = self._slot(one, since, until, leads=n == 0)
        if n > NEEDED and random.random() < 0.12:
            slot.joined_on = self._day(since, day)
        return slot

    def _belong(self, bodies: Sequence[Body]) -> None:
        """Where the relations lie; the directly managed units are filled up with the retired."""
        for one in self._planned:
            body = self._own.get(one.life.number) or self._covering.get(one.life.number)
            for n, slot in enumerate(self.of[one.life.number]):
                if body and (body.size or n < NEEDED or self._random.random() < 0.93):
                    self._join(slot, body, one)
        for body in bodies:
            if body.row.mode == "functional":
                continue
            inside = [slot for slot in self._slots_in(body) if slot.body]
            there = sum(slot.member_since <= figures.ARTICLE_DAY for slot in inside)
            wanted = body.size or (0 if body.of else max(NEEDED, there + 2))
            if body.size and there > body.size:
                raise RuntimeError(f"{body.row.name} would have more members than planned")
            for _ in range(wanted - there):
                last = max(figures.ARTICLE_DAY, body.since)
                slot = Slot(None, self._day(body.since, last))
                slot.member_since = slot.since
                slot.body = body
                self._held[id(body)] = self._held.get(id(body), 0) + 1
                self.retired.append(slot)
        self._to_branches()
        self._is_settled = True

    def _is_full(self, body: Body) -> bool:
        return self._held.get(id(body), 0) >= BRANCH_AT_MOST

    def _leaf(self, body: Body) -> Body:
        """Where a newcomer's relation goes: the smallest branch."""
        return min(body.branches or [body], key=lambda leaf: self._held.get(id(leaf), 0))

    def _slots_in(self, body: Body) -> Iterator[Slot]:
        if body.of:
            yield from self.of[body.of.life.number]
        for one, *_ in body.listed:
            yield from (slot for slot in self.of[one.life.number] if slot.body is body)

    def _join(self, slot: Slot, body: Body, one: Planned) -> None:
        """Take the relation in, where a branch has room for it; else it lies elsewhere."""
        # Until the article's day the size decides, later the room.
        if self._is_full(body) and (not body.size or self._is_settled):
            return
        self._held[id(body)] = self._held.get(id(body), 0) + 1
        listed = one.life.listed[0].since if one.life.listed and not body.of else body.since
        slot.body = body
        slot.member_since = max(slot.since, slot.joined_on, body.since, listed)

    def _to_branches(self) -> None:
        """Share the members of general branches and committees out among their branches."""
        turn: dict[int, int] = {}
        for slot in self.all():
            top = slot.body
            if top and top.branches:
                n = turn[id(top)] = turn.get(id(top), -1) + 1
                slot.body = leaf = top.branches[n % len(top.branches)]
                self._held[id(leaf)] = self._held.get(id(leaf), 0) + 1

    # Before and after

    def _gone_before(self) -> None:
        """Some had left by the article's day; their relation was never here."""
        there = [one for one in self._planned if _own_on(one, date(2019, 6, 30))]
        for one in self._random.sample(there, 300):
            start = max(one.life.own_since or date.min, date(2014, 1, 1))
            since = self._day(start, date(2019, 6, 30))
            until = self._day(max(since, date(2018, 1, 10)) + timedelta(90), date(2020, 12, 20))
            self.of[one.life.number].append(self._slot(one, since, until))

    def _later(self) -> None:
        self._leave()
        for one in self._planned:
            if one.life.due_on and one.life.due_on > figures.ARTICLE_DAY:
                self._become_due(one)
        there = [slot for slot in self.all() if slot.works_on(figures.PUBLISHED_DAY)]
        self._grow(
            figures.PUBLISHED_STAFF_MEMBERS - len(there),
            figures.ARTICLE_DAY + timedelta(days=1),
            figures.PUBLISHED_DAY,
        )
        months = (self._today - figures.PUBLISHED_DAY).days // 30
        self._grow(38 * months, figures.PUBLISHED_DAY + timedelta(days=1), self._today)

    def _leave(self) -> None:
        """Posts that ended since; the relation stays (retired, moved within the street)."""
        first, last = figures.ARTICLE_DAY + timedelta(days=20), self._today
        stay = [
            slot
            for slots in self.of.values()
            for n, slot in enumerate(slots)
            if n > NEEDED and slot.works_on(figures.ARTICLE_DAY) and not slot.leads
        ]
        for slot in self._random.sample(stay, len(stay) // 8):
            if slot.until == OPEN:
                slot.until = self._day(first, last)

    def _become_due(self, one: Planned) -> None:
        """The third full member arrives on the day on which a unit became due."""
        due = one.life.due_on or date.max
        slots = self.of[one.life.number]
        wanted = NEEDED if self._random.random() < 0.5 else self._random.randint(4, 6)
        wanted = self._exactly.get(one.life.number, wanted)
        for n in range(len(slots), wanted):
            first = max(one.life.established_on, figures.ARTICLE_DAY + timedelta(days=1))
            since = due if n >= NEEDED - 1 else self._day(first, due)
            slot = self._slot(one, since, one.life.closed_on, leads=n == 0)
            slots.append(slot)
            if body := self._own.get(one.life.number) or self._covering.get(one.life.number):
                self._join(slot, self._leaf(body), one)

    def _grow(self, number: int, first: date, last: date) -> None:
        """Further members at organizations that have or are under a unit."""
        places = [
            (one, body, weight)
            for one in self._planned
            if one.life.closed_on > self._today and one.life.number not in self._exactly
            for body, weight in self._could_take(one, first)
        ]
        weights = [weight for *_, weight in places]
        for one, body, _ in self._random.choices(places, weights, k=max(0, number)):
            slot = self._slot(one, self._day(first, last), OPEN)
            self.of[one.life.number].append(slot)
            if self._random.random() < 0.9:
                self._join(slot, self._leaf(body), one)

    def _could_take(self, one: Planned, day: date) -> Iterator[tuple[Body, float]]:
        if _own_on(one, day):
            yield self._own[one.life.number], 4.0
        elif self._stays_listed(one) and one.life.listed[0].since < day:
            yield self._covering[one.life.number], 0.5

    def _stays_listed(self, one: Planned) -> bool:
        return one.life.number in self._covering and len(one.life.listed) == 1

    def _slot(self, one: Planned, since: date, until: date, *, leads: bool = False) -> Slot:
        return Slot(one, since, until, leads=leads)

    def _day(self, first: date, last: date) -> date:
        if last <= first:
            return first
        return date.fromordinal(self._random.randint(first.toordinal(), last.toordinal()))


def _own_on(one: Planned, day: date) -> bool:
    return bool(one.life.own_since and one.life.own_since <= day)
