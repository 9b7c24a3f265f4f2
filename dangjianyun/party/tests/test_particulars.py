"""What a unit is called and is from a day on; the days before stay as they were."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db.models import Q

from dangjianyun.access.queries import operator
from dangjianyun.coverage.models import OrganizationStanding
from dangjianyun.foundation.days import today
from dangjianyun.foundation.errors import Refused
from dangjianyun.foundation.sheets import sheet_named
from dangjianyun.insight.queries import numbers
from dangjianyun.insight.queries.records import records
from dangjianyun.insight.queries.recount import differences
from dangjianyun.interchange.narrowing import narrowed
from dangjianyun.party.actions.particulars import change_unit, correct_unit
from dangjianyun.party.actions.unit import dissolve_unit, establish_units, move_unit
from dangjianyun.party.models import MemberStanding, Unit, UnitParticulars, UnitStanding
from dangjianyun.party.tests.conftest import SignIn, Town, actor
from dangjianyun.party.tests.factories import make_covering, make_member, make_unit
from dangjianyun.registry.tests.factories import (
    CITY,
    HAISHU_STREET,
    HAISHU_STREET_2,
    JIANGBEI,
    JIANGBEI_STREET,
    make_organization,
)
from dangjianyun.territory.queries import division_of_path

LIST = "/party/units/"
ON = date(2024, 6, 1)
BEFORE = ON - timedelta(days=1)


def changed(unit: Unit, on: date = ON, **fields: object) -> Unit:
    change_unit(unit, actor=operator(), on=on, fields=fields)
    return Unit.rows().get(pk=unit.pk)


def refusal(act) -> str:
    with pytest.raises(Refused) as caught:
        act()
    return caught.value.message


def spans(unit: Unit) -> list[tuple[str, date]]:
    return [(row.name, row.since) for row in unit.particulars.order_by("since")]


def test_a_new_name_holds_from_its_day_and_the_old_one_is_still_found(town: Town):
    unit = changed(town.joint, name="海曙社工联合党支部")

    assert spans(unit) == [("海曙联合党支部", date(2018, 1, 1)), ("海曙社工联合党支部", ON)]
    assert unit.name == "海曙社工联合党支部"
    assert {"hslhdzb", "hssglhdzb"} <= set(unit.sought.split())


def test_a_unit_that_moves_to_another_street_leaves_past_numbers_where_they_were(town: Town):
    changed(town.branch, path=HAISHU_STREET_2)

    rows = UnitStanding.rows().filter(unit=town.branch).order_by("since")
    assert [row.path for row in rows] == [HAISHU_STREET, HAISHU_STREET_2]
    members = MemberStanding.rows().filter(member=town.member, in_unit=True)
    assert {(m.path, m.since < ON) for m in members} == {
        (HAISHU_STREET, True), (HAISHU_STREET_2, False),
    }  # fmt: skip
    for name in ("party.units", "party.members"):
        shown = numbers(operator(), [name], [HAISHU_STREET, HAISHU_STREET_2], [BEFORE, ON])
        first, second = (shown[name, place, BEFORE] for place in (HAISHU_STREET, HAISHU_STREET_2))
        assert first == shown[name, HAISHU_STREET, ON] + 1
        assert second == shown[name, HAISHU_STREET_2, ON] - 1
    assert differences() == []


def test_a_joint_branch_that_becomes_an_area_branch_covered_jointly_before(town: Town):
    organization = make_organization()
    make_covering(town.joint, organization)

    changed(town.joint, kind="branch", mode="area")

    rows = OrganizationStanding.rows().filter(organization=organization)
    assert rows.get(OrganizationStanding.on(BEFORE)).mode == "joint"
    assert rows.get(OrganizationStanding.on(ON)).mode == "area"
    assert differences() == []


def test_a_correction_reaches_back_to_the_last_change_and_no_further(town: Town):
    changed(town.joint, name="海曙社工联合党支部")

    correct_unit(town.joint, actor=operator(), fields={"name": "海曙社工党支部"})

    assert [name for name, _ in spans(town.joint)] == ["海曙联合党支部", "海曙社工党支部"]


def test_a_change_on_the_day_of_a_change_corrects_it(town: Town):
    changed(town.joint, name="海曙社工联合党支部")
    changed(town.joint, name="海曙社会工作联合党支部")

    assert [name for name, _ in spans(town.joint)] == ["海曙联合党支部", "海曙社会工作联合党支部"]


def test_a_change_before_a_later_one_lasts_until_it(town: Town):
    changed(town.joint, name="第三名党支部")
    unit = changed(town.joint, date(2020, 1, 1), name="第二名党支部")

    assert [name for name, _ in spans(unit)] == ["海曙联合党支部", "第二名党支部", "第三名党支部"]
    assert unit.name == "第三名党支部"


@pytest.mark.parametrize(
    ("on", "name", "message"),
    [
        (ON, "", "党组织名称没有填。"),
        (ON, "海曙联合党支部", "和2024-06-01已有的信息相同，没有变化。"),
        (date(2017, 1, 1), "新名", "“海曙联合党支部”2018-01-01才成立，变更日期不能更早。"),
        (date(2099, 1, 1), "新名", "变更日期不能晚于今天。"),
    ],
)
def test_a_change_has_a_day_and_changes_something(town: Town, on, name, message):
    assert refusal(lambda: changed(town.joint, on, name=name)) == message


def test_a_change_does_not_contradict_what_hangs_on_the_unit(town: Town):
    make_covering(town.joint, make_organization())

    assert "覆盖名单里还有1家" in refusal(lambda: changed(town.joint, kind="branch", mode=""))
    assert "还有1个下级党组织" in refusal(lambda: changed(town.general, kind="branch"))
    assert "还有1名党员" in refusal(lambda: changed(town.branch, kind="temporary"))
    assert "综合党委的所在地不能更改" in refusal(lambda: changed(town.haishu, path=JIANGBEI))
    with pytest.raises(PermissionDenied):
        change_unit(town.joint, actor=actor("haishu"), on=ON, fields={"path": JIANGBEI})
    with pytest.raises(PermissionDenied):
        change_unit(town.joint, actor=actor("jiangbei"), on=ON, fields={"name": "新名"})


def test_what_was_a_branch_on_a_day_had_no_lower_bodies_then(town: Town):
    above = changed(
        make_unit("海曙文化党支部", town.haishu), kind="general_branch", name="海曙文化党总支"
    )
    message = "上级党组织“海曙文化党总支”2024-06-01以前是党支部，那时不能有下级党组织。"

    assert refusal(lambda: make_unit("下级党支部", above, since=BEFORE)) == message
    assert (
        refusal(lambda: move_unit(town.joint, actor=operator(), parent=above, on=BEFORE)) == message
    )
    move_unit(town.joint, actor=operator(), parent=above, on=ON)


def test_a_unit_is_not_dissolved_before_its_last_change_and_ends_with_its_words(town: Town):
    changed(town.joint, name="海曙社工联合党支部")

    assert "信息变更" in refusal(lambda: dissolve_unit(town.joint, actor=operator(), on=ON))
    end = ON + timedelta(days=1)
    dissolve_unit(Unit.rows().get(pk=town.joint.pk), actor=operator(), on=end)
    assert UnitParticulars.rows().get(unit=town.joint, since=ON).until == end
    assert "已经撤销" in refusal(lambda: changed(town.joint, name="新名"))


def test_an_organization_keeps_its_own_unit_when_that_moves_below_an_area_body(town: Town):
    move_unit(town.branch, actor=operator(), parent=town.general, on=ON)

    rows = OrganizationStanding.rows().filter(organization=town.home)
    assert rows.get(OrganizationStanding.on(BEFORE)).is_unit_covered
    assert rows.get(OrganizationStanding.on(today())).is_unit_covered
    second = Unit(
        number="ZZ1", name="第二党支部", kind="branch", mode="single", organization=town.home,
        path=HAISHU_STREET, parent=town.haishu, established_on=ON,
    )  # fmt: skip
    city = division_of_path(CITY)
    assert "已经单独建立了党组织" in refusal(
        lambda: establish_units(city, actor=operator(), units=[second])
    )


def test_a_past_day_of_the_list_says_what_held_then(town: Town, sign_in: SignIn):
    changed(town.theirs, name="海曙北岸党支部", path=HAISHU_STREET)

    def said(account: str, query: str = "") -> list[str]:
        response = sign_in(account).get(f"{LIST}?kind=branch{query}")
        return [row.said.name for row in response.context["rows"]]

    past = f"&on={BEFORE}"
    assert said("jiangbei", past) == ["江北服务中心党支部"]
    assert said("jiangbei", f"{past}&place=330205") == ["江北服务中心党支部"]
    assert "海曙北岸党支部" in said("haishu")
    assert "江北服务中心党支部" not in said("haishu", past)
    assert "海曙北岸党支部" not in said("haishu", past)
    assert said("city", f"{past}&q=海曙北岸") == ["江北服务中心党支部"]


def test_a_unit_that_moved_away_stands_in_the_past_list_without_a_link(town: Town, sign_in: SignIn):
    move_unit(town.theirs, actor=operator(), parent=town.haishu, on=ON)
    changed(town.theirs, path=HAISHU_STREET)
    client = sign_in("jiangbei")

    page = client.get(f"{LIST}?on={BEFORE}").content.decode()

    assert "江北服务中心党支部" in page
    assert f"{LIST}{town.theirs.number}/" not in page
    assert client.get(f"{LIST}{town.theirs.number}/").status_code == 404


def test_list_number_records_and_sheet_of_a_past_day_agree(town: Town, sign_in: SignIn):
    changed(town.joint, name="海曙社工联合党支部", path=HAISHU_STREET)
    make_member(town.joint)
    who = actor("city")

    rows = records(who, "party.units", "d/33/3302/330203/", BEFORE)
    sheet = sheet_named("units").export(who, "d/33/3302/330203/", BEFORE, Q())
    listed = sign_in("city").get(f"{LIST}?role=grassroots&place=330203&on={BEFORE}")

    assert "海曙联合党支部" in {row["label"] for row in rows}
    assert {row["name"] for row in sheet} >= {"海曙联合党支部"}
    assert "海曙联合党支部" in {row.said.name for row in listed.context["rows"]}


def test_what_a_list_exports_is_what_it_shows(town: Town):
    dissolve_unit(town.joint, actor=operator(), on=ON)

    def exported(**given: str) -> list[str]:
        only = narrowed(actor("haishu"), "units", given)
        rows = sheet_named("units").export(actor("haishu"), "", today(), only)
        return [str(row["name"]) for row in rows]

    assert exported(upper=town.general.number) == ["海曙产业第一党支部"]
    assert exported(state="dissolved") == ["海曙联合党支部"]
    assert "海曙联合党支部" not in exported()


def test_a_change_goes_by_a_page_after_a_check_and_stands_on_the_file(town: Town, sign_in: SignIn):
    client, address = sign_in("haishu"), f"{LIST}{town.joint.number}/change/"
    given = {
        "name": "海曙社工联合党支部", "kind": "joint_branch", "mode": "joint",
        "path": town.joint.path, "on": str(ON), "reason": "按批复更名", "_key": "c1",
    }  # fmt: skip
    assert client.get(address).status_code == 200

    checked = client.post(address, given).content.decode()
    assert "海曙联合党支部 → 海曙社工联合党支部" in checked
    assert Unit.rows().get(pk=town.joint.pk).name == "海曙联合党支部"
    assert client.post(address, {**given, "checked": "1", "_key": "c2"}).status_code == 302

    page = client.get(f"{LIST}{town.joint.number}/").content.decode()
    assert "历次名称和类别" in page
    assert "海曙联合党支部" in page
    again = client.post(address, {**given, "on": "2099-01-01", "_key": "c3"})
    assert (again.status_code, "变更日期不能晚于今天。" in again.content.decode()) == (422, True)


def test_the_history_says_from_which_day_a_change_holds(town: Town, sign_in: SignIn):
    changed(town.joint, name="海曙社工联合党支部")
    move_unit(town.joint, actor=operator(), parent=town.general, on=ON)
    correct_unit(town.joint, actor=operator(), fields={"trade": "社会工作"})

    for tail in ("", "history/"):
        page = sign_in("haishu").get(f"{LIST}{town.joint.number}/{tail}")
        entries = page.context["entries" if tail else "history"]
        said = [(one.what, one.changes[0]) for one in entries[:3]]
        assert said == [
            ("更正党组织", ("行业", None, "社会工作")),
            ("调整隶属关系", ("自哪天起", None, "2024-06-01")),
            ("变更党组织", ("自哪天起", None, "2024-06-01")),
        ]


def test_a_neighbor_has_no_such_page(town: Town, sign_in: SignIn):
    address = f"{LIST}{town.theirs.number}/change/"

    assert sign_in("haishu").get(address).status_code == 404
    assert sign_in("guide").get(f"{LIST}{town.joint.number}/change/").status_code in {403, 404}
    assert Unit.rows().get(pk=town.theirs.pk).path == JIANGBEI_STREET
