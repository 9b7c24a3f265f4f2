"""The sheet of meetings: paper records come in with counts, and count at once."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from dangjianyun.foundation.tallies import totals
from dangjianyun.interchange.tests.books import checked, faults, imported, undone, workbook
from dangjianyun.orglife.models import Meeting
from tests.city import CITY, City

pytestmark = pytest.mark.django_db
HEADINGS = ["党组织编号", "日期", "类型", "主题", "授课人", "授课时长", "应到", "实到", "会议记录"]
DAY = date(2026, 3, 10)


def row(**given: Any) -> list[Any]:
    told: dict[str, Any] = {
        "unit": "B1", "held_on": "2026.3.10", "kind": "主题党日", "title": "学习党章",
        "lecturer": "张某", "taught": "45", "due": "８", "present": 7, "minutes": "学习党章",
    }  # fmt: skip
    return list({**told, **given}.values())


def test_a_paper_record_counts_for_each_duty_and_comes_back_unchanged(
    city: City, tmp_path: Path
) -> None:
    path = workbook(tmp_path / "a.xlsx", [HEADINGS, row()])
    result = imported(path, "meetings")
    assert (result["created"], result["errors"]) == (1, [])
    saved = Meeting.rows().get(title="学习党章")
    assert (saved.state, saved.due_count, saved.has_roster) == ("confirmed", 8, False)
    ids = ["orglife.held_theme_day", "orglife.held_lecture", "orglife.participants"]
    counted = totals(ids, [CITY], [DAY])
    assert [counted[one, CITY, DAY] for one in ids] == [1, 1, 7]
    assert imported(path, "meetings")["unchanged"] == 1
    more = imported(workbook(tmp_path / "b.xlsx", [HEADINGS, row(present=8)]), "meetings")
    assert more["updated"] == 1
    assert totals(ids, [CITY], [DAY])["orglife.participants", CITY, DAY] == 8
    undone(more)
    undone(result)
    assert totals(ids, [CITY], [DAY])["orglife.participants", CITY, DAY] == 0


@pytest.mark.parametrize(
    ("given", "column", "problem"),
    [
        ({"unit": "B9"}, "党组织编号", "没有编号为B9的党组织"),
        ({"held_on": "2099-01-01"}, "日期", "还没有到"),
        ({"held_on": "2010-01-01"}, "日期", "还没有成立"),
        ({"due": 0, "present": 0}, "应到", "应到人数是0"),
        ({"present": 9}, "实到", "多于应到的8人"),
        ({"minutes": None}, "会议记录", "会议记录是空的"),
        ({"kind": "茶话会"}, "类型", "茶话会"),
    ],
)
def test_what_cannot_be_is_named_at_its_cell(
    city: City, tmp_path: Path, given: dict[str, Any], column: str, problem: str
) -> None:
    batch = checked(workbook(tmp_path / "a.xlsx", [HEADINGS, row(**given)]), "meetings")
    (message,) = [said for _, named, said in faults(batch) if named == column]
    assert problem in message
    assert not Meeting.rows().filter(title="学习党章").exists()


def test_what_was_recorded_name_by_name_is_not_changed_by_a_sheet(
    city: City, tmp_path: Path
) -> None:
    known = city.meetings["haishu"]
    given = row(held_on=known.held_on, title=known.title, due=8, present=8)
    batch = checked(workbook(tmp_path / "a.xlsx", [HEADINGS, given]), "meetings")
    assert "请打开原记录更正" in str(faults(batch))
