"""Which division a free text means."""

from datetime import date

import pytest

from dangjianyun.territory.actions import load_divisions
from dangjianyun.territory.models import Division
from dangjianyun.territory.queries import (
    deepest_division_named_by,
    deepest_division_named_in,
    place_name,
)

DAY = date(2021, 6, 28)
NINGBO = "d/33/3302/"
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _divisions() -> None:
    load_divisions()


def named(division: Division | None) -> str:
    """What people call it, or nothing."""
    return place_name(division.path) if division else ""


ACTIVITIES = [
    ("宁波市社会组织促进会", "海曙区横街镇", "海曙区横街镇"),
    ("海曙区新典社区党员志愿者服务队", "困难党员家中", "海曙区"),
    ("江北区社会组织服务中心", "日湖广场", "江北区"),
    ("镇海区社会组织服务中心", "镇海骆驼市民广场", "镇海区骆驼街道"),
    ("北仑区梅山街道社会组织服务中心", "梅中村", "北仑区梅山街道"),
    ("鄞州区美发美容行业协会慈善义工大队", "宁波市社会福利院", "鄞州区"),
    ("奉化区红十字博爱志愿服务协会", "奉化区中医院", "奉化区"),
    # 西门镇 is a slip for 泗门镇; it must not become 海曙区西门街道.
    ("余姚市阳光义工服务中心", "西门镇方仓医院", "余姚市"),
    ("慈溪市社会组织服务中心", "图书馆广场或吾悦广场", "慈溪市"),
    ("宁海县跃龙街道银河社区社会组织服务中心", "银河社区", "宁海县跃龙街道"),
    ("象山县社会组织综合党委", "亚帆中心", "象山县"),
]


def test_each_activity_of_2021_finds_its_place() -> None:
    found = [
        (
            organizer,
            place,
            named(deepest_division_named_by([organizer, place], NINGBO, DAY)),
        )
        for organizer, place, _ in ACTIVITIES
    ]
    assert found == ACTIVITIES


NAMED = [
    ("海曙区横街镇", NINGBO, "海曙区横街镇"),
    ("横街镇朱敏村", NINGBO, "海曙区横街镇"),
    ("镇海骆驼市民广场", NINGBO, "镇海区骆驼街道"),
    ("浙江省宁波市海曙区石碶街道雅戈尔大道", "d/", "海曙区石碶街道"),
    ("宁波海曙", "d/", "海曙区"),
    ("北京东城", "d/", "东城区"),
    ("宁波国家高新技术产业开发区聚贤路", NINGBO, "鄞州区宁波国家高新技术产业开发区"),
    ("宁波高新区", NINGBO, "鄞州区宁波国家高新技术产业开发区"),
    ("前湾新区管委会", NINGBO, "慈溪市宁波前湾新区"),
    ("鄞州东钱湖畔", NINGBO, "鄞州区东钱湖镇"),
    ("宁海县桥头胡街道", NINGBO, "宁海县桥头胡街道"),
    ("余姚市泗门镇海滨公园", NINGBO, "余姚市泗门镇"),
    ("泗门镇海滨公园", NINGBO, "余姚市泗门镇"),
    ("宁波市社会福利院", NINGBO, "宁波市"),
]


def test_the_deepest_division_named_is_meant() -> None:
    found = [
        (text, within, named(deepest_division_named_in(text, within, DAY)))
        for text, within, _ in NAMED
    ]
    assert found == NAMED


NOT_NAMED = [
    ("", NINGBO),
    ("困难党员家中", NINGBO),
    # The short name of a street alone may be any word: 文教街道, 白云街道.
    ("文教用品协会", NINGBO),
    ("西门镇方仓医院", NINGBO),
    ("西门镇方仓医院", "d/33/3302/330203/"),
    # Two districts at once.
    ("海曙区、鄞州区联合义诊", NINGBO),
    # Outside of where one looks.
    ("杭州市西湖区", NINGBO),
    ("江北区慈城镇", "d/33/3302/330203/"),
]


def test_a_text_that_names_none_or_several_means_none() -> None:
    found = [
        (text, within)
        for text, within in NOT_NAMED
        if deepest_division_named_in(text, within, DAY) is None
    ]
    assert found == NOT_NAMED


def test_only_what_is_in_force_on_the_day_is_meant() -> None:
    text = "江东区百丈街道"
    before = deepest_division_named_in(text, NINGBO, date(2015, 6, 1))
    after = deepest_division_named_in(text, NINGBO, DAY)
    assert before is not None
    assert after is not None
    assert [before.code, after.code] == ["330204001", "330212008"]
