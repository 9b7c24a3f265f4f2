"""Acts follow subordination: a city's body that sits in a district is read there, not led."""

from dataclasses import dataclass
from datetime import date

import pytest
from django.core.exceptions import PermissionDenied

from dangjianyun.foundation.actor import Actor, Everything, Grant
from dangjianyun.foundation.days import today
from dangjianyun.foundation.scope import hanging
from dangjianyun.party.actions.office import take_office
from dangjianyun.party.actions.particulars import change_unit, correct_unit
from dangjianyun.party.actions.relation import affiliate, cover, end_covering, guide
from dangjianyun.party.actions.shape import WRITE
from dangjianyun.party.actions.unit import dissolve_unit, establish_units, move_unit
from dangjianyun.party.models import (
    Covering,
    Guidance,
    Office,
    RoleKind,
    Route,
    Subordination,
    Unit,
    UnitKind,
)
from dangjianyun.party.tests.conftest import SignIn, Town, actor
from dangjianyun.party.tests.factories import make_covering, make_member, make_unit
from dangjianyun.registry.models import Organization
from dangjianyun.registry.tests.factories import CITY, HAISHU, HAISHU_STREET, make_organization
from dangjianyun.territory.queries import division_of_path

ON = date(2024, 5, 1)
LIST = "/party/units/"


@dataclass
class Guests:
    """Bodies of the city whose offices are in a street of 海曙."""

    city_branch: Unit
    trade: Unit
    trade_branch: Unit
    group: Unit
    group_branch: Unit
    listed: Organization
    line: Covering


@pytest.fixture
def guests(town: Town) -> Guests:
    """A branch, a general branch with one below it, a trade committee with one below it."""
    branch = make_unit("宁波市直属第三党支部", town.city, path=HAISHU_STREET)
    trade = make_unit(
        "宁波市互联网行业党委",
        town.organ,
        kind="committee",
        role="trade",
        level="city",
        mode="trade",
        path=HAISHU_STREET,
    )
    below = make_unit("互联网行业第一党支部", trade, path=HAISHU_STREET)
    group = make_unit("宁波市直属党总支", town.city, kind="general_branch", path=HAISHU_STREET)
    lower = make_unit("宁波市直属党总支第一党支部", group, path=HAISHU_STREET)
    listed = make_organization(path=HAISHU_STREET)
    return Guests(branch, trade, below, group, lower, listed, make_covering(branch, listed))


def acts(town: Town, guests: Guests, name: str) -> dict[str, object]:
    """Each act on the city's branch, as one account would do it."""
    who, unit = actor(name), guests.city_branch
    member = make_member(unit)
    here = make_organization(path=HAISHU_STREET)
    return {
        "move": lambda: move_unit(unit, actor=who, parent=town.haishu, on=ON),
        "correct": lambda: correct_unit(unit, actor=who, fields={"name": "改名"}),
        "change": lambda: change_unit(unit, actor=who, on=ON, fields={"name": "更名"}),
        "cover": lambda: cover(
            unit, actor=who, coverings=[Covering(unit=unit, organization=here, since=ON)]
        ),
        "end": lambda: end_covering(guests.line, actor=who, on=ON),
        "guide": lambda: guide(
            unit, actor=who, guidances=[Guidance(unit=unit, guide=town.guiding, since=ON)]
        ),
        "office": lambda: take_office(
            unit,
            actor=who,
            offices=[Office(unit=unit, member=member, kind="secretary", since=ON)],
        ),
        "affiliate": lambda: affiliate(
            here, actor=who, unit=guests.trade, route=Route.TRADE, on=ON
        ),
        "below": lambda: establish_units(
            guests.trade,
            actor=who,
            units=[
                Unit(
                    number="DZ-T9",
                    name="互联网行业第九党支部",
                    kind=UnitKind.BRANCH,
                    mode="area",
                    path=HAISHU_STREET,
                    parent=guests.trade,
                    established_on=ON,
                )
            ],
        ),
        "dissolve": lambda: dissolve_unit(guests.trade_branch, actor=who, on=ON),
    }  # fmt: skip


@pytest.mark.parametrize("name", ["haishu", "street", "jiangbei"])
def test_where_a_city_unit_sits_gives_no_act(town: Town, guests: Guests, name: str):
    for act in acts(town, guests, name).values():
        with pytest.raises(PermissionDenied):
            act()  # type: ignore[operator]


def test_the_city_acts_on_all_below_it_wherever_it_sits(town: Town, guests: Guests):
    for act in list(acts(town, guests, "city").values())[1:]:
        act()  # type: ignore[operator]

    move_unit(guests.city_branch, actor=actor("city"), parent=town.haishu, on=ON)
    assert Unit.rows().get(pk=guests.city_branch.pk).parent == town.haishu


def division_only(place: str) -> Actor:
    return Actor("clerk", (Grant(Everything(), place),))


def test_a_division_leads_what_stands_below_its_own_bodies(town: Town, guests: Guests):
    organ = make_unit(
        "海曙区直机关工委", kind="committee", role="organ", level="district", mode="", path=HAISHU
    )
    committee = make_unit(
        "海曙区行业党委", organ, kind="committee", role="trade", level="district", mode=""
    )
    branch = make_unit("海曙区行业第一党支部", committee, path=HAISHU_STREET)
    local = make_unit(
        "海曙街道党委", kind="committee", role="local", level="street", mode="", path=HAISHU_STREET
    )
    street_branch = make_unit("海曙街道第一党支部", local, path=HAISHU_STREET)

    def led(place: str) -> set[str]:
        test = hanging(Unit, (place,), on=today(), acts=True)
        return set(Unit.rows().filter(test).values_list("name", flat=True))

    mine = {row.name for row in (organ, committee, branch, local, street_branch)}
    town_of_haishu = {
        row.name for row in (town.street, town.general, town.branch, town.lower, town.joint)
    }
    assert led(HAISHU) == mine | town_of_haishu
    assert led(HAISHU_STREET) == {local.name, street_branch.name, town.branch.name}
    assert led(CITY) == set(Unit.rows().values_list("name", flat=True))
    for place in (HAISHU, HAISHU_STREET, CITY):
        who = division_only(place)
        one_by_one = {row.name for row in Unit.rows() if who.may(WRITE, row)}
        assert one_by_one == led(place)


def test_a_body_of_the_city_is_not_set_up_by_the_district_it_sits_in(town: Town):
    trade = Unit(
        number="DZ-T1",
        name="宁波市快递业党委",
        kind=UnitKind.COMMITTEE,
        role=RoleKind.TRADE,
        level="city",
        path=HAISHU_STREET,
        established_on=ON,
    )
    street = division_of_path(HAISHU)
    with pytest.raises(PermissionDenied):
        establish_units(street, actor=actor("haishu"), units=[trade])

    trade = Unit(
        number="DZ-T1",
        name="宁波市快递业党委",
        kind=UnitKind.COMMITTEE,
        role=RoleKind.TRADE,
        level="city",
        path=HAISHU_STREET,
        established_on=ON,
    )
    establish_units(division_of_path(CITY), actor=actor("city"), units=[trade])
    assert Unit.rows().filter(number="DZ-T1").exists()


TAILS = ("move/", "correct/", "change/", "dissolve/", "cover/", "guide/")


def test_the_page_of_a_guest_is_read_and_offers_nothing(
    town: Town, guests: Guests, sign_in: SignIn
):
    for unit in (guests.city_branch, guests.trade, guests.trade_branch, guests.group_branch):
        page = f"{LIST}{unit.number}/"
        shown = sign_in("haishu").get(page)
        assert shown.status_code == 200
        offered = shown.content.decode()
        for tail in TAILS:
            assert f"{page}{tail}" not in offered
            assert sign_in("haishu").get(page + tail).status_code == 403
            assert sign_in("jiangbei").get(page + tail).status_code == 404
        assert sign_in("haishu").get(f"{LIST}new/?upper={unit.number}").status_code == 403
        assert f"{page}correct/" in sign_in("city").get(page).content.decode()


def test_a_unit_does_not_move_below_a_body_that_is_only_read(
    town: Town, guests: Guests, sign_in: SignIn
):
    given = {"parent": guests.trade.number, "on": "2024-05-01", "reason": "试着移到别处去"}
    address = f"{LIST}{town.joint.number}/move/"
    answer = sign_in("haishu").post(address, {"_key": "a" * 32, **given})

    assert answer.status_code == 422
    assert "“宁波市互联网行业党委”不归你管理" in answer.content.decode()
    assert Subordination.rows().filter(unit=town.joint).count() == 1
