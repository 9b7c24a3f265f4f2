"""From slots to persons, posts, members and offices: unsaved rows with names that nobody bears."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from random import Random

from dangjianyun.demo import figures
from dangjianyun.demo.bodies import Body
from dangjianyun.demo.crews import Slot
from dangjianyun.demo.leaders import TITLES
from dangjianyun.demo.names import person_name
from dangjianyun.demo.organizations import Planned
from dangjianyun.foundation.days import OPEN
from dangjianyun.party.models import Member, Office, OfficeKind, Unit
from dangjianyun.registry.models import Person, Post, PostKind
from dangjianyun.registry.rules import make_identity_number

WORK = ("办公室干事", "会员部干事", "项目主管", "教师", "社工", "护理员", "财务", "综合部主任")
ELSEWHERE = ("户籍所在社区党支部", "原工作单位党支部", "退休人员党支部", "居住地村党支部")
COMMITTEE = (
    OfficeKind.DEPUTY,
    OfficeKind.ORGANIZATION,
    OfficeKind.PUBLICITY,
    OfficeKind.DISCIPLINE,
)
COMMITTEE_FROM = 7
PROBATION = 365
SOMEWHERE = figures.DISTRICTS[0].path
"""Where people of the city's own bodies are at home."""


class People:
    """Everybody's rows, in the order in which they must be saved."""

    def __init__(self, random: Random, today: date) -> None:
        self._random, self._today = random, today
        self._numbers: set[str] = set()
        self.persons: list[Person] = []
        self.posts: list[Post] = []
        self.members: list[Member] = []
        self.since: list[date] = []
        self.leading: dict[int, Person] = {}
        self.in_body: dict[int, list[tuple[Member, Slot]]] = {}

    def enroll(self, slots: Iterable[Slot]) -> None:
        """Make a person, a post and a member of every slot."""
        for slot in slots:
            home = slot.at.street if slot.at else slot.body.row.path if slot.body else ""
            joined = slot.joined_on if slot.joined_on > date.min else self._joined(slot)
            born = self._born(joined)
            person = self._person(home, born)
            if slot.at:
                self._post(person, slot.at, slot)
            self._member(person, slot, joined)

    def leaders(self, units: Iterable[Unit]) -> list[Office]:
        """Secretary and deputy of leading bodies; their own relation lies elsewhere."""
        offices = []
        for unit in units:
            for kind in (OfficeKind.SECRETARY, OfficeKind.DEPUTY):
                joined = unit.established_on - timedelta(days=self._random.randint(3_000, 8_000))
                home = unit.path if len(unit.path) > len(figures.CITY) else SOMEWHERE
                member = self._member(
                    self._person(home, self._born(joined)), Slot(None, joined), joined
                )
                offices.append(
                    Office(unit=unit, member=member, kind=kind, since=unit.established_on)
                )
        return offices

    def officers(self, bodies: Sequence[Body]) -> list[Office]:
        """A secretary everywhere, a committee from seven members on."""
        offices = []
        for body in bodies:
            for leaf in body.branches or [body]:
                offices += self._officers(leaf, self.in_body.get(id(leaf), []), leaf is body)
            if body.branches:
                first = self.in_body.get(id(body.branches[0]), [])
                offices += self._officers(body, first[1:], True)
        return offices

    def _officers(
        self, body: Body, there: Sequence[tuple[Member, Slot]], is_top: bool
    ) -> list[Office]:
        able = [(member, slot) for member, slot in there if member.full_on]
        able.sort(key=lambda pair: (not pair[1].leads, pair[1].member_since))
        if not able:
            return []
        kinds = [OfficeKind.SECRETARY]
        if len(able) >= COMMITTEE_FROM and is_top:
            kinds += COMMITTEE
        return [
            Office(
                unit=body.row,
                member=member,
                kind=kind,
                since=max(slot.member_since, body.since, member.full_on or date.min),
            )
            for kind, (member, slot) in zip(kinds, able, strict=False)
        ]

    def _joined(self, slot: Slot) -> date:
        """Joined long before, so that the member is full when the post begins."""
        first = slot.member_since if slot.at is None else slot.since
        return first - timedelta(days=self._random.randint(400, 6_000))

    def _born(self, joined: date) -> date:
        years = self._random.choices((19, 21, 24, 28, 34, 42), (2, 3, 4, 4, 2, 1))[0]
        return joined - timedelta(days=years * 365 + self._random.randint(0, 700))

    def _person(self, path: str, born: date) -> Person:
        code = path.split("/")[3]
        number = make_identity_number(code, born, 0)
        while number in self._numbers:
            born += timedelta(days=1)
            number = make_identity_number(code, born, 0)
        self._numbers.add(number)
        person = Person(
            name=person_name(self._random),
            sex=self._random.choice("男女"),
            born_on=born,
            identity_number=number,
            phone=self._phone(),
            path=path,
        )
        self.persons.append(person)
        return person

    def _phone(self) -> str:
        return f"1990000{self._random.randint(0, 9999):04d}"

    def _post(self, person: Person, one: Planned, slot: Slot) -> None:
        kind, title = PostKind.STAFF, self._random.choice(WORK)
        if slot.leads:
            kind, title = PostKind.LEGAL_REPRESENTATIVE, TITLES[one.row.kind]
            self.leading[one.life.number] = person
        self.posts.append(
            Post(
                person=person,
                organization=one.row,
                kind=kind,
                title=title,
                since=slot.since,
                until=slot.until,
            )
        )

    def _member(self, person: Person, slot: Slot, joined: date) -> Member:
        full: date | None = joined + timedelta(days=PROBATION)
        if full and full > self._today:
            full = None
        member = Member(
            number=f"DY{len(self.members) + 1:06d}",
            person=person,
            joined_on=joined,
            full_on=full,
            left_on=OPEN,
            unit=slot.body.row if slot.body else None,
            outside="" if slot.body else self._random.choice(ELSEWHERE),
        )
        self.members.append(member)
        self.since.append(slot.member_since)
        if slot.body:
            self.in_body.setdefault(id(slot.body), []).append((member, slot))
        return member
