"""Codes and names of divisions that are gone, and zones without a national code."""

from pathlib import Path

import pytest

from dangjianyun.interchange.sight import noted_cells
from dangjianyun.interchange.tests.books import HEADINGS, code, faults, imported, workbook
from dangjianyun.interchange.tests.books import checked as checked_file
from dangjianyun.registry.models import Organization
from dangjianyun.registry.rules import make_credit_code
from tests.city import City

YINZHOU = "d/33/3302/330212/"
PLACES = ["所在区（县、市）", "所在街道（乡镇）", "登记管理机关"]


def table(path: Path, number: str, district: str, street: str, office: str = "") -> Path:
    row = [number, "宁波示例旧证书中心", "民办非企业单位", district, street, office, "2010-05-01"]
    return workbook(path / "a.xlsx", [[*HEADINGS[:3], *PLACES, HEADINGS[4]], row])


def stored(number: str) -> tuple[str, str]:
    one = Organization.rows().get(code=number)
    return one.path, one.registrar_path


def test_the_district_where_it_lies_has_taken_over_the_register_of_one_that_is_gone(
    city: City, tmp_path: Path
) -> None:
    number = code(1, "330204")
    file = table(tmp_path, number, "鄞州区", "百丈街道")
    batch = checked_file(file)
    assert faults(batch) == []
    said = [cell.problem for cell in noted_cells(batch)]
    assert said == [
        "登记时的江东区已于2016-09-28撤销，登记管理机关记为鄞州区民政局，不对的请填“登记管理机关”"
    ]
    imported(file)
    path, registrar = stored(number)
    assert path.startswith(YINZHOU)
    assert registrar == YINZHOU


def test_an_office_that_is_gone_is_named_with_its_day(city: City, tmp_path: Path) -> None:
    file = table(tmp_path, code(1, "330204"), "鄞州区", "百丈街道", "江东区民政局")
    assert faults(checked_file(file)) == [
        (
            2,
            "登记管理机关",
            "江东区已于2016-09-28撤销。请写现在的全称，如宁波市海曙区，或填6位区划代码。",
        )
    ]


@pytest.mark.parametrize(
    ("district", "street", "zone"),
    [
        ("鄞州区", "高新区", "330212/3302L1/"),
        ("", "国家高新区", "330212/3302L1/"),
        ("宁波国家高新技术产业开发区", "", "330212/3302L1/"),
        ("前湾新区", "", "330282/3302L2/"),
        ("慈溪市", "3302L2", "330282/3302L2/"),
    ],
)
def test_a_zone_without_a_national_code_is_a_place(
    city: City, tmp_path: Path, district: str, street: str, zone: str
) -> None:
    number = code(1, zone[:6])
    said = imported(table(tmp_path, number, district, street))
    assert said["errors"] == []
    assert stored(number) == (f"d/33/3302/{zone}", f"d/33/3302/{zone[:7]}")


def test_the_ministry_registers_for_the_country(city: City, tmp_path: Path) -> None:
    number = make_credit_code("2", "100000", "00090014")
    imported(table(tmp_path, number, "海曙区", "月湖街道"))
    assert stored(number)[1] == "d/"
