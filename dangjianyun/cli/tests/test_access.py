"""Commands about accounts and the audit log."""

import argparse
import json
from collections.abc import Callable
from io import StringIO
from typing import Any

import pytest
from django.db import connection

from dangjianyun.access.actions import create_account
from dangjianyun.access.models import Account, AuditEntry, Desk
from dangjianyun.access.queries import actor_with_token, operator
from dangjianyun.cli.audit import audit
from dangjianyun.cli.link import link
from dangjianyun.cli.token import token
from dangjianyun.foundation.errors import Refused

pytestmark = pytest.mark.django_db


@pytest.fixture
def account() -> Account:
    return create_account(Desk(), actor=operator(), username="zhang", label="张三")


def run(function: Callable[[argparse.Namespace], int | None], **given: Any) -> tuple[int, Any]:
    """The exit code and the JSON of one command."""
    out = StringIO()
    code = function(argparse.Namespace(json=True, stdout=out, **given)) or 0
    return code, json.loads(out.getvalue())


def test_a_token_signs_its_account_in(account: Account) -> None:
    code, said = run(token, user="zhang")
    assert (code, list(said)) == (0, ["token"])
    actor = actor_with_token(said["token"])
    assert actor is not None
    assert actor.account_id == account.pk


def test_a_link_is_made_for_an_administrator_too(account: Account) -> None:
    code, said = run(link, user="zhang")
    assert (code, said["account"]) == (0, "zhang")
    assert said["link"].startswith("http://127.0.0.1/first/")


@pytest.mark.parametrize("function", [token, link])
def test_an_account_that_does_not_exist_is_named(
    function: Callable[[argparse.Namespace], int | None],
) -> None:
    with pytest.raises(Refused, match="^没有账号“li”。$"):
        run(function, user="li")


def test_a_sound_log_is_counted(account: Account) -> None:
    assert run(audit) == (0, {"entries": 1, "broken": []})


def test_a_changed_entry_is_found_and_the_code_is_1(account: Account) -> None:
    tamper_with(AuditEntry.objects.get())
    code, said = run(audit)
    assert code == 1
    assert [one["message"] for one in said["broken"]] == ["内容被改动"]
    assert said["entries"] == 1


def tamper_with(entry: AuditEntry) -> None:
    """What only somebody with all rights in the database could do."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("ALTER TABLE access_auditentry DISABLE TRIGGER USER")
        else:
            cursor.execute("DROP TRIGGER access_audit_kept_update")
        cursor.execute("UPDATE access_auditentry SET actor = 'li' WHERE id = %s", [entry.pk])
