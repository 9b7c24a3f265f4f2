"""Covered lists in the units sheet: each carries, compares and ends what the person may read."""

from datetime import date
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest

from dangjianyun.access.queries import operator
from dangjianyun.foundation.actor import Actor, Everything, Grant
from dangjianyun.foundation.sheets import SHEETS
from dangjianyun.interchange.exporting import export_file
from dangjianyun.interchange.tests.books import imported, workbook
from dangjianyun.party.actions.relation import cover
from dangjianyun.party.actions.unit import establish_units
from dangjianyun.party.models import Covering, Unit
from dangjianyun.territory.queries import division_of_path
from tests.city import DISTRICTS, City, street

COLUMN = "覆盖社会组织代码"


@pytest.fixture
def group(city: City) -> Unit:
    """A street's unit whose list holds two organizations of 海曙 and one of 江北."""
    top = Unit(
        number="L1", name="海曙区另一街道党工委", kind="committee", role="local", level="street",
        path=street("haishu"), established_on=date(2016, 6, 1),
    )  # fmt: skip
    unit = Unit(
        number="L2", name="海曙区片区统建党支部", kind="branch", mode="area", parent=top,
        path=street("haishu"), established_on=date(2018, 1, 1),
    )  # fmt: skip
    establish_units(division_of_path(DISTRICTS["haishu"]), actor=operator(), units=[top, unit])
    listed = [*city.organizations["haishu"][4:], city.organizations["jiangbei"][5]]
    rows = [Covering(unit=unit, organization=one, since=date(2020, 1, 1)) for one in listed]
    cover(unit, actor=operator(), coverings=rows)
    return unit


def district() -> Actor:
    """A clerk who holds the district and no place in the Party tree."""
    return Actor("clerk", (Grant(Everything(), DISTRICTS["haishu"]),))


def exported(actor: Actor) -> dict[str, dict[str, str]]:
    held = BytesIO()
    export_file(actor, SHEETS["units"], held)
    head, *rows = openpyxl.load_workbook(held).worksheets[0].iter_rows(values_only=True)
    return {str(row[0]): dict(zip(map(str, head), row, strict=True)) for row in rows}  # type: ignore[misc]


def test_an_export_holds_what_the_person_may_read_and_comes_back_unchanged(
    city: City, group: Unit, tmp_path: Path
) -> None:
    theirs = city.organizations["jiangbei"][5].code
    assert theirs in exported(operator())["L2"][COLUMN]
    assert theirs not in str(exported(district()))

    rows = export_file(district(), SHEETS["units"], tmp_path / "a.xlsx")
    result = imported(tmp_path / "a.xlsx", "units", actor=district())
    assert (result["rows"], result["unchanged"]) == (rows, rows)
    assert group.coverings.count() == 3


@pytest.mark.parametrize("left", [1, 0])
def test_an_import_takes_nobody_off_a_list_whom_the_person_does_not_see(
    city: City, group: Unit, tmp_path: Path, left: int
) -> None:
    stays = [one.code for one in city.organizations["haishu"][4 : 4 + left]]
    headings = ["党组织编号", "党组织名称", "类别", COLUMN, "成立日期"]
    row = ["L2", group.name, "党支部", "、".join(stays), "2018-01-01"]
    result = imported(workbook(tmp_path / "a.xlsx", [headings, row]), "units", actor=district())

    assert (result["updated"], result["rejected"]) == (1, 0)
    now = Covering.rows().filter(unit=group, until=date(9999, 12, 31))
    theirs = city.organizations["jiangbei"][5].code
    assert set(now.values_list("organization__code", flat=True)) == {theirs, *stays}
