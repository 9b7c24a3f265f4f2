"""The audit log is read by clerks: no table, column, act or value shows a program's name."""

import re
from typing import Any

import pytest
from django.apps import apps
from django.test import Client

from dangjianyun.access.actions import change_password, create_token, end_grant, issue_first_sign_in
from dangjianyun.access.models import AuditEntry, Desk, GrantRow
from dangjianyun.access.queries import operator
from dangjianyun.access.trail import in_words
from dangjianyun.access.wording import SILENT, column_words, tables, value_words
from tests.city import PASSWORD, City

pytestmark = pytest.mark.django_db
CHINESE = re.compile(r"[一-鿿]")


def columns() -> list[tuple[str, Any]]:
    """Every column that the log may name."""
    return [
        (label, column)
        for label, _ in tables()
        for column in apps.get_model(label)._meta.concrete_fields
        if not column.primary_key and column.name not in SILENT
    ]


def test_every_table_and_column_has_chinese_words() -> None:
    assert [label for label, words in tables() if not CHINESE.search(words)] == []
    bare = [
        f"{label}.{column.name}"
        for label, column in columns()
        if not CHINESE.search(column_words(column, column.attname))
    ]
    assert bare == []


def test_every_choice_is_told_in_words() -> None:
    bare = [
        (label, column.name, value)
        for label, column in columns()
        for value, words in column.flatchoices
        if CHINESE.search(str(words)) and not CHINESE.search(str(value_words(column, value, {})))
    ]
    assert bare == []


def test_every_table_that_was_written_is_in_the_filter(city: City) -> None:
    written = set(AuditEntry.objects.values_list("table", flat=True))
    assert written <= {label for label, _ in tables()}


@pytest.mark.parametrize(
    ("table", "name", "value", "said"),
    [
        ("registry.Organization", "path", "d/33/3302/330203/", "海曙区"),
        ("registry.Organization", "closed_on", "9999-12-31", None),
        ("registry.Organization", "closed_on", "2026-03-01", "2026-03-01"),
        ("registry.Post", "until", "9999-12-31", "一直有效"),
        ("registry.Post", "until", "2026-03-02", "2026-03-01"),
        ("access.GrantRow", "place", "access/", "账号与授权"),
        ("access.GrantRow", "place", "p/1/14/", "党组织编号14"),
        ("access.Token", "created_at", "2026-11-25T21:59:11+00:00", "2026-11-26 05:59"),
        ("interchange.Export", "sheet", "members", "党员"),
        ("access.Account", "preferences", {"columns": 1}, "1项"),
        ("registry.Person", "phone", {"commitment": "x", "salt": "y"}, "已加密，只存校验值"),
    ],
)
def test_a_value_is_told_as_people_write_it(
    city: City, table: str, name: str, value: object, said: str | None
) -> None:
    column = apps.get_model(table)._meta.get_field(name)
    assert value_words(column, value, {}) == said


def test_acts_on_accounts_are_called_what_they_are(city: City) -> None:
    account, actor = city.accounts["haishu"], city.actor("haishu")
    create_token(account, actor=actor, label="取数")
    change_password(account, actor=actor, present=PASSWORD, password="马蹄 石榴 信封 4242")
    issue_first_sign_in(account, actor=operator())
    end_grant(Desk(), actor=operator(), grant=GrantRow.objects.filter(account=account)[0])
    lines = list(in_words(AuditEntry.objects.order_by("-id")[:4]))
    told = [line.what for line in lines]
    assert told[1:] == ["签发首次登录链接", "设置密码", "签发接口令牌"]
    assert told[0] in {"终止授权", "收回还没有开始的授权"}
    token = {label: after for label, _, after in lines[3].changes}
    assert token["账号"] == str(account)
    assert lines[3].origin == "网页"


def test_the_page_shows_no_path_and_no_moment_of_a_program(city: City) -> None:
    client = Client()
    client.force_login(
        city.accounts["auditor"], backend="django.contrib.auth.backends.ModelBackend"
    )
    before, seen = "", 0
    while True:
        answer = client.get("/access/audit/", {"before": before})
        cells = re.sub(r'(href|value|content)="[^"]*"', "", answer.content.decode())
        cells = cells[cells.index("<tbody>") : cells.index("</tbody>")]
        assert re.findall(r"d/33/\S*|\d{4}-\d\d-\d\dT\d\d|9999-12-31|created at", cells) == []
        seen += cells.count("<tr>")
        rows = answer.context["lines"]
        if not answer.context["older"]:
            break
        before = str(rows[-1].entry.pk)
    assert seen == AuditEntry.objects.count()
