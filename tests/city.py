"""A small but complete city, made through the users' own actions: two districts side by side.

`build()` fills an empty database in about two seconds. 海曙 and 江北 each hold organizations of two
streets, a comprehensive committee, a branch with members, an instructor and an activity; each of
the contract's thirteen accounts is there, with the password of the demonstration.
"""

from dataclasses import dataclass, field
from datetime import date

from dangjianyun.access.actions import (
    Desk,
    NewAccount,
    create_accounts,
    give_grants,
    load_roles,
)
from dangjianyun.access.models import DESK, Account, GrantRow, Role
from dangjianyun.access.queries import actor_named, operator
from dangjianyun.coverage.actions import assign, send_instructors
from dangjianyun.coverage.models import Assignment, Instructor
from dangjianyun.foundation.actor import Actor
from dangjianyun.orglife.actions.activity import record_activities
from dangjianyun.orglife.actions.meeting import plan_meeting
from dangjianyun.orglife.actions.pattern import keep_pattern
from dangjianyun.orglife.models import Activity, Kind, Meeting, Pattern
from dangjianyun.party.actions.member import enroll_members
from dangjianyun.party.actions.office import take_office
from dangjianyun.party.actions.relation import cover, guide
from dangjianyun.party.actions.unit import establish_units
from dangjianyun.party.models import Covering, Guidance, Member, Office, Unit
from dangjianyun.registry.actions import appoint, record_persons, register_organizations
from dangjianyun.registry.models import Organization, Person, Post
from dangjianyun.registry.rules import make_credit_code, make_identity_number
from dangjianyun.territory.actions import load_divisions
from dangjianyun.territory.queries import division_of_path
from dangjianyun.welfare.actions.collect import collect_wish
from dangjianyun.welfare.models import Offer, Wish, Wisher
from tests.offers import leave

PASSWORD = "dangjianyun-demo"
CITY = "d/33/3302/"
DISTRICTS = {"haishu": f"{CITY}330203/", "jiangbei": f"{CITY}330205/"}
STREETS = {"haishu": ("330203001", "330203002"), "jiangbei": ("330205001", "330205003")}
NAMES = {"haishu": "海曙", "jiangbei": "江北"}
ACCOUNTS = (
    *("city", "civil", "haishu", "jiangbei", "street", "trade", "secretary", "instructor"),
    *("organization", "guide", "sysadmin", "secadmin", "auditor"),
)
EACH = 6
"""Organizations of each district."""


@dataclass
class City:
    """What was built, by name; the lists of a district under its pinyin."""

    organizations: dict[str, list[Organization]] = field(default_factory=dict)
    units: dict[str, Unit] = field(default_factory=dict)
    members: dict[str, list[Member]] = field(default_factory=dict)
    instructors: dict[str, Instructor] = field(default_factory=dict)
    activities: dict[str, Activity] = field(default_factory=dict)
    meetings: dict[str, Meeting] = field(default_factory=dict)
    patterns: dict[str, Pattern] = field(default_factory=dict)
    wishes: dict[str, Wish] = field(default_factory=dict)
    offers: dict[str, Offer] = field(default_factory=dict)
    accounts: dict[str, Account] = field(default_factory=dict)

    def actor(self, name: str) -> Actor:
        """The actor of an account, with the grants of today."""
        return actor_named(name, origin="page")


def build() -> City:
    """Fill an empty, migrated database."""
    load_divisions()
    load_roles()
    city, actor = City(), operator()
    _bodies(city, actor)
    for number, district in enumerate(DISTRICTS, 1):
        _organizations(city, actor, district, number)
        _branch(city, actor, district, number)
        _coverage(city, actor, district, number)
        _life(city, actor, district)
    _trade(city, actor)
    _accounts(city, actor)
    return city


def street(district: str, number: int = 1) -> str:
    """The path of a district's first or second street."""
    return f"{DISTRICTS[district]}{STREETS[district][number - 1]}/"


def _bodies(city: City, actor: Actor) -> None:
    organ = Unit(
        number="D0", name="中共宁波市直属机关工作委员会", kind="committee", role="organ",
        level="city", path=CITY, established_on=date(2010, 1, 1),
    )  # fmt: skip
    root = Unit(
        number="D1", name="宁波市社会组织综合党委", kind="committee", role="comprehensive",
        level="city", path=CITY, established_on=date(2016, 1, 1), parent=organ,
    )  # fmt: skip
    guiding = Unit(
        number="G1", name="中共宁波市委两新工委", kind="committee", role="guiding",
        level="city", path=CITY, established_on=date(2012, 1, 1), parent=organ,
    )  # fmt: skip
    districts = [
        Unit(
            number=f"D{number}", name=f"{NAMES[name]}区社会组织综合党委", kind="committee",
            role="comprehensive", level="district", path=path,
            established_on=date(2016, 6, 1), parent=root,
        )
        for number, (name, path) in enumerate(DISTRICTS.items(), 2)
    ]  # fmt: skip
    town = Unit(
        number="S1", name="海曙区示例街道党工委", kind="committee", role="local",
        level="street", path=street("haishu"), established_on=date(2016, 6, 1),
        parent=districts[0],
    )  # fmt: skip
    division = division_of_path(CITY)
    establish_units(division, actor=actor, units=[organ, root, guiding, *districts, town])
    city.units |= {"organ": organ, "city": root, "guiding": guiding, "street": town}
    city.units |= dict(zip(DISTRICTS, districts, strict=True))
    guide(organ, actor=actor, guidances=[
        Guidance(unit=root, guide=guiding, since=date(2016, 1, 1))
    ])  # fmt: skip


def _organizations(city: City, actor: Actor, district: str, number: int) -> None:
    code = DISTRICTS[district].split("/")[3]
    rows = [
        Organization(
            code=make_credit_code("2", code, f"0{number}00{i:04d}"),
            name=f"{NAMES[district]}示例服务中心{i}",
            kind="service_institution",
            category="welfare",
            path=street(district, 1 + i // (EACH // 2 + 1)),
            registrar_path=DISTRICTS[district],
            established_on=date(2015, 3, 1 + i),
            full_time_count=6,
        )
        for i in range(EACH)
    ]
    division = division_of_path(DISTRICTS[district])
    city.organizations[district] = register_organizations(division, actor=actor, organizations=rows)


def _branch(city: City, actor: Actor, district: str, number: int) -> None:
    rows, path = city.organizations[district], DISTRICTS[district]
    branch = Unit(
        number=f"B{number}", name=f"{NAMES[district]}示例服务中心0党支部", kind="branch",
        mode="single", organization=rows[0], path=rows[0].path,
        established_on=date(2019, 1, 1), parent=city.units[district],
    )  # fmt: skip
    joint = Unit(
        number=f"J{number}", name=f"{NAMES[district]}示例联合党支部", kind="joint_branch",
        mode="joint", path=rows[2].path, established_on=date(2019, 6, 1),
        parent=city.units[district],
    )  # fmt: skip
    establish_units(division_of_path(path), actor=actor, units=[branch, joint])
    city.units |= {f"{district}_branch": branch, f"{district}_joint": joint}
    covered = [Covering(unit=joint, organization=row, since=date(2019, 6, 1)) for row in rows[2:4]]
    cover(joint, actor=actor, coverings=covered)
    code = path.split("/")[3]
    persons = [
        Person(
            name=f"测试{NAMES[district]}{i}",
            path=path,
            identity_number=make_identity_number(code, date(1980, 1, 1 + i), 0),
            phone=f"1990000{number}{i:03d}",
        )
        for i in range(8)
    ]
    record_persons(division_of_path(path), actor=actor, persons=persons)
    # Four work in an organization without a unit: it is due and missing.
    works = [rows[0] if i < 4 else rows[1] for i in range(8)]
    posts = [
        Post(person=person, organization=place, kind="staff", since=date(2018, 1, 1))
        for person, place in zip(persons, works, strict=True)
    ]
    posts.append(Post(person=persons[0], organization=rows[0], kind="head", since=date(2018, 1, 1)))
    appoint(division_of_path(path), actor=actor, posts=posts)
    members = [
        Member(number=f"M{number}{i:03d}", person=person, joined_on=date(2010, 7, 1),
               full_on=date(2011, 7, 1), unit=branch)
        for i, person in enumerate(persons)
    ]  # fmt: skip
    city.members[district] = enroll_members(
        branch, actor=actor, members=members, since=[date(2019, 1, 1)] * len(members)
    )
    head = Office(unit=branch, member=members[0], kind="secretary", since=date(2019, 1, 1))
    take_office(branch, actor=actor, offices=[head])


def _coverage(city: City, actor: Actor, district: str, number: int) -> None:
    rows, path = city.organizations[district], DISTRICTS[district]
    instructor = Instructor(
        number=f"I{number}", name=f"测试{NAMES[district]}导", home=city.units[district], path=path,
        since=date(2018, 1, 1), phone=f"1990001{number:04d}",
    )  # fmt: skip
    division = division_of_path(path)
    send_instructors(division, actor=actor, instructors=[instructor])
    sent = [
        Assignment(instructor=instructor, organization=row, since=date(2020, 5, 1))
        for row in rows[4:5]
    ]
    assign(division, actor=actor, assignments=sent)
    city.instructors[district] = instructor
    activity = Activity(
        number=f"A{number}", year=2021, name=f"{NAMES[district]}示例公益日",
        organizer=rows[0].name, organization=rows[0], content="为居民服务",
        venue="图书馆广场或吾悦广场", schedule="6月28日（暂定）", first_on=date(2021, 6, 28),
        last_on=date(2021, 6, 28), is_tentative=True, path=rows[0].path,
    )  # fmt: skip
    record_activities(division, actor=actor, activities=[activity])
    city.activities[district] = activity


def _life(city: City, actor: Actor, district: str) -> None:
    """A planned meeting, which counts nowhere yet, and a template."""
    branch, name = city.units[f"{district}_branch"], NAMES[district]
    meeting = Meeting(kind=Kind.THEME_DAY, title=f"{name}示例主题党日", held_on=date(2026, 1, 9))
    city.meetings[district] = plan_meeting(branch, actor=actor, meeting=meeting)
    pattern = Pattern(name=f"{name}示例模板", kind=Kind.LECTURE)
    city.patterns[district] = keep_pattern(branch, actor=actor, pattern=pattern)
    # Collected and not checked: nothing is published yet.
    wish = Wish(title=f"{name}示例心愿：一台微波炉", kind="thing", path=branch.path)
    wisher = Wisher(
        name=f"许{name}愿", phone="19900009999", address=f"{name}示例小区3幢", situation="独居"
    )
    city.wishes[district] = collect_wish(branch, actor=actor, wish=wish, wisher=wisher)
    city.offers[district] = leave(city.wishes[district])


def _trade(city: City, actor: Actor) -> None:
    trade = Unit(
        number="T1", name="宁波市教育行业党委", kind="committee", role="trade", level="city",
        path=CITY, established_on=date(2018, 1, 1), parent=city.units["city"], trade="教育",
    )  # fmt: skip
    covering = Unit(
        number="T2", name="教育行业示例党支部", kind="branch", mode="trade", path=CITY,
        established_on=date(2019, 1, 1), parent=trade,
    )  # fmt: skip
    establish_units(division_of_path(CITY), actor=actor, units=[trade, covering])
    last = city.organizations["haishu"][-1]
    cover(covering, actor=actor, coverings=[
        Covering(unit=covering, organization=last, since=date(2020, 1, 1))
    ])  # fmt: skip
    city.units |= {"trade": trade, "trade_branch": covering}


def _accounts(city: City, actor: Actor) -> None:
    units = city.units
    served = city.organizations["haishu"][1]
    granted: dict[str, tuple[str, str, tuple[str, ...]]] = {
        "city": ("市综合党委", "committee", (CITY, units["city"].party_path)),
        "civil": ("市民政局", "civil", (CITY,)),
        "haishu": ("海曙区综合党委", "committee", (DISTRICTS["haishu"], _party(units["haishu"]))),
        "jiangbei": (
            "江北区综合党委", "committee", (DISTRICTS["jiangbei"], _party(units["jiangbei"])),
        ),
        "street": ("示例街道", "committee", (street("haishu"), _party(units["street"]))),
        "trade": ("教育行业党委", "committee", (_party(units["trade"]),)),
        "secretary": ("示例党支部", "secretary", (_party(units["haishu_branch"]),)),
        "instructor": ("海曙区综合党委", "instructor", (f"i/{city.instructors['haishu'].pk}/",)),
        "organization": (served.name, "organization", (f"o/{served.pk}/",)),
        "guide": ("市委两新工委", "guide", (CITY,)),
        "sysadmin": ("信息中心", "system", (DESK,)),
        "secadmin": ("信息中心", "security", (DESK,)),
        "auditor": ("信息中心", "audit", (DESK,)),
    }  # fmt: skip
    made = create_accounts(
        Desk(),
        actor=actor,
        accounts=[NewAccount(name, f"示例{name}", granted[name][0], PASSWORD) for name in ACCOUNTS],
    )
    city.accounts = {account.username: account for account in made}
    roles = {role.key: role for role in Role.objects.all()}
    give_grants(
        Desk(),
        actor=actor,
        grants=[
            GrantRow(account=city.accounts[name], role=roles[role], place=place, place_label=unit)
            for name, (unit, role, places) in granted.items()
            for place in places
        ],
    )


def _party(unit: Unit) -> str:
    return unit.party_path
