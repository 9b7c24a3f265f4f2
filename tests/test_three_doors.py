"""Page, sheet and API take the same words: what went in by one door comes back through another."""

import json
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from dangjianyun.access.actions import create_token
from dangjianyun.foundation.sheets import sheet_named
from dangjianyun.interchange.exporting import export_file
from dangjianyun.interchange.intake import Upload, check_file, receive
from dangjianyun.orglife.models import Activity
from dangjianyun.party.models import Unit
from tests.city import City

pytestmark = pytest.mark.django_db
NO_NAMES = ["😀😀", "+1+1", "123", "=1+1", "-", "\u200b", "#REF!"]
NAMES = {
    "\u202e反转": "反转",
    "\u200b零宽": "零宽",
    "  首尾空格  ": "首尾空格",
    "ＡＢＣ１２３公益日": "ABC123公益日",
    "甲\t乙": "甲 乙",
    "甲\n乙\r\n丙": "甲 乙 丙",
    "（全角标点）：、。": "（全角标点）：、。",
    "=HYPERLINK(甲)": "=HYPERLINK(甲)",
    "_x0041_甲": "_x0041_甲",
}
WORDS = {
    "year": 2024,
    "organizer": "某\u200b某  中心",
    "content": "第一行\r\n\r\n\r\n\r\n第二行\t＝１",
    "venue": " =1+1 ",
    "schedule": "6月30日（暂定）",
}


@pytest.fixture
def client(city: City, client: Client) -> Client:
    """Signed in as haishu, with a token of the same account."""
    client.force_login(city.accounts["haishu"])
    secret = create_token(city.accounts["haishu"], actor=city.actor("haishu"))
    client.defaults["HTTP_AUTHORIZATION"] = f"Bearer {secret}"
    return client


def by_api(client: Client, name: str) -> int:
    body = json.dumps(WORDS | {"name": name, "division": "330203"})
    return client.post("/api/v1/activities", body, "application/json").status_code


def by_page(client: Client, name: str) -> int:
    body = WORDS | {"name": name, "region": "330203", "_key": uuid4().hex}
    return client.post("/orglife/activities/new/", body).status_code


DOORS = pytest.mark.parametrize(("door", "done"), [(by_api, 201), (by_page, 302)])


@DOORS
@pytest.mark.parametrize("name", NO_NAMES)
def test_what_a_sheet_does_not_take_for_a_name_no_door_takes(
    city: City, client: Client, door: Any, done: int, name: str
) -> None:
    before = Activity.rows().count()
    assert door(client, name) == 422
    assert Activity.rows().count() == before


@DOORS
def test_what_came_in_by_page_or_api_is_exported_and_imported_unchanged(
    city: City, client: Client, tmp_path: Path, door: Any, done: int
) -> None:
    assert [door(client, name) for name in NAMES] == [done] * len(NAMES)
    made = Activity.rows().filter(year=2024)
    assert set(made.values_list("name", flat=True)) == set(NAMES.values())
    assert set(made.values_list("organizer", "content", "venue")) == {
        ("某某 中心", "第一行\n\n第二行 ＝1", "=1+1")
    }
    assert unchanged(city, "activities", tmp_path) == Activity.rows().count() - 1


def test_a_unit_set_up_on_the_page_is_exported_and_imported_unchanged(
    city: City, client: Client, tmp_path: Path
) -> None:
    body = {
        "parent": city.units["haishu"].number,
        "name": " ＡＢＣ示例\u200b党支部\t",
        "number": "ｄｚ 330203-9001",
        "kind": "branch",
        "role": "grassroots",
        "mode": "area",
        "path": city.units["haishu"].path,
        "established_on": "2024-06-01",
        "approval": "甲党〔２０２４〕１号",
        "checked": "1",
        "_key": uuid4().hex,
    }
    answer = client.post("/party/units/new/", body)
    assert answer.status_code == 302, answer.content.decode()
    unit = Unit.rows().get(number="DZ330203-9001")
    assert (unit.name, unit.approval) == ("ABC示例党支部", "甲党〔2024〕1号")
    assert unchanged(city, "units", tmp_path) > 0


def unchanged(city: City, sheet: str, folder: Path) -> int:
    """How many rows an export imports again, all of them as unchanged."""
    actor, path = city.actor("haishu"), folder / "a.xlsx"
    rows = export_file(actor, sheet_named(sheet), path)
    batch = check_file(receive(actor, Upload(sheet, "a.xlsx")), actor, path)
    assert batch.count("unchanged") == batch.count("rows") == rows
    return rows
