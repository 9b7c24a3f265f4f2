"""Load the Ningbo demonstration into an empty, migrated database."""

import gc
import time
from collections.abc import Callable, Sequence
from typing import TypeVar

from django.db import models, transaction

from dangjianyun.access.roles import load_roles
from dangjianyun.coverage.actions import assign, send_instructors
from dangjianyun.demo import figures
from dangjianyun.demo.accounts import open_accounts
from dangjianyun.demo.activities import record_life
from dangjianyun.demo.later import Later
from dangjianyun.demo.meetings import record_meetings_of
from dangjianyun.demo.plan import Plan
from dangjianyun.demo.recording import Recorder
from dangjianyun.foundation.actor import Actor, Everything, Grant
from dangjianyun.foundation.bulk import tell_planner
from dangjianyun.foundation.days import today
from dangjianyun.foundation.errors import Refused
from dangjianyun.party.actions.member import enroll_members
from dangjianyun.party.actions.office import take_office
from dangjianyun.party.actions.relation import affiliate_first, cover, guide
from dangjianyun.party.actions.unit import establish_units, issue_guidelines
from dangjianyun.party.models import Affiliation, Covering
from dangjianyun.registry.actions import appoint, record_persons, register_organizations
from dangjianyun.registry.models import Organization
from dangjianyun.territory.actions import load_divisions
from dangjianyun.territory.queries import division_of_path

SEED = 20_201_231
Row = TypeVar("Row", bound=models.Model)
Said = Callable[[str], None]


def clerk() -> Actor:
    """Who brings the registers in: everything, in the whole city and its Party tree."""
    everything = Everything()
    return Actor(
        name="demo",
        grants=tuple(Grant(everything, place) for place in ("d/33/3302/", "p/", "access/")),
        label="演示数据装入",
        unit_label="宁波市社会组织综合党委",
        origin="cli",
    )


def main(seed: int = SEED, said: Said = lambda text: None) -> Plan:
    """Load everything; gives the plan that was carried out.

    Raises: Refused where the register is not empty.
    """
    if Organization.rows().exists():
        raise Refused("登记册里已有社会组织，演示数据只能装入空的数据库。")
    load_divisions()
    load_roles()
    started = time.monotonic()
    # Hundreds of thousands of rows stay until the end: looking for garbage among them is a third
    # of the time.
    gc.disable()
    try:
        return _load(seed, lambda what: said(_told(what, started)))
    finally:
        gc.enable()


def _load(seed: int, said: Said) -> Plan:
    plan = Plan(seed, today())
    said("计划已排好")
    with transaction.atomic():
        recorder = Recorder(clerk(), reason="首次导入登记册与党组织台账")
        _record(plan, recorder)
        record_life(plan, recorder)
        record_meetings_of(plan, recorder)
        said("已写入")
        tell_planner()
        recorder.close()
        tell_planner()
        said("已汇总")
    open_accounts(plan, clerk())
    said("账号已开通")
    Later(plan).run()
    said("后来的变更已办理")
    return plan


def _record(plan: Plan, recorder: Recorder) -> None:
    """The bulk: registers, units, members, coverage."""
    city = division_of_path(figures.CITY)
    do = recorder.do
    do(register_organizations, city, organizations=[one.row for one in plan.planned])
    people, leaders = plan.people, plan.leaders
    do(record_persons, city, persons=[*people.persons, *leaders.persons])
    do(appoint, city, posts=[*people.posts, *leaders.posts])
    units = list(plan.leading.all)
    for body in plan.grassroots.bodies:
        units += [body.row, *(branch.row for branch in body.branches)]
    do(establish_units, city, units=settled(units, "organization"))
    top = plan.leading.comprehensive[figures.CITY]
    do(enroll_members, top, members=settled(people.members, "unit", "person"), since=people.since)
    do(take_office, top, offices=settled(plan.offices, "unit", "member"))
    do(guide, top, guidances=settled(plan.leading.guidances(plan.trade_units), "unit", "guide"))
    do(issue_guidelines, top, guidelines=settled(plan.leading.guidelines(), "issuer"))
    do(cover, top, coverings=_coverings(plan))
    do(affiliate_first, top, affiliations=_affiliations(plan))
    do(send_instructors, city, instructors=settled(plan.instructors.rows, "home"))
    do(
        assign,
        city,
        assignments=settled(plan.instructors.assignments, "instructor", "organization"),
    )


def settled(rows: Sequence[Row], *names: str) -> Sequence[Row]:
    """The rows, knowing the keys of what they point to, which was planned before it was saved."""
    for row in rows:
        for name in names:
            setattr(row, name, getattr(row, name))
    return rows


def _coverings(plan: Plan) -> list[Covering]:
    return [
        Covering(unit=body.row, organization=one.row, since=since, until=until)
        for body in plan.grassroots.bodies
        for one, since, until in body.listed
    ]


def _affiliations(plan: Plan) -> list[Affiliation]:
    return [
        Affiliation(organization=one.row, unit=unit, route=route, since=since, until=until)
        for one in plan.planned
        for unit, route, since, until in one.affiliations
    ]


def _told(what: str, started: float) -> str:
    return f"装入演示数据，{what}：{time.monotonic() - started:.0f}秒"
