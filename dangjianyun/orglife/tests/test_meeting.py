"""A meeting from the plan to the confirmation, by those who may."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from dangjianyun.foundation.days import today
from dangjianyun.foundation.errors import Refused
from dangjianyun.insight.queries.numbers import numbers
from dangjianyun.insight.queries.records import records
from dangjianyun.orglife.actions.meeting import (
    Came,
    cancel_meeting,
    confirm_meeting,
    correct_meeting,
    plan_meeting,
    recall_meeting,
    record_attendance,
    record_topics,
    return_meeting,
    submit_meeting,
)
from dangjianyun.orglife.actions.meetings_kept import record_meetings
from dangjianyun.orglife.models import Attendance, Kind, Meeting, MeetingStanding, Topic
from dangjianyun.territory.queries import division_of_path
from tests.city import CITY, City

pytestmark = pytest.mark.django_db


def planned(city: City, actor: str = "secretary", **fields: Any) -> Meeting:
    """A theme day of 海曙's branch, today unless told otherwise."""
    told = {"kind": Kind.THEME_DAY, "title": "学习党章", "held_on": today(), **fields}
    return plan_meeting(
        city.units["haishu_branch"], actor=city.actor(actor), meeting=Meeting(**told)
    )


def everybody_came(meeting: Meeting, city: City) -> Meeting:
    came = {row.member_id: Came("present") for row in Attendance.rows().filter(meeting=meeting)}
    actor = city.actor("secretary")
    record_attendance(meeting, actor=actor, came=came)
    return correct_meeting(meeting, actor=actor, fields={"minutes": "学习了党章第一章。"})


def test_a_planned_meeting_knows_who_is_due_and_who_votes(city: City) -> None:
    meeting = planned(city)
    rows = Attendance.rows().filter(meeting=meeting)
    members = city.members["haishu"]
    assert {row.member_id for row in rows} == {member.pk for member in members}
    full = {member.pk for member in members if member.full_on and member.full_on <= today()}
    assert {row.member_id for row in rows if row.has_vote} == full
    assert meeting.number.endswith("-002")


def test_a_submitted_record_counts_at_once_for_every_duty_that_it_meets(city: City) -> None:
    meeting = planned(city, lecturer="张三", lecture_minutes=45)
    submit_meeting(everybody_came(meeting, city), actor=city.actor("secretary"))
    duties = MeetingStanding.rows().filter(meeting=meeting).values_list("duty", flat=True)
    assert sorted(duties) == ["lecture", "theme_day"]
    ids = ["orglife.meetings", "orglife.held_lecture", "orglife.participants"]
    actor = city.actor("city")
    found = numbers(actor, ids, [CITY], [today()])
    came = len(city.members["haishu"])
    assert [found[i, CITY, today()] for i in ids] == [1, 1, came]
    (record,) = records(actor, "orglife.held_lecture", CITY, today())
    assert record["key"] == meeting.number


def test_nothing_is_submitted_ahead_of_its_day_or_half_told(city: City) -> None:
    actor = city.actor("secretary")
    ahead = planned(city, held_on=today() + timedelta(days=3))
    with pytest.raises(Refused, match="还没有到"):
        submit_meeting(ahead, actor=actor)
    now = planned(city)
    with pytest.raises(Refused, match="没有登记到会情况"):
        submit_meeting(now, actor=actor)
    meeting = everybody_came(now, city)
    correct_meeting(meeting, actor=actor, fields={"minutes": ""})
    with pytest.raises(Refused, match="会议记录还是空的"):
        submit_meeting(meeting, actor=actor)
    assert Meeting.rows().filter(state="submitted").count() == 0


def test_more_ballots_than_voters_or_too_few_present_decide_nothing(city: City) -> None:
    actor = city.actor("secretary")
    meeting = everybody_came(planned(city, kind=Kind.MEMBERS_MEETING), city)
    voters = meeting.voters_present
    topic = Topic(title="发展党员计划", decision="ordinary", for_count=voters + 1)
    record_topics(meeting, actor=actor, topics=[topic])
    with pytest.raises(Refused, match=r"发展党员计划.*多于到会"):
        submit_meeting(meeting, actor=actor)
    rows = Attendance.rows().filter(meeting=meeting, has_vote=True)
    came = {row.member_id: Came("absent") for row in rows}
    record_attendance(meeting, actor=actor, came=came)
    record_topics(meeting, actor=actor, topics=[Topic(title="发展党员计划", decision="ordinary")])
    with pytest.raises(Refused, match="不足有表决权的党员半数"):
        submit_meeting(meeting, actor=actor)


def test_the_body_above_confirms_or_returns_and_nobody_the_own_record(city: City) -> None:
    meeting = everybody_came(planned(city), city)
    submitted = submit_meeting(meeting, actor=city.actor("secretary"))
    with pytest.raises(Refused, match="由上级党组织确认"):
        confirm_meeting(submitted, actor=city.actor("secretary"))
    with pytest.raises(PermissionDenied):
        confirm_meeting(submitted, actor=city.actor("jiangbei"))
    with pytest.raises(Refused, match="至少4个字"):
        return_meeting(submitted, actor=city.actor("haishu"), why="改")
    returned = return_meeting(submitted, actor=city.actor("haishu"), why="请补充学习内容")
    assert MeetingStanding.rows().filter(meeting=meeting).count() == 0
    again = submit_meeting(returned, actor=city.actor("secretary"))
    assert confirm_meeting(again, actor=city.actor("haishu")).state == "confirmed"
    with pytest.raises(Refused, match="不能再改"):
        correct_meeting(again, actor=city.actor("secretary"), fields={"title": "别的"})
    with pytest.raises(Refused, match="现在的状态不能收回"):
        recall_meeting(again, actor=city.actor("secretary"))


def test_an_excuse_has_a_reason_and_nobody_outside_the_list_comes(city: City) -> None:
    actor = city.actor("secretary")
    meeting = planned(city)
    row = Attendance.rows().filter(meeting=meeting).first()
    assert row is not None
    with pytest.raises(Refused, match="写明原因"):
        record_attendance(meeting, actor=actor, came={row.member_id: Came("excused")})
    stranger = city.members["jiangbei"][0]
    with pytest.raises(Refused, match="没有这名同志"):
        record_attendance(meeting, actor=actor, came={stranger.pk: Came("present")})


def test_the_same_meeting_is_not_recorded_twice(city: City) -> None:
    first = planned(city)
    with pytest.raises(Refused, match="不必重复登记"):
        planned(city)
    cancel_meeting(first, actor=city.actor("secretary"), why="改期举行")
    assert planned(city).number.endswith("-003")


def test_a_neighbor_neither_sees_nor_writes(city: City) -> None:
    meeting = planned(city)
    for name in ("jiangbei", "instructor", "organization", "civil", "sysadmin"):
        assert not Meeting.objects.seen_by(city.actor(name)).filter(pk=meeting.pk).exists(), name
    with pytest.raises(PermissionDenied):
        planned(city, "jiangbei", title="别人的")
    rows = Attendance.rows().filter(meeting=meeting)
    seen = {
        name: Attendance.objects.seen_by(city.actor(name)).filter(meeting=meeting).count()
        for name in ("city", "guide", "jiangbei", "secretary")
    }
    assert seen == {"city": 0, "guide": 0, "jiangbei": 0, "secretary": rows.count()}


def test_what_a_body_above_enters_from_paper_is_confirmed(city: City) -> None:
    unit = city.units["haishu_branch"]
    told = {"unit": unit, "kind": Kind.LECTURE, "held_on": date(2025, 3, 5), "minutes": "廉政党课"}
    counts = {"has_roster": False, "due_count": 5, "present_count": 4}
    row = Meeting(number="X-1", title="廉政党课", **told, **counts)
    (saved,) = record_meetings(division_of_path(CITY), actor=city.actor("city"), meetings=[row])
    assert saved.state == "confirmed"
    with pytest.raises(PermissionDenied):
        record_meetings(
            division_of_path(CITY),
            actor=city.actor("jiangbei"),
            meetings=[Meeting(number="X-2", title="别处", **told, **counts)],
        )
