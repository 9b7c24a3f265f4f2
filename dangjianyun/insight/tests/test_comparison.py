"""The comparison of a division page leaves the house with the same numbers, in the same scope."""

from io import BytesIO
from typing import Any

import pytest
from django.test import Client
from openpyxl import load_workbook

from dangjianyun.insight.divisions import division_numbers
from dangjianyun.insight.queries import checked_day
from dangjianyun.interchange.models import Export
from tests.city import CITY, City

pytestmark = pytest.mark.django_db
AT = "/interchange/export/shown/comparison/"


@pytest.fixture
def enter(city: City, client: Client) -> Any:
    def signed_in(name: str) -> Client:
        client.force_login(city.accounts[name])
        return client

    return signed_in


def rows(answer: Any) -> list[tuple[Any, ...]]:
    return list(load_workbook(BytesIO(answer.content)).active.values)


def test_it_holds_what_the_page_compares_in_its_order(city: City, enter: Any) -> None:
    client = enter("city")
    page = client.get("/divisions/330200/?sort=missing").content.decode()
    assert f"{AT}?region=330200&amp;sort=missing" in page
    head, *got = rows(client.get(AT, {"region": "330200", "sort": "missing"}))
    shown = division_numbers(city.actor("city"), CITY, checked_day(None)).compared("missing")
    assert head[:3] == ("区（县、市）", "区划代码", "覆盖率")
    assert [(row[0], row[2], row[4], row[6]) for row in got] == [
        (
            one.division.name,
            one.rate,
            one.value("registry.organizations"),
            one.value("coverage.unit_missing"),
        )
        for one in shown
    ]
    kept = Export.objects.get()
    assert (kept.sheet, kept.path, kept.rows) == ("comparison", CITY, len(shown))
    assert str(kept) == f"导出辖区比较，{len(shown)}行"


@pytest.mark.parametrize(
    ("account", "region", "status"),
    [
        ("haishu", "330203", 200),
        ("haishu", "", 200),
        ("haishu", "330205", 404),
        ("haishu", "330200", 404),
        ("street", "", 404),
        ("trade", "", 404),
        ("organization", "", 404),
        ("guide", "330200", 200),
        ("auditor", "330200", 404),
    ],
)
def test_only_of_a_region_that_is_seen_and_has_divisions(
    enter: Any, account: str, region: str, status: int
) -> None:
    assert enter(account).get(AT, {"region": region}).status_code == status
    assert Export.objects.count() == (status == 200)


def test_a_day_to_come_or_no_day_is_no_table(enter: Any) -> None:
    assert enter("city").get(AT, {"region": "330200", "on": "2999-01-01"}).status_code == 404
    assert enter("city").get(AT, {"region": "330200", "on": "昨天"}).status_code == 404
