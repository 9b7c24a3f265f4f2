"""The light of a unit follows every act and every midnight, for those who may see it."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
import time_machine
from django.test import Client

from dangjianyun.access.actions import create_token
from dangjianyun.access.queries import operator
from dangjianyun.foundation import rebuilding
from dangjianyun.foundation.days import today
from dangjianyun.foundation.errors import Refused
from dangjianyun.insight.actions import set_parameter
from dangjianyun.insight.attention import attention
from dangjianyun.insight.queries.numbers import numbers
from dangjianyun.insight.queries.records import records
from dangjianyun.insight.queries.recount import differences
from dangjianyun.orglife.actions.meeting import recall_meeting, submit_meeting
from dangjianyun.orglife.actions.meetings_kept import record_meetings
from dangjianyun.orglife.actions.track import set_groups
from dangjianyun.orglife.models import Kind, Meeting, UnitTrack
from dangjianyun.party.actions.particulars import change_unit
from dangjianyun.territory.queries import division_of_path
from tests.city import CITY, City, street

pytestmark = pytest.mark.django_db
BACKEND = "django.contrib.auth.backends.ModelBackend"
NOON = datetime(2026, 3, 20, 4, tzinfo=UTC)
HELD: dict[str, list[date]] = {
    Kind.THEME_DAY: [date(2026, 2, 5), date(2026, 3, 5)],
    Kind.MEMBERS_MEETING: [date(2025, 11, 5), date(2026, 1, 15)],
    Kind.LECTURE: [date(2025, 11, 6), date(2026, 2, 5)],
    Kind.LIFE_MEETING: [date(2025, 12, 20)],
    Kind.APPRAISAL: [date(2025, 12, 20)],
    Kind.TALK: [date(2025, 6, 20)],
}


def hold(city: City, held: dict[str, list[date]], **told: Any) -> list[Meeting]:
    """Records of 海曙's branch, as the district enters them from paper."""
    rows = [
        Meeting(
            number=f"B1-{kind}-{day}",
            unit=city.units["haishu_branch"],
            kind=kind,
            title=f"{kind}{day}",
            held_on=day,
            has_roster=False,
            due_count=8,
            present_count=7,
            minutes="会议记录",
            **({"lecturer": "张三", "lecture_minutes": 45} if kind == Kind.LECTURE else {}),
            **told,
        )
        for kind, days in held.items()
        for day in days
    ]
    return record_meetings(division_of_path(CITY), actor=operator(), meetings=rows)


def light(on: date, duty: str = "", unit: str = "B1") -> str:
    rows = UnitTrack.rows().filter(UnitTrack.on(on), unit__number=unit, duty=duty)
    return str(rows.values_list("light", flat=True).get())


def counted(name: str, on: date, actor: str = "city") -> int:
    city = City()
    found = numbers(city.actor(actor), [f"orglife.{name}"], [CITY], [on])
    return int(found[f"orglife.{name}", CITY, on] or 0)


@time_machine.travel(NOON)
def test_midnight_changes_the_light_without_a_write(city: City) -> None:
    hold(city, HELD)
    assert (light(date(2026, 3, 20)), light(date(2026, 4, 23))) == ("on_track", "on_track")
    before = UnitTrack.rows().count()
    for moment, on, expected in (
        (datetime(2026, 4, 23, 16, 1, tzinfo=UTC), date(2026, 4, 24), "due_soon"),
        (datetime(2026, 4, 30, 16, 1, tzinfo=UTC), date(2026, 5, 1), "overdue"),
    ):
        with time_machine.travel(moment):
            assert today() == on
            assert light(on, Kind.THEME_DAY) == light(on) == expected
            assert counted(f"units_{expected}", on) >= 1
            keys = [
                row["key"] for row in records(operator(), f"orglife.units_{expected}", CITY, on)
            ]
            assert "B1" in keys
            assert differences() == []
    assert UnitTrack.rows().count() == before


@time_machine.travel(NOON)
def test_a_record_counts_at_once_and_its_recall_takes_it_back(city: City) -> None:
    hold(city, {kind: days for kind, days in HELD.items() if kind != Kind.LECTURE})
    assert light(today()) == light(today(), Kind.LECTURE) == "overdue"
    assert (counted("overdue_lecture", today()), counted("on_track_lecture", today())) == (5, 0)
    row = Meeting(
        number="B1-X",
        unit=city.units["haishu_branch"],
        kind=Kind.THEME_DAY,
        title="党课",
        held_on=date(2026, 3, 19),
        has_roster=False,
        due_count=8,
        present_count=8,
        lecturer="张三",
        lecture_minutes=40,
        minutes="会议记录",
        state=Meeting.State.RETURNED,
    )
    secretary = city.actor("secretary")
    (row,) = record_meetings(row.unit, actor=secretary, meetings=[row])
    assert light(today(), Kind.LECTURE) == "overdue"
    submitted = submit_meeting(row, actor=secretary)
    assert light(today()) == light(today(), Kind.LECTURE) == "on_track"
    assert (counted("overdue_lecture", today()), counted("on_track_lecture", today())) == (4, 1)
    assert light(date(2026, 3, 18), Kind.LECTURE) == "overdue"
    recall_meeting(submitted, actor=secretary)
    assert light(today()) == "overdue"
    assert differences() == []


@time_machine.travel(NOON)
def test_a_changed_rule_is_followed_from_its_day_on(city: City) -> None:
    hold(city, {kind: days for kind, days in HELD.items() if kind != Kind.LECTURE})
    assert light(today()) == "overdue"
    asked = {"key": "frequency.lecture", "value": "none", "basis": "甬组通〔2026〕1号"}
    place = division_of_path(CITY)
    set_parameter(place, actor=operator(), since=date(2026, 1, 1), **asked)
    rebuilding.run()
    assert light(today()) == "on_track"
    assert light(date(2025, 12, 31), Kind.LECTURE) == "overdue"
    assert not UnitTrack.rows().filter(UnitTrack.on(today()), duty=Kind.LECTURE).exists()
    set_parameter(place, actor=operator(), since=date(2026, 1, 1), **asked | {"value": "rule"})
    rebuilding.run()
    assert light(today()) == "overdue"
    assert differences() == []


def test_years_before_records_were_kept_here_are_not_red(city: City) -> None:
    asked = {"key": "track.kept", "basis": "启用组织生活台账"}
    place = division_of_path(CITY)
    set_parameter(place, actor=operator(), value=False, since=date(2018, 10, 28), **asked)
    set_parameter(place, actor=operator(), value=True, since=date(2026, 1, 1), **asked)
    rebuilding.run()
    assert light(date(2025, 6, 1)) == "none"
    assert (light(date(2026, 1, 2)), light(date(2026, 2, 1))) == ("on_track", "overdue")
    assert counted("units_owing", date(2025, 6, 1)) == 0


@time_machine.travel(NOON)
def test_groups_and_a_committee_bring_duties_of_their_own(city: City) -> None:
    unit, secretary = city.units["haishu_branch"], city.actor("secretary")
    duties = UnitTrack.rows().filter(unit=unit).values_list("duty", flat=True)
    assert {"group_meeting", "committee_meeting"}.isdisjoint(duties)
    set_groups(unit, actor=secretary, count=2, on=date(2026, 2, 10))
    assert light(date(2026, 3, 20), Kind.GROUP_MEETING) == "on_track"
    assert light(date(2026, 4, 1), Kind.GROUP_MEETING) == "overdue"
    with pytest.raises(Refused, match="已经另有设置"):
        set_groups(unit, actor=secretary, count=3, on=date(2026, 1, 10))
    set_groups(unit, actor=secretary, count=0, on=date(2026, 3, 1))
    assert (
        not UnitTrack.rows()
        .filter(UnitTrack.on(today()), unit=unit, duty=Kind.GROUP_MEETING)
        .exists()
    )
    assert differences() == []


def test_only_grassroots_units_have_a_light_where_they_sat(city: City) -> None:
    unit = city.units["haishu_branch"]
    assert not UnitTrack.rows().filter(unit=city.units["street"]).exists()
    change_unit(
        unit, actor=city.actor("haishu"), on=date(2024, 1, 1), fields={"path": street("haishu", 2)}
    )
    rows = UnitTrack.rows().filter(unit=unit, duty="")
    assert rows.filter(UnitTrack.on(date(2023, 12, 31))).get().path == street("haishu")
    assert rows.filter(UnitTrack.on(date(2024, 1, 1))).get().path == street("haishu", 2)
    assert rows.filter(since__lt=unit.established_on).count() == 0


def test_pages_and_api_tell_the_same_to_those_who_may(city: City, client: Client) -> None:
    with time_machine.travel(NOON):
        hold(city, {kind: days for kind, days in HELD.items() if kind != Kind.LECTURE})
        hold(city, {Kind.THEME_DAY: [date(2026, 3, 18)]}, state=Meeting.State.RETURNED)
        client.force_login(city.accounts["haishu"], backend=BACKEND)
        listed = client.get("/orglife/track/?light=overdue").content.decode()
        assert city.units["haishu_branch"].name in listed
        assert city.units["jiangbei_branch"].name not in listed
        assert client.get("/orglife/track/?region=330205").status_code == 404
        page = client.get("/orglife/track/B1/?year=2025&month=2025-11").content.decode()
        assert "党课：" not in page
        assert "逾期" in page
        assert "缺<b>" in page
        now = client.get("/orglife/track/B1/").content.decode()
        assert "已退回，提交后才计入" in now
        assert client.get("/orglife/track/B2/").status_code == 404
        secret = create_token(city.accounts["haishu"], actor=city.actor("haishu"))
        headers = {"HTTP_AUTHORIZATION": f"Bearer {secret}"}
        told = client.get("/api/v1/units/B1/track?on=2026-03-20", **headers).json()
        lights = {one["kind"]: one["light"] for one in told["duties"]}
        assert lights["lecture"] == "overdue"
        assert lights["theme_day"] == "on_track"
        (line,) = [one for one in told["calendar"] if one["kind"] == "theme_day"]
        assert [one["state"] for one in line["periods"][:4]] == ["missed", "held", "held", "ahead"]
        assert client.get("/api/v1/units/B2/track", **headers).status_code == 404
        assert client.get("/api/v1/units/B1/track?on=2026-04-01", **headers).status_code == 422


def test_a_branch_is_reminded_and_its_committee_too(city: City) -> None:
    with time_machine.travel(NOON):
        hold(city, {kind: days for kind, days in HELD.items() if kind != Kind.LECTURE})
        own = {one.words: one for one in attention(city.actor("secretary"), today())}
        assert own["本支部该开展的组织生活"].figure == 1
        assert "组织生活逾期的党组织" not in own
        above = {one.words: one for one in attention(city.actor("haishu"), today())}
        assert above["组织生活逾期的党组织"].figure == 2
        assert "本支部该开展的组织生活" not in above
        with time_machine.travel(datetime(2026, 4, 25, 4, tzinfo=UTC)):
            soon = {one.words: one for one in attention(city.actor("secretary"), today())}
            assert soon["本支部该开展的组织生活"].figure == 2
