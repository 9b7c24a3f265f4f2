"""Tampering with the audit chain is found, whatever was done and by whomever."""

import json
import random
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.db import DatabaseError, connection, transaction

from dangjianyun.access.chain import SEALED, append, digest, keyed
from dangjianyun.access.models import AuditEntry, AuditHead
from dangjianyun.access.verification import anchor_file, anchor_heads, verify
from tests.city import City

pytestmark = pytest.mark.django_db
TEXTS = (
    *("actor", "actor_label", "origin", "action", "operation", "table", "row", "row_label"),
    *("subject", "second", "reason", "batch", "previous", "digest"),
)


@pytest.fixture(autouse=True)
def no_anchors_left() -> Iterator[None]:
    anchor_file().unlink(missing_ok=True)
    yield
    anchor_file().unlink(missing_ok=True)


@pytest.fixture
def chains(db: None) -> list[AuditEntry]:
    for chain in ("3302", "3303"):
        for number in range(12):
            said = {"name": [None, f"第{number}条"], "share": [0.5, 1.0], "flag": [None, True]}
            append(chain, [AuditEntry(actor="a", row=str(number), changes=said, table="t")])
    return list(AuditEntry.objects.order_by("id"))


def unlocked(statement: str, *given: object) -> None:
    """As somebody with all rights in the database would."""
    name = AuditEntry._meta.db_table
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            kept = "SELECT name, sql FROM sqlite_master WHERE type='trigger' AND tbl_name=%s"
            cursor.execute(kept, [name])
            triggers = cursor.fetchall()
            for trigger, _ in triggers:
                cursor.execute(f"DROP TRIGGER {trigger}")
            cursor.execute(statement, given)
            for _, sql in triggers:
                cursor.execute(sql)
        else:
            cursor.execute(f"ALTER TABLE {name} DISABLE TRIGGER access_audit_kept")
            cursor.execute(statement, given)
            cursor.execute(f"ALTER TABLE {name} ENABLE TRIGGER access_audit_kept")


def rewrite(entry: AuditEntry, **fields: object) -> None:
    names = ", ".join(f'"{name}" = %s' for name in fields)
    unlocked(f"UPDATE access_auditentry SET {names} WHERE id = %s", *fields.values(), entry.pk)


def test_chains_left_alone_hold(chains: list[AuditEntry]) -> None:
    assert verify() == (24, [])


def test_the_database_refuses_to_change_and_to_delete(chains: list[AuditEntry]) -> None:
    rows = AuditEntry.objects.filter(pk=chains[0].pk)
    for attempt in (lambda: rows.update(actor="b"), lambda: rows.delete()):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            attempt()


@pytest.mark.parametrize("column", TEXTS)
def test_an_edit_of_any_text_is_found(chains: list[AuditEntry], column: str) -> None:
    rewrite(chains[3], **{column: "f" * 64 if column in {"previous", "digest"} else "假"})
    assert verify()[1]


def test_an_edit_of_the_moment_and_of_the_changes_is_found(chains: list[AuditEntry]) -> None:
    rewrite(chains[3], at=chains[3].at + timedelta(microseconds=1))
    rewrite(chains[15], changes=json.dumps({"name": [None, "假"]}))
    assert {(one.chain, one.message) for one in verify()[1]} >= {
        ("3302", "内容被改动"),
        ("3303", "内容被改动"),
    }


@pytest.mark.parametrize("cut", [[0], [5], [11], [10, 11], list(range(12))])
def test_a_deletion_at_head_middle_or_tail_is_found(
    chains: list[AuditEntry], cut: list[int]
) -> None:
    for number in cut:
        unlocked("DELETE FROM access_auditentry WHERE id = %s", chains[number].pk)
    assert {one.chain for one in verify()[1]} == {"3302"}


def test_exchanged_entries_are_found(chains: list[AuditEntry]) -> None:
    one, other = chains[3], chains[4]
    rewrite(one, sequence=999)
    rewrite(other, sequence=one.sequence)
    rewrite(one, sequence=other.sequence)
    assert verify()[1]


def test_entries_shown_in_another_order_are_found(chains: list[AuditEntry]) -> None:
    one, other = chains[3], chains[4]
    rewrite(one, id=10_000_000)
    unlocked("UPDATE access_auditentry SET id = %s WHERE id = %s", one.pk, other.pk)
    assert [found.message for found in verify()[1]] == ["先后次序被改动"]


def test_a_copy_and_an_invention_are_found(chains: list[AuditEntry]) -> None:
    copy = AuditEntry.objects.get(pk=chains[3].pk)
    copy.pk, copy.sequence = None, 13
    copy.save(force_insert=True)
    assert verify()[1]


def test_an_entry_moved_to_another_chain_is_found(chains: list[AuditEntry]) -> None:
    rewrite(chains[11], chain="3303", sequence=13)
    assert {one.chain for one in verify()[1]} == {"3302", "3303"}


def test_a_cut_with_a_mended_head_is_found_by_the_anchor(chains: list[AuditEntry]) -> None:
    assert verify() == (24, [])
    unlocked("DELETE FROM access_auditentry WHERE id = %s", chains[11].pk)
    last = chains[10]
    AuditHead.objects.filter(chain="3302").update(sequence=last.sequence, digest=last.digest)
    assert [(one.chain, one.message) for one in verify()[1]] == [
        ("3302", "上次核对时有12条，现在少了，可能被截断或换回了旧库")
    ]


def test_a_chain_that_vanished_with_its_head_is_found_by_the_anchor(
    chains: list[AuditEntry],
) -> None:
    verify()
    unlocked("DELETE FROM access_auditentry WHERE chain = %s", "3303")
    AuditHead.objects.filter(chain="3303").delete()
    assert {one.chain for one in verify()[1]} == {"3303"}


def test_a_chain_written_anew_with_the_key_is_found_by_the_anchor(
    chains: list[AuditEntry],
) -> None:
    verify()
    unlocked("DELETE FROM access_auditentry WHERE chain = %s", "3302")
    AuditHead.objects.filter(chain="3302").delete()
    for number in range(12):
        append("3302", [AuditEntry(actor="b", row=str(number), table="t")])
    assert "与上次核对时记下的不同，可能整条链被重写" in {one.message for one in verify()[1]}


def resealed(entry: AuditEntry, **fields: Any) -> str:
    """Change an entry as somebody with the key would; gives its new seal."""
    for name, value in fields.items():
        setattr(entry, name, value)
    seal = digest(keyed(), entry.previous, {name: getattr(entry, name) for name in SEALED})
    rewrite(entry, **fields, digest=seal)
    return seal


def test_one_entry_sealed_anew_with_the_key_does_not_fit_the_next(
    chains: list[AuditEntry],
) -> None:
    resealed(chains[3], reason="假")
    assert [(one.sequence, one.message) for one in verify()[1]] == [(5, "与上一条接不上")]


def test_a_moment_set_back_with_the_key_is_found(chains: list[AuditEntry]) -> None:
    seal = resealed(chains[23], at=chains[22].at - timedelta(seconds=1))
    AuditHead.objects.filter(chain="3303").update(digest=seal)
    assert [(one.sequence, one.message) for one in verify()[1]] == [(12, "时间早于上一条")]


def test_a_chain_that_grew_holds_against_the_anchor(chains: list[AuditEntry]) -> None:
    verify()
    append("3302", [AuditEntry(actor="a", row="x", table="t")])
    assert verify() == (25, [])


def test_a_wrong_key_breaks_everything(chains: list[AuditEntry], settings) -> None:
    settings.FIELD_KEYS = {**settings.FIELD_KEYS, "audit": "44" * 32}
    assert len(verify(anchor=False)[1]) == 24


def test_moments_never_run_backwards(chains: list[AuditEntry]) -> None:
    ahead = chains[-1].at + timedelta(hours=1)
    AuditHead.objects.filter(chain="3303").update(at=ahead)
    entry = append("3303", [AuditEntry(actor="a", row="x", table="t")])[0]
    assert entry.at == ahead


ATTACKS: list[Callable[[list[AuditEntry], random.Random], None]] = [
    lambda rows, dice: rewrite(dice.choice(rows), actor="假"),
    lambda rows, dice: rewrite(dice.choice(rows), reason="假"),
    lambda rows, dice: rewrite(dice.choice(rows), sequence=dice.randrange(100, 999)),
    lambda rows, dice: unlocked(
        "DELETE FROM access_auditentry WHERE id = %s", dice.choice(rows).pk
    ),
    lambda rows, dice: rewrite(dice.choice(rows), previous=dice.choice(rows).digest[::-1]),
]


@pytest.mark.parametrize("seed", range(40))
def test_a_random_attack_is_found(chains: list[AuditEntry], seed: int) -> None:
    dice = random.Random(seed)
    dice.choice(ATTACKS)(chains, dice)
    assert verify()[1]


def test_anchors_stand_outside_the_database_and_are_readable_by_their_owner_only(
    chains: list[AuditEntry],
) -> None:
    verify()
    verify()
    path = anchor_file()
    assert path.parent == settings.HOME
    assert path.stat().st_mode & 0o077 == 0
    assert len(path.read_text().splitlines()) == 2


def test_a_tail_cut_together_with_its_head_shows_against_the_heads_put_down_every_minute(
    chains: list[AuditEntry],
) -> None:
    anchor_heads({})
    kept = AuditEntry.objects.get(chain="3302", sequence=10)
    unlocked("DELETE FROM access_auditentry WHERE chain = %s AND sequence > %s", "3302", 10)
    AuditHead.objects.filter(chain="3302").update(sequence=10, digest=kept.digest, at=kept.at)
    said = "上次核对时有12条，现在少了，可能被截断或换回了旧库"
    assert [one.message for one in verify()[1]] == [said]


def test_a_head_that_has_not_moved_is_put_down_once(chains: list[AuditEntry]) -> None:
    seen: dict[str, int] = {}
    for _ in range(3):
        anchor_heads(seen)
    append("3302", [AuditEntry(actor="a", row="x", table="t")])
    anchor_heads(seen)
    assert len(anchor_file().read_text().splitlines()) == 3
    assert verify() == (25, [])


def test_another_database_has_anchors_of_its_own(chains: list[AuditEntry], settings) -> None:
    settings.DATABASE_IS_OWN = True
    own = anchor_file()
    settings.DATABASE_IS_OWN = False
    assert own.name == "audit-heads.log"
    assert anchor_file() != own


def test_rows_without_any_entry_are_a_break_even_when_heads_and_anchors_went_along(
    city: City,
) -> None:
    assert verify()[1] == []
    unlocked("DELETE FROM access_auditentry WHERE id > %s", 0)
    AuditHead.objects.all().delete()
    anchor_file().unlink()
    count, broken = verify()
    assert (count, len(broken)) == (0, 1)
    assert "社会组织" in broken[0].message
    assert "没有一条它们的审计记录" in broken[0].message
