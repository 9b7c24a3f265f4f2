"""Signing in: what is shown, what is not told, what is locked, what ends a session."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client

from dangjianyun.access.actions import (
    disable_account,
    end_grant,
    issue_first_sign_in,
)
from dangjianyun.access.models import AuditEntry, Desk, FirstSignIn, GrantRow
from dangjianyun.access.queries import operator
from tests.city import PASSWORD, City

pytestmark = pytest.mark.django_db


@pytest.fixture
def visitor() -> Client:
    return Client()


def enter(client: Client, username: str, password: str = PASSWORD, **more: str):
    return client.post("/", {"username": username, "password": password, **more})


def test_the_sign_in_page_is_at_the_root(city: City, visitor: Client) -> None:
    page = visitor.get("/").content.decode()
    assert "<h1>登录</h1>" in page
    assert 'autocomplete="current-password"' in page
    assert "onpaste" not in page


def test_a_right_password_leads_to_the_workbench_or_to_where_one_was_going(
    city: City, visitor: Client
) -> None:
    assert enter(visitor, "haishu")["Location"] == "/"
    assert enter(Client(), "haishu", next="/access/me/")["Location"] == "/access/me/"


@pytest.mark.parametrize("elsewhere", ["https://example.com/", "//example.com", "javascript:x"])
def test_signing_in_never_leads_to_another_site(
    city: City, visitor: Client, elsewhere: str
) -> None:
    assert enter(visitor, "haishu", next=elsewhere)["Location"] == "/"


def test_a_wrong_password_an_unknown_and_a_disabled_account_read_alike(
    city: City, visitor: Client
) -> None:
    disable_account(city.accounts["street"], actor=operator())

    def told(username: str, password: str) -> tuple[int, str]:
        answer = enter(Client(), username, password)
        words = re.sub(r'(csrfmiddlewaretoken" value|value)="[^"]*"', "", answer.content.decode())
        return answer.status_code, words

    assert (
        told("haishu", "wrong wrong wrong")
        == told("nobody", "wrong wrong wrong")
        == told("street", PASSWORD)
    )
    assert told("nobody", "x")[0] == 422


def test_the_ninth_guess_waits_and_another_address_does_not(city: City, visitor: Client) -> None:
    for _ in range(8):
        enter(visitor, "haishu", "wrong wrong wrong")
    locked = enter(visitor, "haishu")
    assert locked.status_code == 429
    assert "15分钟" in locked.content.decode()
    assert "_auth_user_id" not in visitor.session
    elsewhere = Client(REMOTE_ADDR="10.0.0.9")
    assert enter(elsewhere, "haishu").status_code == 302


def test_an_unknown_account_is_locked_like_a_known_one(city: City, visitor: Client) -> None:
    answers = [enter(visitor, "nobody", "wrong wrong wrong").status_code for _ in range(9)]
    assert answers == [422] * 7 + [429] * 2


def test_the_last_sign_in_is_told_and_each_is_on_record(city: City, visitor: Client) -> None:
    enter(visitor, "haishu")
    enter(visitor, "haishu")
    second = Client()
    answer = second.post("/", {"username": "haishu", "password": PASSWORD}, follow=True)
    assert "上次登录：" in answer.content.decode()
    entries = AuditEntry.objects.filter(actor="haishu", operation="sign_in")
    assert entries.count() == 2


def test_the_session_key_changes_with_signing_in(city: City, visitor: Client) -> None:
    session = visitor.session
    session["x"] = 1
    session.save()
    before = session.session_key
    enter(visitor, "haishu")
    assert visitor.session.session_key != before


def test_a_session_ends_with_the_account_at_the_next_request(city: City, visitor: Client) -> None:
    enter(visitor, "haishu")
    assert visitor.get("/access/me/").status_code == 200
    disable_account(city.accounts["haishu"], actor=operator())
    assert visitor.get("/access/me/")["Location"] == "/?next=/access/me/"


def test_a_grant_that_ends_is_gone_at_the_next_request(city: City, visitor: Client) -> None:
    enter(visitor, "auditor")
    assert visitor.get("/access/audit/").status_code == 200
    grant = GrantRow.objects.get(account=city.accounts["auditor"])
    end_grant(Desk(), actor=operator(), grant=grant)
    assert visitor.get("/access/audit/").status_code == 403


def test_signing_out_is_a_post_and_ends_the_session(city: City, visitor: Client) -> None:
    enter(visitor, "haishu")
    assert visitor.get("/sign-out/").status_code == 405
    assert visitor.post("/sign-out/")["Location"] == "/"
    assert visitor.get("/access/me/").status_code == 302


def test_a_link_sets_the_password_once(city: City, visitor: Client) -> None:
    secret = issue_first_sign_in(city.accounts["haishu"], actor=operator())
    address = f"/first/{secret}/"
    assert visitor.get(address).status_code == 200
    chosen = {"password": "马蹄 石榴 信封 4242", "repeated": "马蹄 石榴 信封 4242"}
    assert visitor.post(address, chosen)["Location"] == "/"
    assert visitor.get("/access/me/").status_code == 200
    assert Client().get(address).status_code == 410
    assert Client().post(address, chosen).status_code == 410
    assert enter(Client(), "haishu").status_code == 422
    assert enter(Client(), "haishu", "马蹄 石榴 信封 4242").status_code == 302


def test_a_link_expires_and_a_newer_one_ends_it(city: City, visitor: Client) -> None:
    old = issue_first_sign_in(city.accounts["haishu"], actor=operator())
    new = issue_first_sign_in(city.accounts["haishu"], actor=operator())
    assert [visitor.get(f"/first/{one}/").status_code for one in (old, new)] == [410, 200]
    FirstSignIn.objects.update(until=datetime.now(UTC) - timedelta(seconds=1))
    assert visitor.get(f"/first/{new}/").status_code == 410


@pytest.mark.parametrize(
    ("password", "said"),
    [
        ("short", "密码至少12个字符"),
        ("administrator", "这个密码太常见"),
        ("haishu-haishu", "密码与账号、姓名或单位太相近"),
    ],
)
def test_a_weak_password_is_refused_with_the_reason(
    city: City, visitor: Client, password: str, said: str
) -> None:
    secret = issue_first_sign_in(city.accounts["haishu"], actor=operator())
    answer = visitor.post(f"/first/{secret}/", {"password": password, "repeated": password})
    assert (answer.status_code, said in answer.content.decode()) == (422, True)


def test_a_changed_password_ends_the_other_sessions(city: City, visitor: Client) -> None:
    other = Client()
    enter(visitor, "haishu")
    enter(other, "haishu")
    answer = visitor.post(
        "/access/me/password/",
        {
            "present": PASSWORD,
            "password": "青石板 渡口 7 只鸭子过河",
            "repeated": "青石板 渡口 7 只鸭子过河",
        },
    )
    assert answer["Location"] == "/access/me/"
    assert visitor.get("/access/me/").status_code == 200
    assert other.get("/access/me/").status_code == 302


def test_no_audit_entry_holds_a_password_or_a_digest(city: City, visitor: Client) -> None:
    secret = issue_first_sign_in(city.accounts["haishu"], actor=operator())
    chosen = {"password": "马蹄 石榴 信封 4242", "repeated": "马蹄 石榴 信封 4242"}
    visitor.post(f"/first/{secret}/", chosen)
    said = " ".join(str(row.changes) for row in AuditEntry.objects.all())
    city.accounts["haishu"].refresh_from_db()
    link = FirstSignIn.objects.latest("pk")
    for hidden in (secret, link.digest, city.accounts["haishu"].password, "马蹄"):
        assert hidden not in said


def test_the_demonstration_signs_in_by_one_click_and_production_never(
    city: City, visitor: Client, settings
) -> None:
    assert visitor.post("/", {"as": "guide"})["Location"] == "/"
    settings.MODE = "production"
    assert Client().post("/", {"as": "guide"}).status_code == 422
    assert PASSWORD not in Client().get("/").content.decode()
