"""Is the program alive and ready? For a balancer, a supervisor, and `serve` before it starts."""

import os
import shutil
from collections.abc import Callable

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, JsonResponse

from dangjianyun.foundation.keyring import KeyringError, keyring

# Below this an import of one large file, or one night's journal, could fill the disk.
DISK_FREE_BYTES = 500_000_000
PURPOSES = ("field", "index", "audit")


@login_not_required
def healthz(_request: HttpRequest) -> JsonResponse:
    """200 as long as the process answers; touches nothing else."""
    return _reply({"status": "ok"}, 200)


@login_not_required
def readyz(_request: HttpRequest) -> JsonResponse:
    """200 where every check is "ok", else 503 with the reasons. Shape: `{"status", "checks"}`."""
    checks = {name: check() or "ok" for name, check in CHECKS.items()}
    ready = all(answer == "ok" for answer in checks.values())
    return _reply({"status": "ok" if ready else "failing", "checks": checks}, 200 if ready else 503)


def pending_migrations() -> list[str]:
    """What `migrate` would still do, as `app.name`."""
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [f"{migration.app_label}.{migration.name}" for migration, _ in plan]


def _database() -> str:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return "连不上数据库"
    return ""


def _migrations() -> str:
    try:
        pending = pending_migrations()
    except DatabaseError:
        return "读不到数据库版本"
    return f"有 {len(pending)} 项数据库变更没有执行" if pending else ""


def _keys() -> str:
    try:
        keyring()
    except KeyringError:
        return "密钥缺失或国密算法自检不通过"
    return "" if keys_usable(settings.FIELD_KEYS) else "密钥缺失、格式不对或是默认值"


def keys_usable(keys: dict[str, str]) -> bool:
    """Every purpose has a key of its own: 32 bytes in hex, not one byte repeated."""
    known = [keys.get(purpose, "") for purpose in PURPOSES]
    try:
        raw = [bytes.fromhex(key) for key in known]
    except ValueError:
        return False
    # A key typed by hand ("000…", "1111…") has few different bytes; a random one has about 30.
    return len(set(raw)) == len(raw) and all(len(k) == 32 and len(set(k)) >= 8 for k in raw)


def _disk() -> str:
    folder = settings.HOME
    try:
        usage = shutil.disk_usage(folder)
    except OSError:
        return "数据目录不存在或读不到"
    if not os.access(folder, os.W_OK):
        return "数据目录不能写入"
    return "" if usage.free >= DISK_FREE_BYTES else "磁盘剩余空间不足 500 MB"


CHECKS: dict[str, Callable[[], str]] = {
    "database": _database,
    "migrations": _migrations,
    "keys": _keys,
    "disk": _disk,
}


def _reply(body: dict[str, object], status: int) -> JsonResponse:
    reply = JsonResponse(body, status=status, json_dumps_params={"ensure_ascii": False})
    reply["Cache-Control"] = "no-store"
    return reply
