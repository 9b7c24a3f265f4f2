"""Covered lists, guidance, accountability, posts, guidance documents."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from dangjianyun.access.queries import operator
from dangjianyun.foundation.days import OPEN, today
from dangjianyun.foundation.errors import Refused
from dangjianyun.party.actions.member import take_part
from dangjianyun.party.actions.office import leave_office, take_office
from dangjianyun.party.actions.relation import (
    affiliate,
    cover,
    end_covering,
    end_guidance,
    guide,
)
from dangjianyun.party.actions.unit import issue_guidelines
from dangjianyun.party.models import (
    Affiliation,
    Covering,
    Guidance,
    Guideline,
    Member,
    Office,
    Unit,
)
from dangjianyun.party.tests.conftest import Town, actor
from dangjianyun.party.tests.factories import make_covering, make_member
from dangjianyun.registry.models import Organization
from dangjianyun.registry.tests.factories import make_organization

ON = date(2024, 6, 1)


def refusal(act) -> str:
    with pytest.raises(Refused) as refused:
        act()
    return refused.value.message


def covering(town: Town, since: date = ON, **columns) -> Covering:
    given = {"unit": town.joint, "organization": town.home}
    return Covering(since=since, **(given | columns))


def test_an_organization_is_covered_from_the_day(town: Town):
    row = cover(town.joint, actor=actor("haishu"), coverings=[covering(town)])[0]

    assert (row.organization, row.since, row.until) == (town.home, ON, OPEN)


def test_an_organization_is_on_a_list_once_at_a_time(town: Town):
    make_covering(town.joint, town.home, date(2020, 1, 1))

    message = refusal(lambda: cover(town.joint, actor=actor("haishu"), coverings=[covering(town)]))

    assert message == "“海曙区示例服务中心”在这段时间已在“海曙联合党支部”的覆盖名单里。"
    with pytest.raises(IntegrityError), transaction.atomic():
        covering(town).save()


def test_the_same_organization_twice_in_one_act_is_refused(town: Town):
    rows = [covering(town), covering(town)]

    assert "已在" in refusal(lambda: cover(town.joint, actor=actor("haishu"), coverings=rows))


@pytest.mark.parametrize(
    ("which", "since", "message"),
    [
        ("branch", ON, "“海曙服务中心党支部”是单独组建的党组织，没有覆盖名单。"),
        ("joint", date(2017, 1, 1), "“海曙联合党支部”在2017-01-01不存在。"),
        ("joint", date(2018, 6, 1), "“海曙区示例服务中心”在2018-06-01不在登记期间内。"),
    ],
)
def test_a_covering_needs_both_on_the_day(town: Town, which, since, message):
    row = covering(town, since, unit=getattr(town, which))

    assert refusal(lambda: cover(row.unit, actor=operator(), coverings=[row])) == message


def test_a_unit_does_not_cover_the_organization_it_was_set_up_in(town: Town):
    Unit.rows().filter(pk=town.joint.pk).update(organization=town.home)

    message = refusal(lambda: cover(town.joint, actor=operator(), coverings=[covering(town)]))

    assert message == "“海曙区示例服务中心”就是这个党组织所在的单位。"


def test_a_covering_ends_after_it_began_and_once(town: Town):
    row = make_covering(town.joint, town.home, date(2020, 1, 1))

    assert (
        refusal(lambda: end_covering(row, actor=actor("haishu"), on=date(2020, 1, 1)))
        == "结束日期应晚于起始日期2020-01-01。"
    )
    end_covering(row, actor=actor("haishu"), on=ON)
    assert (
        refusal(lambda: end_covering(row, actor=actor("haishu"), on=ON + timedelta(days=1)))
        == "这条关系自2024-06-01起已经结束。"
    )


def test_next_door_nobody_covers(town: Town):
    for name in ("jiangbei", "secretary", "guide", "street"):
        with pytest.raises(PermissionDenied):
            cover(town.joint, actor=actor(name), coverings=[covering(town)])


def test_a_guide_reads_units_and_acts_on_nothing(town: Town):
    seen = Unit.objects.seen_by(actor("guide"))
    assert not seen.filter(pk=town.general.pk).exists()
    row = Guidance(unit=town.general, guide=town.guiding, since=ON)

    guide(town.general, actor=actor("haishu"), guidances=[row])

    assert seen.filter(pk=town.general.pk).exists()
    assert not actor("guide").may("party.unit.write", town.general)
    assert not Member.objects.seen_by(actor("guide")).exists()


def test_a_body_guides_once_at_a_time_and_never_itself(town: Town):
    def row(**columns) -> Guidance:
        given = {"unit": town.general, "guide": town.guiding, "since": ON}
        return Guidance(**(given | columns))

    guide(town.general, actor=operator(), guidances=[row()])

    assert (
        refusal(lambda: guide(town.general, actor=operator(), guidances=[row()]))
        == "“海曙产业党总支”在这段时间已由“宁波市委社会工作部”指导。"
    )
    assert (
        refusal(lambda: guide(town.general, actor=operator(), guidances=[row(guide=town.general)]))
        == "党组织不能指导自己。"
    )
    assert (
        refusal(lambda: guide(town.general, actor=operator(), guidances=[row(guide=town.lower)]))
        == "“海曙产业第一党支部”是基层党组织，不作指导机构。"
    )


def test_reading_by_guidance_ends_with_it(town: Town):
    row = Guidance(unit=town.general, guide=town.guiding, since=ON)
    guide(town.general, actor=operator(), guidances=[row])

    end_guidance(row, actor=actor("haishu"), on=today())

    assert not Unit.objects.seen_by(actor("guide")).filter(pk=town.general.pk).exists()


def test_an_organization_answers_to_one_body_on_any_day(town: Town):
    for unit, route, on in (
        (town.street, "territory", date(2020, 1, 1)),
        (town.haishu, "comprehensive", ON),
    ):
        affiliate(town.home, actor=actor("haishu"), unit=unit, route=route, on=on)

    rows = Affiliation.rows().filter(organization=town.home).order_by("since")
    assert [(row.unit, row.since, row.until) for row in rows] == [
        (town.street, date(2020, 1, 1), ON),
        (town.haishu, ON, OPEN),
    ]


@pytest.mark.parametrize(
    ("which", "route", "on", "message"),
    [
        ("street", "trade", ON, "“海曙街道党工委”是属地党（工）委，归口路线应为属地管理。"),
        (
            "joint",
            "territory",
            ON,
            "“海曙联合党支部”是基层党组织，不作归口的责任党组织。",
        ),
        ("street", "territory", date(2030, 1, 1), "归口日期不能晚于今天。"),
        (
            "street",
            "territory",
            date(2018, 6, 1),
            "“海曙区示例服务中心”在2018-06-01不在登记期间内。",
        ),
    ],
)
def test_an_affiliation_that_cannot_be_is_refused(town: Town, which, route, on, message):
    unit = getattr(town, which)

    assert message == refusal(
        lambda: affiliate(town.home, actor=operator(), unit=unit, route=route, on=on)
    )


def office(town: Town, member: Member, **columns) -> Office:
    given = {"unit": town.branch, "kind": "secretary", "since": ON}
    return Office(member=member, **(given | columns))


def test_a_member_of_the_branch_takes_office(town: Town):
    row = take_office(town.branch, actor=actor("street"), offices=[office(town, town.member)])[0]

    assert (row.member, row.until) == (town.member, OPEN)


def test_an_officer_belongs_to_the_unit_or_takes_part_in_it(town: Town):
    row = office(town, town.member, unit=town.joint)

    assert (
        refusal(lambda: take_office(town.joint, actor=operator(), offices=[row]))
        == "组织关系不在“海曙联合党支部”，也没有登记在这里参加组织生活，不能在这里任职。"
    )
    take_part(town.member, actor=actor("street"), unit=town.joint, on=date(2022, 1, 1))
    assert take_office(town.joint, actor=operator(), offices=[row])[0].pk


def test_a_member_below_may_hold_a_post_above(town: Town):
    member = make_member(town.lower)
    row = office(town, member, unit=town.general)

    assert take_office(town.general, actor=operator(), offices=[row])[0].pk


def test_a_probationary_member_holds_no_post(town: Town):
    member = make_member(town.branch, full_on=None)

    assert (
        refusal(lambda: take_office(town.branch, actor=operator(), offices=[office(town, member)]))
        == "预备党员没有被选举权，转正后才能任职。"
    )


def test_there_is_one_secretary_at_a_time_and_one_post_a_member(town: Town):
    other = make_member(town.branch)
    take_office(town.branch, actor=operator(), offices=[office(town, town.member)])

    assert (
        refusal(lambda: take_office(town.branch, actor=operator(), offices=[office(town, other)]))
        == "这段时间已有书记，请先免去原书记。"
    )
    row = office(town, town.member, kind="publicity")
    assert (
        refusal(lambda: take_office(town.branch, actor=operator(), offices=[row]))
        == "这名同志在这段时间已在这里任职，请先免去原职务。"
    )


def test_a_post_ends_after_it_began(town: Town):
    row = take_office(town.branch, actor=operator(), offices=[office(town, town.member)])[0]

    assert (
        refusal(lambda: leave_office(row, actor=operator(), on=ON))
        == "免职日期应晚于任职日期2024-06-01。"
    )
    leave_office(row, actor=operator(), on=today())
    assert Office.rows().get(pk=row.pk).until == today()


def test_a_guidance_document_is_issued_by_a_body_in_reach(town: Town):
    def row() -> Guideline:
        return Guideline(
            number="ZD1", title="指导意见", trade="互联网", issuer=town.haishu,
            path=town.haishu.path, since=ON,
        )  # fmt: skip

    with pytest.raises(PermissionDenied):
        issue_guidelines(town.jiangbei, actor=actor("jiangbei"), guidelines=[row()])
    issue_guidelines(town.haishu, actor=actor("haishu"), guidelines=[row()])
    assert Guideline.rows().get(number="ZD1").issuer == town.haishu


def test_an_organization_elsewhere_is_not_affiliated_from_here(town: Town):
    theirs: Organization = make_organization("江北区示例服务中心", path=town.theirs.path)

    with pytest.raises(PermissionDenied):
        affiliate(theirs, actor=actor("haishu"), unit=town.haishu, route="comprehensive", on=ON)
