"""Instructors with their load, and the organizations that nobody visits."""

from datetime import date

from django.db import connection
from django.test.utils import CaptureQueriesContext

from dangjianyun.coverage.tests.conftest import SignIn, Town
from dangjianyun.coverage.tests.factories import make_assignment, make_instructor
from dangjianyun.foundation.models import RuleParameter
from dangjianyun.registry.tests.factories import HAISHU, JIANGBEI

LIST = "/coverage/instructors/"


def loads(answer: object) -> dict[str, int]:
    return {row.name: row.load for row in answer.context["page"].object_list}  # type: ignore[attr-defined]


def test_the_list_shows_how_many_organizations_each_has_now(town: Town, sign_in: SignIn) -> None:
    ended = make_assignment(town.instructor, town.bare, until=date(2022, 1, 1))
    assert ended.until == date(2022, 1, 1)
    make_instructor("测试江", home=town.jiangbei, path=JIANGBEI)
    assert loads(sign_in("haishu").get(LIST)) == {"测试戊": 1}
    assert loads(sign_in("city").get(LIST)) == {"测试戊": 1, "测试江": 0}
    assert loads(sign_in("city").get(f"{LIST}?region=330205")) == {"测试江": 0}
    assert loads(sign_in("city").get(f"{LIST}?q=csw")) == {"测试戊": 1}
    assert loads(sign_in("instructor").get(LIST)) == {"测试戊": 1}
    assert sign_in("haishu").get(f"{LIST}?region=330205").status_code == 404


def test_the_list_moves_to_any_past_day(town: Town, sign_in: SignIn) -> None:
    make_assignment(town.instructor, town.bare, until=date(2022, 1, 1))
    make_instructor("测试晚", home=town.haishu, since=date(2024, 1, 1))
    client = sign_in("haishu")
    then = client.get(f"{LIST}?on=2021-12-31")
    assert loads(then) == {"测试戊": 2}
    assert then.context["may_write"] is False
    said = then.content.decode()
    assert "正在查看2021年12月31日" in said
    assert f"{LIST}{town.instructor.number}/?on=2021-12-31" in said
    assert f"?instructor={town.instructor.number}&amp;on=2021-12-31" in said
    assert loads(client.get(LIST)) == {"测试戊": 1, "测试晚": 0}
    assert client.get(f"{LIST}?on=2099-01-01").status_code == 404


def test_those_with_many_are_found_by_the_local_parameter(town: Town, sign_in: SignIn) -> None:
    assert loads(sign_in("haishu").get(f"{LIST}?load=over")) == {}
    RuleParameter.objects.create(place=HAISHU, key="instructor.load", value=0)
    assert loads(sign_in("haishu").get(f"{LIST}?load=over")) == {"测试戊": 1}


def test_the_list_is_for_those_who_may_read_instructors(town: Town, sign_in: SignIn) -> None:
    for who in ("civil", "organization"):
        assert sign_in(who).get(LIST).status_code == 403
    assert sign_in("guide").get(LIST).context["may_write"] is False


def test_a_file_costs_the_same_for_one_and_three_organizations(town: Town, sign_in: SignIn) -> None:
    client = sign_in("haishu")
    address = f"{LIST}{town.instructor.number}/"
    client.get(address)
    counts = []
    for _ in range(2):
        with CaptureQueriesContext(connection) as queries:
            answer = client.get(address)
        counts.append((len(queries), len(answer.context["table"])))
        if len(counts) == 1:
            make_assignment(town.instructor, town.bare)
            make_assignment(town.instructor, town.missing)
    assert counts == [(11, 1), (11, 3)]


def test_a_neighbor_has_no_such_instructor(town: Town, sign_in: SignIn) -> None:
    assert sign_in("jiangbei").get(f"{LIST}{town.instructor.number}/").status_code == 404


def test_gaps_are_counted_by_street_and_lead_to_the_act(town: Town, sign_in: SignIn) -> None:
    answer = sign_in("haishu").get("/coverage/gaps/")
    found = {
        row["code"]: (row["uncovered"], row["missing"], bool(row["assign"]))
        for row in answer.context["rows"]
        if row["organizations"]
    }
    assert found == {"330203001": (1, 1, True), "330203002": (1, 0, True)}
    assert answer.context["total"] == 2
    city = sign_in("city").get("/coverage/gaps/").context["rows"]
    assert {row["code"]: row["uncovered"] for row in city if row["uncovered"]} == {
        "330203": 2,
        "330205": 1,
    }
    assert not any(row["assign"] for row in sign_in("guide").get("/coverage/gaps/").context["rows"])
    assert sign_in("haishu").get("/coverage/gaps/?region=330205").status_code == 404


def test_an_instructor_is_led_only_to_organizations_still_assigned(
    town: Town, sign_in: SignIn
) -> None:
    make_assignment(town.instructor, town.bare, date(2022, 1, 1), until=date(2023, 1, 1))
    page = sign_in("instructor").get(f"/coverage/instructors/{town.instructor.number}/")
    said = page.content.decode()
    assert town.bare.name in said
    assert f"/registry/organizations/{town.bare.code}/" not in said
    assert f"/registry/organizations/{town.visited.code}/" in said
