"""The part of `restore` that needs Django: check, empty, fill, compare."""

import shutil
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from dangjianyun.access import verification
from dangjianyun.cli import dumping, fingerprints, manifest
from dangjianyun.cli.emptying import drop_everything, tables
from dangjianyun.cli.lock import Busy, hold
from dangjianyun.config.health import pending_migrations
from dangjianyun.foundation.errors import Refused


def refill(folder: Path, *, replace: bool, other_keys: bool) -> dict[str, Any]:
    """Restore the backup; the shape is `restore`'s. Raises: Refused before anything is touched."""
    found = manifest.read(folder)
    _check_origin(found)
    keys = _check_keys(found, other_keys=other_keys)
    _check_room(replace=replace)
    try:
        with hold(settings.HOME, shared=False):
            if replace:
                _empty()
            return _fill(folder, found, keys)
    except Busy:
        raise Refused("服务正在运行，不能恢复。请先停下 dangjianyun serve，再运行一次。") from None


def _check_origin(found: manifest.Manifest) -> None:
    if found.engine != connection.vendor:
        raise Refused(
            f"备份来自 {found.engine}，现在的数据库是 {connection.vendor}，不能互相恢复。"
            "请让 DANGJIANYUN_DATABASE_URL 指向同一种数据库。"
        )
    known = {f"{app}.{name}" for app, name in MigrationLoader(None).disk_migrations}
    if unknown := sorted(set(found.migrations) - known):
        raise Refused(
            f"备份来自较新的程序（{found.version}，有本程序没有的 {unknown[0]}）。"
            "请先升级程序，再恢复。"
        )


def _check_keys(found: manifest.Manifest, *, other_keys: bool) -> str:
    """ "same", or "other" where the operator accepts that. Keys added since the backup are fine."""
    here = {name: manifest.fingerprint(key) for name, key in settings.FIELD_KEYS.items()}
    lacking = sorted(name for name, mark in found.keys.items() if here.get(name) != mark)
    if not lacking:
        return "same"
    if other_keys:
        return "other"
    raise Refused(
        f"备份是用另外的密钥做的（{'、'.join(lacking)} 不同），恢复后"
        "证件号码、电话等加密内容读不出来，审计链也无法核对。"
        "请把原来的密钥写回 settings.toml 再恢复；"
        "密钥确已丢失的，可以加 --other-keys。"
    )


def _check_room(*, replace: bool) -> None:
    if replace:
        return
    if tables():
        raise Refused("数据库里已有数据，没有改动。请换一个空的数据库，或加 --replace 先清空它。")
    if settings.MEDIA_ROOT.is_dir() and any(settings.MEDIA_ROOT.iterdir()):
        raise Refused(f"{settings.MEDIA_ROOT} 里已有文件，没有改动。请先移走，或加 --replace。")


def _empty() -> None:
    # SQLite's file is replaced in one step later; emptying it first would only open a gap.
    if connection.vendor == "postgresql":
        drop_everything()
    shutil.rmtree(settings.MEDIA_ROOT, ignore_errors=True)
    # What was verified of the database that goes now says nothing about the one that comes; it is
    # kept for the auditor, who may ask what the older backup took away.
    anchors = verification.anchor_file()
    if anchors.exists():
        moment = datetime.now(UTC).strftime("%Y%m%dT%H%M%SZ")
        anchors.rename(anchors.with_name(f"{anchors.name}.before-restore-{moment}"))


def _fill(folder: Path, found: manifest.Manifest, keys: str) -> dict[str, Any]:
    filled = dumping.load(folder)
    files = _put_files(folder / "files", settings.MEDIA_ROOT)
    unequal = fingerprints.differences(found.tables, filled)
    entries, broken = verification.verify() if keys == "same" else (0, [])
    return {
        "tables": len(filled),
        "rows": sum(table.amount for table in filled.values()),
        "files": files,
        "equal": not unequal,
        "differences": unequal,
        "audit": {
            "entries": entries,
            "broken": [f"{b.chain}-{b.sequence}：{b.message}" for b in broken],
        },
        "keys": keys,
        "pending": len(pending_migrations()),
    }


def _put_files(source: Path, target: Path) -> int:
    """Copy the backup's files to an empty or missing folder; how many."""
    if not source.is_dir():
        return 0
    shutil.copytree(source, target, dirs_exist_ok=True)
    return sum(1 for _ in manifest.files_below(target))
