"""Sealed fields in use: what is stored, shown, found and migrated."""

import copy
import pickle
from typing import Any

import pytest
from django.core.exceptions import FieldError, ValidationError
from django.db import IntegrityError, connection, models, transaction
from django.db.migrations import Migration
from django.db.migrations.autodetector import MigrationAutodetector
from django.db.migrations.state import ModelState, ProjectState
from django.db.migrations.writer import MigrationWriter
from django.forms import modelform_factory
from django.template import Context, Engine
from django.test.utils import isolate_apps

from dangjianyun.foundation.blind import normalized
from dangjianyun.foundation.sealed import SealedField, blind, matching
from dangjianyun.foundation.tests.sealed_table import NUMBER, Comrade, comrade

NUMBER_1 = "330203198000001000"


def test_what_is_saved_opens_again(comrades: Any) -> None:
    comrade(1, identity="33020319800101000x", appraisal="合格").save()
    row = comrades.get()
    opened = [row.identity.open(), row.phone.open(), row.appraisal.open()]
    assert opened == ["33020319800101000x", "19900000001", "合格"]


def test_before_and_after_saving_only_the_mask_shows(comrades: Any) -> None:
    row = comrade(1)
    for _ in range(2):
        shown = Engine().from_string("{{ row.phone }}|{{ row.phone.open }}|{{ row.appraisal }}")
        assert shown.render(Context({"row": row})) == "199****0001||"
        assert f"{row.phone}" == "199****0001"
        assert repr(row.phone) == "<Sealed apart.Comrade.phone: 199****0001>"
        row.save()
        row = comrades.get()


def test_the_stored_cells_hold_no_plain_text(comrades: Any) -> None:
    comrade(1, name="模拟甲", identity=NUMBER_1, appraisal="基本合格").save()
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {Comrade._meta.db_table}")
        stored = repr(cursor.fetchall()).encode()
    if connection.vendor == "sqlite":
        stored += connection.connection.serialize()
    sought = ("模拟甲", NUMBER_1, "19900000001", "基本合格")
    assert [text for text in sought if text.encode() in stored] == ["模拟甲"]


def test_ten_thousand_rows_go_in_at_once(comrades: Any) -> None:
    comrades.bulk_create([comrade(number) for number in range(10_000)], batch_size=1000)
    assert comrades.count() == 10_000
    row = comrades.get(matching(Comrade, "phone", "19900007777"))
    assert row.phone.open() == "19900007777"
    nonces = {token[:22] for token in _tokens(comrades, "phone")}
    assert len(nonces) == 10_000


def test_a_value_read_without_its_row_opens_with_the_ref(comrades: Any) -> None:
    comrade(1).save()
    cells = comrades.values("ref", "phone").get()
    assert str(cells["phone"]) == "＊＊＊"
    with pytest.raises(LookupError, match="read without its row"):
        cells["phone"].open()
    assert cells["phone"].open(cells["ref"]) == "19900000001"


def test_deferred_cells_and_refreshed_rows_open(comrades: Any) -> None:
    comrade(1).save()
    assert comrades.only("phone").get().phone.open() == "19900000001"
    row = comrades.defer("phone").get()
    assert row.phone.open() == "19900000001"
    row.phone = "19900000002"
    row.refresh_from_db()
    assert row.phone.open() == "19900000001"


def test_saving_again_keeps_the_cell_and_a_change_replaces_it(comrades: Any) -> None:
    row = comrade(1)
    row.save()
    before = list(_tokens(comrades, "phone"))
    comrades.get().save()
    assert list(_tokens(comrades, "phone")) == before
    row.phone = "19900000009"
    row.save()
    assert list(_tokens(comrades, "phone")) != before
    assert comrades.get(matching(Comrade, "phone", "19900000009")) == row
    assert not comrades.filter(matching(Comrade, "phone", "19900000001")).exists()


def test_a_bulk_update_seals_each_row_for_itself(comrades: Any) -> None:
    rows = comrades.bulk_create([comrade(1), comrade(2)])
    for number, row in enumerate(rows):
        row.phone = f"1991111000{number}"
    comrades.bulk_update(rows, ["phone", "phone_index"])
    assert [row.phone.open() for row in comrades.order_by("pk")] == ["19911110000", "19911110001"]
    assert comrades.get(matching(Comrade, "phone", "19911110001")) == rows[1]


def test_the_same_text_is_no_change(comrades: Any) -> None:
    comrade(1).save()
    row = comrades.get()
    before = row.phone
    row.phone = "19900000001"
    assert row.phone == before
    row.phone = "19900000002"
    assert row.phone != before
    assert row.phone == "19900000002"
    assert row.appraisal == ""
    assert row.phone != 19900000002


def test_an_empty_value_stays_empty_and_may_repeat(comrades: Any) -> None:
    comrade(1, identity="", phone=None).save()
    comrade(2, identity="", phone=None).save()
    assert list(comrades.values_list("identity_index", "phone_index")) == [(None, None)] * 2
    row = comrades.filter(identity="").first()
    assert (bool(row.identity), str(row.identity), row.identity.open()) == (False, "", "")
    assert not comrades.filter(matching(Comrade, "identity", " ")).exists()


def test_one_number_is_kept_once(comrades: Any) -> None:
    comrade(1).save()
    with pytest.raises(IntegrityError), transaction.atomic():
        comrade(1, phone="19900000002").save()


@pytest.mark.parametrize(
    ("written", "sought"),
    [
        ("33020319800101000X", "33020319800101000x"),
        ("33020319800101000X", "３３０２０３１９８００１０１０００Ｘ"),
        ("33020319800101000X", " 330203 19800101 000X\u200b"),
    ],
)
def test_search_is_exact_up_to_width_case_and_blanks(
    comrades: Any, written: str, sought: str
) -> None:
    comrade(1, identity=written).save()
    assert comrades.filter(matching(Comrade, "identity", sought)).count() == 1
    assert comrades.filter(matching(Comrade, "identity", sought[:-3])).count() == 0
    assert normalized(sought) == written


def test_equal_values_in_two_fields_have_two_indexes() -> None:
    identity, phone = (Comrade._meta.get_field(name) for name in ("identity", "phone"))
    assert isinstance(identity, SealedField)
    assert isinstance(phone, SealedField)
    assert blind(identity, "19900000001") != blind(phone, "19900000001")


def test_the_index_is_useless_under_another_key(comrades: Any, use_keys: Any) -> None:
    comrades.bulk_create([comrade(number) for number in range(100)])
    stored = set(comrades.values_list("phone_index", flat=True))
    field: Any = Comrade._meta.get_field("phone")
    assert {blind(field, f"199{number:08d}") for number in range(100)} == stored
    use_keys(index="77" * 32)
    assert {blind(field, f"199{number:08d}") for number in range(100)} & stored == set()


@pytest.mark.parametrize("asked", ["contains", "startswith", "in", "gt", "iexact", "regex"])
def test_only_emptiness_can_be_asked_of_the_cell(comrades: Any, asked: str) -> None:
    with pytest.raises(FieldError, match="Unsupported lookup"):
        comrades.filter(**{f"phone__{asked}": "1"})
    with pytest.raises(TypeError, match="search with matching"):
        comrades.filter(phone="19900000001")
    with pytest.raises(TypeError, match="without index=True"):
        matching(Comrade, "appraisal", "合格")


def test_text_without_a_row_is_not_sealed(comrades: Any) -> None:
    with pytest.raises(TypeError, match="sealed through its row"):
        comrades.update(phone="19900000001")


def test_a_value_of_another_row_or_field_is_not_taken(comrades: Any) -> None:
    first, second = comrades.bulk_create([comrade(1), comrade(2)])
    with pytest.raises(ValueError, match="another row or field"):
        first.phone = second.phone
    with pytest.raises(ValueError, match="another row or field"):
        first.phone = first.identity
    with pytest.raises(TypeError, match="takes text, not int"):
        first.phone = 19900000001


def test_a_row_keeps_its_ref() -> None:
    row = comrade(1)
    row.ref = str(row.ref)
    with pytest.raises(ValueError, match="a row keeps its ref"):
        row.ref = "0" * 32


def test_a_mask_is_never_stored(comrades: Any) -> None:
    with pytest.raises(ValueError, match="a mask is not a value"):
        comrade(1, phone="199****0001").save()


def test_a_mask_that_comes_back_from_a_form_means_unchanged(comrades: Any) -> None:
    form_class = modelform_factory(Comrade, fields=["phone", "identity"])
    comrade(1).save()
    row = comrades.get()
    page = str(form_class(instance=row))
    assert 'value="199****0001"' in page
    assert "19900000001" not in page
    form = form_class({"phone": "19900000005", "identity": str(row.identity)}, instance=row)
    assert form.changed_data == ["phone"]
    form.save()
    again = comrades.get()
    assert (again.phone.open(), again.identity.open()) == ("19900000005", row.identity.open())


def test_validators_see_the_plain_text(comrades: Any) -> None:
    with pytest.raises(ValidationError) as refused:
        comrade(1, phone="电话").full_clean(exclude=["joined_on"])
    assert refused.value.message_dict == {"phone": ["手机号码只能是数字。"]}
    with pytest.raises(ValidationError) as refused:
        comrade(1, phone="1" * 21).full_clean(exclude=["joined_on"])
    assert refused.value.message_dict == {"phone": ["手机号码不能超过20个字。"]}
    comrade(1).save()
    comrades.get().full_clean(exclude=["joined_on"])


def test_a_sealed_value_enters_no_cache() -> None:
    with pytest.raises(TypeError, match="is not pickled"):
        pickle.dumps(comrade(1).phone)
    assert copy.deepcopy(comrade(1).phone).open() == "19900000001"


def test_migrations_see_plain_columns_and_then_no_change() -> None:
    applied = ProjectState()
    found = _differences(applied)
    (migration,) = found["apart"]
    text = MigrationWriter(migration).as_string()
    assert text.count("models.TextField(") == 3
    assert ("SealedField" in text, "Personal" in text) == (False, False)
    for operation in migration.operations:
        operation.state_forwards("apart", applied)
    assert _differences(applied) == {}
    assert "identity_index" in {
        field.name for field in applied.apps.get_model("apart", "comrade")._meta.fields
    }


def _differences(applied: ProjectState) -> dict[str, list[Migration]]:
    declared = ProjectState()
    declared.add_model(ModelState.from_model(Comrade))
    detector: Any = MigrationAutodetector(applied, declared)
    found: dict[str, list[Migration]] = detector._detect_changes()
    return found


@isolate_apps("dangjianyun.foundation")
def test_a_table_without_ref_is_refused() -> None:
    class Loose(models.Model):
        phone = SealedField("手机号码", personal=NUMBER)

        class Meta:
            app_label = "foundation"

    assert [error.id for error in Loose.check()] == ["sealed.E001"]


@pytest.mark.parametrize("option", ["null", "unique", "default", "choices", "primary_key"])
def test_what_cannot_be_sealed_is_refused(option: str) -> None:
    options: dict[str, Any] = {option: True}
    with pytest.raises(TypeError, match="cannot be had when sealed"):
        SealedField("手机号码", personal=NUMBER, **options)


def _tokens(comrades: Any, name: str) -> list[str]:
    return [sealed.token for sealed in comrades.order_by("pk").values_list(name, flat=True)]
