"""Recording activities, as those who may."""

import re
from datetime import date
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from dangjianyun.access.models import AuditEntry
from dangjianyun.foundation.tallies import totals
from dangjianyun.interchange.narrowing import narrowed
from dangjianyun.orglife.models import Activity
from tests.city import DISTRICTS, City

pytestmark = pytest.mark.django_db
WORDS = {
    "name": "示例义诊",
    "year": "2026",
    "schedule": "6月30日（暂定）",
    "venue": "图书馆广场或吾悦广场",
    "content": "",
}


@pytest.mark.parametrize("name", ["secretary", "organization", "trade"])
def test_who_has_no_division_records_the_own_activity(
    city: City, client: Client, name: str
) -> None:
    client.force_login(city.accounts[name])
    body = WORDS | {"organizer": "本单位", "_key": uuid4().hex}
    response = client.post("/orglife/activities/new/", body)
    assert response.status_code == 302, response.content.decode()
    row = Activity.rows().get(organizer="本单位")
    assert (row.is_tentative, str(row.first_on)) == (True, "2026-06-30")
    assert client.get(f"/orglife/activities/{row.number}/").status_code == 200


def test_a_division_account_records_in_its_own_division_only(city: City, client: Client) -> None:
    client.force_login(city.accounts["haishu"])
    body = WORDS | {"organizer": "某某", "region": "330205", "_key": uuid4().hex}
    assert client.post("/orglife/activities/new/", body).status_code == 422
    assert Activity.rows().filter(organizer="某某").count() == 0
    body |= {"region": "330203", "_key": uuid4().hex}
    assert client.post("/orglife/activities/new/", body).status_code == 302


def test_a_body_of_the_city_answers_for_its_activity_wherever_it_is_held(
    city: City, client: Client
) -> None:
    row = an_activity("HD9", "6月28日", unit=city.units["city"], path=DISTRICTS["haishu"])
    for name, status in (("haishu", 403), ("jiangbei", 404), ("city", 200)):
        client.force_login(city.accounts[name])
        seen = client.get(f"/orglife/activities/{row.number}/edit/").status_code
        assert (name, seen) == (name, status)
    own = an_activity("HD8", "6月27日", unit=city.units["haishu_branch"], path=DISTRICTS["haishu"])
    client.force_login(city.accounts["haishu"])
    assert client.get(f"/orglife/activities/{own.number}/edit/").status_code == 200


@pytest.mark.parametrize("month", ["0001-01", "2021-13", "abc", "9999-12"])
def test_a_month_that_does_not_exist_is_a_helpful_404(
    city: City, client: Client, month: str
) -> None:
    client.force_login(city.accounts["city"])
    response = client.get(f"/orglife/activities/calendar/?month={month}")
    assert response.status_code == 404
    assert "这个月份，请写成2021-06" in response.content.decode()


def an_activity(number: str, schedule: str, **given: Any) -> Activity:
    row: Activity = Activity.rows().create(
        number=number,
        year=2024,
        name=f"示例{number}",
        organizer="某某",
        venue="广场",
        schedule=schedule,
        **({"path": DISTRICTS["haishu"]} | given),
    )
    return row


@pytest.fixture
def shelf(city: City, client: Client) -> Client:
    """Three activities of 2024, one of them without any day; the city's clerk looks on."""
    may, june = date(2024, 5, 2), date(2024, 6, 3)
    an_activity("T1", "5月2日至6月3日", first_on=may, last_on=june)
    an_activity("T2", "待定", is_tentative=True)
    an_activity("T3", "2024年6月3日", first_on=june, last_on=june)
    client.force_login(city.accounts["city"])
    return client


def numbers(client: Client, query: str) -> list[str]:
    page: Any = client.get(f"/orglife/activities/?year=2024&{query}").context["page"]
    return [row.number for row in page]


def test_what_has_no_day_comes_last_either_way_and_belongs_to_its_year(shelf: Client) -> None:
    assert numbers(shelf, "sort=day") == ["T1", "T3", "T2"]
    assert numbers(shelf, "sort=-day") == ["T3", "T1", "T2"]
    assert numbers(shelf, "sort=-name") == ["T3", "T2", "T1"]


def test_the_list_is_narrowed_by_place_and_by_tentative_days(shelf: Client) -> None:
    assert numbers(shelf, "tentative=1") == ["T2"]
    assert numbers(shelf, "region=330205") == []
    assert numbers(shelf, "region=330203&tentative=0") == ["T3", "T1"]
    assert numbers(shelf, "since=2024年6月1日&until=2024-06-30&sort=day") == ["T1", "T3"]


def test_a_schedule_is_told_with_its_year_once(shelf: Client) -> None:
    page = shelf.get("/orglife/activities/?year=2024").content.decode()
    for words in ("2024年5月2日至6月3日", "2024年，待定", ">2024年6月3日<"):
        assert page.count(words) == 1


def test_the_export_holds_what_the_list_shows(shelf: Client, city: City) -> None:
    asked = {"sheet": "activities", "year": "2024", "tentative": "1"}
    assert list(Activity.rows().filter(narrowed(city.actor("city"), "activities", asked))) == list(
        Activity.rows().filter(number="T2")
    )


def test_the_calendar_tells_of_the_year_s_activities_without_a_day(shelf: Client) -> None:
    page = shelf.get("/orglife/activities/calendar/?month=2024年6月").content.decode()
    assert "2024年，日期未定" in page
    assert "5月2日至6月3日" in page
    assert 'value="2024-06"' in page
    assert (
        "日期未定" not in shelf.get("/orglife/activities/calendar/?month=2023-06").content.decode()
    )


@pytest.mark.parametrize(
    ("name", "first", "others"),
    [("city", "330200", {"330203", "330203001"}), ("haishu", "330203", {"330203001"})],
)
def test_a_place_is_chosen_by_name_among_ones_own(
    city: City, client: Client, name: str, first: str, others: set[str]
) -> None:
    client.force_login(city.accounts[name])
    page = client.get("/orglife/activities/new/").content.decode()
    codes = re.findall(r'<option value="(\d+)"', page.partition('name="region"')[2])
    assert codes[0] == first
    assert others <= set(codes)
    assert ("330205" in codes) == (name == "city")


def test_an_activity_tells_who_changed_what(city: City, client: Client) -> None:
    client.force_login(city.accounts["haishu"])
    row = city.activities["haishu"]
    body = {"name": row.name, "organizer": row.organizer, "year": row.year, "venue": "日湖广场"}
    body |= {"schedule": row.schedule, "content": "", "region": "330203", "_key": uuid4().hex}
    assert client.post(f"/orglife/activities/{row.number}/edit/", body).status_code == 302
    page = client.get(f"/orglife/activities/{row.number}/").content.decode()
    told = page.partition("变更记录")[2]
    assert "日湖广场" in told
    assert row.venue in told
    assert city.accounts["haishu"].label in told


def test_days_on_which_an_activity_goes_on_lead_to_the_day_on_which_it_began(shelf: Client) -> None:
    an_activity("T4", "6月29日至7月2日", first_on=date(2024, 6, 29), last_on=date(2024, 7, 2))
    address = "/orglife/activities/calendar/?month="

    def running(month: str) -> dict[int, list[date]]:
        weeks = shelf.get(address + month).context["weeks"]
        return {
            cell.day.day: cell.running for week in weeks for cell in week if cell and cell.running
        }

    assert running("2024-06") == {30: [date(2024, 6, 29)]}
    assert running("2024-07") == {2: [date(2024, 7, 1)]}
    assert "续1项" in shelf.get(f"{address}2024-06").content.decode()


def test_an_activity_recorded_by_mistake_is_taken_back_from_every_day(
    city: City, client: Client
) -> None:
    client.force_login(city.accounts["haishu"])
    body = WORDS | {"organizer": "某某", "region": "330203", "year": "2024", "_key": uuid4().hex}
    address = client.post("/orglife/activities/new/", body)["Location"]
    row = Activity.rows().get(organizer="某某")
    counted = ("orglife.activities", row.path, date(2024, 12, 31))

    def count() -> int:
        return totals(*([one] for one in counted)).get(counted, 0)

    before = count()
    assert f"{address}withdraw/" in client.get(address).content.decode()
    assert "请更正" in client.get(f"{address}withdraw/").content.decode()
    assert client.post(f"{address}withdraw/", {"_key": uuid4().hex}).status_code == 422
    said = {"reason": "重复登记", "_key": uuid4().hex}
    assert client.post(f"{address}withdraw/", said).status_code == 302
    assert not Activity.rows().filter(organizer="某某").exists()
    assert count() == before - 1
    assert AuditEntry.objects.get(operation="remove", row_label=row.name).reason == "重复登记"
    client.force_login(city.accounts["jiangbei"])
    assert client.get(f"{address}withdraw/").status_code == 404


def test_today_is_marked_in_its_month_only(city: City, client: Client) -> None:
    client.force_login(city.accounts["haishu"])
    address = "/orglife/activities/calendar/"
    assert client.get(address).content.decode().count('aria-current="date"') == 1
    assert 'aria-current="date"' not in client.get(f"{address}?month=2021-06").content.decode()
