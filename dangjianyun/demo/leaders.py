"""Who led an organization: legal representative, head and secretary-general over its whole life."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from random import Random

from dangjianyun.demo.crews import Slot
from dangjianyun.demo.names import person_name
from dangjianyun.demo.organizations import Planned
from dangjianyun.registry.models import Category, Kind, Person, Post, PostKind

TITLES = {
    Kind.ASSOCIATION.value: "会长",
    Kind.SERVICE.value: "主任",
    Kind.FOUNDATION.value: "理事长",
}
TERMS = (5, 10, 15, 15, 20)
"""Years that somebody stays: one to four terms."""
SHORTEST = timedelta(days=200)


class Leaders:
    """Persons and posts of those who led and lead, unsaved."""

    def __init__(self, random: Random, today: date) -> None:
        self._random, self._today = random, today
        self.persons: list[Person] = []
        self.posts: list[Post] = []

    def lead(
        self,
        planned: Sequence[Planned],
        crews: Mapping[int, Sequence[Slot]],
        leading: Mapping[int, Person],
    ) -> None:
        """`leading`: the members who are legal representatives already, by organization."""
        for one in planned:
            start, end = one.life.established_on, one.life.closed_on
            slot = next((slot for slot in crews[one.life.number] if slot.leads), None)
            if slot:
                person = leading[one.life.number]
                self._post(person, one, PostKind.HEAD, slot.since, slot.until, is_main=False)
                end = slot.since
            for since, until in self._terms(start, end):
                person = self._person(one)
                legal, head = PostKind.LEGAL_REPRESENTATIVE, PostKind.HEAD
                self._post(person, one, legal, since, until)
                self._post(person, one, head, since, until, is_main=False)
            if _has_secretary_general(one):
                for since, until in self._terms(start, one.life.closed_on):
                    kind = PostKind.SECRETARY_GENERAL
                    self._post(self._person(one), one, kind, since, until, title="秘书长")

    def _terms(self, start: date, end: date) -> Iterator[tuple[date, date]]:
        """From the first day to the last one after the other; no stay is very short."""
        while start < end:
            days = self._random.choice(TERMS) * 365 + self._random.randint(-60, 60)
            until = start + timedelta(days=days)
            if until + SHORTEST > min(end, self._today):
                until = end
            yield start, until
            start = until

    def _person(self, one: Planned) -> Person:
        person = Person(
            name=person_name(self._random),
            sex=self._random.choice("男女"),
            phone=f"1990000{self._random.randint(0, 9999):04d}",
            path=one.street,
        )
        self.persons.append(person)
        return person

    def _post(
        self,
        person: Person,
        one: Planned,
        kind: PostKind,
        since: date,
        until: date,
        *,
        title: str = "",
        is_main: bool = True,
    ) -> None:
        self.posts.append(
            Post(
                person=person,
                organization=one.row,
                kind=kind,
                title=title or TITLES[one.row.kind],
                is_full_time=one.row.kind != Kind.ASSOCIATION,
                is_main=is_main,
                since=since,
                until=until,
            )
        )


def _has_secretary_general(one: Planned) -> bool:
    """Foundations, industry associations and what the city registers; small societies have none."""
    if one.row.kind == Kind.SERVICE:
        return False
    is_large = one.is_city or one.category == Category.BUSINESS
    return is_large or one.row.kind == Kind.FOUNDATION
