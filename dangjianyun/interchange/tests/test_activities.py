"""The public welfare day's table of 2021, as it stands."""

from datetime import date
from pathlib import Path

import dangjianyun.demo
from dangjianyun.access.queries import operator
from dangjianyun.interchange.actions import write_batch
from dangjianyun.interchange.tests.books import checked, faults, imported, workbook
from dangjianyun.orglife.models import Activity
from dangjianyun.orglife.queries.activity import activity_list
from tests.city import City

TABLE = Path(dangjianyun.demo.__file__).parent / "public-welfare-day-2021.csv"


def test_all_eleven_rows_are_taken_and_unchanged_the_second_time(city: City) -> None:
    first = imported(TABLE, "activities", year=2021)
    again = imported(TABLE, "activities", year=2021)
    assert (first["rows"], first["created"], first["errors"]) == (11, 11, [])
    assert (again["rows"], again["created"], again["unchanged"]) == (11, 0, 11)


def test_june_2021_shows_them_and_the_tentative_ones_as_what_they_are(city: City) -> None:
    imported(TABLE, "activities", year=2021)
    shown = activity_list(operator(), since=date(2021, 6, 1), until=date(2021, 6, 30))
    tentative = shown.filter(is_tentative=True, venue="图书馆广场或吾悦广场").exclude(number="A1")
    assert shown.exclude(number__in=["A1", "A2"]).count() == 11
    assert [row.schedule for row in tentative.exclude(number="A2")] == ["6月30日（暂定）"]


def test_the_place_is_the_deepest_division_named_in_organizer_then_venue(city: City) -> None:
    imported(TABLE, "activities", year=2021)
    rows = Activity.rows().filter(year=2021).exclude(number__in=["A1", "A2"])
    paths = dict(rows.values_list("organizer", "path"))
    assert paths["宁波市社会组织促进会"].startswith("d/33/3302/330203/3302031")
    assert paths["江北区社会组织服务中心"] == "d/33/3302/330205/"
    assert set(rows.values_list("is_path_guessed", flat=True)) == {True}


def test_the_same_table_as_a_workbook_with_date_cells_says_the_same(
    city: City, tmp_path: Path
) -> None:
    headings = ["活动名称", "组织单位", "具体内容", "活动地点或区域", "时间安排"]
    row = ["示例活动", "海曙区示例单位", "内容", "石碶街道", date(2021, 6, 28)]
    batch = checked(workbook(tmp_path / "a.xlsx", [headings, row]), "activities")
    assert faults(batch) == []
    write_batch(batch, actor=operator())
    made = Activity.rows().get(name="示例活动")
    assert (made.year, made.first_on, made.schedule) == (2021, date(2021, 6, 28), "6月28日")


def test_a_month_is_a_period_and_one_activity_stands_once_however_its_time_is_written(
    city: City, tmp_path: Path
) -> None:
    headings = ["活动名称", "组织单位", "活动地点或区域", "时间安排"]
    rows = [
        [name, "示例单位", "石碶街道", when]
        for name, when in (
            ("甲", "2021.6"),
            ("乙", 2021.6),
            ("丙", 2021.1),
            ("甲", "2021年6月28日"),
        )
    ]
    path = workbook(tmp_path / "a.xlsx", [headings, *rows])
    for year in (2021, None):
        batch = checked(path, "activities", year=year)
        assert [(row, message[:12]) for row, _, message in faults(batch)] == [
            (2, "与第5行重复。请删去其中"),
            (4, "2021.1存成了数字，"),
            (5, "与第2行重复。请删去其中"),
        ]
        assert batch.count("new") == 1
    write_batch(batch, actor=operator(), good_only=True)
    made = Activity.rows().get(name="乙")
    assert (made.first_on, made.last_on) == (date(2021, 6, 1), date(2021, 6, 30))


def test_words_without_a_year_need_one(city: City) -> None:
    batch = checked(TABLE, "activities")
    assert batch.count("rejected") == 11
    assert faults(batch)[0] == (
        2,
        "时间安排",
        "没有写年份。请在导入时选定年度，或写成2021年6月28日。",
    )


def test_what_is_exported_can_be_corrected_by_its_number(city: City, tmp_path: Path) -> None:
    headings = ["活动编号", "活动名称", "组织单位", "具体内容", "活动地点或区域", "时间安排"]
    known = city.activities["haishu"]
    row = [known.number, "改名的公益日", known.organizer, "", known.venue, "6月29日"]
    result = imported(workbook(tmp_path / "a.xlsx", [headings, row]), "activities")
    known.refresh_from_db()
    assert (result["updated"], known.name, known.first_on) == (1, "改名的公益日", date(2021, 6, 29))


def test_an_activity_without_a_day_is_said_to_count_nowhere_yet(city: City, tmp_path: Path) -> None:
    headings = ["活动名称", "组织单位", "活动地点或区域", "时间安排"]
    rows = [["甲", "示例单位", "石碶街道", "6月28日"], ["乙", "示例单位", "石碶街道", "待定"]]
    path = workbook(tmp_path / "a.xlsx", [headings, *rows])
    batch = checked(path, "activities", year=2021)
    assert batch.count("new") == 2
    said = "1个单元格没有写明日期，写入后暂不计入活动数，写明日期后才计入（D3）。"
    assert said in batch.notes
