"""`restore DIR`: touches nothing before the backup has proved whole, proves equality after."""

import argparse
import json
import os
from importlib import import_module
from pathlib import Path
from types import ModuleType

from dangjianyun.cli import settings_file
from dangjianyun.cli.dispatch import start_django
from dangjianyun.cli.output import emit, warn

KEYS = "keys.json"
HEADINGS = {"tables": "表", "rows": "行", "files": "文件", "equal": "逐表相等", "keys": "密钥"}


def restore(args: argparse.Namespace) -> int:
    """Shape: `{"tables", "rows", "files", "equal", "differences", "audit", "keys", "pending"}`.

    On a machine without settings, a backup with keys brings them along. Exit code 1 where the
    result differs from the backup. Raises: Refused where the backup, the keys, the database or a
    running server stand in the way.
    """
    _bring_keys(args.folder.resolve())
    start_django()
    # Loaded once there are settings: everything below needs them.
    result = import_module("dangjianyun.cli.refilling").refill(
        args.folder.resolve(), replace=args.replace, other_keys=args.other_keys
    )
    emit(args, result, HEADINGS)
    for line in result["differences"]:
        warn(line)
    if result["pending"]:
        warn("备份来自较早的版本：请再运行 .venv/bin/python manage.py migrate。")
    return 0 if result["equal"] and not result["audit"]["broken"] else 1


def _bring_keys(folder: Path) -> None:
    """Without settings here, take those of a backup made with --with-keys (verified first)."""
    home = settings_file.home()
    if (home / "settings.toml").exists() or os.environ.get("DANGJIANYUN_SECRET_KEY"):
        return
    if not (folder / KEYS).is_file():
        return
    manifest: ModuleType = import_module("dangjianyun.cli.manifest")
    manifest.read(folder)
    known = json.loads((folder / KEYS).read_text(encoding="utf-8"))
    settings_file.write(
        home,
        known["mode"],
        keys=known["keys"],
        secret_key=known["secret_key"],
        hosts=known["hosts"],
        database_url=os.environ.get("DANGJIANYUN_DATABASE_URL", ""),
    )
    warn(f"已从备份取回密钥，写入 {home / 'settings.toml'}。")
