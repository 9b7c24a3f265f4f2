"""Acts that begin at an organization's file: what is filled in, for whom, and what they do."""

from datetime import date

import pytest
from django.test import Client

from dangjianyun.foundation.days import today
from dangjianyun.party.models import Covering, Mode, Unit
from dangjianyun.party.tests.conftest import SignIn, Town
from dangjianyun.registry.models import Organization
from dangjianyun.registry.tests.factories import HAISHU_STREET, JIANGBEI_STREET, make_organization

NEW, LIST = "/party/units/new/", "/party/coverings/new/"


@pytest.fixture
def bare(town: Town) -> Organization:
    return make_organization("海曙区样例养老服务中心", path=HAISHU_STREET)


def send(client: Client, address: str, **fields: str):
    return client.post(address, {"_key": f"{len(fields)}{fields}"[:60], **fields})


def filled(client: Client, address: str) -> dict[str, str]:
    form = client.get(address).context["form"]
    return {one.html_name: one.value() or "" for one in form}


@pytest.mark.parametrize(("who", "above"), [("haishu", "haishu"), ("street", "street")])
def test_a_branch_is_filled_in_from_the_organization(
    town: Town, sign_in: SignIn, bare: Organization, who: str, above: str
):
    client, address = sign_in(who), f"{NEW}?organization={bare.code}"
    given = filled(client, address)
    assert given["name"] == "海曙区样例养老服务中心党支部"
    assert given["mode"] == "single"
    assert given["organization"] == f"{bare.code} {bare.name}"
    assert given["parent"].startswith(getattr(town, above).number)
    assert given["path"] == bare.path

    given["established_on"] = str(given["established_on"])
    assert send(client, address, **given, checked="1").status_code == 302
    unit = Unit.rows().get(organization=bare)
    assert (unit.parent, unit.mode) == (getattr(town, above), Mode.SINGLE)


def test_the_nearest_list_is_filled_in_and_takes_the_organization(
    town: Town, sign_in: SignIn, bare: Organization
):
    client, address = sign_in("haishu"), f"{LIST}?organization={bare.code}"
    assert filled(client, address)["unit"] == f"{town.lower.number} {town.lower.name}"
    given = {"unit": town.joint.number, "since": str(today())}
    assert "的覆盖名单" in send(client, address, **given).content.decode()
    done = send(client, address, **given, checked="1")
    assert done["Location"] == f"/registry/organizations/{bare.code}/?tab=party"
    assert Covering.rows().get(organization=bare).unit == town.joint


def test_a_list_that_cannot_take_it_comes_back_with_the_reason(
    town: Town, sign_in: SignIn, bare: Organization
):
    address = f"{LIST}?organization={bare.code}"
    given = {"unit": town.branch.number, "since": date(2024, 1, 1).isoformat()}
    answer = send(sign_in("haishu"), address, **given)
    assert answer.status_code == 422
    assert "没有覆盖名单" in answer.content.decode()


def test_a_neighbors_organization_reads_like_none(town: Town, sign_in: SignIn):
    theirs = make_organization("江北区样例养老服务中心", path=JIANGBEI_STREET)
    client = sign_in("haishu")
    for address in (NEW, LIST):
        for code in (theirs.code, "52330203MJ0000000X"):
            assert client.get(f"{address}?organization={code}").status_code == 404
