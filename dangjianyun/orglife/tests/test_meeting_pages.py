"""The pages of a meeting, as the secretary, the body above and the neighbor."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from dangjianyun.foundation.days import today
from dangjianyun.insight.attention import attention
from dangjianyun.orglife.models import Attendance, Meeting, Topic
from tests.city import City

pytestmark = pytest.mark.django_db


@pytest.fixture
def secretary(city: City, client: Client) -> Client:
    client.force_login(city.accounts["secretary"])
    return client


def as_(city: City, name: str) -> Client:
    client = Client()
    client.force_login(city.accounts[name])
    return client


def plan(**given: Any) -> dict[str, Any]:
    told = {"kind": "theme_day", "title": "学习党章", "held_on": f"{today()}", "_key": uuid4().hex}
    return told | given


def record_of(meeting: Meeting, **given: Any) -> dict[str, Any]:
    rows = Attendance.rows().filter(meeting=meeting).select_related("member")
    came = {f"came-{row.member.ref}": "present" for row in rows}
    return {**came, "minutes": "学习了党章。", "_key": uuid4().hex, **given}


def submitted(secretary: Client, **given: Any) -> Meeting:
    answer = secretary.post("/orglife/meetings/new/", plan(**given))
    assert answer.status_code == 302, answer.content.decode()
    meeting = Meeting.rows().get(title=given.get("title", "学习党章"))
    taught = {name: given[name] for name in ("lecturer", "lecture_minutes") if name in given}
    body = record_of(meeting, **taught)
    assert secretary.post(f"/orglife/meetings/{meeting.number}/record/", body).status_code == 302
    meeting.refresh_from_db()
    assert meeting.state == "submitted"
    return meeting


def test_a_theme_day_that_is_a_lecture_too_is_recorded_once_and_counts_twice(
    city: City, secretary: Client
) -> None:
    meeting = submitted(secretary, also=["lecture"], lecturer="张某", lecture_minutes="45")
    above = as_(city, "haishu")
    shown = above.get(f"/orglife/meetings/{meeting.number}/").content.decode()
    assert "<b>主题党日</b>，计入" in shown
    assert "<b>党课</b>，计入" in shown
    listed = above.get("/orglife/meetings/?duty=lecture").content.decode()
    assert meeting.number in listed


def test_the_same_submit_twice_makes_one_meeting(secretary: Client) -> None:
    body = plan()
    for _ in range(2):
        assert secretary.post("/orglife/meetings/new/", body).status_code == 302
    assert Meeting.rows().filter(title="学习党章").count() == 1


def test_a_wrong_record_comes_back_as_typed_and_saves_nothing(secretary: Client) -> None:
    secretary.post("/orglife/meetings/new/", plan(kind="members_meeting"))
    meeting = Meeting.rows().get(title="学习党章")
    body = record_of(meeting, minutes="要保留的话")
    body |= {"topic-0-title": "发展计划", "topic-0-decision": "ordinary", "topic-0-for_count": "99"}
    answer = secretary.post(f"/orglife/meetings/{meeting.number}/record/", body)
    assert answer.status_code == 422
    shown = answer.content.decode()
    assert "要保留的话" in shown
    assert "多于到会有表决权" in shown
    meeting.refresh_from_db()
    assert (meeting.state, meeting.minutes, Topic.rows().count()) == ("planned", "", 0)


def test_what_is_typed_is_kept_while_it_is_typed(secretary: Client) -> None:
    secretary.post("/orglife/meetings/new/", plan())
    meeting = Meeting.rows().get(title="学习党章")
    address = f"/orglife/meetings/{meeting.number}/record/"
    body = record_of(meeting, minutes="写到一半")
    kept = secretary.post(address, {**body, "_key": ""}, headers={"X-Draft": "1"})
    assert kept.status_code == 204
    assert "写到一半" in secretary.get(address).content.decode()
    meeting.refresh_from_db()
    assert meeting.minutes == ""


def test_names_and_minutes_stand_for_the_unit_and_the_body_above_alone(
    city: City, secretary: Client
) -> None:
    meeting = submitted(secretary)
    address = f"/orglife/meetings/{meeting.number}/"
    name = city.members["haishu"][0].person.name
    for who, knows in (("haishu", True), ("secretary", True), ("city", False), ("guide", False)):
        shown = as_(city, who).get(address).content.decode()
        assert (who, name in shown, "学习了党章" in shown) == (who, knows, knows)
        assert (who, "实到8人" in shown) == (who, True)
    assert as_(city, "jiangbei").get(address).status_code == 404


def test_the_body_above_confirms_many_at_once_and_is_told_what_waits(
    city: City, secretary: Client
) -> None:
    meetings = [submitted(secretary, title=f"第{n}次", held_on=str(today())) for n in range(2)]
    found = attention(city.actor("haishu"), today())
    assert [one.figure for one in found if one.words == "待确认的组织生活"] == [2]
    body = {"id": [one.ref for one in meetings], "_key": uuid4().hex}
    as_(city, "jiangbei").post("/orglife/meetings/confirm/", body)
    assert Meeting.rows().filter(state="confirmed").count() == 0
    as_(city, "haishu").post("/orglife/meetings/confirm/", body | {"_key": uuid4().hex})
    assert Meeting.rows().filter(state="confirmed").count() == 2


def test_a_returned_record_is_on_the_secretarys_list_with_the_reason(
    city: City, secretary: Client
) -> None:
    meeting = submitted(secretary)
    body = {"why": "请补充讨论情况", "_key": uuid4().hex}
    as_(city, "haishu").post(f"/orglife/meetings/{meeting.number}/return/", body)
    found = attention(city.actor("secretary"), today())
    (mine,) = [one for one in found if one.words == "没有提交的组织生活记录"]
    assert "请补充讨论情况" in {matter.reason for matter in mine.matters}
    assert meeting.number in secretary.get(mine.href).content.decode()


def test_a_meeting_to_come_is_notified_and_cannot_be_recorded_yet(secretary: Client) -> None:
    later = today() + timedelta(days=5)
    secretary.post("/orglife/meetings/new/", plan(held_on=f"{later}"))
    meeting = Meeting.rows().get(title="学习党章")
    address = f"/orglife/meetings/{meeting.number}/"
    assert "写记录" not in secretary.get(address).content.decode()
    secretary.post(f"{address}notify/", {"_key": uuid4().hex})
    meeting.refresh_from_db()
    assert meeting.state == "noticed"
    refused = secretary.post(f"{address}record/", record_of(meeting))
    assert refused.status_code == 422
    assert "还没有到" in refused.content.decode()


def test_a_template_fills_the_form_and_a_copy_takes_what_was(city: City, secretary: Client) -> None:
    pattern = city.patterns["haishu"]
    shown = secretary.get(f"/orglife/meetings/new/?pattern={pattern.ref}").content.decode()
    assert '<option value="lecture" selected>' in shown
    theirs = city.patterns["jiangbei"]
    assert secretary.get(f"/orglife/meetings/new/?pattern={theirs.ref}").status_code == 404
    meeting = submitted(secretary, venue="三楼会议室")
    copied = secretary.get(f"/orglife/meetings/new/?copy={meeting.number}").content.decode()
    assert "三楼会议室" in copied
