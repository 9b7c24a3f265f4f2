"""Setting up, moving, correcting and dissolving Party organizations."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied

from dangjianyun.access.queries import operator
from dangjianyun.foundation.days import OPEN, today
from dangjianyun.foundation.errors import Refused
from dangjianyun.party.actions.member import enroll_members
from dangjianyun.party.actions.particulars import correct_unit
from dangjianyun.party.actions.relation import guide
from dangjianyun.party.actions.unit import (
    dissolve_unit,
    establish_units,
    move_unit,
)
from dangjianyun.party.models import (
    Covering,
    Guidance,
    Member,
    MemberStanding,
    Office,
    Subordination,
    Unit,
    UnitStanding,
)
from dangjianyun.party.tests.conftest import Town, actor
from dangjianyun.party.tests.factories import make_covering, make_member, make_unit
from dangjianyun.registry.tests.factories import (
    CITY,
    HAISHU,
    HAISHU_STREET_2,
    JIANGBEI,
    make_organization,
    make_person,
)
from dangjianyun.territory.queries import division_of_path

ON = date(2024, 6, 1)


def new(parent: Unit | None, **columns: object) -> Unit:
    given = {
        "number": "NEW1",
        "name": "新党支部",
        "kind": "branch",
        "mode": "area",
        "path": HAISHU,
        "established_on": date(2023, 1, 1),
    }
    return Unit(parent=parent, **(given | columns))


def refusal(act) -> str:
    with pytest.raises(Refused) as refused:
        act()
    return refused.value.message


def test_a_unit_hangs_below_its_upper_body_from_its_first_day(town: Town):
    unit = establish_units(town.haishu, actor=actor("haishu"), units=[new(town.haishu)])[0]

    line = Subordination.rows().get(unit=unit)
    assert unit.party_path == f"{town.haishu.party_path}{unit.pk}/"
    assert (line.parent, line.since, line.until) == (town.haishu, date(2023, 1, 1), OPEN)


def test_units_of_a_list_may_stand_below_each_other(town: Town):
    above = new(town.haishu, kind="general_branch", number="A")
    below = new(above, number="B")

    establish_units(town.haishu, actor=actor("haishu"), units=[below, above])

    assert below.party_path == f"{town.haishu.party_path}{above.pk}/{below.pk}/"


@pytest.mark.parametrize(
    ("columns", "message"),
    [
        ({"number": " "}, "党组织编号没有填。"),
        ({"name": ""}, "党组织名称没有填。"),
        ({"established_on": date(2030, 1, 1)}, "成立日期不能晚于今天。"),
        ({"level": "city"}, "基层党组织不分层级，层级请留空。"),
        ({"role": "trade", "mode": ""}, "行业党委要写明层级。"),
        ({"kind": "joint_branch"}, "联合党支部的组建方式应为联合组建。"),
        ({"kind": "functional"}, "功能型党组织的组建方式应为功能型。"),
        ({"mode": "single"}, "单独组建的，要写明在哪家社会组织。"),
        ({"kind": "chapter"}, "没有这个类别。"),
        ({"path": "d/99/"}, "所在地不在区划表中。"),
        (
            {"established_on": date(2010, 1, 1)},
            "上级党组织“海曙区社会组织综合党委”2016-01-01才成立，在2010-01-01还不存在。",
        ),
    ],
)
def test_a_unit_that_contradicts_itself_is_not_set_up(town: Town, columns, message):
    unit = new(town.haishu, **columns)

    assert refusal(lambda: establish_units(town.haishu, actor=operator(), units=[unit])) == message
    assert not Unit.rows().filter(number="NEW1").exists()


def test_a_branch_has_no_lower_bodies(town: Town):
    message = refusal(
        lambda: establish_units(town.branch, actor=operator(), units=[new(town.branch)])
    )

    assert message == "“海曙服务中心党支部”是党支部，不能有下级党组织。"


def test_a_leading_body_does_not_stand_below_a_grassroots_one(town: Town):
    unit = new(town.general, kind="committee", role="trade", level="district", mode="")

    message = refusal(lambda: establish_units(town.general, actor=operator(), units=[unit]))

    assert message == "行业党委不能隶属基层党组织“海曙产业党总支”。"


def test_an_organization_has_one_unit_of_its_own(town: Town):
    unit = new(town.street, mode="single", organization=town.home)

    message = refusal(lambda: establish_units(town.street, actor=operator(), units=[unit]))

    assert message == "“海曙区示例服务中心”已经单独建立了党组织。"


@pytest.mark.parametrize("name", ["jiangbei", "street", "secretary", "guide"])
def test_next_door_nobody_sets_up_a_unit(town: Town, name):
    with pytest.raises(PermissionDenied):
        establish_units(town.haishu, actor=actor(name), units=[new(town.haishu)])


def test_a_district_does_not_set_up_a_unit_that_counts_next_door(town: Town):
    unit = new(town.haishu, path=JIANGBEI)

    with pytest.raises(PermissionDenied):
        establish_units(town.haishu, actor=actor("haishu"), units=[unit])


def test_moving_takes_the_whole_subtree_and_nothing_else(town: Town):
    others = {
        u.pk: u.party_path for u in Unit.rows().exclude(pk__in=[town.general.pk, town.lower.pk])
    }

    move_unit(town.general, actor=actor("city"), parent=town.city, on=ON)

    assert Unit.rows().get(pk=town.general.pk).party_path == (
        f"{town.city.party_path}{town.general.pk}/"
    )
    assert Unit.rows().get(pk=town.lower.pk).party_path == (
        f"{town.city.party_path}{town.general.pk}/{town.lower.pk}/"
    )
    assert {u.pk: u.party_path for u in Unit.rows().filter(pk__in=others)} == others


def test_a_move_leaves_the_past_under_the_old_body(town: Town):
    move_unit(town.joint, actor=actor("city"), parent=town.city, on=ON)

    lines = list(Subordination.rows().filter(unit=town.joint).order_by("since"))
    assert [(one.parent, one.since, one.until) for one in lines] == [
        (town.haishu, date(2018, 1, 1), ON),
        (town.city, ON, OPEN),
    ]
    standing = UnitStanding.rows().filter(unit=town.joint)
    assert standing.get(UnitStanding.on(ON - timedelta(days=1))).parent == town.haishu
    assert standing.get(UnitStanding.on(ON)).parent == town.city


def test_a_move_on_the_day_of_the_present_line_corrects_it(town: Town):
    move_unit(town.joint, actor=actor("city"), parent=town.city, on=date(2018, 1, 1))

    assert [row.parent for row in Subordination.rows().filter(unit=town.joint)] == [town.city]


def test_guidance_stays_with_what_is_moved(town: Town):
    row = Guidance(unit=town.general, guide=town.guiding, since=date(2020, 1, 1))
    guide(town.general, actor=operator(), guidances=[row])

    move_unit(town.general, actor=actor("city"), parent=town.city, on=ON)

    kept = Guidance.rows().get(pk=row.pk)
    assert (kept.guide, kept.until) == (town.guiding, OPEN)
    assert Unit.objects.seen_by(actor("guide")).filter(pk=town.general.pk).exists()


def test_members_are_counted_as_direct_from_the_day_of_the_move(town: Town):
    member = make_member(town.branch)

    move_unit(town.branch, actor=actor("city"), parent=town.city, on=ON)

    rows = MemberStanding.rows().filter(member=member)
    assert rows.get(MemberStanding.on(ON - timedelta(days=1))).is_direct is False
    assert rows.get(MemberStanding.on(ON)).is_direct is True


def test_a_member_of_a_local_committee_is_not_directly_managed(town: Town):
    assert town.street.parent == town.haishu
    member = make_member(town.street)

    rows = MemberStanding.rows().filter(member=member, in_unit=True)
    assert set(rows.values_list("is_direct", flat=True)) == {False}


def test_nothing_moves_below_itself(town: Town):
    lower = make_unit("下级党总支", town.general, kind="general_branch", mode="area")

    message = refusal(lambda: move_unit(town.general, actor=operator(), parent=lower, on=today()))

    assert message == "不能移到自己或自己的下级之下。"


def test_a_backdated_move_does_not_bite_its_own_past(town: Town):
    lower = make_unit("下级党总支", town.general, kind="general_branch", mode="area")
    move_unit(lower, actor=operator(), parent=town.haishu, on=ON)

    message = refusal(
        lambda: move_unit(town.general, actor=operator(), parent=lower, on=ON - timedelta(days=100))
    )

    assert message.endswith("不能作它的上级。")
    move_unit(town.general, actor=operator(), parent=lower, on=ON)
    assert (
        Unit.rows()
        .get(pk=town.lower.pk)
        .party_path.startswith(Unit.rows().get(pk=lower.pk).party_path)
    )


@pytest.mark.parametrize(
    ("on", "message"),
    [
        (date(2017, 1, 1), "“海曙联合党支部”2018-01-01才成立，调整日期不能更早。"),
        (date(2030, 1, 1), "调整日期不能晚于今天。"),
    ],
)
def test_a_move_has_a_day_of_the_present_line(town: Town, on, message):
    assert (
        refusal(lambda: move_unit(town.joint, actor=operator(), parent=town.city, on=on)) == message
    )


def test_a_move_needs_both_places(town: Town):
    with pytest.raises(PermissionDenied):
        move_unit(town.joint, actor=actor("haishu"), parent=town.jiangbei, on=ON)
    with pytest.raises(PermissionDenied):
        move_unit(town.joint, actor=actor("jiangbei"), parent=town.jiangbei, on=ON)


def test_a_correction_is_found_by_the_new_name(town: Town):
    correct_unit(town.joint, actor=actor("haishu"), fields={"name": "海曙社工联合党支部"})

    unit = Unit.rows().get(pk=town.joint.pk)
    assert (unit.name, "hsgclh" in unit.sought, "sglhdzb" in unit.sought) == (
        "海曙社工联合党支部", False, True,
    )  # fmt: skip


def test_a_new_division_moves_the_numbers_of_unit_and_members(town: Town):
    correct_unit(town.branch, actor=actor("haishu"), fields={"path": HAISHU_STREET_2})

    assert UnitStanding.rows().get(unit=town.branch).path == HAISHU_STREET_2
    rows = MemberStanding.rows().filter(member=town.member, in_unit=True)
    assert set(rows.values_list("path", flat=True)) == {HAISHU_STREET_2}


def test_corrections_do_not_contradict_what_hangs_on_the_unit(town: Town):
    make_covering(town.joint, make_organization())
    fields = {"kind": "branch", "mode": "single"}

    assert (
        refusal(lambda: correct_unit(town.general, actor=operator(), fields={"kind": "branch"}))
        == "还有1个下级党组织，类别只能是党委或党总支。"
    )
    assert (
        refusal(lambda: correct_unit(town.haishu, actor=operator(), fields={"path": JIANGBEI}))
        == "综合党委的所在地不能更改，本级社会组织都由它兜底。"
    )
    assert (
        refusal(lambda: correct_unit(town.joint, actor=operator(), fields=fields))
        == "单独组建的，要写明在哪家社会组织。"
    )
    with pytest.raises(PermissionDenied):
        correct_unit(town.joint, actor=actor("haishu"), fields={"path": JIANGBEI})


def test_a_unit_is_not_dissolved_while_anything_remains_and_it_is_named(town: Town):
    assert (
        refusal(lambda: dissolve_unit(town.branch, actor=actor("haishu"), on=today()))
        == "“海曙服务中心党支部”还不能撤销：1名党员的组织关系没有转出。"
    )
    assert (
        refusal(lambda: dissolve_unit(town.general, actor=actor("haishu"), on=today()))
        == "“海曙产业党总支”还不能撤销：1个下级党组织没有转出（“海曙产业第一党支部”）。"
    )


def test_a_lower_body_of_that_day_counts_even_if_it_has_moved_since(town: Town):
    move_unit(town.lower, actor=operator(), parent=town.haishu, on=ON)

    message = refusal(
        lambda: dissolve_unit(town.general, actor=operator(), on=ON - timedelta(days=1))
    )
    assert "1个下级党组织没有转出" in message
    dissolve_unit(town.general, actor=operator(), on=ON)


def test_the_committee_that_others_fall_back_to_is_not_dissolved(town: Town):
    for unit in (town.street, town.general, town.joint):
        for lower in Unit.rows().filter(parent=unit):
            move_unit(lower, actor=operator(), parent=town.city, on=today())
        move_unit(unit, actor=operator(), parent=town.city, on=today())

    message = refusal(lambda: dissolve_unit(town.haishu, actor=operator(), on=today()))

    assert message.endswith("本级登记的1家社会组织由它兜底，应先成立接替的综合党委。")


def test_dissolving_ends_what_hung_on_the_unit(town: Town):
    covering = make_covering(town.joint, make_organization(), date(2022, 1, 1))
    later = make_covering(town.joint, make_organization(), date(2025, 1, 1))
    row = Guidance(unit=town.joint, guide=town.guiding, since=date(2020, 1, 1))
    guide(town.joint, actor=operator(), guidances=[row])

    dissolve_unit(town.joint, actor=actor("haishu"), on=ON)

    assert Unit.rows().get(pk=town.joint.pk).dissolved_on == ON
    assert Covering.rows().get(pk=covering.pk).until == ON
    assert not Covering.rows().filter(pk=later.pk).exists()
    assert Guidance.rows().get(pk=row.pk).until == ON
    assert Subordination.rows().get(unit=town.joint).until == ON
    assert not Office.rows().filter(unit=town.joint, until__gt=ON).exists()
    assert not UnitStanding.rows().filter(UnitStanding.on(ON), unit=town.joint).exists()


def test_a_dissolved_unit_stays_as_it_was(town: Town):
    dissolve_unit(town.joint, actor=operator(), on=ON)

    assert refusal(lambda: dissolve_unit(town.joint, actor=operator(), on=ON)) == (
        "“海曙联合党支部”自2024-06-01起已经撤销。"
    )
    assert (
        refusal(lambda: move_unit(town.joint, actor=operator(), parent=town.city, on=ON))
        == "“海曙联合党支部”自2024-06-01起已经撤销。"
    )
    member = Member(number="X", person=make_person(), joined_on=date(2010, 1, 1), unit=town.joint)
    assert (
        refusal(lambda: enroll_members(town.joint, actor=operator(), members=[member], since=[ON]))
        == "“海曙联合党支部”在2024-06-01不存在。"
    )


def test_an_act_may_begin_at_the_division(town: Town):
    unit = new(town.haishu)

    establish_units(division_of_path(CITY), actor=actor("city"), units=[unit])

    assert unit.pk is not None
