"""Guessing is slowed down for strangers, and never locks out a device that was in before."""

import time
from datetime import timedelta

import pytest
from axes.models import AccessAttempt
from django.conf import settings
from django.test import Client, RequestFactory
from django.utils import timezone

from dangjianyun.access.addresses import throttled_by
from dangjianyun.access.devices import BY_ACCOUNT, BY_ADDRESS
from tests.city import PASSWORD, City

pytestmark = pytest.mark.django_db
WRONG = "wrong wrong wrong"


def enter(client: Client, username: str, password: str = PASSWORD) -> int:
    return client.post("/", {"username": username, "password": password}).status_code


def guess(username: str, times: int, address: str = "10.0.0.1") -> list[int]:
    client = Client(REMOTE_ADDR=address)
    return [enter(client, username, WRONG) for _ in range(times)]


def guess_from_everywhere(username: str) -> None:
    for address in range(BY_ACCOUNT // 6):
        guess(username, 6, f"10.0.1.{address}")


def test_a_colleague_behind_the_same_address_cannot_lock_a_clerk_out(city: City) -> None:
    clerk = Client(REMOTE_ADDR="10.0.0.1")
    assert enter(clerk, "haishu") == 302
    clerk.post("/sign-out/")
    assert guess("haishu", 9)[-1] == 429
    assert enter(clerk, "haishu") == 302


def test_guesses_from_many_addresses_wait_together_and_the_owner_does_not(city: City) -> None:
    clerk = Client()
    enter(clerk, "haishu")
    clerk.post("/sign-out/")
    guess_from_everywhere("haishu")
    stranger = Client(REMOTE_ADDR="10.0.9.9")
    answer = stranger.post("/", {"username": "haishu", "password": PASSWORD})
    assert answer.status_code == 429
    assert "用这个账号登录过的电脑不受影响" in answer.content.decode()
    assert enter(clerk, "haishu") == 302


def test_an_account_that_does_not_exist_waits_like_one_that_does(city: City) -> None:
    for username in ("haishu", "nobody"):
        guess_from_everywhere(username)
    answers = [
        Client(REMOTE_ADDR="10.0.9.9").post("/", {"username": name, "password": WRONG})
        for name in ("haishu", "nobody")
    ]
    assert [answer.status_code for answer in answers] == [429, 429]
    assert answers[0].content == answers[1].content


def test_one_password_tried_on_many_accounts_ends_soon(city: City) -> None:
    for number in range(BY_ADDRESS // 6):
        guess(f"clerk{number}", 6)
    assert guess("haishu", 1) == [429]
    assert guess("haishu", 1, "10.0.0.2") == [422]


def test_the_wait_is_over_after_a_quarter_of_an_hour(city: City) -> None:
    guess_from_everywhere("haishu")
    AccessAttempt.objects.update(attempt_time=timezone.now() - timedelta(minutes=16))
    assert enter(Client(REMOTE_ADDR="10.0.9.9"), "haishu") == 302


def test_a_known_device_has_tries_of_its_own_but_not_without_end(city: City) -> None:
    clerk = Client()
    enter(clerk, "haishu")
    clerk.post("/sign-out/")
    assert [enter(clerk, "haishu", WRONG) for _ in range(9)][-1] == 429
    assert enter(clerk, "haishu") == 429


def test_a_device_is_known_to_those_who_came_in_by_it_only(city: City) -> None:
    clerk = Client()
    enter(clerk, "haishu")
    cookie = clerk.cookies[settings.DEVICE_COOKIE]
    assert (cookie["httponly"], cookie["samesite"]) == (True, "Strict")
    assert "haishu" not in cookie.value

    def counted_by(username: str, value: str) -> str:
        request = RequestFactory().post("/", {"username": username})
        request.COOKIES[settings.DEVICE_COOKIE] = value
        return throttled_by(request)

    assert counted_by("haishu", cookie.value).startswith("fd")
    assert counted_by("HAISHU ", cookie.value) == counted_by("haishu", cookie.value)
    assert counted_by("jiangbei", cookie.value) == "127.0.0.1"
    assert counted_by("haishu", cookie.value[:-1]) == "127.0.0.1"


def test_a_session_ends_after_ten_hours_however_busy_it_was(city: City) -> None:
    client = Client()
    enter(client, "haishu")
    session = client.session
    session["since"] = int(time.time()) - settings.SESSION_LASTS - 1
    session.save()
    answer = client.get("/access/me/")
    assert (answer.status_code, answer["Location"]) == (302, "/?ended=1&next=/access/me/")
    assert "已满10小时" in client.get(answer["Location"]).content.decode()
    assert client.get("/access/me/")["Location"] == "/?next=/access/me/"


def test_a_session_not_used_for_two_hours_is_over(city: City) -> None:
    client = Client()
    enter(client, "haishu")
    assert client.session.get_expiry_age() == 2 * 3600
