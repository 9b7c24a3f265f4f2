"""One lock in the data directory: servers share it, a restore wants it alone."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class Busy(Exception):
    """Somebody else holds the lock."""


@contextmanager
def hold(home: Path, *, shared: bool) -> Iterator[None]:
    """Hold the lock for the length of the block; it falls with the process, however that ends.

    Raises: Busy.
    """
    home.mkdir(parents=True, exist_ok=True)
    handle = os.open(home / "serve.lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        try:
            fcntl.flock(handle, (fcntl.LOCK_SH if shared else fcntl.LOCK_EX) | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Busy from None
        yield
    finally:
        os.close(handle)
