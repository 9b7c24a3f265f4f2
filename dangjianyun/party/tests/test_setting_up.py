"""Setting up a Party organization: a form that offers what the actor may set up, in sections."""

from datetime import date

import pytest

from dangjianyun.foundation.errors import Refused
from dangjianyun.party.actions.unit import establish_units
from dangjianyun.party.models import Unit
from dangjianyun.party.tests.conftest import SignIn, Town, actor
from dangjianyun.registry.tests.factories import HAISHU_STREET

NEW = "/party/units/new/"


def given(town: Town, **other: str) -> dict[str, str]:
    return {
        "_key": f"{other}"[:60],
        "parent": town.haishu.number,
        "name": "海曙新党支部",
        "number": "DZ330203-7001",
        "kind": "branch",
        "role": "grassroots",
        "mode": "area",
        "path": HAISHU_STREET,
        "established_on": "2025.3.1",
        **other,
    }


def test_only_what_the_actor_may_set_up_is_offered(town: Town, sign_in: SignIn) -> None:
    def offered(name: str) -> tuple[set[str], set[str]]:
        fields = sign_in(name).get(NEW).context["form"].fields
        return {v for v, _ in fields["role"].choices}, {v for v, _ in fields["level"].choices}

    assert offered("street") == ({"grassroots"}, {""})
    roles, levels = offered("haishu")
    assert "organ" not in roles
    assert levels == {"", "district", "street"}
    assert {"organ", "guiding", "comprehensive"} <= offered("city")[0]


def test_the_act_itself_refuses_what_the_form_does_not_offer(town: Town) -> None:
    given = {
        "number": "DZ330203-7002",
        "name": "海曙示例工委",
        "kind": "committee",
        "level": "street",
    }
    unit = Unit(
        role="local",
        parent=town.street,
        path=HAISHU_STREET,
        established_on=date(2025, 3, 1),
        **given,
    )
    with pytest.raises(Refused, match="要由更高一级登记"):
        establish_units(town.street, actor=actor("street"), units=[unit])
    assert not Unit.rows().filter(number="DZ330203-7002").exists()


def test_a_branch_says_how_it_is_set_up(town: Town, sign_in: SignIn) -> None:
    form = sign_in("haishu").post(NEW, given(town, mode="")).context["form"]
    assert form.errors["mode"] == ["党支部要选择组建方式"]


def test_a_piece_of_a_name_that_one_unit_has_is_taken_and_told(town: Town, sign_in: SignIn) -> None:
    page = sign_in("haishu").post(NEW, given(town, parent="产业党总支")).content.decode()
    assert f"上级党组织按“产业党总支”找到的“{town.general.name}”办理。" in page
    form = sign_in("haishu").post(NEW, given(town, parent="海曙")).context["form"]
    assert set(form.errors) == {"parent"}
    assert not Unit.rows().filter(number="DZ330203-7001").exists()


def test_the_fields_stand_in_sections_each_once(town: Town, sign_in: SignIn) -> None:
    form = sign_in("haishu").get(NEW).context["form"]
    names = [one.name for _, fields in form.grouped() for one in fields]
    assert sorted(names) == sorted(form.fields)
