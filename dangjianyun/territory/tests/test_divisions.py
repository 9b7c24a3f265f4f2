"""The packaged list, the tree it makes and the codes it answers to."""

from datetime import date, timedelta

import pytest
from django.db.models import Count
from pytest_django import DjangoAssertNumQueries

from dangjianyun.foundation.days import DAWN, OPEN
from dangjianyun.foundation.errors import Refused
from dangjianyun.territory.actions import load_divisions
from dangjianyun.territory.models import Division, Kind, Level
from dangjianyun.territory.queries import (
    TILES,
    ancestors,
    children,
    code_to_path,
    district_of,
    division_of_code,
    division_of_path,
    forget_divisions,
    level_of,
    names,
    path_to_code,
    place_name,
)

DAY = date(2020, 12, 31)
MERGED = date(2016, 9, 28)
NINGBO = "d/33/3302/"
HAISHU = "d/33/3302/330203/"
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _divisions() -> None:
    load_divisions()


def test_loading_again_writes_nothing() -> None:
    assert load_divisions() == 0


def test_loading_mends_a_changed_row_and_keeps_one_that_is_not_in_the_list() -> None:
    Division.objects.filter(code="330203").update(name="海曙")
    Division.objects.create(
        code="3302L99",
        name="宁波示例园区",
        short_name="示例园区",
        level=Level.STREET,
        kind=Kind.LOCAL,
        path=f"{HAISHU}3302L99/",
        parent_path=HAISHU,
        initials="slyq",
    )
    assert load_divisions() == 1
    assert division_of_path(HAISHU).name == "海曙区"
    assert division_of_path(f"{HAISHU}3302L99/").name == "宁波示例园区"
    forget_divisions()


def test_a_code_and_a_path_name_the_same_division() -> None:
    forms = {
        "0": ("d/", "000000"),
        "00": ("d/", "000000"),
        "000000": ("d/", "000000"),
        "33": ("d/33/", "330000"),
        "330000": ("d/33/", "330000"),
        "3302": ("d/33/3302/", "330200"),
        "330200": ("d/33/3302/", "330200"),
        "330200000000": ("d/33/3302/", "330200"),
        "330203": ("d/33/3302/330203/", "330203"),
        "330203001": ("d/33/3302/330203/330203001/", "330203001"),
        "330203100000": ("d/33/3302/330203/330203100/", "330203100"),
        "110101": ("d/11/1101/110101/", "110101"),
        "429004": ("d/42/4290/429004/", "429004"),
        "441900": ("d/44/4419/", "441900"),
        "810001": ("d/81/810001/", "810001"),
        " 3302l1": ("d/33/3302/330212/3302L1/", "3302L1"),
    }
    paths = {code: code_to_path(code) for code in forms}
    assert {code: (path, path_to_code(path)) for code, path in paths.items()} == forms
    assert {code: division_of_code(code, DAY) for code in forms} == {
        code: division_of_path(path) for code, path in paths.items()
    }


def test_a_code_nobody_ever_had_is_no_division() -> None:
    for code in ("", "330299", "99", "宁波"):
        assert division_of_code(code, DAY) is None
        with pytest.raises(Refused) as refusal:
            code_to_path(code)
        assert refusal.value.message == f"没有代码为{code}的行政区划，请核对代码。"


def test_a_code_answers_only_while_it_was_in_force() -> None:
    before = MERGED - timedelta(days=1)
    held = {
        code: [division_of_code(code, day) is not None for day in (before, MERGED)]
        for code in (
            "330204",
            "330213",
            "330283",
            "330212003",
            "330203009",
            "330212008",
        )
    }
    assert held == {
        "330204": [True, False],
        "330213": [False, True],
        "330283": [True, False],
        "330212003": [True, False],
        "330203009": [False, True],
        "330212008": [False, True],
    }
    assert code_to_path("330204") == "d/33/3302/330204/"
    assert division_of_code("330227", date(2002, 1, 31)) == division_of_path("d/33/3302/330227/")
    assert division_of_code("330212", date(2002, 1, 31)) is None


def test_ningbo_has_its_ten_districts_and_each_has_a_tile() -> None:
    found = children(NINGBO, DAY)
    assert [row.name for row in found] == [
        "海曙区",
        "江北区",
        "北仑区",
        "镇海区",
        "鄞州区",
        "奉化区",
        "象山县",
        "宁海县",
        "余姚市",
        "慈溪市",
    ]
    assert set(TILES) == {row.path for row in found}
    assert len(set(TILES.values())) == 10


def test_ningbo_had_eleven_districts_before_2016() -> None:
    assert [row.short_name for row in children(NINGBO, date(2015, 12, 31))] == [
        "海曙",
        "江东",
        "江北",
        "北仑",
        "镇海",
        "鄞州",
        "象山",
        "宁海",
        "余姚",
        "慈溪",
        "奉化",
    ]


def test_every_street_of_ningbo_hangs_under_the_district_its_code_begins_with() -> None:
    today = Division.objects.filter(until=OPEN, level=Level.STREET, kind=Kind.GB)
    assert today.count() == 156
    assert {row.path for row in today} == {f"{NINGBO}{row.code[:6]}/{row.code}/" for row in today}
    counts = {
        row.short_name: sum(child.kind == Kind.GB for child in children(row.path, DAY))
        for row in children(NINGBO, DAY)
    }
    assert counts == {
        "海曙": 17,
        "江北": 8,
        "北仑": 11,
        "镇海": 7,
        "鄞州": 25,
        "奉化": 12,
        "象山": 18,
        "宁海": 18,
        "余姚": 21,
        "慈溪": 19,
    }


def test_local_zones_hang_under_a_district_and_collide_with_no_national_code() -> None:
    zones = Division.objects.filter(kind=Kind.LOCAL)
    assert {row.name: place_name(row.parent_path) for row in zones} == {
        "宁波国家高新技术产业开发区": "鄞州区",
        "宁波前湾新区": "慈溪市",
        "宁波东钱湖旅游度假区": "鄞州区",
        "宁波大榭开发区": "北仑区",
        "宁波保税区": "北仑区",
    }
    assert not any(row.code.isdigit() for row in zones)
    assert all(row.code.isdigit() for row in Division.objects.filter(kind=Kind.GB))


def test_the_country_has_the_numbers_the_civil_ministry_gives() -> None:
    mainland = Division.objects.filter(until=OPEN).exclude(path__regex="^d/(71|81|82)/")
    counts = dict(mainland.values_list("level").annotate(Count("pk")))
    # 333 prefectures and nine nodes without a name of their own (市辖区, 省直辖县级行政区划).
    assert counts == {0: 1, 1: 31, 2: 342, 3: 2844, 4: 161}


def test_every_division_lies_in_its_parent_all_its_days() -> None:
    rows = {row.path: row for row in Division.objects.all()}
    outside = [
        row.path
        for row in rows.values()
        if row.parent_path
        and not (
            row.path.startswith(row.parent_path)
            and row.level > rows[row.parent_path].level
            and rows[row.parent_path].since <= row.since < row.until
            and row.until <= rows[row.parent_path].until
        )
    ]
    assert outside == []
    assert rows["d/"].since == DAWN


def test_the_tree_is_walked_up_and_down() -> None:
    street = f"{HAISHU}330203101/"
    assert [row.name for row in ancestors(street)] == [
        "中华人民共和国",
        "浙江省",
        "宁波市",
        "海曙区",
    ]
    assert ancestors("d/") == []
    assert district_of(street) == division_of_path(HAISHU)
    assert district_of(HAISHU) == division_of_path(HAISHU)
    assert district_of(NINGBO) is None
    assert [level_of(path) for path in ("d/", "d/33/", NINGBO, HAISHU, street)] == list(Level)
    assert [place_name(path) for path in (NINGBO, HAISHU, street)] == [
        "宁波市",
        "海曙区",
        "海曙区横街镇",
    ]
    assert division_of_path(street).initials == "hjz"


def test_names_come_in_one_query_and_then_in_none(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    forget_divisions()
    asked = [NINGBO, HAISHU, "p/1/", HAISHU]
    with django_assert_num_queries(1):
        assert names(asked) == {NINGBO: "宁波市", HAISHU: "海曙区"}
    with django_assert_num_queries(0):
        assert names(asked) == {NINGBO: "宁波市", HAISHU: "海曙区"}


def test_an_empty_table_is_not_remembered() -> None:
    Division.objects.all().delete()
    forget_divisions()
    assert names([NINGBO]) == {}
    load_divisions()
    assert names([NINGBO]) == {NINGBO: "宁波市"}
