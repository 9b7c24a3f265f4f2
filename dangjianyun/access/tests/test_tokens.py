"""A token opens the door for its account, as long as both hold."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.test import Client

from dangjianyun.access.actions import create_token
from dangjianyun.access.actions.own import end_token
from dangjianyun.access.models import Token
from dangjianyun.access.queries import actor_with_token
from dangjianyun.foundation.digests import sm3_hex
from tests.city import City

pytestmark = pytest.mark.django_db


@pytest.fixture
def secret(city: City) -> str:
    return create_token(city.accounts["haishu"], actor=city.actor("haishu"))


def status(secret: str) -> int:
    bearer = {"Authorization": f"Bearer {secret}"}
    return int(Client().get("/api/v1/organizations", headers=bearer).status_code)


def test_a_token_is_its_account_and_no_other(city: City, secret: str) -> None:
    actor = actor_with_token(secret)
    assert actor is not None
    assert (actor.name, actor.origin) == ("haishu", "api")
    assert (status(secret), status(f"{secret}x"), status("")) == (200, 401, 401)


def test_a_token_ends_at_its_moment(city: City, secret: str) -> None:
    until = Token.objects.get(digest=sm3_hex(secret)).until
    with time_machine.travel(until - timedelta(seconds=1), tick=False):
        assert status(secret) == 200
    with time_machine.travel(until, tick=False):
        assert status(secret) == 401


def test_an_ended_token_is_nothing(city: City, secret: str) -> None:
    account, actor = city.accounts["haishu"], city.actor("haishu")
    end_token(account, actor=actor, token=Token.objects.get(digest=sm3_hex(secret)))
    assert status(secret) == 401


def test_an_account_switched_off_has_no_token(city: City, secret: str) -> None:
    account = city.accounts["haishu"]
    type(account).objects.filter(pk=account.pk).update(is_active=False)
    assert Token.objects.get(digest=sm3_hex(secret)).until > datetime.now(UTC)
    assert status(secret) == 401
