"""Audit entries of a long act, kept small until its end: the chain's lock comes last."""

import pickle
import zlib
from collections.abc import Sequence

from dangjianyun.access.chain import append
from dangjianyun.access.models import AuditEntry


class Spool:
    """Takes entries chunk by chunk, appends them in order."""

    def __init__(self) -> None:
        self._parts: list[bytes] = []

    def take(self, entries: Sequence[AuditEntry]) -> None:
        """Keep entries; about a tenth of their size in memory."""
        if entries:
            # Our own objects in our own memory: nothing foreign is ever unpickled here.
            self._parts.append(zlib.compress(pickle.dumps([e.__dict__ for e in entries]), 1))

    def append_to(self, chain: str) -> None:
        """Number and save them all."""
        for part in self._parts:
            append(chain, [_entry(held) for held in pickle.loads(zlib.decompress(part))])  # noqa: S301
        self._parts = []


def _entry(held: dict[str, object]) -> AuditEntry:
    entry = AuditEntry()
    entry.__dict__.update(held)
    return entry
