"""The loaded demonstration says what the article says, and everything agrees with everything."""

from collections import Counter
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from django.db.models import QuerySet

from dangjianyun.access.models import Account, AuditEntry
from dangjianyun.access.queries import actor_named, operator
from dangjianyun.access.verification import verify
from dangjianyun.coverage.models import Assignment, OrganizationStanding
from dangjianyun.demo import figures
from dangjianyun.demo.accounts import PASSWORD
from dangjianyun.demo.activities import TABLE
from dangjianyun.demo.plan import STREET, Plan
from dangjianyun.demo.trades import trade_of
from dangjianyun.foundation.days import today
from dangjianyun.foundation.indicators import INDICATORS
from dangjianyun.insight.queries import numbers, record_count
from dangjianyun.insight.queries.recount import differences
from dangjianyun.interchange.intake import Upload, check_file, receive
from dangjianyun.orglife.models import Activity
from dangjianyun.party.models import Affiliation, Covering, Member, Mode, Office, RoleKind, Unit
from dangjianyun.registry.models import Category, Kind, Organization, Person, Post, PostKind
from dangjianyun.registry.rules import check_credit_code, check_identity_number

pytestmark = [pytest.mark.slow, pytest.mark.django_db]

DAY = figures.ARTICLE_DAY
SAID = {
    "registry.organizations": 9_612,
    "coverage.organization_covered": 6_116,
    "coverage.work_only": 3_361,
    "coverage.instructed_organizations": 3_361,
    "coverage.covered": 9_477,
    "coverage.uncovered": 135,
    "coverage.unit_missing": 37,
    "coverage.instructors": 487,
    "party.units_independent": 712,
    "party.units_direct": 60,
    "party.members_direct": 5_899,
    "party.members_among_staff": 10_286,
    "party.committees_comprehensive_district": 10,
    "party.committees_trade_city": 10,
    "party.trade_guidelines": 7,
}


def city(ids: list[str], day: date) -> dict[str, float | int | None]:
    """Indicators of the whole city on a day."""
    found = numbers(operator(), ids, [figures.CITY], [day])
    return {name: found[name, figures.CITY, day] for name in ids}


def test_the_engine_says_the_figures_of_the_article(loaded: Plan) -> None:
    assert city(list(SAID), DAY) == SAID


def test_coverage_is_about_whole(loaded: Plan) -> None:
    rate = city(["coverage.rate"], DAY)["coverage.rate"]
    assert round(rate or 0, 4) == 0.986


def test_behind_every_figure_stand_as_many_records(loaded: Plan) -> None:
    counted = [name for name, one in INDICATORS.items() if one.kind == "count"]
    for day in (DAY, figures.PUBLISHED_DAY, today()):
        said = city(counted, day)
        actor = operator()
        assert said == {name: record_count(actor, name, figures.CITY, day) for name in counted}


def test_districts_stand_as_drawn(loaded: Plan) -> None:
    ids = {
        "organizations": "registry.organizations",
        "uncovered": "coverage.uncovered",
        "missing": "coverage.unit_missing",
        "instructors": "coverage.instructors",
    }
    paths = [district.path for district in figures.DISTRICTS]
    found = numbers(operator(), list(ids.values()), paths, [DAY])
    for district in figures.DISTRICTS:
        assert {name: found[one, district.path, DAY] for name, one in ids.items()} == {
            name: getattr(district, name) for name in ids
        }


def test_industry_associations_are_enough(loaded: Plan) -> None:
    there = OrganizationStanding.rows().filter(OrganizationStanding.on(DAY))
    number = there.filter(organization__category=Category.BUSINESS).count()
    assert number >= figures.BUSINESS_AT_LEAST


def test_the_middle_of_2023_is_as_published(loaded: Plan) -> None:
    ids = ["party.units", "party.members_among_staff", "party.committees_trade_city"]
    assert city(ids, figures.PUBLISHED_DAY) == {
        "party.units": 922,
        "party.members_among_staff": 14_937,
        "party.committees_trade_city": 13,
    }


def test_coverage_grew_and_gaps_closed(loaded: Plan) -> None:
    ends = [date(2018, 1, 31), date(2018, 12, 31), date(2019, 12, 31), DAY]
    ids = ["coverage.rate", "coverage.unit_missing"]
    found = numbers(operator(), ids, [figures.CITY], ends)
    rates = [found["coverage.rate", figures.CITY, day] for day in ends]
    assert [round(float(rate or 0), 3) for rate in rates] == [0.864, 0.939, 0.973, 0.986]
    missing = [found["coverage.unit_missing", figures.CITY, day] for day in ends]
    assert missing == [412, 196, 87, 37]


def test_today_some_districts_went_down_and_some_units_are_missing(loaded: Plan) -> None:
    day, before = today(), today().replace(day=1) - timedelta(days=1)
    paths = [district.path for district in figures.DISTRICTS]
    ids = ["coverage.rate", "coverage.unit_missing"]
    found = numbers(operator(), ids, paths, [day, before])
    down = [
        path
        for path in paths
        if (found["coverage.rate", path, day] or 0) < (found["coverage.rate", path, before] or 0)
    ]
    assert [f"{figures.CITY}{code}/" for code in figures.DOWN_LATELY] == [
        path for path in down if path.split("/")[3] in figures.DOWN_LATELY
    ]
    assert found["coverage.unit_missing", figures.DISTRICTS[0].path, day] == 3


def test_the_days_on_which_missing_units_became_due_vary(loaded: Plan) -> None:
    for day in (DAY, figures.PUBLISHED_DAY, today()):
        lives = [one.life for one in loaded.planned if one.life.lives_on(day)]
        owed = [
            life.due_on
            for life in lives
            if life.due_on
            and life.due_on <= day
            and not (life.own_since and life.own_since <= day)
            and not any(spell.since <= day < spell.until for spell in life.listed)
        ]
        assert len({(due.year, due.month) for due in owed}) >= 8
        assert Counter(owed).most_common(1)[0][1] <= 3


def test_trade_committees_cover_and_lead_organizations_of_their_trade(loaded: Plan) -> None:
    lines = Covering.rows().filter(unit__mode=Mode.TRADE).select_related("unit", "organization")
    assert {line.unit.trade for line in lines} == set(list(loaded.leading.trades)[:8])
    names = {one.row.code: one.row.name for one in loaded.planned}
    strangers = [
        line for line in lines if trade_of(names[line.organization.code]) != line.unit.trade
    ]
    assert strangers == []
    for one in loaded.planned:
        for unit, route, *_ in one.affiliations:
            assert route != "trade" or unit.trade == trade_of(one.row.name)


def test_who_answers_for_organizations_differs_then_and_now(loaded: Plan) -> None:
    for day in (DAY, today()):
        led = Affiliation.rows().filter(Affiliation.on(day))
        routes = Counter(led.values_list("route", flat=True))
        assert min(routes[route] for route in ("supervisor", "trade", "territory")) > 100
        missing = OrganizationStanding.rows().filter(OrganizationStanding.on(day), is_missing=True)
        owing = led.filter(organization__in=missing.values("organization"))
        assert len(set(owing.values_list("route", flat=True))) >= 2


def test_organizations_are_led_from_their_first_day(loaded: Plan) -> None:
    for kind in (PostKind.LEGAL_REPRESENTATIVE, PostKind.HEAD):
        for day in (date(2005, 6, 30), date(2017, 12, 31), DAY, today()):
            there = Organization.rows().filter(established_on__lte=day, closed_on__gt=day)
            assert there.exclude(pk__in=_in_post(kind, day)).count() == 0
    funds = Organization.rows().filter(kind=Kind.FOUNDATION, closed_on__gt=today())
    assert funds.exclude(pk__in=_in_post(PostKind.SECRETARY_GENERAL, today())).count() == 0
    ended = Post.rows().filter(kind=PostKind.LEGAL_REPRESENTATIVE, until__lt=today())
    assert ended.count() > 1_000


def _in_post(kind: str, day: date) -> QuerySet[Post]:
    """The organizations in which somebody held a post of the kind on the day."""
    held = Post.rows().filter(kind=kind, since__lte=day, until__gt=day)
    return held.values("organization")


def test_no_activity_over_several_days_ends_on_its_first(loaded: Plan) -> None:
    said = Activity.rows().filter(schedule__regex="月[0-9]+日至[0-9]+日")
    assert said.filter(number__gt="HD2022").exists()
    assert [row.schedule for row in said if row.first_on == row.last_on] == []


def test_a_recount_finds_no_difference(loaded: Plan) -> None:
    assert differences() == []


def test_the_audit_chain_holds(loaded: Plan) -> None:
    assert verify()[1] == []


def test_every_act_stands_in_the_chain_of_the_city(loaded: Plan) -> None:
    assert set(AuditEntry.objects.values_list("chain", flat=True)) == {"3302"}
    assert AuditEntry.objects.filter(actor="secretary").exists()


def test_branches_are_of_a_size_that_branches_have(loaded: Plan) -> None:
    sizes = Counter(Member.rows().filter(unit__isnull=False).values_list("unit", flat=True))
    assert max(sizes.values()) <= 50
    own = Unit.rows().filter(role=RoleKind.GRASSROOTS).exclude(kind="functional")
    leaves = own.exclude(children__isnull=False).values_list("pk", flat=True)
    assert [pk for pk in leaves if sizes[pk] < 3] == []


def test_every_branch_has_a_secretary(loaded: Plan) -> None:
    there = Unit.rows().filter(role=RoleKind.GRASSROOTS).exclude(kind="functional")
    led = Office.rows().filter(Office.on(today()), kind="secretary").values("unit")
    assert there.exclude(pk__in=led).count() == 0


def test_nobody_can_be_real(loaded: Plan) -> None:
    names = Person.rows().values_list("name", flat=True)
    assert {name[:2] for name in names} == {"测试"}
    for person in Person.rows().order_by("pk")[::400]:
        assert person.phone.open().startswith("1990000")
        if number := person.identity_number.open():
            assert number[14:17] == "000"
            assert check_identity_number(number, today()).is_kept


def test_organizations_are_marked_and_their_codes_kept(loaded: Plan) -> None:
    rows = list(Organization.rows().values_list("name", "code"))
    assert [name for name, _ in rows if not any(m in name for m in ("示例", "演示", "样例"))] == []
    findings = [check_credit_code(code) for _, code in rows]
    assert [finding for finding in findings if not finding.is_kept or finding.warnings] == []
    assert {code[8:12] for _, code in rows} == {"0000"}


def test_the_article_table_imports_as_unchanged(loaded: Plan, tmp_path: Path) -> None:
    file = tmp_path / TABLE.name
    file.write_bytes(TABLE.read_bytes())
    actor = actor_named("city")
    batch = check_file(receive(actor, Upload("activities", file.name, 2021)), actor, file)
    assert batch.count("unchanged") == 11
    assert batch.count("rows") == 11


def test_tentative_activities_of_june_2021_are_marked(loaded: Plan) -> None:
    june = Activity.rows().filter(first_on__year=2021, first_on__month=6)
    assert june.count() == 11
    assert june.filter(is_tentative=True).count() == 2


def test_every_year_has_its_activities_and_none_leaps(loaded: Plan) -> None:
    ends = [date(year, 12, 31) for year in range(2018, today().year)]
    found = numbers(operator(), ["orglife.activities"], [figures.CITY], ends)
    counts = [found["orglife.activities", figures.CITY, day] or 0 for day in ends]
    assert min(counts) > 100
    assert [
        (before, after)
        for before, after in pairwise(counts)
        if not 0.9 * before < after < 1.6 * before
    ] == []


def test_the_accounts_are_those_of_the_contract(loaded: Plan) -> None:
    names = set(Account.objects.values_list("username", flat=True))
    assert names == {
        *("city", "civil", "haishu", "jiangbei", "street", "trade", "secretary", "instructor"),
        *("organization", "guide", "sysadmin", "secadmin", "auditor"),
    }
    assert all(account.check_password(PASSWORD) for account in Account.objects.all())


def test_the_street_holds_the_small_accounts(loaded: Plan) -> None:
    branch = Unit.objects.seen_by(actor_named("secretary")).get()
    assert (branch.path, branch.parent.path, branch.parent.role) == (STREET, STREET, "local")
    owing = Organization.objects.seen_by(actor_named("organization")).get()
    assert owing.path == STREET
    standing = OrganizationStanding.rows().get(OrganizationStanding.on(today()), organization=owing)
    assert (standing.full_members, standing.mode, standing.is_missing) == (4, "", True)
    visited = Organization.objects.seen_by(actor_named("instructor"))
    assert visited.filter(path=STREET).count() >= 4
    sent = Assignment.objects.seen_by(actor_named("instructor"))
    assert sent.count() >= visited.count()


def test_files_have_a_history_by_the_accounts(loaded: Plan) -> None:
    changed = AuditEntry.objects.filter(
        operation="change", actor__in=("city", "haishu", "jiangbei")
    )
    assert changed.exclude(reason="").count() >= 300
    files = set(changed.filter(table="registry.Organization").values_list("subject", flat=True))
    assert len(files) >= 200
