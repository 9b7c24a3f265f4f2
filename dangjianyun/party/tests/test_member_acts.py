"""Members: the four relations, leaving, opening from above, enrolling by way of the city."""

from datetime import date, timedelta

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.test import override_settings

from dangjianyun.access.models import AuditEntry
from dangjianyun.access.queries import operator
from dangjianyun.foundation.days import OPEN, today
from dangjianyun.foundation.errors import Refused
from dangjianyun.party.actions.enrollment import (
    ask_enrollment,
    decline_enrollment,
    known_as,
    verify_enrollment,
)
from dangjianyun.party.actions.member import (
    correct_member,
    end_part,
    enroll_members,
    leave,
    move_member,
    open_member,
    take_part,
)
from dangjianyun.party.actions.office import take_office
from dangjianyun.party.actions.reading import unmask_member
from dangjianyun.party.models import Enrollment, Member, Membership, Office, Participation
from dangjianyun.party.tests.conftest import Town, actor
from dangjianyun.party.tests.factories import make_member, make_unit
from dangjianyun.registry.rules import make_identity_number
from dangjianyun.registry.tests.factories import make_person

ON = date(2024, 6, 1)
NUMBER = make_identity_number("330203", date(1985, 5, 5), 0)


def at_moment(moment: str):
    return time_machine.travel(moment, tick=False)


def refusal(act) -> str:
    with pytest.raises(Refused) as refused:
        act()
    return refused.value.message


def fresh(row):
    return type(row)._base_manager.get(pk=row.pk)


def test_a_relation_moves_and_the_past_stays(town: Town):
    move_member(town.member, actor=actor("street"), unit=town.joint, on=ON)

    rows = Membership.rows().filter(member=town.member).order_by("since")
    assert [(row.unit, row.until) for row in rows] == [(town.branch, ON), (town.joint, OPEN)]
    assert fresh(town.member).unit == town.joint


def test_a_relation_moves_out_of_the_system(town: Town):
    move_member(town.member, actor=actor("street"), unit=None, on=ON, outside="杭州市某党支部")

    member = fresh(town.member)
    assert (member.unit, member.outside) == (None, "杭州市某党支部")
    assert Membership.rows().get(member=member).until == ON


@pytest.mark.parametrize(
    ("which", "on", "message"),
    [
        ("branch", ON, "组织关系已经在这个党组织。"),
        ("joint", date(2018, 1, 1), "现组织关系自2018-01-01起，转接日期应晚于这一天。"),
        ("joint", date(2030, 1, 1), "转接日期不能晚于今天。"),
        ("haishu", ON, "“海曙区社会组织综合党委”不直接接收党员组织关系。"),
        (None, ON, "转往系统外的，要写明转到哪里。"),
    ],
)
def test_a_relation_that_cannot_move_stays(town: Town, which, on, message):
    unit = getattr(town, which) if which else None

    assert message == refusal(
        lambda: move_member(town.member, actor=actor("street"), unit=unit, on=on)
    )


def test_a_functional_unit_takes_part_only(town: Town):
    unit = make_unit("功能型党支部", town.haishu, kind="functional", mode="functional")

    assert (
        refusal(lambda: move_member(town.member, actor=actor("street"), unit=unit, on=ON))
        == "功能型党组织不接收党员组织关系，可登记参加组织生活。"
    )
    assert take_part(town.member, actor=actor("street"), unit=unit, on=ON).pk


def test_posts_that_rested_on_the_relation_end_with_it(town: Town):
    take_part(town.member, actor=actor("street"), unit=town.joint, on=date(2022, 1, 1))
    lost = Office(unit=town.branch, member=town.member, kind="secretary", since=date(2021, 1, 1))
    kept = Office(unit=town.joint, member=town.member, kind="deputy", since=date(2023, 1, 1))
    take_office(town.haishu, actor=operator(), offices=[lost, kept])

    move_member(town.member, actor=actor("street"), unit=town.lower, on=ON)

    assert (fresh(lost).until, fresh(kept).until) == (ON, OPEN)


def test_taking_part_ends_where_the_relation_arrives(town: Town):
    row = take_part(town.member, actor=actor("street"), unit=town.joint, on=date(2022, 1, 1))

    move_member(town.member, actor=actor("street"), unit=town.joint, on=ON)

    assert fresh(row).until == ON


def test_taking_part_is_beside_the_relation_and_once(town: Town):
    take_part(town.member, actor=actor("street"), unit=town.joint, on=ON)

    assert fresh(town.member).unit == town.branch
    assert (
        refusal(lambda: take_part(town.member, actor=actor("street"), unit=town.joint, on=today()))
        == "已经登记在这个党组织参加组织生活。"
    )
    assert (
        refusal(lambda: take_part(town.member, actor=actor("street"), unit=town.branch, on=ON))
        == "这就是组织关系所在的党组织。"
    )
    end_part(town.member, actor=actor("street"), unit=town.joint, on=today())
    assert Participation.rows().get(member=town.member).until == today()


def test_only_the_own_unit_and_the_committee_directly_above_act_on_a_member(town: Town):
    for name in ("city", "haishu", "jiangbei", "guide", "civil"):
        with pytest.raises(PermissionDenied):
            move_member(town.member, actor=actor(name), unit=town.joint, on=ON)
    move_member(town.member, actor=actor("secretary"), unit=town.joint, on=ON)


def test_leaving_ends_relation_posts_and_takings_part(town: Town):
    row = Office(unit=town.branch, member=town.member, kind="secretary", since=date(2021, 1, 1))
    take_office(town.branch, actor=operator(), offices=[row])
    part = take_part(town.member, actor=actor("street"), unit=town.joint, on=date(2022, 1, 1))

    leave(town.member, actor=actor("secretary"), on=ON)

    assert Membership.rows().get(member=town.member).until == ON
    assert (fresh(row).until, fresh(part).until, fresh(town.member).left_on) == (ON, ON, ON)
    assert (
        refusal(lambda: leave(town.member, actor=actor("secretary"), on=today()))
        == "已于2024-06-01登记。"
    )


def test_a_wrong_leaving_is_taken_back(town: Town):
    leave(town.member, actor=actor("secretary"), on=ON)

    correct_member(town.member, actor=actor("secretary"), fields={"left_on": OPEN})

    assert (fresh(town.member).left_on, Membership.rows().get(member=town.member).until) == (
        OPEN, OPEN,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"number": "X"}, "number不能在这里更改。"),
        (
            {"joined_on": date(2019, 1, 1), "full_on": None},
            "组织关系自2018-01-01起，入党日期不能更晚。",
        ),
        ({"full_on": date(2009, 1, 1)}, "转正日期不能早于入党日期。"),
        ({"joined_on": date(2030, 1, 1)}, "入党日期不能晚于今天。"),
    ],
)
def test_days_stay_in_order(town: Town, fields, message):
    assert message == refusal(
        lambda: correct_member(town.member, actor=actor("secretary"), fields=fields)
    )


def test_a_relation_does_not_begin_before_the_party_membership(town: Town):
    member = Member(number="X", person=make_person(), joined_on=date(2020, 1, 1), unit=town.branch)

    assert (
        refusal(
            lambda: enroll_members(
                town.branch, actor=operator(), members=[member], since=[date(2019, 1, 1)]
            )
        )
        == "组织关系的起始日期不能早于入党日期。"
    )


def test_opening_shows_the_record_to_that_account_for_a_day(town: Town):
    def opens(name: str) -> bool:
        return Member.objects.seen_by(actor(name)).filter(pk=town.member.pk).exists()

    assert (opens("city"), opens("haishu")) == (False, False)
    with at_moment("2026-11-20 10:00 +08:00"):
        open_member(town.branch, actor=actor("city"), member=town.member, reason="核对年度统计数字")
        assert (opens("city"), opens("haishu"), opens("jiangbei")) == (True, False, False)
    with at_moment("2026-11-21 10:01 +08:00"):
        assert opens("city") is False


def test_opening_needs_a_reason_and_the_right_unit(town: Town):
    assert (
        refusal(
            lambda: open_member(
                town.branch, actor=actor("city"), member=town.member, reason=" 看看 "
            )
        )
        == "请写明查看事由，至少5个字，会记在党员档案里。"
    )
    assert (
        refusal(
            lambda: open_member(
                town.joint, actor=actor("city"), member=town.member, reason="核对年度统计数字"
            )
        )
        == "这名党员的组织关系不在这个党组织。"
    )
    with pytest.raises(PermissionDenied):
        open_member(
            town.branch, actor=actor("jiangbei"), member=town.member, reason="核对年度统计数字"
        )


def test_an_opened_record_may_not_be_acted_on_nor_unmasked(town: Town):
    open_member(town.branch, actor=actor("city"), member=town.member, reason="核对年度统计数字")

    with pytest.raises(PermissionDenied):
        move_member(town.member, actor=actor("city"), unit=town.joint, on=ON)
    with pytest.raises(PermissionDenied):
        unmask_member(town.member, actor=actor("city"), field="phone", purpose="核对身份")


def test_unmasking_leaves_who_what_and_why(town: Town):
    unmask_member(town.member, actor=actor("secretary"), field="phone", purpose="通知开会时间")

    entry = AuditEntry.objects.get(operation="read")
    assert (entry.actor, entry.subject, entry.changes) == (
        "secretary",
        f"party.member/{town.member.pk}",
        {"read": [None, "联系电话：通知开会时间"]},
    )


def asked(**columns) -> Enrollment:
    given = {"name": "测试丙丙", "identity_number": NUMBER, "phone": "19900001234"}
    days = {"joined_on": date(2012, 7, 1), "full_on": date(2013, 7, 1), "since": ON}
    return Enrollment(**(given | days | columns))


def test_an_enrollment_waits_whether_or_not_the_person_is_known_elsewhere(town: Town):
    make_member(town.theirs, make_person("测试丁丁", identity_number=NUMBER))
    unknown = make_identity_number("330203", date(1986, 6, 6), 0)

    known = ask_enrollment(town.branch, actor=actor("secretary"), enrollment=asked())
    new = ask_enrollment(
        town.branch, actor=actor("secretary"), enrollment=asked(identity_number=unknown)
    )

    assert {known.state, new.state} == {"waiting"}
    assert not Member.rows().filter(unit=town.branch).exclude(pk=town.member.pk).exists()


def test_the_city_verifies_and_the_number_is_erased(town: Town):
    row = ask_enrollment(town.branch, actor=actor("secretary"), enrollment=asked())

    member = verify_enrollment(row, actor=actor("city"), note="与居民身份证一致")

    row = fresh(row)
    assert (member.unit, member.person.name, member.person.sex) == (town.branch, "测试丙丙", "女")
    assert member.person.born_on == date(1985, 5, 5)
    assert (row.state, str(row.identity_number), str(row.phone)) == ("enrolled", "", "")
    assert member.person.identity_number.open() == NUMBER


def test_somebody_on_another_roll_is_not_enrolled_twice(town: Town):
    theirs = make_member(town.theirs, make_person("测试丁丁", identity_number=NUMBER))
    row = ask_enrollment(town.branch, actor=actor("secretary"), enrollment=asked())

    assert refusal(lambda: verify_enrollment(row, actor=actor("city"), note="")) == (
        "这名同志已在册，组织关系没有转出。请退回，由原党组织办理转出后再提交。"
    )
    move_member(theirs, actor=actor("jiangbei"), unit=None, on=ON, outside="海曙")
    assert known_as(row).is_free
    assert verify_enrollment(row, actor=actor("city"), note="") == theirs
    assert fresh(theirs).unit == town.branch


@pytest.mark.parametrize("name", ["secretary", "street", "haishu", "jiangbei", "civil"])
def test_below_the_city_nobody_verifies(town: Town, name):
    row = ask_enrollment(town.branch, actor=actor("secretary"), enrollment=asked())

    with pytest.raises(PermissionDenied):
        verify_enrollment(row, actor=actor(name), note="")


def test_the_unit_and_the_city_see_an_enrollment_the_district_and_the_neighbor_do_not(town: Town):
    ask_enrollment(town.branch, actor=actor("secretary"), enrollment=asked())

    seen = {
        name: Enrollment.objects.seen_by(actor(name)).count()
        for name in ("secretary", "street", "haishu", "jiangbei", "city")
    }

    assert seen == {"secretary": 1, "street": 1, "haishu": 0, "jiangbei": 0, "city": 1}


def test_an_enrollment_is_sent_back_with_a_word(town: Town):
    row = ask_enrollment(town.branch, actor=actor("secretary"), enrollment=asked())

    assert "写明退回的原因" in refusal(
        lambda: decline_enrollment(row, actor=actor("city"), note="不行")
    )
    decline_enrollment(row, actor=actor("city"), note="姓名与身份证不符，请核对")
    assert refusal(
        lambda: decline_enrollment(row, actor=actor("city"), note="姓名与身份证不符")
    ).startswith("现在的状态不能退回")


@pytest.mark.parametrize(
    ("columns", "message"),
    [
        (
            {"identity_number": NUMBER[:-1] + "0"},
            "身份证号的校验位不符。请对照居民身份证逐位核对。",
        ),
        ({"since": date(2030, 1, 1)}, "“海曙服务中心党支部”在2030-01-01不存在。"),
        (
            {"since": date(2018, 6, 1), "joined_on": ON, "full_on": None},
            "组织关系起始日期不能早于入党日期。",
        ),
        ({"full_on": date(2011, 1, 1)}, "转正日期不能早于入党日期。"),
    ],
)
def test_an_enrollment_that_cannot_be_is_refused(town: Town, columns, message):
    if "2030" in message:
        message = "组织关系起始日期不能晚于今天。"

    assert message == refusal(
        lambda: ask_enrollment(town.branch, actor=actor("secretary"), enrollment=asked(**columns))
    )


def test_an_invented_number_is_refused_in_production(town: Town):
    with override_settings(MODE="production"):
        assert (
            refusal(
                lambda: ask_enrollment(town.branch, actor=actor("secretary"), enrollment=asked())
            )
            == "顺序码是000，不是真实的公民身份号码。请对照居民身份证核对。"
        )


def test_the_own_roll_and_the_own_list_may_be_told(town: Town):
    ask_enrollment(town.branch, actor=actor("secretary"), enrollment=asked())
    assert (
        refusal(lambda: ask_enrollment(town.branch, actor=actor("secretary"), enrollment=asked()))
        == "已经提交过，正待上级核验。"
    )
    known = make_identity_number("330203", date(1987, 7, 7), 0)
    make_member(town.branch, make_person(identity_number=known))
    assert (
        refusal(
            lambda: ask_enrollment(
                town.branch, actor=actor("secretary"), enrollment=asked(identity_number=known)
            )
        )
        == "这名同志已在本党组织的名册里。"
    )


def test_yesterday_is_the_last_day_of_an_ended_part(town: Town):
    take_part(town.member, actor=actor("street"), unit=town.joint, on=ON)

    end_part(town.member, actor=actor("street"), unit=town.joint, on=today() + timedelta(days=1))

    assert Participation.rows().get(member=town.member).until == today() + timedelta(days=1)
