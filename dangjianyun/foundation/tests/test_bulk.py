"""Many rows at once are the same rows as one by one."""

from datetime import date

import pytest
from django.db import transaction

from dangjianyun.access.models import AuditEntry
from dangjianyun.foundation.bulk import COPY_FROM, insert_many
from dangjianyun.party.models import Unit
from dangjianyun.registry.models import Kind, Organization, Person

pytestmark = pytest.mark.django_db
MANY = COPY_FROM + 10


def organizations() -> list[Organization]:
    return [
        Organization(
            code=f"C{n}",
            name=f"测试\t\\N协会\n{n}",
            kind=Kind.ASSOCIATION,
            path="d/33/",
            registrar_path="d/33/",
            established_on=date(2001, 2, 3),
            sought="测试",
        )
        for n in range(MANY)
    ]


def stored(rows: list[Organization]) -> list[dict[str, object]]:
    keys = [row.pk for row in rows]
    found = Organization.rows().filter(pk__in=keys).order_by("pk").values()
    return [{k: v for k, v in row.items() if k not in {"id", "updated_at"}} for row in found]


def test_rows_get_keys_in_order_and_every_column_as_if_saved_one_by_one() -> None:
    quick = insert_many(organizations())
    assert [row.pk for row in quick] == sorted({row.pk for row in quick})
    assert not any(row._state.adding for row in quick)
    many = stored(quick)
    assert Organization.rows().filter(updated_at=None).count() == 0
    Organization.rows().all().delete()
    slow = organizations()
    for row in slow:
        row.save()
    assert many == stored(slow)


def test_a_key_taken_is_never_given_again() -> None:
    first = insert_many(organizations())
    one = organizations()[0]
    one.code = "other"
    one.save()
    assert one.pk not in {row.pk for row in first}


def test_sealed_columns_are_sealed_and_found_by_their_index() -> None:
    people = [Person(name=f"测试{n}", phone=f"199{n:08d}", path="d/33/") for n in range(MANY)]
    insert_many(people)
    row = Person.rows().get(pk=people[3].pk)
    assert row.phone.open() == "19900000003"
    assert "19900000003" not in row.phone.token
    assert row.phone_index == people[3].phone_index


def test_json_is_json_again() -> None:
    entries = [
        AuditEntry(
            chain="x", sequence=n, at="2020-01-01T00:00:00Z", changes={"name": [None, '甲\\\n\t"']}
        )
        for n in range(MANY)
    ]
    with transaction.atomic():
        insert_many(entries, keyed=False)
    found = AuditEntry.objects.filter(chain="x").values_list("changes", flat=True)
    assert list(found) == [{"name": [None, '甲\\\n\t"']}] * MANY


def test_a_relation_to_a_row_saved_in_between_gets_its_key() -> None:
    top = Unit(number="T", name="上级", kind="committee", path="d/33/", party_path="p/")
    top.established_on = date(2000, 1, 1)
    rows = [
        Unit(
            number=f"U{n}",
            name="下级",
            kind="branch",
            path="d/33/",
            party_path="p/",
            parent=top,
            established_on=date(2001, 1, 1),
        )
        for n in range(MANY)
    ]
    with pytest.raises(ValueError, match="unsaved related object"), transaction.atomic():
        insert_many(rows)
    top.save()
    insert_many(rows)
    assert Unit.rows().filter(parent=top).count() == MANY
