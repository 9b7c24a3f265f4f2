"""`settings.toml`: written once, with keys made here and never shown (contract section 2)."""

import argparse
import json
import os
import secrets
import sys
import tomllib
from collections.abc import Mapping
from pathlib import Path

PURPOSES = ("field", "index", "audit")


def home() -> Path:
    """The data directory, as `config.environment` finds it, without needing keys."""
    checkout = Path(__file__).resolve().parents[2]
    return Path(os.environ.get("DANGJIANYUN_HOME") or checkout / "var").resolve()


def written_mode(folder: Path) -> str | None:
    """The mode that the file in `folder` names; None without a file."""
    path = folder / "settings.toml"
    if not path.exists():
        return None
    return str(tomllib.loads(path.read_text(encoding="utf-8")).get("mode", "production"))


def write(folder: Path, mode: str, *, keys: Mapping[str, str] | None = None, **plain: str) -> Path:
    """Make the file, readable by its owner only. Without `keys` fresh ones are made.

    Empty entries are left out. Raises: FileExistsError where there is one; keys that exist are
    never replaced.
    """
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "settings.toml"
    entries = {"mode": mode, "secret_key": secrets.token_urlsafe(50), **plain}
    lines = [f"{name} = {_quoted(value)}" for name, value in entries.items() if value]
    lines += ["", "[keys]"]
    held = keys or {purpose: secrets.token_hex(32) for purpose in PURPOSES}
    lines += [f"{_quoted(name)} = {_quoted(key)}" for name, key in held.items()]
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write("\n".join(lines) + "\n")
        file.flush()
        os.fsync(file.fileno())
    return path


def _quoted(value: str) -> str:
    """A TOML basic string; JSON's escapes are among its own."""
    return json.dumps(value, ensure_ascii=False)


def settings(_args: argparse.Namespace) -> int:
    """The demonstration's file; 1 where the folder belongs to a real installation."""
    folder = home()
    mode = written_mode(folder)
    if mode is None:
        write(folder, "demo")
    elif mode != "demo":
        print(
            f"{folder} 是正式安装的数据目录，不能放演示数据：请用 DANGJIANYUN_HOME 另指一个目录。",
            file=sys.stderr,
        )
        return 1
    return 0
