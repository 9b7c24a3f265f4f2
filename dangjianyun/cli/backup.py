"""`backup DIR`: database, files and, if asked for, keys, of one moment, in one folder."""

import argparse
import json
import os
import shutil
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from dangjianyun.cli import dumping, manifest
from dangjianyun.cli.emptying import tables
from dangjianyun.cli.output import emit
from dangjianyun.foundation.errors import Refused

KEYS = "keys.json"
HEADINGS = {"folder": "备份", "tables": "表", "rows": "行", "files": "文件", "bytes": "字节"}


def backup(args: argparse.Namespace) -> None:
    """Shape: `{"folder", "engine", "tables", "rows", "files", "bytes", "keys"}`.

    Raises: Refused where the folder is in use or a program is missing; then nothing is left behind.
    """
    target = args.folder.resolve()
    _check_target(target)
    if not tables():
        raise Refused("数据库是空的，没有可备份的内容。请检查 DANGJIANYUN_DATABASE_URL。")
    work = target.with_name(f".{target.name}.partial")
    shutil.rmtree(work, ignore_errors=True)
    work.mkdir(parents=True, mode=0o700)
    try:
        made = _fill(work, with_keys=args.with_keys)
        if target.exists():
            target.rmdir()
        os.rename(work, target)
    except BaseException:
        shutil.rmtree(work, ignore_errors=True)
        raise
    result = {
        "folder": str(target),
        "engine": made.engine,
        "tables": len(made.tables),
        "rows": sum(table.amount for table in made.tables.values()),
        "files": sum(1 for name in made.files if name.startswith("files/")),
        "bytes": sum(file.amount for file in made.files.values()),
        "keys": args.with_keys,
    }
    emit(args, result, HEADINGS)


def _check_target(target: Path) -> None:
    if target.exists() and (not target.is_dir() or any(target.iterdir())):
        raise Refused(f"{target} 已经有内容，不会覆盖。请给一个新的文件夹名。")
    if target.is_relative_to(settings.MEDIA_ROOT):
        raise Refused(f"备份不能放在 {settings.MEDIA_ROOT} 里面，它自己就在备份的范围内。")


def _fill(folder: Path, *, with_keys: bool) -> manifest.Manifest:
    dumped = dumping.dump(folder)
    # After the database: a file that a row names is never removed, so what comes later only adds.
    if settings.MEDIA_ROOT.is_dir():
        for name, path in manifest.files_below(settings.MEDIA_ROOT):
            copy = folder / "files" / name
            copy.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(path, copy)
    if with_keys:
        _write_keys(folder / KEYS)
    made = manifest.Manifest(
        made_at=datetime.now(UTC).isoformat(timespec="seconds"),
        version=version("dangjianyun"),
        engine=connection.vendor,
        migrations=sorted(
            f"{app}.{name}" for app, name in MigrationRecorder(connection).applied_migrations()
        ),
        tables=dumped,
        files={name: manifest.content_of(path) for name, path in manifest.files_below(folder)},
        keys={name: manifest.fingerprint(key) for name, key in settings.FIELD_KEYS.items()},
    )
    manifest.write(folder, made)
    return made


def _write_keys(path: Path) -> None:
    known = {
        "mode": settings.MODE,
        "secret_key": settings.SECRET_KEY,
        "hosts": ",".join(settings.ALLOWED_HOSTS),
        "keys": settings.FIELD_KEYS,
    }
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        json.dump(known, file)
