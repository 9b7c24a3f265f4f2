"""The audit chain: how an entry is numbered, sealed and appended. Checking it: `verification`."""

import json
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.hmac import HMAC
from django.conf import settings

from dangjianyun.access.models import AuditEntry, AuditHead
from dangjianyun.foundation.bulk import insert_many
from dangjianyun.foundation.settling import settle_later

SEALED = (
    *("chain", "sequence", "at", "actor", "actor_label", "origin", "action", "operation"),
    *("table", "row", "row_label", "subject", "second", "changes", "reason", "batch"),
)
START = "0" * 64
_TEXT = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def append(chain: str, entries: Iterable[AuditEntry]) -> list[AuditEntry]:
    """Number, chain and save the entries. Takes the chain's lock: call it last.

    Their `changes` are as the database gives them back (`spoken.settled`).
    The lock is the only one above a town, so it is held as shortly as possible. Moments never run
    backwards within a chain, even where a clock does.
    """
    rows = list(entries)
    if not rows:
        return rows
    settle_later()
    head = _locked_head(chain)
    base = keyed()
    head.at = max(datetime.now(UTC), head.at) if head.at else datetime.now(UTC)
    for entry in rows:
        head.sequence += 1
        entry.chain, entry.sequence, entry.at = chain, head.sequence, head.at
        entry.previous = head.digest
        said = {name: getattr(entry, name) for name in SEALED}
        entry.digest = head.digest = digest(base, entry.previous, said)
    if len(rows) == 1:
        rows[0].save(force_insert=True)
    else:
        insert_many(rows, keyed=False)
    head.save(force_update=True)
    return rows


def keyed() -> HMAC:
    """HMAC-SM3 under the audit key, to be copied for each entry."""
    return HMAC(bytes.fromhex(settings.FIELD_KEYS["audit"]), hashes.SM3())


def digest(base: HMAC, previous: str, said: dict[str, Any]) -> str:
    """The seal of one entry: over the entry before it and every column of `SEALED`."""
    told = {**said, "at": said["at"].astimezone(UTC).isoformat(timespec="microseconds")}
    text = _TEXT.encode(told)
    one = base.copy()
    one.update(previous.encode())
    one.update(text.encode())
    return one.finalize().hex()


def _locked_head(chain: str) -> AuditHead:
    locked = AuditHead.objects.select_for_update()
    head = locked.filter(pk=chain).first()
    if head is None:
        AuditHead.objects.bulk_create([AuditHead(chain=chain)], ignore_conflicts=True)
        head = locked.get(pk=chain)
    return head


PROTECTION = {
    "postgresql": (
        (
            "CREATE OR REPLACE FUNCTION access_audit_refuse() RETURNS trigger LANGUAGE plpgsql AS"
            " $$ BEGIN RAISE EXCEPTION 'audit entries are append-only'; END $$"
        ),
        (
            "CREATE TRIGGER access_audit_kept BEFORE UPDATE OR DELETE ON access_auditentry"
            " FOR EACH ROW EXECUTE FUNCTION access_audit_refuse()"
        ),
    ),
    "sqlite": tuple(
        f"CREATE TRIGGER access_audit_kept_{verb.lower()} BEFORE {verb} ON access_auditentry"
        " BEGIN SELECT RAISE(ABORT, 'audit entries are append-only'); END"
        for verb in ("UPDATE", "DELETE")
    ),
}
"""What makes the database refuse; migration 0002 puts it in place."""
