"""How far a batch is, for whoever waits: a small file beside the database.

A batch is one transaction, so nothing it writes is seen before its end.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path

from django.conf import settings

Said = Callable[[str], None]
_listener: ContextVar[Said | None] = ContextVar("listener", default=None)


@contextmanager
def heard_by(said: Said) -> Iterator[None]:
    """Tell somebody at hand as well, as the command line does."""
    before = _listener.set(said)
    try:
        yield
    finally:
        _listener.reset(before)


class Progress:
    """Counts rows of one batch. A lost file only means that no number is shown."""

    def __init__(self, number: str, total: int = 0) -> None:
        self.total = total
        self._file = _file(number)
        self._last = 0

    def at(self, done: int) -> None:
        """So many rows are done; written every 500."""
        if done - self._last >= 500 or done == 0:
            self._last = done
            self._file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            self._file.write_text(f"{done} {self.total}", encoding="ascii")
            if done and (said := _listener.get()):
                said(f"{done:,} / {self.total:,}行")

    def end(self) -> None:
        """Nothing more to wait for."""
        self._file.unlink(missing_ok=True)


def progress_of(number: str) -> tuple[int, int]:
    """Rows done and rows in all; zeros where nothing is known."""
    try:
        done, total = _file(number).read_text(encoding="ascii").split()
        return int(done), int(total)
    except (OSError, ValueError):
        return 0, 0


def _file(number: str) -> Path:
    folder: Path = settings.HOME / "files" / "progress"
    return folder / f"{number}.txt"
