"""What changed later, one act at a time by the accounts whose business it was, each with a reason.

De-linking of industry associations, new names, moves, closings, new secretaries and instructors:
nothing here touches a figure of the article's day, as each keeps its district and its coverage.
"""

from collections.abc import Callable
from contextlib import suppress
from datetime import date, timedelta
from functools import partial

from django.db import transaction

from dangjianyun.access.queries import actor_named
from dangjianyun.coverage.actions import assign, end_assignment
from dangjianyun.coverage.models import Assignment, Instructor
from dangjianyun.demo import figures
from dangjianyun.demo.organizations import Planned
from dangjianyun.demo.plan import Plan
from dangjianyun.demo.recording import Recorder
from dangjianyun.demo.trades import trade_of
from dangjianyun.foundation.days import OPEN
from dangjianyun.foundation.errors import Refused
from dangjianyun.party.actions.member import move_member, take_part
from dangjianyun.party.actions.office import leave_office, take_office
from dangjianyun.party.actions.relation import affiliate
from dangjianyun.party.actions.unit import move_unit
from dangjianyun.party.models import Member, Office, OfficeKind, Route, Unit
from dangjianyun.registry.actions import change_particulars, close_organization
from dangjianyun.registry.models import Category, Closing, Organization
from dangjianyun.territory.queries import division_of_path

DELINKED, RENAMED, MOVED, ABROAD, HANDED_OVER, REELECTED = 150, 40, 30, 8, 30, 36
DELINKING = (date(2019, 6, 20), date(2021, 11, 30))
CLERKS = {"330203": "haishu", "330205": "jiangbei"}
Act = Callable[[Recorder], None]


class Later:
    """Collects the acts by account, then lets each account do its own in one go."""

    def __init__(self, plan: Plan) -> None:
        self._plan, self._random, self._today = plan, plan.random, plan.today
        self._acts: dict[str, list[Act]] = {}
        self._touched = {plan.cast.owing.life.number, plan.cast.having.life.number}

    def run(self) -> None:
        """Do everything."""
        self._delink()
        self._rename()
        self._move()
        self._close()
        self._hand_over()
        self._reelect()
        self._leave_the_branch()
        self._take_part()
        for name, acts in self._acts.items():
            with transaction.atomic():
                recorder = Recorder(actor_named(name, origin="page"))
                for act in acts:
                    # What no longer fits on another day or with another seed is left out: nothing
                    # here carries a figure.
                    with suppress(Refused):
                        act(recorder)
                recorder.close()

    def _some(self, number: int, fit: Callable[[Planned], bool]) -> list[Planned]:
        """Organizations alive today that nothing else has changed yet."""
        found = [
            one
            for one in self._plan.planned
            if one.life.number not in self._touched
            and one.life.closed_on == OPEN
            and one.life.established_on < date(2018, 1, 1)
            and fit(one)
        ]
        chosen = self._random.sample(found, min(number, len(found)))
        self._touched |= {one.life.number for one in chosen}
        return chosen

    def _by(self, one: Planned, act: Act) -> None:
        self._acts.setdefault(self._clerk(one), []).append(act)

    def _clerk(self, one: Planned) -> str:
        """The account whose business an organization is."""
        return "city" if one.is_city else CLERKS.get(one.life.district.code, "city")

    def _delink(self) -> None:
        """From the supervising body to the street, the trade, or the comprehensive committee."""
        grassroots, leading = self._plan.grassroots, self._plan.leading
        for one in self._some(
            DELINKED, lambda one: bool(one.category == Category.BUSINESS and one.row.supervisor)
        ):
            day = self._day(*DELINKING)
            body = grassroots.own.get(one.life.number)
            route, unit = (Route.TERRITORY, leading.local[one.street])
            chance = self._random.random()
            trade = leading.trades.get(trade_of(one.row.name))
            # The city's trade committees take in what the city's own account may send there.
            if trade and trade.established_on <= day and self._clerk(one) == "city":
                route, unit = (Route.TRADE, trade)
            elif chance < 0.45 and body is None:
                route, unit = (
                    Route.COMPREHENSIVE,
                    leading.comprehensive[one.row.registrar_path],
                )
            wave = f"脱钩联组〔{day.year}〕{self._random.randint(1, 20)}号"
            self._by(one, self._delinking(one, day, route, unit, wave, body.row if body else None))

    def _delinking(
        self, one: Planned, day: date, route: Route, unit: Unit, wave: str, own: Unit | None
    ) -> Act:
        def act(recorder: Recorder) -> None:
            why = f"行业协会商会与行政机关脱钩，{wave}"
            fields = {"is_delinked": True, "supervisor": ""}
            recorder.do(change_particulars, one.row, why=why, on=day, fields=fields)
            recorder.do(affiliate, one.row, why=why, unit=unit, route=route, on=day)
            if own and own.established_on < day:
                recorder.do(move_unit, own, why=why, parent=unit, on=day)

        return act

    def _rename(self) -> None:
        for one in self._some(RENAMED, lambda one: not one.life.own_since):
            day = self._day(date(2018, 2, 1), self._today - timedelta(days=20))
            fields = {"name": self._plan.names.renamed(one.row.name)}
            self._by(one, self._change(one, day, fields, "会员大会表决通过新章程，名称变更"))

    def _move(self) -> None:
        """Most within the district; some to another one, after the article's day."""
        streets, random = self._plan.streets, self._random
        free = self._some(MOVED + ABROAD, lambda one: not one.life.own_since)
        for n, one in enumerate(free):
            first = date(2018, 3, 1) if n < MOVED else figures.ARTICLE_DAY + timedelta(days=60)
            home = one.life.district
            if n >= MOVED:
                home = random.choice([d for d in figures.DISTRICTS if d is not home])
            street = next(
                path
                for path in iter(partial(streets.any, random, home.path), "")
                if path != one.street
            )
            named = division_of_path(street).name
            fields = {
                "path": street,
                "address": f"{home.name}{named}示例路{random.randint(1, 600)}号",
            }
            act = self._change(
                one, self._day(first, self._today - timedelta(days=40)), fields, "住所变更"
            )
            if n < MOVED:
                self._by(one, act)
            else:
                self._acts.setdefault("city", []).append(act)

    def _change(self, one: Planned, day: date, fields: dict[str, str], why: str) -> Act:
        return lambda recorder: recorder.do(
            change_particulars, one.row, why=why, on=day, fields=fields
        )

    def _close(self) -> None:
        """The closings of the last months, with the instructor's assignment ended first."""
        for one, day in self._plan.closing:
            self._by(one, self._closing(one, day))

    def _closing(self, one: Planned, day: date) -> Act:
        def act(recorder: Recorder) -> None:
            why = "理事会决议终止，清算完毕，申请注销"
            sent = list(Assignment.rows().filter(organization=one.row, until=OPEN))
            on = max([day, *(row.since + timedelta(days=1) for row in sent)])
            if on > self._today:
                return
            for row in sent:
                recorder.do(end_assignment, row, why=why, on=on)
            closing = Closing.DEREGISTERED
            recorder.do(close_organization, one.row, why=why, on=on, closing=closing)

        return act

    def _hand_over(self) -> None:
        """Another instructor takes over on the same day."""
        day = self._today - timedelta(days=45)
        plan = self._plan
        busy = [a for a in plan.instructors.assignments if a.until == OPEN and a.since < day]
        keys = {one.row.code: one for one in plan.planned}
        for assignment in self._random.sample(busy, HANDED_OVER):
            one = keys[assignment.organization.code]
            if one.life.number in self._touched:
                continue
            others = [
                row
                for row in plan.instructors.rows
                if row.until == OPEN
                and row.since < day
                and row.number != assignment.instructor.number
                and row.path.startswith(one.life.district.path)
            ]
            self._by(one, self._handing_over(assignment, self._random.choice(others), day))

    def _handing_over(self, assignment: Assignment, other: Instructor, day: date) -> Act:
        def act(recorder: Recorder) -> None:
            why = "指导员片区调整"
            there = Assignment.rows().filter(
                instructor=other, organization=assignment.organization, until=OPEN
            )
            still = Organization.rows().filter(
                pk=assignment.organization_id, closed_on__gt=day
            )  # it may have closed by one of the acts before this
            if there.exists() or not still.exists():
                return
            recorder.do(end_assignment, assignment, why=why, on=day)
            fresh = Assignment(instructor=other, organization=assignment.organization, since=day)
            place = division_of_path(assignment.organization.path)
            recorder.do(assign, place, why=why, assignments=[fresh])

        return act

    def _reelect(self) -> None:
        """Branches whose term was over chose another secretary."""
        plan = self._plan
        fit = [
            body
            for body in plan.grassroots.bodies
            if body.of
            and body.of.life.number not in self._touched
            and body.of.life.closed_on == OPEN
            and not body.branches
            and body.since < date(2021, 1, 1)
        ]
        offices = {row.unit.number: row for row in plan.offices if row.kind == "secretary"}
        for body in self._random.sample(fit, REELECTED):
            old = offices.get(body.row.number)
            day = self._day(date(2024, 3, 1), self._today - timedelta(days=30))
            busy = {row.member.number for row in plan.offices if row.unit.number == body.row.number}
            able = [
                member
                for member, slot in plan.people.in_body.get(id(body), [])
                if member.number not in busy
                and slot.member_since < day
                and (member.full_on or day) < day
            ]
            if old and old.since < day and able and body.of:
                fresh = Office(unit=body.row, member=able[0], kind=OfficeKind.SECRETARY, since=day)
                self._by(body.of, self._electing(old, fresh, day))

    def _electing(self, old: Office, fresh: Office, day: date) -> Act:
        def act(recorder: Recorder) -> None:
            why = "支部换届，党员大会选举，上级党组织批准"
            recorder.do(leave_office, old, why=why, on=day)
            recorder.do(take_office, fresh.unit, why=why, offices=[fresh])

        return act

    def _leave_the_branch(self) -> None:
        """Two members of the account `secretary`'s branch took their relation elsewhere."""
        body = self._plan.own_body
        there = self._plan.people.in_body[id(body)]
        day = self._today - timedelta(days=70)
        for member, slot in there[-2:]:
            if slot.member_since < day:
                act = self._leaving(member, day)
                self._acts.setdefault("secretary", []).append(act)

    def _take_part(self) -> None:
        """Two members of that branch take part in the functional unit of volunteers too."""
        there = self._plan.people.in_body[id(self._plan.own_body)]
        unit = next(
            body.row for body in self._plan.grassroots.bodies if body.row.mode == "functional"
        )
        day = self._today - timedelta(days=100)
        for member, _ in there[1:3]:
            self._acts.setdefault("secretary", []).append(self._taking_part(member, unit, day))

    def _taking_part(self, member: Member, unit: Unit, day: date) -> Act:
        why = "参加志愿服务功能型党组织活动"
        return lambda recorder: recorder.do(take_part, member, why=why, unit=unit, on=day)

    def _leaving(self, member: Member, day: date) -> Act:
        why = "工作调动，转接组织关系"
        return lambda recorder: recorder.do(
            move_member,
            member,
            why=why,
            unit=None,
            on=day,
            outside="鄞州区示例社区党支部",
        )

    def _day(self, first: date, last: date) -> date:
        return date.fromordinal(self._random.randint(first.toordinal(), last.toordinal()))
