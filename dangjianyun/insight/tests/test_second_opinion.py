"""应建未建 in SQL, by the Python rule and in segments, for 10,000 random organizations and days."""

from datetime import date, timedelta
from itertools import pairwise
from random import Random
from typing import Any

import pytest

from dangjianyun.coverage.models import OrganizationStanding
from dangjianyun.foundation.days import DAWN, OPEN
from dangjianyun.foundation.models import RuleParameter
from dangjianyun.insight.queries.opinion import missing_by_sql
from dangjianyun.insight.queries.recount import rebuild
from dangjianyun.party.models import (
    Covering,
    Member,
    Membership,
    Mode,
    RoleKind,
    Unit,
    UnitKind,
    UnitParticulars,
)
from dangjianyun.party.rules import UNIT_DUE, satisfies
from dangjianyun.registry.models import Kind, Organization, Particulars, Person, Post
from dangjianyun.registry.tests.factories import CITY, HAISHU_STREET, divisions

MANY, DAYS = 500, 20
FIRST = date(2016, 1, 1)
MODES = [Mode.JOINT, Mode.AREA, Mode.TRADE, Mode.FUNCTIONAL, Mode.NONE]
SETTINGS: list[dict[str, Any]] = [
    {},
    {"joint_satisfies": False, "functional_counts": False, "unit_due.counts": "relation"},
]


class Chance(Random):
    """Days and spans of the world below."""

    def day(self) -> date:
        return FIRST + timedelta(self.randrange(3600))

    def span(self) -> tuple[date, date]:
        since = self.day()
        if self.random() < 0.6:
            return since, OPEN
        return since, since + timedelta(self.randrange(1, 1500))


def build(random: Chance) -> None:
    """Facts as odd as the tables allow, written past the actions: 500 organizations."""
    divisions()
    organizations = Organization._rows.bulk_create(
        Organization(
            code=f"{at:018d}",
            name=f"示例{at}",
            kind=Kind.SERVICE,
            path=HAISHU_STREET,
            registrar_path=CITY,
            established_on=span[0],
            closed_on=span[1],
        )
        for at, span in enumerate(random.span() for _ in range(MANY))
    )
    Particulars._rows.bulk_create(
        Particulars(
            organization=one,
            since=one.established_on,
            until=one.closed_on,
            name=one.name,
            kind=one.kind,
            path=one.path,
            registrar_path=CITY,
        )
        for one in organizations
    )
    units = _units(random, organizations)
    _people(random, organizations, units)
    rebuild()


def _units(random: Chance, organizations: list[Organization]) -> list[Unit]:
    rows = []
    for at in range(160):
        since, until = random.span()
        own = random.choice(organizations) if random.random() < 0.6 else None
        rows.append(
            Unit(
                number=f"D{at}",
                name=f"示例{at}",
                kind=UnitKind.BRANCH,
                role=RoleKind.GRASSROOTS,
                mode=Mode.SINGLE if own and random.random() < 0.7 else random.choice(MODES),
                organization=own,
                path=HAISHU_STREET,
                party_path="p/",
                established_on=since,
                dissolved_on=until,
            )
        )
    units = Unit._rows.bulk_create(rows)
    for one in random.sample(units, 30):
        one.parent = random.choice(units)
    Unit._rows.bulk_update(units, ["parent"])
    UnitParticulars._rows.bulk_create(row for unit in units for row in _told(random, unit))
    Covering._rows.bulk_create(
        Covering(unit=random.choice(units), organization=one, since=since, until=until)
        for one, (since, until) in ((o, random.span()) for o in random.sample(organizations, 300))
    )
    return units


def _told(random: Chance, unit: Unit) -> list[UnitParticulars]:
    """What the unit was: one mode all its life, or another one until some day."""
    said = {"name": unit.name, "kind": unit.kind, "path": unit.path, "unit": unit}
    days = [unit.established_on, unit.dissolved_on]
    modes = [unit.mode]
    lived = (min(unit.dissolved_on, date(2026, 1, 1)) - unit.established_on).days
    if lived > 1 and random.random() < 0.4:
        days.insert(1, unit.established_on + timedelta(random.randrange(1, lived)))
        modes.insert(0, random.choice(MODES))
    return [
        UnitParticulars(**said, since=since, until=until, mode=mode)
        for mode, (since, until) in zip(modes, pairwise(days), strict=True)
    ]


def _people(random: Chance, organizations: list[Organization], units: list[Unit]) -> None:
    people = Person._rows.bulk_create(
        Person(name=f"测试{at}", path=HAISHU_STREET) for at in range(MANY * 4)
    )
    posts, members, relations = [], [], []
    for at, person in enumerate(people):
        since, until = random.span()
        posts.append(
            Post(
                person=person,
                organization=organizations[at // 4 if random.random() < 0.8 else at % 50],
                kind="staff",
                is_full_time=random.random() < 0.9,
                is_main=random.random() < 0.9,
                since=since,
                until=until,
            )
        )
        if random.random() < 0.9:
            _, left = random.span()
            full = random.day() - timedelta(1200) if random.random() < 0.9 else None
            members.append(
                Member(number=f"M{at}", person=person, joined_on=FIRST, full_on=full, left_on=left)
            )
    Post._rows.bulk_create(posts)
    for member in Member._rows.bulk_create(members):
        since, until = random.span()
        relations.append(
            Membership(member=member, unit=random.choice(units[:40]), since=since, until=until)
        )
    Membership._rows.bulk_create(relations)


def missing_by_rule(on: date, settings: dict[str, Any]) -> list[int]:
    """The rule itself, asked about facts that plain loops read off the tables."""
    chosen = {p.key: p.default for p in UNIT_DUE.parameters} | settings
    full = {m.person_id: m for m in Member.rows() if m.full_on and m.full_on <= on < m.left_on}
    by_key = {m.pk: m for m in full.values()}
    units = {u.pk: u for u in Unit.rows()}
    found = []
    staff: dict[int, set[int]] = {}
    if chosen["unit_due.counts"] == "staff":
        for post in Post.rows():
            counts = post.is_full_time and post.is_main and post.since <= on < post.until
            if counts and post.person_id in full:
                staff.setdefault(post.organization_id, set()).add(full[post.person_id].pk)
    else:
        for line in Membership.rows():
            own = units[line.unit_id].organization_id
            if own and line.since <= on < line.until and line.member_id in by_key:
                staff.setdefault(own, set()).add(line.member_id)
    modes = _modes(on, units)
    for one in Organization.rows():
        if not one.established_on <= on < one.closed_on:
            continue
        there = modes.get(one.pk, [])
        serving = [mode for mode in there if satisfies(mode, chosen)]
        facts = {"full_members": len(staff.get(one.pk, ())), "has_unit": bool(serving)}
        verdict = UNIT_DUE.judge(facts, on, settings)
        if verdict.outcome.kept is False:
            found.append(one.pk)
    return found


def _modes(on: date, units: dict[int, Unit]) -> dict[int, list[str]]:
    modes: dict[int, list[str]] = {}
    said = {row.unit_id: row.mode for row in UnitParticulars.rows() if row.since <= on < row.until}
    for key, mode in said.items():
        if own := units[key].organization_id:
            modes.setdefault(own, []).append(mode or "single")
    for line in Covering.rows():
        if line.unit_id in said and line.since <= on < line.until:
            modes.setdefault(line.organization_id, []).append(said[line.unit_id] or "joint")
    return modes


@pytest.mark.slow
@pytest.mark.django_db
@pytest.mark.parametrize("settings", SETTINGS, ids=["defaults", "strict"])
def test_sql_rule_and_segments_agree_on_10000_organizations_and_days(
    settings: dict[str, Any],
) -> None:
    random = Chance(20201231)
    RuleParameter.objects.bulk_create(
        RuleParameter(place="d/", key=key, value=value, since=DAWN)
        for key, value in settings.items()
    )
    build(random)
    days = [date(2017, 10, 23), date(2017, 10, 24), *(random.day() for _ in range(DAYS - 2))]
    counted = 0
    for on in days:
        stored = OrganizationStanding.rows().filter(OrganizationStanding.on(on), is_missing=True)
        segments = sorted(stored.values_list("organization_id", flat=True))
        assert missing_by_sql(on, settings) == segments
        assert sorted(missing_by_rule(on, settings)) == segments
        counted += len(segments)
    assert MANY * len(days) == 10_000
    assert counted > 30, counted
