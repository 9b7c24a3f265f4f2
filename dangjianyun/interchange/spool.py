"""Audit entries of a long act, kept small until its end: the chain's lock comes last."""

import json
import zlib
from collections.abc import Sequence

from django.db.models.base import ModelState

from dangjianyun.access.chain import append
from dangjianyun.access.models import AuditEntry

COLUMNS = [field.attname for field in AuditEntry._meta.concrete_fields]


class Spool:
    """Takes entries chunk by chunk, appends them in order."""

    def __init__(self) -> None:
        self._parts: list[bytes] = []

    def take(self, entries: Sequence[AuditEntry]) -> None:
        """Keep entries; about a tenth of their size in memory."""
        if entries:
            told = [[getattr(entry, name) for name in COLUMNS] for entry in entries]
            self._parts.append(zlib.compress(json.dumps(told).encode(), 1))

    def append_to(self, chain: str) -> None:
        """Number and save them all."""
        for part in self._parts:
            append(chain, [_entry(held) for held in json.loads(zlib.decompress(part))])
        self._parts = []


def _entry(held: list[object]) -> AuditEntry:
    """The entry again, without a constructor that would look at every column."""
    entry = AuditEntry.__new__(AuditEntry)
    entry.__dict__.update(zip(COLUMNS, held, strict=True), _state=ModelState())
    return entry
