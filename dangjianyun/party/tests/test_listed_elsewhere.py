"""A covered list reaches over districts; who reads it learns of its own organizations only."""

import pytest

from dangjianyun.party.models import Unit
from dangjianyun.party.tests.conftest import SignIn, Town
from dangjianyun.party.tests.factories import make_covering, make_unit
from dangjianyun.registry.models import Organization
from dangjianyun.registry.tests.factories import (
    HAISHU_STREET,
    JIANGBEI_STREET,
    make_organization,
)

Listed = tuple[Unit, Organization, Organization]
NOTE = "1家在范围之外的社会组织"


@pytest.fixture
def listed(town: Town) -> Listed:
    """A unit of the city in a street of 海曙, which covers one organization there, one in 江北."""
    unit = make_unit("宁波市行业统建党支部", town.city, path=HAISHU_STREET)
    ours = make_organization("海曙示例学会", path=HAISHU_STREET)
    theirs = make_organization("江北示例学会", path=JIANGBEI_STREET)
    for organization in (ours, theirs):
        make_covering(unit, organization)
    return unit, ours, theirs


@pytest.mark.parametrize("tail", ["coverings/", "coverings/?on=2021-01-01", "history/", ""])
def test_an_organization_of_a_neighbor_is_a_number_on_a_covered_list(
    listed: Listed, sign_in: SignIn, tail: str
):
    unit, ours, theirs = listed
    page = sign_in("haishu").get(f"/party/units/{unit.number}/{tail}").content.decode()

    assert theirs.name not in page
    assert theirs.code not in page
    if tail.startswith("coverings"):
        assert ours.name in page
        assert f"另有{NOTE}" in page
    if not tail:
        assert ">2<" in "".join(page.split())
    all_of_it = sign_in("city").get(f"/party/units/{unit.number}/{tail}").content.decode()
    assert NOTE not in all_of_it
    if tail:
        assert theirs.name in all_of_it


def test_a_list_of_neighbors_only_is_not_called_empty(town: Town, listed: Listed, sign_in: SignIn):
    unit = make_unit("宁波市另一党支部", town.city, path=HAISHU_STREET)
    make_covering(unit, listed[2])

    page = sign_in("haishu").get(f"/party/units/{unit.number}/coverings/").content.decode()
    assert f"名单上有{NOTE}" in page
    assert "覆盖名单是空的" not in page


def test_the_own_organization_of_a_unit_is_named_to_who_may_read_it(town: Town, sign_in: SignIn):
    theirs = make_organization("江北迁来学会", path=JIANGBEI_STREET)
    unit = make_unit("迁来学会党支部", town.city, organization=theirs, path=HAISHU_STREET)
    address = f"/party/units/{unit.number}/"

    assert theirs.name not in sign_in("haishu").get(address).content.decode()
    assert theirs.name in sign_in("city").get(address).content.decode()
