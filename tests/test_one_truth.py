"""One record changed by page, sheet and API: all numbers and lists agree at once."""

import json
import re
from datetime import date
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
import xlsxwriter
from django.test import Client
from openpyxl import load_workbook

from dangjianyun.access.actions import create_token
from dangjianyun.coverage.models import Assignment
from dangjianyun.foundation.days import today
from dangjianyun.foundation.sheets import sheet_named
from dangjianyun.insight.queries.recount import differences
from dangjianyun.interchange.actions import write_batch
from dangjianyun.interchange.exporting import export_file
from dangjianyun.interchange.intake import Upload, check_file, receive
from tests.city import City

pytestmark = pytest.mark.django_db
SINCE = date(2026, 1, 5)


@pytest.fixture
def seen(city: City, client: Client, tmp_path: Path) -> "Seen":
    return Seen(city, client, tmp_path)


class Seen:
    """The number of instructed organizations of 海曙, wherever somebody can read it."""

    def __init__(self, city: City, client: Client, folder: Path) -> None:
        self.city, self.client, self.folder = city, client, folder
        client.force_login(city.accounts["haishu"])
        self.secret = create_token(city.accounts["haishu"], actor=city.actor("haishu"))

    def api(self, method: str, path: str, body: object = None) -> Any:
        response = self.client.generic(
            method,
            f"/api/v1/{path}",
            json.dumps(body) if body else "",
            content_type="application/json",
            headers={"Authorization": f"Bearer {self.secret}"},
        )
        assert response.status_code in {200, 201}, response.content
        return response.json()

    def value(self, name: str) -> int:
        found: Any = self.api("GET", f"indicators?only={name}&region=330203")
        return int(found[0]["value"])

    @staticmethod
    def on_the_wall(wall: str) -> int:
        """The wall shows those covered by instructors only."""
        shown = re.search(r'仅工作覆盖</dt><dd><a href="[^"]+">(\d+)</a>', wall)
        assert shown
        return int(shown[1])

    def everywhere(self) -> dict[str, int]:
        name = "coverage.instructed_organizations"
        region = "region=330203"
        records = self.client.get(f"/records/{name}/?{region}").content.decode()
        wall = self.client.get(f"/wall/?{region}").content.decode()
        page = self.client.get("/divisions/330203/").content.decode()
        value = self.value(name)
        listed = self.api("GET", f"indicators/{name}/records?{region}")
        export = self.folder / f"{uuid4().hex}.xlsx"
        sheet = sheet_named("assignments")
        export_file(self.city.actor("haishu"), sheet, export, region="330203")
        rows = list(load_workbook(export).active.iter_rows(min_row=2, values_only=True))
        codes = {row.code for row in self.city.organizations["haishu"]}
        return {
            "indicator": value,
            "records": listed["total"],
            "list": sum(code in records for code in codes),
            "export": len({code for row in rows for code in codes if code in row}),
            "facts": Assignment.rows()
            .filter(Assignment.on(today()), organization__code__in=codes)
            .values("organization")
            .distinct()
            .count(),
            "division page": int(*re.findall(r"联系(\d+)家", page)),
            "wall": value + self.on_the_wall(wall) - self.value("coverage.work_only"),
        }


def test_page_sheet_and_api_move_every_number_at_once(seen: Seen) -> None:
    city = seen.city
    free = [
        row
        for row in city.organizations["haishu"]
        if not Assignment.rows().filter(organization=row).exists()
    ][:3]
    number = city.instructors["haishu"].number
    counts = [seen.everywhere()]

    form = {"instructor": number, "since": SINCE.isoformat(), "step": "assign", "count": "1"}
    address = f"/coverage/assignments/new/?id={free[0].pk}"
    assert seen.client.post(address, form | {"_key": uuid4().hex}).status_code == 302
    counts.append(seen.everywhere())

    book = seen.folder / "派驻.xlsx"
    with xlsxwriter.Workbook(book) as made:
        sheet = made.add_worksheet()
        sheet.write_row(0, 0, ["指导员编号", "统一社会信用代码", "起始日"])
        sheet.write_row(1, 0, [number, free[1].code, SINCE.isoformat()])
    actor = city.actor("haishu")
    batch = check_file(receive(actor, Upload("assignments", book.name)), actor, book)
    write_batch(batch, actor=actor)
    counts.append(seen.everywhere())

    body = {"instructor": number, "organization": free[2].code, "since": SINCE.isoformat()}
    seen.api("POST", "assignments", body)
    counts.append(seen.everywhere())

    first = counts[0]["indicator"]
    assert counts == [dict.fromkeys(counts[0], first + step) for step in range(4)]
    assert differences() == []
