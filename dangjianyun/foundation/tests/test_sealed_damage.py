"""Sealed cells that were changed, moved or lost their key."""

import base64
import logging
from typing import Any

import pytest
from django.db import models, transaction

from dangjianyun.foundation.envelope import unseal
from dangjianyun.foundation.keyring import Forged, KeyringError
from dangjianyun.foundation.personal import audit_value
from dangjianyun.foundation.rotation import reseal
from dangjianyun.foundation.sealed import DataDamaged, Sealed, matching
from dangjianyun.foundation.tests.sealed_table import Comrade, comrade

ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/="


def cell(row: Comrade, name: str) -> tuple[Any, str]:
    """The field and the stored text of a saved row."""
    return Comrade._meta.get_field(name), getattr(row, name).token


def _write(row: Comrade, name: str, token: str) -> None:
    raw = models.Value(token, output_field=models.TextField())
    Comrade._default_manager.filter(pk=row.pk).update(**{name: raw})


@pytest.mark.parametrize("phone", ["1990000000", "19900000001", "199000000012"])
def test_every_changed_bit_of_a_cell_is_noticed(comrades: Any, phone: str) -> None:
    row = comrade(1, phone=phone)
    row.save()
    field, token = cell(row, "phone")
    held = base64.b64decode(token)
    for place in range(len(held)):
        for bit in range(8):
            wrong = bytearray(held)
            wrong[place] ^= 1 << bit
            with pytest.raises(DataDamaged, match="数据校验失败"):
                field.opened(base64.b64encode(wrong).decode(), row.ref)


@pytest.mark.parametrize("phone", ["1990000000", "19900000001", "199000000012"])
def test_every_changed_character_of_a_cell_is_noticed(comrades: Any, phone: str) -> None:
    row = comrade(1, phone=phone)
    row.save()
    field, token = cell(row, "phone")
    assert Sealed(field, token=token).open(row.ref) == phone
    for place, sign in enumerate(token):
        for other in ALPHABET + " \n密":
            if other != sign:
                with pytest.raises(DataDamaged):
                    field.opened(token[:place] + other + token[place + 1 :], row.ref)
    for cut in range(1, len(token)):
        with pytest.raises(DataDamaged):
            field.opened(token[:cut], row.ref)


def test_cells_swapped_between_rows_or_fields_are_noticed(comrades: Any) -> None:
    first, second = comrades.bulk_create([comrade(1), comrade(2)])
    one, other = cell(first, "phone")[1], cell(second, "phone")[1]
    _write(first, "phone", other)
    _write(second, "phone", one)
    _write(second, "identity", one)
    for row in comrades.all():
        assert str(row.phone) == "数据校验失败"
        with pytest.raises(DataDamaged):
            row.phone.open()
    assert str(comrades.get(pk=second.pk).identity) == "数据校验失败"


def test_a_cell_is_bound_to_its_table_row_and_field(comrades: Any) -> None:
    row = comrade(1)
    row.save()
    token = cell(row, "phone")[1]
    assert unseal(token, f"apart.Comrade·{row.ref}·phone") == "19900000001"
    for bound in (f"apart.Other·{row.ref}·phone", f"apart.Comrade·{row.ref}·identity", ""):
        with pytest.raises(Forged):
            unseal(token, bound)
    _write(row, "identity", token)
    assert str(comrades.get().identity) == "数据校验失败"


def test_damage_raises_an_alarm_that_shows_no_value(
    comrades: Any, caplog: pytest.LogCaptureFixture
) -> None:
    first, second = comrades.bulk_create([comrade(1), comrade(2)])
    _write(first, "phone", cell(second, "phone")[1])
    with caplog.at_level(logging.ERROR, logger="dangjianyun.security"):
        str(comrades.get(pk=first.pk).phone)
    assert caplog.messages == [f"数据校验失败：apart.Comrade.phone，记录{first.ref}"]


def test_a_damaged_cell_can_be_replaced_and_audited(comrades: Any) -> None:
    first, second = comrades.bulk_create([comrade(1), comrade(2)])
    _write(first, "phone", cell(second, "phone")[1])
    row = comrades.get(pk=first.pk)
    field, before = Comrade._meta.get_field("phone"), row.phone
    assert audit_value(field, before, row.ref) == {"damaged": True}
    row.phone = "19900000001"
    assert row.phone != before
    row.save()
    assert comrades.get(pk=first.pk).phone.open() == "19900000001"


def test_without_its_key_a_cell_shows_nothing_and_names_the_key(
    comrades: Any, use_keys: Any
) -> None:
    use_keys(field_2="88" * 32)
    comrade(1).save()
    use_keys(field_2=None)
    row = comrades.get()
    assert str(row.phone) == "＊＊＊"
    with pytest.raises(KeyringError, match=r"缺少密钥“field\.2”"):
        row.phone.open()


def test_another_key_under_the_same_name_opens_nothing(comrades: Any, use_keys: Any) -> None:
    comrade(1).save()
    use_keys(field="88" * 32)
    with pytest.raises(DataDamaged):
        comrades.get().phone.open()


def test_with_no_keys_nothing_is_saved_in_plain_text(comrades: Any, use_keys: Any) -> None:
    use_keys(field=None)
    row = comrade(1)
    with pytest.raises(KeyringError, match="不会以明文代替"), transaction.atomic():
        row.save()
    assert comrades.count() == 0


def test_old_cells_stay_readable_while_the_key_is_changed(comrades: Any, use_keys: Any) -> None:
    comrade(1, appraisal="合格").save()
    use_keys(field_2="88" * 32)
    row = comrades.get()
    assert row.phone.open() == "19900000001"
    names = reseal(row)
    assert names == ["identity", "phone", "appraisal"]
    row.save(update_fields=names)
    assert reseal(comrades.get()) == []
    use_keys(field="99" * 32)
    assert comrades.get().phone.open() == "19900000001"


def test_rows_of_both_index_keys_are_found(comrades: Any, use_keys: Any) -> None:
    first = comrade(1)
    first.save()
    use_keys(index_2="88" * 32)
    second = comrade(2, phone="19900000001")
    second.save()
    found = comrades.filter(matching(Comrade, "phone", "19900000001"))
    assert list(found.order_by("pk")) == [first, second]
