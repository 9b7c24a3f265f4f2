"""The audit chain: append and verify."""

import hmac
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.hmac import HMAC
from django.conf import settings

from dangjianyun.access.models import AuditEntry, AuditHead

SEALED = [
    "chain",
    "sequence",
    "at",
    "actor",
    "actor_label",
    "origin",
    "action",
    "operation",
    "table",
    "row",
    "row_label",
    "subject",
    "second",
    "changes",
    "reason",
    "batch",
]
START = "0" * 64


@dataclass(frozen=True)
class Break:
    """A place where a chain does not hold, and why (Chinese)."""

    chain: str
    sequence: int
    message: str


def append(chain: str, entries: Iterable[AuditEntry]) -> list[AuditEntry]:
    """Number, chain and save the entries. Takes the chain's lock: call it last.

    The lock is the only one above a town, so it is held as shortly as possible.
    """
    rows = list(entries)
    if not rows:
        return rows
    head = _locked_head(chain)
    base = _base()
    now = datetime.now(UTC)
    for entry in rows:
        head.sequence += 1
        entry.chain, entry.sequence, entry.at = chain, head.sequence, now
        entry.previous = head.digest
        entry.digest = head.digest = _digest(base, entry)
    if len(rows) == 1:
        rows[0].save(force_insert=True)
    else:
        AuditEntry.objects.bulk_create(rows, batch_size=2000)
    head.save(force_update=True)
    return rows


def verify() -> tuple[int, list[Break]]:
    """Walk every chain; gives the number of entries and every break found."""
    broken: list[Break] = []
    count = 0
    base = _base()
    heads = {head.chain: head for head in AuditHead.objects.all()}
    chain, previous, sequence = "", START, 0
    for entry in _in_order():
        count += 1
        if entry.chain != chain:
            broken += _end(heads, chain, sequence, previous)
            chain, previous, sequence = entry.chain, START, 0
        sequence += 1
        if entry.sequence != sequence:
            broken.append(Break(chain, entry.sequence, f"缺少第{sequence}条"))
            sequence = entry.sequence
        if entry.previous != previous:
            broken.append(Break(chain, entry.sequence, "与上一条接不上"))
        if not hmac.compare_digest(entry.digest, _digest(base, entry)):
            broken.append(Break(chain, entry.sequence, "内容被改动"))
        previous = entry.digest
    broken += _end(heads, chain, sequence, previous)
    seen = set(AuditEntry.objects.values_list("chain", flat=True).distinct())
    broken += [
        Break(name, head.sequence, "整条链不见了")
        for name, head in heads.items()
        if name not in seen and head.sequence
    ]
    return count, broken


def _end(heads: dict[str, AuditHead], chain: str, sequence: int, digest: str) -> list[Break]:
    if not chain:
        return []
    head = heads.get(chain)
    if head is None or (head.sequence, head.digest) != (sequence, digest):
        return [Break(chain, sequence, "末尾与链头不一致，可能删去了最后的记录")]
    return []


def _in_order() -> Iterator[AuditEntry]:
    return AuditEntry.objects.order_by("chain", "sequence").iterator(chunk_size=5000)


def _locked_head(chain: str) -> AuditHead:
    locked = AuditHead.objects.select_for_update()
    head = locked.filter(pk=chain).first()
    if head is None:
        AuditHead.objects.bulk_create([AuditHead(chain=chain)], ignore_conflicts=True)
        head = locked.get(pk=chain)
    return head


def _base() -> HMAC:
    return HMAC(bytes.fromhex(settings.FIELD_KEYS["audit"]), hashes.SM3())


def _digest(base: HMAC, entry: AuditEntry) -> str:
    said: dict[str, Any] = {name: getattr(entry, name) for name in SEALED}
    said["at"] = entry.at.astimezone(UTC).isoformat(timespec="microseconds")
    text = json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    one = base.copy()
    one.update(entry.previous.encode())
    one.update(text.encode())
    return one.finalize().hex()


PROTECTION = {
    "postgresql": (
        "CREATE OR REPLACE FUNCTION access_audit_refuse() RETURNS trigger LANGUAGE plpgsql AS"
        " $$ BEGIN RAISE EXCEPTION 'audit entries are append-only'; END $$",
        "CREATE TRIGGER access_audit_kept BEFORE UPDATE OR DELETE ON access_auditentry"
        " FOR EACH ROW EXECUTE FUNCTION access_audit_refuse()",
    ),
    "sqlite": tuple(
        f"CREATE TRIGGER access_audit_kept_{verb.lower()} BEFORE {verb} ON access_auditentry"
        " BEGIN SELECT RAISE(ABORT, 'audit entries are append-only'); END"
        for verb in ("UPDATE", "DELETE")
    ),
}
