"""The HTTP API, as each account with a token of its own."""

import json
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.test import Client

from dangjianyun.access.actions import create_token
from dangjianyun.config.api import api
from dangjianyun.coverage.models import Assignment
from dangjianyun.foundation.veiled import pk_behind
from dangjianyun.party.models import Member
from tests.city import City

pytestmark = pytest.mark.django_db
Call = Callable[..., Any]


@pytest.fixture
def call(city: City, client: Client) -> Call:
    """`call("haishu", "GET", "organizations")` gives (status, JSON, response)."""
    secrets: dict[str, str] = {}

    def run(name: str, method: str, path: str, body: object = None, **headers: str) -> Any:
        if name not in secrets:
            account = city.accounts[name]
            secrets[name] = create_token(account, actor=city.actor(name))
        response = client.generic(
            method,
            f"/api/v1/{path}",
            json.dumps(body) if body is not None else "",
            content_type="application/json",
            headers={"Authorization": f"Bearer {secrets[name]}", **headers},
        )
        return response.status_code, response.json(), response

    return run


def test_without_a_token_nobody_is_let_in(client: Client, db: None) -> None:
    response = client.get("/api/v1/organizations")
    assert response.status_code == 401
    assert response["Content-Type"] == "application/problem+json"
    assert response["WWW-Authenticate"] == "Bearer"


def test_a_list_holds_what_the_account_sees_and_no_more(call: Call, city: City) -> None:
    _, page, _ = call("haishu", "GET", "organizations?limit=200")
    assert {row["code"] for row in page["items"]} == {
        row.code for row in city.organizations["haishu"]
    }
    assert page["next"] is None


def test_a_cursor_leads_through_all_rows_once(call: Call, city: City) -> None:
    seen, cursor = [], ""
    while cursor is not None:
        _, page, _ = call("city", "GET", f"organizations?limit=5&cursor={cursor}")
        seen += [row["code"] for row in page["items"]]
        cursor = page["next"]
    every = [row.code for rows in city.organizations.values() for row in rows]
    assert sorted(seen) == sorted(every)


def test_a_neighbors_row_reads_like_one_that_does_not_exist(call: Call, city: City) -> None:
    foreign = city.organizations["jiangbei"][0].code
    unseen = call("haishu", "GET", f"organizations/{foreign}")
    absent = call("haishu", "GET", "organizations/510000000000000000")
    assert unseen[:2] == absent[:2]
    assert unseen[0] == 404


@pytest.mark.parametrize("region", ["330205", "999999"])
def test_a_region_outside_reads_like_one_that_does_not_exist(call: Call, region: str) -> None:
    status, problem, _ = call("haishu", "GET", f"indicators?region={region}")
    assert (status, problem["title"]) == (404, "没有找到")


def test_records_add_up_to_their_indicator(call: Call) -> None:
    _, values, _ = call("city", "GET", "indicators?region=330200")
    for value in values:
        if value["kind"] == "count":
            _, page, _ = call("city", "GET", f"indicators/{value['id']}/records?region=330200")
            assert (value["id"], page["total"]) == (value["id"], value["value"])
            assert len(page["items"]) == page["total"]


def test_members_are_given_to_those_with_a_duty_only(call: Call, city: City) -> None:
    _, mine, _ = call("secretary", "GET", "members")
    numbers = {row["number"] for row in mine["items"]}
    assert numbers == {m.number for m in city.members["haishu"]}
    assert call("city", "GET", "members")[1]["items"] == []
    number = next(iter(numbers))
    assert call("city", "GET", f"members/{number}")[0] == 404
    assert Member.rows().filter(number=number).exists()


@pytest.mark.parametrize("name", ["sysadmin", "secadmin", "auditor"])
def test_administrators_get_no_business_rows(call: Call, name: str) -> None:
    for noun in (
        "organizations",
        "units",
        "instructors",
        "assignments",
        "activities",
        "indicators",
    ):
        assert (noun, call(name, "GET", noun)[0]) == (noun, 403)
    assert call(name, "GET", "members")[1] == {"items": [], "next": None}


def test_a_repeated_call_has_one_effect_and_the_same_answer(call: Call, city: City) -> None:
    body = _assignment(city)
    first = call("haishu", "POST", "assignments", body, **{"Idempotency-Key": "k1"})
    second = call("haishu", "POST", "assignments", body, **{"Idempotency-Key": "k1"})
    assert (first[0], first[1]) == (201, second[1])
    assert Assignment.rows().filter(pk=pk_behind(Assignment, first[1]["key"])).count() == 1
    other = call(
        "haishu", "POST", "assignments", body | {"letter": "另一份"}, **{"Idempotency-Key": "k1"}
    )
    assert other[0] == 409


def test_a_refusal_names_the_field_and_changes_nothing(call: Call, city: City) -> None:
    before = Assignment.rows().count()
    body = _assignment(city) | {"organization": city.organizations["jiangbei"][0].code}
    status, problem, response = call("haishu", "POST", "assignments", body)
    assert (status, problem["errors"][0]["field"]) == (422, "organization")
    assert response["Content-Type"] == "application/problem+json"
    assert Assignment.rows().count() == before


def test_an_account_without_the_right_is_refused(call: Call, city: City) -> None:
    assert call("guide", "POST", "assignments", _assignment(city))[0] == 403


def test_an_activity_is_recorded_in_its_own_words(call: Call, city: City) -> None:
    body = {
        "year": 2026,
        "name": "示例义诊",
        "organizer": "海曙示例服务中心0",
        "venue": "图书馆广场或吾悦广场",
        "schedule": "6月30日（暂定）",
        "division": "330203",
    }
    status, row, _ = call("haishu", "POST", "activities", body)
    assert (status, row["first_on"], row["is_tentative"]) == (201, "2026-06-30", True)
    assert call("jiangbei", "GET", f"activities/{row['number']}")[0] == 404


def test_every_operation_declares_its_errors(db: None) -> None:
    schema = api.get_openapi_schema()
    bare = [
        f"{method} {path}"
        for path, methods in schema["paths"].items()
        for method, operation in methods.items()
        if not {401, 403, 404, 422} <= set(operation["responses"])
    ]
    assert bare == []


def _assignment(city: City) -> dict[str, Any]:
    free = city.organizations["haishu"][5]
    return {
        "instructor": city.instructors["haishu"].number,
        "organization": free.code,
        "since": date(2026, 1, 5).isoformat(),
    }


def test_an_address_that_does_not_exist_is_a_problem_too(client: Client, db: None) -> None:
    response = client.get("/api/v1/nothing")
    assert (response.status_code, response["Content-Type"]) == (404, "application/problem+json")


def test_a_neighbors_activity_is_not_told_by_a_refusal(call: Call, city: City) -> None:
    other = city.activities["jiangbei"]
    body = {
        "year": other.year,
        "name": other.name,
        "organizer": other.organizer,
        "venue": "某处",
        "schedule": "6月30日",
        "division": "330203",
    }
    assert call("haishu", "POST", "activities", body)[0] == 201
    foreign = call("haishu", "POST", "activities", body | {"division": "330205"})
    absent = call("haishu", "POST", "activities", body | {"division": "999999"})
    assert (foreign[0], foreign[1]) == (absent[0], absent[1])


def test_a_control_character_is_refused_by_name(call: Call, city: City) -> None:
    body = _assignment(city) | {"letter": "a\0b"}
    status, problem, _ = call("haishu", "POST", "assignments", body)
    assert (status, problem["errors"][0]["field"]) == (422, "body.letter")
    assert Client().get("/?q=%00").status_code == 400
