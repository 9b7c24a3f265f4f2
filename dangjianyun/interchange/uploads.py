"""An upload until the worker has read it: sealed on disk, opened for the length of a block."""

import base64
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.conf import settings

from dangjianyun.foundation.envelope import seal, unseal

PIECE = 1_000_000


@contextmanager
def on_disk(pieces: Iterator[bytes]) -> Iterator[Path]:
    """A file that only this process's user can read, gone after the block."""
    folder = _folder()
    handle, name = tempfile.mkstemp(dir=folder)
    path = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            for piece in pieces:
                file.write(piece)
        yield path
    finally:
        path.unlink(missing_ok=True)


def keep(number: str, file: Any) -> None:
    """Seal an upload for later."""
    with _path(number).open("w", encoding="ascii") as kept:
        for position, piece in enumerate(file.chunks(PIECE)):
            text = base64.b64encode(piece).decode()
            kept.write(seal(text, _bound(number, position)) + "\n")


@contextmanager
def kept(number: str) -> Iterator[Path]:
    """The upload again. Raises: FileNotFoundError where it is no longer there."""
    with on_disk(_pieces(number)) as path:
        yield path


def forget(number: str) -> None:
    """It has been read."""
    _path(number).unlink(missing_ok=True)


def _pieces(number: str) -> Iterator[bytes]:
    with _path(number).open(encoding="ascii") as held:
        for position, line in enumerate(held):
            yield base64.b64decode(unseal(line.rstrip("\n"), _bound(number, position)))


def _bound(number: str, position: int) -> str:
    return f"interchange.upload·{number}·{position}"


def _path(number: str) -> Path:
    return _folder() / f"{number}.sealed"


def _folder() -> Path:
    folder: Path = settings.HOME / "files" / "uploads"
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    return folder
