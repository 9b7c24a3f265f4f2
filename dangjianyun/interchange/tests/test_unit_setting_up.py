"""What the page says before a unit is set up or moved, the sheet says too."""

from datetime import date
from pathlib import Path
from typing import Any

from dangjianyun.access.queries import operator
from dangjianyun.interchange.models import Batch
from dangjianyun.interchange.staging import all_rows
from dangjianyun.interchange.tests.books import checked, faults, workbook
from dangjianyun.party.actions.relation import affiliate
from tests.city import City

HEADINGS = [
    "党组织编号",
    "党组织名称",
    "类别",
    "性质",
    "层级",
    "组建方式",
    "上级党组织编号",
    "成立日期",
]
WORDS = "责任党组织不会跟着变"


def new(path: Path, upper: str, **changed: Any) -> Path:
    row = {
        "number": "DZ330203-9001", "name": "海曙示例新支部", "kind": "党支部", "role": "基层党组织",
        "level": None, "mode": "区域统建", "upper": upper, "since": "2021-01-01",
    } | changed  # fmt: skip
    headings = [*HEADINGS, "所在社会组织代码"] if "organization" in changed else HEADINGS
    return workbook(path, [headings, list(row.values())])


def notes(batch: Batch) -> str:
    return "".join(str(row.notes) for row in all_rows(batch))


def test_a_district_imports_no_body_that_the_city_sets_up(city: City, tmp_path: Path) -> None:
    leading = {"kind": "党委", "role": "直属机关工委", "mode": None}
    path = new(tmp_path / "a.xlsx", city.units["haishu"].number, **leading)
    said = faults(checked(path, "units", actor=city.actor("haishu")))
    assert ("性质", "直属机关工委要由更高一级登记，请报上级办理。") in [one[1:] for one in said]
    path = new(tmp_path / "b.xlsx", city.units["city"].number, **leading)
    assert not faults(checked(path, "units", actor=city.actor("city")))


def test_another_accountable_body_is_told_where_a_unit_is_set_up_or_moved(
    city: City, tmp_path: Path
) -> None:
    own = city.organizations["haishu"][4]
    affiliate(
        own, actor=operator(), unit=city.units["city"], route="comprehensive",
        on=date(2018, 1, 1), reason="归口",
    )  # fmt: skip
    given = {"mode": "单独组建", "organization": own.code}
    path = new(tmp_path / "a.xlsx", city.units["haishu"].number, **given)
    assert WORDS in notes(checked(path, "units"))
    path = new(tmp_path / "b.xlsx", city.units["city"].number, **given)
    assert WORDS not in notes(checked(path, "units"))
