"""What the HTTP API refuses, and that every refusal is a problem that says what to do."""

import json
from importlib import import_module
from typing import Any

import pytest
from django.test import Client

from dangjianyun.access.actions import create_token
from dangjianyun.access.models import Account
from dangjianyun.coverage.models import Assignment
from dangjianyun.foundation.veiled import key_of
from tests.city import City

pytestmark = pytest.mark.django_db
API = "/api/v1/"


def bearer(city: City, name: str) -> dict[str, str]:
    secret = create_token(city.accounts[name], actor=city.actor(name), label="试")
    return {"Authorization": f"Bearer {secret}"}


@pytest.fixture
def haishu(city: City) -> dict[str, str]:
    return bearer(city, "haishu")


def problem(client: Client, where: str, headers: dict[str, str]) -> tuple[int, dict[str, Any]]:
    answer = client.get(f"{API}{where}", headers=headers)
    assert answer["Content-Type"] == "application/problem+json"
    return answer.status_code, answer.json()


@pytest.mark.parametrize(
    ("where", "field"),
    [
        ("organizations?regoin=330203", "regoin"),
        ("organizations?code=x", "code"),
        ("units/D1?on=2020-12-31", "on"),
        ("indicators?unknown=", "unknown"),
        ("indicators/party.units/records?name=x", "name"),
        ("activities?year=2026&year=2025", "year"),
        ("divisions/330203?under=33", "under"),
    ],
)
def test_a_query_parameter_that_is_unknown_or_doubled_is_refused_by_name(
    client: Client, haishu: dict[str, str], where: str, field: str
) -> None:
    status, told = problem(client, where, haishu)
    assert (status, told["errors"][0]["field"]) == (422, field)
    assert field in told["detail"]


@pytest.mark.parametrize("where", ["organizations", "instructors"])
def test_a_region_of_the_neighbor_reads_like_none_in_a_list(
    client: Client, haishu: dict[str, str], where: str
) -> None:
    theirs, absent = (
        problem(client, f"{where}?region={code}", haishu) for code in ("330205", "339999")
    )
    assert theirs == absent
    assert theirs[0] == 404
    assert client.get(f"{API}{where}?region=330203", headers=haishu).status_code == 200


@pytest.mark.parametrize(
    ("where", "said"),
    [
        ("organizations?limit=abc", "limit：应为整数。"),
        ("indicators?on=2021.6", "on：应为日期，如2021-06-28。"),
        ("indicators?on=20201231", "on：应为日期，如2021-06-28。"),
        ("indicators?on=0", "on：应为日期，如2021-06-28。"),
        ("activities?year=abc", "year：应为整数。"),
    ],
)
def test_what_is_mistyped_is_named_in_chinese(
    client: Client, haishu: dict[str, str], where: str, said: str
) -> None:
    assert problem(client, where, haishu)[1]["detail"] == said


def test_every_wrong_field_of_a_body_is_named(client: Client, haishu: dict[str, str]) -> None:
    body = {"since": "soon", "letters": "一"}
    answer = client.post(f"{API}assignments", json.dumps(body), "application/json", headers=haishu)
    told = {one["field"]: one["message"] for one in answer.json()["errors"]}
    assert answer.status_code == 422
    assert told == {
        "body.instructor": "缺少这一项，请补上。",
        "body.organization": "缺少这一项，请补上。",
        "body.since": "应为日期，如2021-06-28。",
        "body.letters": "没有这一项，请核对名称。",
    }


def test_a_method_that_an_address_lacks_is_a_problem(
    client: Client, haishu: dict[str, str]
) -> None:
    answer = client.delete(f"{API}organizations", headers=haishu)
    assert (answer.status_code, answer["Allow"]) == (405, "GET")
    assert answer["Content-Type"] == "application/problem+json"


def test_a_fault_of_ours_is_a_problem_with_a_number_to_quote(
    client: Client, haishu: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(import_module("dangjianyun.orglife.api.activity"), "sliced", None)
    status, told = problem(client, "activities", haishu)
    assert (status, told["title"]) == (500, "系统出错")
    assert "查询编号" in told["detail"]


def test_divisions_are_paged_by_cursor(client: Client, haishu: dict[str, str]) -> None:
    codes, cursor = [], ""
    while cursor is not None:
        where = f"{API}divisions?under=330200&limit=1&cursor={cursor}"
        page = client.get(where, headers=haishu).json()
        codes += [row["code"] for row in page["items"]]
        cursor = page["next"]
    assert codes == sorted(set(codes))
    assert {"330203", "330205"} <= set(codes)


def test_one_indicator_says_what_the_list_says(client: Client, haishu: dict[str, str]) -> None:
    listed = client.get(f"{API}indicators?only=party.units", headers=haishu).json()
    assert client.get(f"{API}indicators/party.units", headers=haishu).json() == listed[0]
    assert client.get(f"{API}indicators/party.nothing", headers=haishu).status_code == 404


def test_two_long_keys_that_begin_alike_are_two(
    client: Client, city: City, haishu: dict[str, str]
) -> None:
    def post(key: str, day: int) -> int:
        body = {
            "instructor": city.instructors["haishu"].number,
            "organization": city.organizations["haishu"][5].code,
            "since": f"2026-01-0{day}",
            "last_day": f"2026-01-0{day}",
        }
        answer = client.post(
            f"{API}assignments",
            json.dumps(body),
            "application/json",
            headers={**haishu, "Idempotency-Key": key},
        )
        return int(answer.status_code)

    before = Assignment.rows().count()
    assert [post("k" * 80 + end, n) for end, n in (("a", 5), ("b", 6), ("a", 5))] == [201] * 3
    assert Assignment.rows().count() == before + 2


def test_a_token_ends_with_its_account(client: Client, city: City, haishu: dict[str, str]) -> None:
    Account.objects.filter(username="haishu").update(is_active=False)
    assert problem(client, "organizations", haishu)[0] == 401


def test_the_description_says_what_an_error_is(client: Client) -> None:
    paths = client.get(f"{API}openapi.json").json()["paths"]
    kinds = {
        (kind, int(status) >= 400)
        for methods in paths.values()
        for operation in methods.values()
        for status, response in operation["responses"].items()
        for kind in response["content"]
    }
    assert kinds == {("application/json", False), ("application/problem+json", True)}


def test_an_assignment_that_cannot_end_then_names_the_field_of_the_call(
    client: Client, city: City, haishu: dict[str, str]
) -> None:
    row = Assignment.rows().filter(organization__path__startswith="d/33/3302/330203/")[0]
    answer = client.post(
        f"{API}assignments/{key_of(row)}/end",
        json.dumps({"last_day": "1999-01-01"}),
        "application/json",
        headers=haishu,
    )
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, "last_day")


def test_what_was_recorded_by_mistake_is_taken_back_with_a_reason(
    client: Client, city: City, haishu: dict[str, str]
) -> None:
    row = Assignment.rows().filter(organization__path__startswith="d/33/3302/330203/")[0]
    address, kind = f"{API}assignments/{key_of(row)}/withdraw", "application/json"
    answer = client.post(address, json.dumps({"reason": " "}), kind, headers=haishu)
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, "reason")
    assert Assignment.rows().filter(pk=row.pk).exists()
    answer = client.post(address, json.dumps({"reason": "登记错了"}), kind, headers=haishu)
    assert (answer.status_code, answer.json()["organization"]) == (201, row.organization.code)
    assert not Assignment.rows().filter(pk=row.pk).exists()


@pytest.mark.parametrize(
    "kind", ["multipart/form-data", "application/x-www-form-urlencoded", "text/plain"]
)
def test_a_body_that_does_not_say_that_it_is_json_is_refused(
    client: Client, haishu: dict[str, str], kind: str
) -> None:
    body = json.dumps({"last_day": "2026-01-01"})
    answer = client.generic("POST", f"{API}assignments/x/end", body, kind, headers=haishu)
    assert (answer.status_code, answer["Content-Type"]) == (415, "application/problem+json")
    assert "application/json" in answer.json()["detail"]


def test_an_address_with_a_nul_is_a_problem_too(client: Client, haishu: dict[str, str]) -> None:
    assert problem(client, "units?region=%00", haishu)[0] == 400


@pytest.mark.parametrize(
    "where", ["units/%00", "units?region=%00", "%00", "indicators/a%00/records"]
)
def test_a_nul_anywhere_in_an_address_is_a_problem(
    client: Client, haishu: dict[str, str], where: str
) -> None:
    assert problem(client, where, haishu)[0] == 400


@pytest.mark.parametrize("limit", ["0", "-1", "99999", "1e2"])
@pytest.mark.parametrize(
    "where", ["organizations", "activities", "divisions", "indicators/party.units/records"]
)
def test_a_page_of_a_size_that_is_not_given_is_refused(
    client: Client, haishu: dict[str, str], where: str, limit: str
) -> None:
    status, told = problem(client, f"{where}?limit={limit}", haishu)
    assert (status, told["errors"][0]["field"]) == (422, "limit")


def test_more_than_is_taken_in_is_a_problem_that_says_so(
    client: Client, haishu: dict[str, str]
) -> None:
    body = json.dumps({"name": "长" * 2_000_000})
    for where in ("activities", "assignments"):
        answer = client.post(f"{API}{where}", body, "application/json", headers=haishu)
        assert (answer.status_code, answer["Content-Type"]) == (413, "application/problem+json")
        assert "太大" in answer.json()["detail"]


def test_a_page_that_is_sent_too_much_says_so(client: Client, city: City) -> None:
    client.force_login(city.accounts["haishu"])
    answer = client.post("/orglife/activities/new/", {"content": "长" * 2_000_000})
    assert answer.status_code == 413
    told = answer.content.decode()
    assert "太大" in told
    assert "日期" not in told
