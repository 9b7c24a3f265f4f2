"""Masked fields: thirty an hour, then the password each time, and the auditor is told."""

import re
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.test import Client

from dangjianyun.access.budget import BUDGET, is_spent
from dangjianyun.access.models import AuditEntry
from dangjianyun.party.actions.reading import unmask_member
from tests import doors
from tests.city import PASSWORD, City

pytestmark = pytest.mark.django_db


@pytest.fixture
def secretary(city: City) -> Client:
    return doors.enter(city, "secretary")


def address(city: City) -> str:
    return f"/party/members/{city.members['haishu'][1].ref}/unmask/phone/"


def spend(city: City, times: int) -> None:
    member, actor = city.members["haishu"][1], city.actor("secretary")
    for _ in range(times):
        unmask_member(member, actor=actor, field="phone", purpose="通知开会时间")


def asked(city: City, client: Client, **more: str) -> tuple[int, str]:
    purposes = client.get(address(city)).content.decode()
    purpose = re.findall(r'name="purpose" value="([^"]+)"', purposes)[0]
    answer = client.post(address(city), {"purpose": purpose, "note": "", **more})
    return answer.status_code, answer.content.decode()


def test_within_the_budget_the_purpose_is_enough(city: City, secretary: Client) -> None:
    spend(city, BUDGET - 1)
    assert asked(city, secretary)[0] == 302
    assert not AuditEntry.objects.filter(operation="alert").exists()


def test_beyond_it_the_password_is_asked_for_and_the_auditor_is_told(
    city: City, secretary: Client
) -> None:
    spend(city, BUDGET)
    assert 'type="password"' in secretary.get(address(city)).content.decode()
    for more in ({}, {"present": "wrong wrong wrong"}):
        status, told = asked(city, secretary, **more)
        assert (status, "密码" in told) == (422, True)
    assert AuditEntry.objects.filter(operation="read").count() == BUDGET
    assert asked(city, secretary, present=PASSWORD)[0] == 302
    assert AuditEntry.objects.filter(operation="alert", actor="secretary").count() == 1
    auditor = doors.enter(city, "auditor")
    assert "频繁查看敏感信息" in auditor.get("/").content.decode()
    found = auditor.get("/access/audit/", {"operation": "alert"}).content.decode()
    assert f"一小时内查看敏感信息超过{BUDGET}次" in found


def test_the_password_itself_is_nowhere(city: City, secretary: Client) -> None:
    spend(city, BUDGET)
    asked(city, secretary, present=PASSWORD)
    said = " ".join(f"{row.changes}{row.reason}" for row in AuditEntry.objects.all())
    assert PASSWORD not in said


def test_what_others_looked_at_and_what_was_an_hour_ago_does_not_count(city: City) -> None:
    spend(city, BUDGET)
    assert not is_spent(city.actor("haishu"))
    assert is_spent(city.actor("secretary"))
    with time_machine.travel(datetime.now(UTC) + timedelta(minutes=61)):
        assert not is_spent(city.actor("secretary"))
