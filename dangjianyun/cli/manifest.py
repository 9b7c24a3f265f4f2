"""The list of what a backup holds: files by SM3, tables by rows and digest, keys by fingerprint.

Its own SM3 lies beside it, so a flipped byte anywhere in the folder is noticed before a restore
touches anything. Fingerprints tell whether keys are the same and nothing else about them.
"""

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path, PurePosixPath

from cryptography.hazmat.primitives.hashes import SM3, Hash

from dangjianyun.foundation.errors import Refused

FORMAT = 1
NAME, SEAL = "manifest.json", "manifest.sm3"
BLOCK = 1 << 20


@dataclass(frozen=True)
class Content:
    """How much, and its digest: of a file (bytes, SM3) or of a table (rows, see `fingerprints`)."""

    amount: int
    digest: str


@dataclass(frozen=True)
class Manifest:
    """What one backup holds. `files` by path inside the folder, `migrations` as `app.name`."""

    made_at: str
    version: str
    engine: str
    migrations: list[str]
    tables: dict[str, Content]
    files: dict[str, Content]
    keys: dict[str, str]
    format: int = FORMAT


def fingerprint(key: str) -> str:
    """16 hex digits that are the same for the same key; a random key cannot be guessed from it."""
    return hashlib.sha256(f"dangjianyun key {key.lower()}".encode()).hexdigest()[:16]


def content_of(path: Path) -> Content:
    """Size in bytes and SM3 of a file, read in blocks."""
    work, size = Hash(SM3()), 0
    with path.open("rb") as file:
        while block := file.read(BLOCK):
            work.update(block)
            size += len(block)
    return Content(size, work.finalize().hex())


def files_below(folder: Path) -> Iterator[tuple[str, Path]]:
    """Every regular file at or below, by its path inside the folder, sorted; links are left out."""
    for path in sorted(folder.rglob("*")):
        if path.is_file() and not path.is_symlink():
            yield path.relative_to(folder).as_posix(), path


def write(folder: Path, manifest: Manifest) -> None:
    """Put the manifest and its seal into the folder."""
    text = json.dumps(asdict(manifest), ensure_ascii=False, indent=1, sort_keys=True)
    (folder / NAME).write_text(text, encoding="utf-8")
    (folder / SEAL).write_text(content_of(folder / NAME).digest + "\n", encoding="ascii")


def read(folder: Path) -> Manifest:
    """The manifest of a backup whose every byte is as it was written.

    Raises: Refused naming the first file that is missing or differs.
    """
    path, seal = folder / NAME, folder / SEAL
    if not path.is_file() or not seal.is_file():
        raise Refused(f"{folder} 不是一份完整的备份：缺少 {NAME} 或 {SEAL}。")
    if content_of(path).digest.encode() != seal.read_bytes().strip():
        raise Refused(f"备份已损坏：{NAME} 与写入时不同。没有改动任何数据，请换一份备份。")
    manifest = _parse(json.loads(path.read_text(encoding="utf-8")))
    for name, expected in manifest.files.items():
        inside = PurePosixPath(name)
        if inside.is_absolute() or ".." in inside.parts:
            raise Refused(f"备份已损坏：清单里的路径 {name} 不在备份之内。")
        file = folder / inside
        if file.is_symlink() or not file.is_file():
            raise Refused(f"备份不完整：缺少 {name}。没有改动任何数据，请换一份备份。")
        if content_of(file) != expected:
            raise Refused(f"备份已损坏：{name} 与写入时不同。没有改动任何数据，请换一份备份。")
    return manifest


def _parse(raw: Mapping[str, object]) -> Manifest:
    if raw.get("format") != FORMAT:
        raise Refused(
            f"这份备份的格式是第{raw.get('format')}版，本程序只认第{FORMAT}版。"
            "请用做备份时的程序版本恢复，再升级。"
        )
    entries = dict(raw)
    for name in ("tables", "files"):
        listed = entries[name]
        assert isinstance(listed, dict)
        entries[name] = {key: Content(**value) for key, value in listed.items()}
    return Manifest(**entries)  # type: ignore[arg-type]  # sealed by us, of this format
