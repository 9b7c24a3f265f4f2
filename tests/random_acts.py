"""Random acts of users on a small world, for tests that ask whether the numbers stay right."""

from collections.abc import Callable
from datetime import date, timedelta
from itertools import count
from random import Random
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, models

from dangjianyun.access.queries import operator
from dangjianyun.coverage import actions as coverage
from dangjianyun.coverage.models import Assignment, Instructor
from dangjianyun.coverage.tests.factories import make_assignment, make_instructor
from dangjianyun.foundation import compaction, rebuilding
from dangjianyun.foundation.days import today
from dangjianyun.foundation.errors import Refused, Unseen
from dangjianyun.insight.actions import set_parameter
from dangjianyun.orglife.actions.activity import record_activities
from dangjianyun.orglife.actions.meeting import return_meeting
from dangjianyun.orglife.actions.meetings_kept import record_meetings
from dangjianyun.orglife.actions.track import set_groups
from dangjianyun.orglife.models import Activity, Kind, Meeting
from dangjianyun.party.actions import member as members
from dangjianyun.party.actions import particulars
from dangjianyun.party.actions import relation as relations
from dangjianyun.party.actions import unit as units
from dangjianyun.party.actions.office import take_office
from dangjianyun.party.models import (
    Covering,
    Member,
    Membership,
    Mode,
    Office,
    OfficeKind,
    RoleKind,
    Route,
    Unit,
    UnitKind,
)
from dangjianyun.party.tests.factories import (
    make_committee,
    make_covering,
    make_member,
    make_unit,
)
from dangjianyun.registry import actions as registry
from dangjianyun.registry.models import Closing, Organization, Person, Post
from dangjianyun.registry.tests.factories import (
    CITY,
    HAISHU_STREET,
    HAISHU_STREET_2,
    JIANGBEI,
    JIANGBEI_STREET,
    divisions,
    make_organization,
    make_person,
    make_post,
)
from dangjianyun.territory.queries import division_of_path

STREETS = (HAISHU_STREET, HAISHU_STREET_2, JIANGBEI_STREET)
MODES = (Mode.JOINT, Mode.AREA, Mode.TRADE, Mode.ATTACHED, Mode.FALLBACK)
FIRST = date(2016, 6, 1)
_numbers = count(1)
Act = Callable[[Random], Any]


def build_world() -> None:
    """A dozen organizations, two comprehensive committees, units, people, instructors."""
    divisions()
    root = make_unit(
        "宁波市直机关工委",
        role=RoleKind.ORGAN,
        kind=UnitKind.COMMITTEE,
        path=CITY,
        mode="",
        level="city",
        since=date(2010, 1, 1),
    )
    heads = [
        make_committee(parent=root),
        make_committee("江北区社会组织综合党委", path=JIANGBEI, parent=root),
    ]
    places = [make_organization(path=STREETS[at % 3], since=FIRST) for at in range(9)]
    area = make_unit(parent=heads[0], path=HAISHU_STREET)
    own = make_unit(parent=heads[1], organization=places[0], path=JIANGBEI_STREET)
    make_covering(area, places[1])
    for at in range(8):
        person = make_person()
        make_post(places[at // 3], person)
        if at % 2:
            make_member(area if at % 3 else own, person, since=date(2019, 1, 1))
    for head in heads:
        make_assignment(make_instructor(home=head, path=head.path), places[2])


def act(random: Random) -> str:
    """One random act; gives its name, or "" where it was refused."""
    chosen = random.choice(ACTS)
    try:
        chosen(random)
    except (Refused, Unseen, PermissionDenied, IntegrityError):
        return ""
    return chosen.__name__


def _one(random: Random, table: type[Any], **where: Any) -> Any:
    rows = table.rows() if hasattr(table, "rows") else models.QuerySet(table)
    keys = sorted(rows.filter(**where).values_list("pk", flat=True))
    if not keys:
        raise Refused("nothing there")
    return rows.get(pk=random.choice(keys))


def _day(random: Random) -> date:
    """Any day of the world's life; often today, yesterday, or the edge of a month."""
    edges = (today(), today() - timedelta(1), date(2021, 1, 1), date(2020, 12, 31))
    if random.random() < 0.3:
        return random.choice(edges)
    return FIRST + timedelta(random.randrange((today() - FIRST).days))


def _registers(random: Random) -> None:
    make_organization(path=random.choice(STREETS), since=_day(random))


def _moves_organization(random: Random) -> None:
    registry.change_particulars(
        _one(random, Organization),
        actor=operator(),
        on=_day(random),
        fields={"path": random.choice(STREETS)},
    )


def _closes(random: Random) -> None:
    registry.close_organization(
        _one(random, Organization), actor=operator(), on=_day(random), closing=Closing.REVOKED
    )


def _hires(random: Random) -> None:
    person = make_person() if random.random() < 0.5 else _one(random, Person)
    make_post(
        _one(random, Organization),
        person,
        since=_day(random),
        is_full_time=random.random() < 0.8,
        is_main=random.random() < 0.8,
    )


def _dismisses(random: Random) -> None:
    registry.end_post(_one(random, Post), actor=operator(), on=_day(random))


def _enrolls(random: Random) -> None:
    full = _day(random) if random.random() < 0.7 else None
    make_member(
        _one(random, Unit),
        _one(random, Person, member=None),
        since=_day(random),
        full_on=full,
    )


def _confirms(random: Random) -> None:
    members.correct_member(_one(random, Member), actor=operator(), fields={"full_on": _day(random)})


def _transfers(random: Random) -> None:
    unit = _one(random, Unit) if random.random() < 0.8 else None
    members.move_member(
        _one(random, Member), actor=operator(), unit=unit, on=_day(random), outside="外地"
    )


def _leaves(random: Random) -> None:
    members.leave(_one(random, Member), actor=operator(), on=_day(random))


def _sets_up(random: Random) -> None:
    if random.random() < 0.5:
        make_unit(
            parent=_one(random, Unit),
            organization=_one(random, Organization),
            path=random.choice(STREETS),
            since=_day(random),
        )
    else:
        make_unit(
            parent=_one(random, Unit),
            kind=UnitKind.JOINT_BRANCH,
            mode=random.choice(MODES),
            path=random.choice(STREETS),
            since=_day(random),
        )


def _moves_unit(random: Random) -> None:
    units.move_unit(
        _one(random, Unit), actor=operator(), parent=_one(random, Unit), on=_day(random)
    )


def _corrects_unit(random: Random) -> None:
    particulars.correct_unit(_one(random, Unit), actor=operator(), fields=_other_words(random))


def _changes_unit(random: Random) -> None:
    particulars.change_unit(
        _one(random, Unit), actor=operator(), on=_day(random), fields=_other_words(random)
    )


def _other_words(random: Random) -> dict[str, object]:
    return random.choice([{"path": random.choice(STREETS)}, {"mode": random.choice(MODES)}])


def _dissolves(random: Random) -> None:
    units.dissolve_unit(_one(random, Unit), actor=operator(), on=_day(random))


def _covers(random: Random) -> None:
    make_covering(_one(random, Unit), _one(random, Organization), _day(random))


def _uncovers(random: Random) -> None:
    relations.end_covering(_one(random, Covering), actor=operator(), on=_day(random))


def _affiliates(random: Random) -> None:
    relations.affiliate(
        _one(random, Organization),
        actor=operator(),
        unit=_one(random, Unit),
        route=random.choice(Route.values),
        on=_day(random),
    )


def _sends(random: Random) -> None:
    make_instructor(home=_one(random, Unit), since=_day(random))


def _assigns(random: Random) -> None:
    make_assignment(_one(random, Instructor), _one(random, Organization), _day(random))


def _withdraws(random: Random) -> None:
    coverage.end_assignment(_one(random, Assignment), actor=operator(), on=_day(random))


def _retires(random: Random) -> None:
    coverage.end_instructor(_one(random, Instructor), actor=operator(), on=_day(random))


def _meets(random: Random) -> None:
    number = next(_numbers)
    day = _day(random)
    row = Activity(
        number=f"HD{number:06d}",
        year=day.year,
        name=f"主题党日{number}",
        organizer="示例党支部",
        venue="会议室",
        schedule=day.isoformat(),
        first_on=day,
        last_on=day,
        is_tentative=random.random() < 0.3,
        path=random.choice(STREETS),
    )
    record_activities(division_of_path(CITY), actor=operator(), activities=[row])


def _holds(random: Random) -> None:
    unit = _one(random, Unit)
    rows = []
    for _ in range(random.randrange(1, 6)):
        number, day = next(_numbers), _day(random)
        due = random.randrange(1, 9)
        rows.append(
            Meeting(
                number=f"HY{number:06d}",
                unit=unit,
                kind=random.choice(Kind.values),
                also=random.sample(Kind.values, random.randrange(3)),
                title=f"组织生活{number}",
                held_on=day,
                has_roster=False,
                due_count=due,
                present_count=random.randrange(due + 1),
                lecturer=random.choice(["", "张三"]),
                lecture_minutes=random.choice([0, 20, 60]),
                minutes="学习讨论",
                state=random.choice([Meeting.State.SUBMITTED, Meeting.State.RETURNED]),
            )
        )
    record_meetings(division_of_path(CITY), actor=operator(), meetings=rows)


def _sends_back(random: Random) -> None:
    row = _one(random, Meeting, state=Meeting.State.CONFIRMED)
    return_meeting(row, actor=operator(), why="请补充会议记录")


def _groups(random: Random) -> None:
    set_groups(_one(random, Unit), actor=operator(), count=random.randrange(4), on=_day(random))


def _takes_office(random: Random) -> None:
    membership = _one(random, Membership)
    kind = random.choice(OfficeKind.values)
    row = Office(unit=membership.unit, member=membership.member, kind=kind, since=_day(random))
    take_office(membership.unit, actor=operator(), offices=[row])


def _sets_parameter(random: Random) -> None:
    key, value = random.choice(
        [
            ("joint_satisfies", random.random() < 0.5),
            ("unit_due.counts", random.choice(["staff", "relation"])),
            ("frequency.lecture", random.choice(["rule", "month2", "year1", "none"])),
            ("frequency.of_joint_branch", random.choice(["full", "study", "none"])),
            ("track.soon_month", random.choice(["3", "14"])),
            ("track.kept", random.random() < 0.7),
        ]
    )
    set_parameter(
        division_of_path(CITY),
        actor=operator(),
        key=key,
        value=value,
        since=_day(random),
        basis="测试用的依据",
    )
    rebuilding.run()


def _merges(random: Random) -> None:
    compaction.run()


ACTS: tuple[Act, ...] = (
    *(_registers, _moves_organization, _closes, _hires, _hires, _dismisses, _enrolls, _enrolls),
    *(_confirms, _transfers, _leaves, _sets_up, _sets_up, _moves_unit, _corrects_unit, _dissolves),
    *(_covers, _covers, _uncovers, _affiliates, _sends, _assigns, _assigns, _withdraws, _retires),
    *(_meets, _sets_parameter, _merges, _changes_unit, _changes_unit),
    *(_holds, _holds, _holds, _sends_back, _groups, _takes_office),
)
