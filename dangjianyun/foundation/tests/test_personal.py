"""Personal fields declare themselves; the audit keeps commitments of S3 and S4."""

from datetime import date
from typing import Any

import pytest
from django.db import models

from dangjianyun.foundation.keyring import KeyringError
from dangjianyun.foundation.personal import (
    Personal,
    audit_value,
    commits_to,
    personal_field,
    personal_fields,
    personal_register,
)
from dangjianyun.foundation.sealed import SealedField
from dangjianyun.foundation.tests.sealed_table import SOME, Comrade, comrade


def field(name: str) -> Any:
    return Comrade._meta.get_field(name)


@pytest.mark.parametrize(
    "said",
    [
        ("S5", "用途", "依据", "期限"),
        ("S3", "", "依据", "期限"),
        ("S3", "用途", " ", "期限"),
        ("S3", "用途", "依据", ""),
    ],
)
def test_incomplete_words_are_refused(said: tuple[Any, str, str, str]) -> None:
    with pytest.raises(ValueError, match="Personal: "):
        Personal(*said)


def test_a_personal_field_without_words_is_refused() -> None:
    nothing: Any = None
    with pytest.raises(TypeError, match="personal"):
        SealedField("身份证号码")  # type: ignore[call-arg]  # what is tried
    with pytest.raises(TypeError, match="personal is a Personal"):
        SealedField("身份证号码", personal=nothing)
    with pytest.raises(TypeError, match="second argument is a Personal"):
        personal_field(models.CharField("姓名", max_length=9), nothing)


def test_every_personal_field_is_listed_once() -> None:
    listed = [
        (row.table, row.field, row.personal.level, row.is_sealed, row.is_indexed)
        for row in personal_fields([Comrade])
    ]
    assert listed == [
        ("apart.Comrade", "identity", "S3", True, True),
        ("apart.Comrade", "name", "S2", False, False),
        ("apart.Comrade", "phone", "S3", True, True),
        ("apart.Comrade", "appraisal", "S4", True, False),
        ("apart.Comrade", "joined_on", "S3", False, False),
    ]


def test_the_register_says_everything_in_one_line_a_field() -> None:
    lines = personal_register([Comrade]).splitlines()
    assert len(lines) == 11
    assert lines[7] == (
        "| 党员（`apart.Comrade`） | 姓名（`name`） | S2 内部 | 称呼本人 "
        "| 个人信息保护法第十三条 | 党员档案保存期 | 明文 |"
    )


def test_migrations_do_not_see_the_words() -> None:
    plain = models.CharField("姓名", max_length=50)
    assert personal_field(plain, SOME).deconstruct()[1:] == (
        "django.db.models.CharField",
        [],
        {"verbose_name": "姓名", "max_length": 50},
    )


def test_the_audit_keeps_ordinary_values_as_they_are() -> None:
    day = date(2026, 7, 1)
    assert audit_value(field("name"), "模拟", "r") == "模拟"
    assert audit_value(field("note"), None, "r") is None
    assert audit_value(field("note"), day, "r") == day


@pytest.mark.parametrize(
    ("name", "value", "other"),
    [
        ("joined_on", date(2026, 7, 1), date(2026, 7, 2)),
        ("joined_on", None, "None"),
        ("identity", "330203198001010004", "330203198001010005"),
        ("identity_index", "ab" * 32, "ac" * 32),
    ],
)
def test_the_audit_commits_to_sensitive_values(name: str, value: Any, other: Any) -> None:
    kept = audit_value(field(name), value, "r")
    assert sorted(kept) == ["commitment", "key", "salt"]
    assert commits_to(kept, field(name), value, "r")
    assert not commits_to(kept, field(name), other, "r")
    assert not commits_to(kept, field(name), value, "another row")
    assert not commits_to(kept, field("phone"), value, "r")


def test_two_commitments_to_one_value_are_not_alike() -> None:
    first, second = (audit_value(field("identity"), "330203", "r") for _ in range(2))
    assert first["commitment"] != second["commitment"]
    assert first["salt"] != second["salt"]


def test_a_sealed_value_commits_to_its_text() -> None:
    row = comrade(phone="19900000003")
    kept = audit_value(field("phone"), row.phone, row.ref)
    assert commits_to(kept, field("phone"), "19900000003", row.ref)


def test_without_the_audit_key_no_commitment_is_made(use_keys: Any) -> None:
    use_keys(audit=None)
    with pytest.raises(KeyringError, match="缺少密钥：audit"):
        audit_value(field("identity"), "330203", "r")
