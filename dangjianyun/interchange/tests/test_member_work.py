"""The day on which a member began to work is corrected by the members' sheet."""

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from dangjianyun.foundation.days import today
from dangjianyun.insight.queries.recount import differences
from dangjianyun.interchange.tests.books import checked, faults, imported, undone, workbook
from dangjianyun.interchange.tests.dumps import rooms
from dangjianyun.registry.models import Post
from dangjianyun.registry.tests.factories import make_organization, make_post
from tests.city import City

pytestmark = pytest.mark.django_db


def sheet(city: City, at: Path, number: str, begun: object, of: int = 0) -> Path:
    code = city.organizations["haishu"][of].code
    head = ["党员编号", "姓名", "党组织编号", "入党日期", "工作单位统一社会信用代码", "到岗日期"]
    who = next(one for one in city.members["haishu"] if one.number == number)
    row: list[Any] = [number, who.person.name, "B1", "2010-07-01", code, begun]
    return workbook(at / "a.xlsx", [head, row])


def test_the_first_day_at_work_is_corrected_with_every_past_number_and_undone(
    city: City, tmp_path: Path
) -> None:
    before = rooms()
    done = imported(sheet(city, tmp_path, "M1001", "2019-05-06"), "members")
    assert (done["updated"], done["errors"]) == (1, [])
    post = Post.rows().get(person=city.members["haishu"][1].person, kind="staff")
    assert post.since == date(2019, 5, 6)
    assert differences() == []
    undone(done)
    assert rooms() == before


@pytest.mark.parametrize(
    ("number", "begun", "said"),
    [
        ("M1001", str(today() + timedelta(days=1)), "还没有到"),
        ("M1001", "2014-01-01", "2014-01-01不在该单位的登记期间或任职期间内"),
        ("M1002", "2016-06-01", "这名同志2016-06-01还在“海曙区别处示例中心”任职"),
        ("M1000", "2019-05-06", "现任负责人，到任日期不能用表格更改"),
    ],
)
def test_a_first_day_that_cannot_be_is_refused_at_its_cell(
    city: City, tmp_path: Path, number: str, begun: str, said: str
) -> None:
    other = make_organization("海曙区别处示例中心", since=date(2012, 1, 1))
    person = city.members["haishu"][2].person
    make_post(other, person, since=date(2016, 1, 1), until=date(2017, 1, 1))
    batch = checked(sheet(city, tmp_path, number, begun), "members")
    ((_, column, message),) = faults(batch)
    assert (column, said in message) == ("到岗日期", True)
