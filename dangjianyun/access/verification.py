"""Checking the audit chains: every entry, every link, every head, and what was seen last time.

Somebody with all rights in the database but without the audit key cannot forge an entry; cutting
the end off, or putting an old database back, shows against the heads anchored in a file outside it.
"""

import hmac
import json
import os
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings

from dangjianyun.access.chain import SEALED, START, digest, keyed
from dangjianyun.access.models import AuditEntry, AuditHead
from dangjianyun.foundation.digests import sm3_hex
from dangjianyun.foundation.scope import ScopedModel
from dangjianyun.foundation.segments import Segment

COLUMNS = ("id", "previous", "digest", *SEALED)
SHOWN = 100
"""Breaks reported at most: one edit early in a chain is one break, but a lost key is them all."""


@dataclass(frozen=True)
class Break:
    """A place where a chain does not hold, and why (Chinese)."""

    chain: str
    sequence: int
    message: str


@dataclass
class _Walk:
    """Where the walk along one chain stands."""

    chain: str
    sequence: int = 0
    digest: str = START
    id: int = 0
    at: datetime = datetime.min.replace(tzinfo=UTC)
    broken: list[Break] = field(default_factory=list)

    def say(self, message: str, sequence: int = 0) -> None:
        self.broken.append(Break(self.chain, sequence or self.sequence, message))


def verify(*, anchor: bool = True) -> tuple[int, list[Break]]:
    """Walk every chain; gives the number of entries and the breaks found, 100 at most.

    Where nothing is broken, the heads are written to the anchor file (unless `anchor` is False),
    against which the next call checks. Reads the whole log: about 20 s for a million entries.
    """
    anchors = read_anchors(anchor_file())
    walks: dict[str, _Walk] = {}
    broken: list[Break] = []
    count, base = 0, keyed()
    for entry in _in_order():
        count += 1
        walk = walks.setdefault(entry["chain"], _Walk(entry["chain"]))
        _step(walk, entry, base, anchors[walk.chain])
    heads = {head.chain: head for head in AuditHead.objects.all()}
    for chain in sorted({*walks, *heads, *anchors}):
        walk = walks.get(chain, _Walk(chain))
        _end(walk, heads.get(chain), anchors[chain])
        broken += walk.broken
    broken += _unaccounted()
    if not broken and anchor:
        _write_anchors(anchor_file(), list(heads.values()), anchors)
    return count, broken[:SHOWN]


def _step(walk: _Walk, entry: dict[str, Any], base: Any, anchored: dict[int, str]) -> None:
    walk.sequence += 1
    number = entry["sequence"]
    if number != walk.sequence:
        walk.say(f"缺少第{walk.sequence}条", number)
        walk.sequence = number
    if entry["previous"] != walk.digest:
        walk.say("与上一条接不上")
    if not hmac.compare_digest(entry["digest"], digest(base, entry["previous"], _sealed(entry))):
        walk.say("内容被改动")
    if entry["id"] <= walk.id:
        walk.say("先后次序被改动")
    if entry["at"] < walk.at:
        walk.say("时间早于上一条")
    if anchored.get(number, entry["digest"]) != entry["digest"]:
        walk.say("与上次核对时记下的不同，可能整条链被重写")
    walk.id, walk.at, walk.digest = entry["id"], entry["at"], entry["digest"]


def _end(walk: _Walk, head: AuditHead | None, anchored: dict[int, str]) -> None:
    if head is None:
        walk.say("链头不见了")
    elif not walk.sequence and head.sequence:
        walk.say("整条链不见了", head.sequence)
    elif (head.sequence, head.digest) != (walk.sequence, walk.digest):
        walk.say("末尾与链头不一致，可能删去了最后的记录")
    if anchored and walk.sequence < max(anchored):
        walk.say(f"上次核对时有{max(anchored)}条，现在少了，可能被截断或换回了旧库")


def _unaccounted() -> list[Break]:
    """Tables that hold rows of which the whole log says nothing: every row begins with an entry.

    Shows what chains cannot, once they were deleted whole together with heads and anchors.
    """
    told = AuditEntry.objects.all()
    silent = [
        str(table._meta.verbose_name)
        for table in apps.get_models()
        if issubclass(table, ScopedModel)
        and not issubclass(table, Segment)
        and not told.filter(table=table._meta.label).exists()
        and table.rows().exists()
    ]
    if not silent:
        return []
    message = f"库里有{'、'.join(silent)}，却没有一条它们的审计记录，可能整条链连同链头被删去"
    return [Break("", 0, message)]


def _sealed(entry: dict[str, Any]) -> dict[str, Any]:
    return {name: entry[name] for name in SEALED}


def _in_order() -> Iterator[dict[str, Any]]:
    rows: Any = AuditEntry.objects.order_by("chain", "sequence").values(*COLUMNS)
    yield from rows.iterator(chunk_size=5000)


def anchor_file() -> Path:
    """Where heads are kept: outside the database; best on a disk it cannot write to.

    A file a database: what was seen of the home's own says nothing about another that somebody
    points the program at for a while (a drill, a benchmark).
    """
    if settings.DATABASE_IS_OWN:
        return Path(settings.HOME) / "audit-heads.log"
    known = settings.DATABASES["default"]
    named = f"{known.get('HOST', '')}:{known.get('PORT', '')}/{known['NAME']}"
    return Path(settings.HOME) / f"audit-heads-{sm3_hex(named)[:12]}.log"


def anchor_heads(seen: dict[str, int]) -> None:
    """Put down the heads that have moved since `seen` (chain → sequence), which is brought along.

    Called every minute, so that what is younger than a minute is all that can be cut off together
    with its head and not be missed. Nothing is verified here.
    """
    moved = [head for head in AuditHead.objects.all() if head.sequence > seen.get(head.chain, 0)]
    _write_anchors(anchor_file(), moved, defaultdict(dict))
    seen.update({head.chain: head.sequence for head in moved})


def read_anchors(path: Path) -> defaultdict[str, dict[int, str]]:
    """Every head ever anchored: chain → sequence → digest. A torn last line is passed over."""
    known: defaultdict[str, dict[int, str]] = defaultdict(dict)
    if not path.exists():
        return known
    for line in path.read_text(encoding="utf-8").splitlines():
        try:
            said = json.loads(line)
            known[str(said["chain"])][int(said["sequence"])] = str(said["digest"])
        except (ValueError, KeyError, TypeError):
            continue
    return known


def _write_anchors(
    path: Path, heads: list[AuditHead], known: defaultdict[str, dict[int, str]]
) -> None:
    now = datetime.now(UTC).isoformat(timespec="seconds")
    lines = [
        json.dumps(
            {"at": now, "chain": head.chain, "sequence": head.sequence, "digest": head.digest}
        )
        for head in heads
        if head.sequence and head.sequence not in known[head.chain]
    ]
    if not lines:
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    with os.fdopen(handle, "a", encoding="utf-8") as log:
        log.write("\n".join(lines) + "\n")
        log.flush()
        os.fsync(log.fileno())
