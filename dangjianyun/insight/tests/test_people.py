"""People behind a number: who has no duty gets as many rows that do not tell who they are."""

import json

import pytest
from django.test import Client

from dangjianyun.access.actions import create_token
from dangjianyun.coverage.models import Instructor
from dangjianyun.insight import queries
from tests.city import CITY, City

pytestmark = pytest.mark.django_db
WHAT = "coverage.instructors"


def test_who_may_not_read_instructors_gets_opaque_rows_and_the_same_count(
    city: City, client: Client
) -> None:
    client.force_login(city.accounts["civil"])
    page = client.get(f"/records/{WHAT}/").content.decode()
    secret = create_token(city.accounts["civil"], actor=city.actor("civil"))
    headers = {"Authorization": f"Bearer {secret}"}
    told = client.get(f"/api/v1/indicators/{WHAT}/records", headers=headers).json()
    assert client.get("/coverage/instructors/").status_code == 403
    everybody = list(Instructor.rows())
    assert len(told["items"]) == told["total"] == len(everybody) == 2
    assert all(row["opaque"] for row in told["items"])
    for said in (page, json.dumps(told, ensure_ascii=False)):
        assert not any(one.name in said or one.number in said for one in everybody)
        assert "指导员（海曙区" in said


def test_the_opaque_key_of_an_instructor_is_of_one_viewer_and_pages_hold_each_once(
    city: City,
) -> None:
    on = queries.checked_day(None)
    civil, one = city.actor("civil"), {"place": CITY, "on": on, "name": WHAT}
    keys = [row["key"] for row in queries.records(civil, **one)]
    again = [queries.records(civil, **one, offset=n, limit=1)[0]["key"] for n in range(2)]
    assert again == keys
    known = {row["key"] for row in queries.records(city.actor("city"), **one)}
    assert known == {row.number for row in Instructor.rows()}
    assert not known & set(keys)


def test_records_over_http_carry_the_region_and_never_our_own_path(
    city: City, client: Client
) -> None:
    secret = create_token(city.accounts["city"], actor=city.actor("city"))
    headers = {"Authorization": f"Bearer {secret}"}
    for name in (WHAT, "registry.organizations", "party.units"):
        rows = client.get(f"/api/v1/indicators/{name}/records", headers=headers).json()["items"]
        assert rows
        assert all("path" not in row and row["region"] and row["place"] for row in rows)


def test_the_page_lists_the_rest_of_every_rate(city: City, client: Client) -> None:
    client.force_login(city.accounts["city"])
    rate, actor = "coverage.organization_rate", city.actor("city")
    on = queries.checked_day(None)
    rest = queries.record_count(actor, rate, CITY, on, part="rest")
    page = client.get(f"/records/{rate}/?part=rest&region=330200").content.decode()
    assert rest > 0
    assert f"共{rest}家" in page


def test_a_number_that_may_not_be_counted_has_no_records_on_any_way(
    city: City, client: Client
) -> None:
    secret = create_token(city.accounts["organization"], actor=city.actor("organization"))
    headers = {"Authorization": f"Bearer {secret}"}
    client.force_login(city.accounts["organization"])
    address = "/api/v1/indicators/{0}/records"
    hidden = client.get(address.format("party.members"), headers=headers)
    unknown = client.get(address.format("party.nothing"), headers=headers)
    assert (hidden.status_code, hidden.json()) == (404, unknown.json())
    assert client.get("/records/party.members/").status_code == 404
    assert client.get(address.format("registry.organizations"), headers=headers).json()["total"]
