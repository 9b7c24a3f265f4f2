"""What went wrong, in one sentence; the traceback goes to the log file only."""

import logging
import os
import secrets
import tempfile
import tomllib
import traceback
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path

from dangjianyun.cli.settings_file import home

LOG = logging.getLogger("dangjianyun.cli")
NOT_ALLOWED = (
    "这个账号没有办这件事的权限，没有做任何改动。请换有权限的账号（--as），或请安全管理员授权。"
)


def explain(error: Exception) -> dict[str, str]:
    """`{"error": sentence}` for what is understood, with `"reference"` for what is not.

    Loads Django's classes late: wrong usage must be answered without them.
    """
    if sentence := _understood(error):
        return {"error": sentence}
    reference = secrets.token_hex(4)
    log = _log(reference, error)
    return {
        "error": f"遇到没有料到的错误，没有完成。详情在 {log}，编号 {reference}，请告诉管理员。",
        "reference": reference,
    }


def _understood(error: Exception) -> str:
    errors = import_module("dangjianyun.foundation.errors")
    django = import_module("django.core.exceptions")
    database = import_module("django.db.utils")
    if isinstance(error, errors.Refused | errors.Unseen | django.ImproperlyConfigured):
        return str(error)
    if isinstance(error, django.PermissionDenied):
        return NOT_ALLOWED
    if isinstance(error, database.OperationalError | database.ProgrammingError):
        return _database(error)
    if isinstance(error, tomllib.TOMLDecodeError):
        return f"{home() / 'settings.toml'} 写得不对，读不出来：{error}。请对照备份改正。"
    if isinstance(error, FileNotFoundError | IsADirectoryError | NotADirectoryError):
        return f"找不到 {error.filename}，请检查路径。"
    if isinstance(error, PermissionError):
        return f"没有读写 {error.filename} 的权限。请换一个位置，或用有权限的用户运行。"
    return ""


def _database(error: Exception) -> str:
    """The two states of a database that a person can mend; empty for a fault of ours."""
    connection = import_module("django.db").connection
    migrations = import_module("dangjianyun.config.health").pending_migrations
    operational: type[Exception] = import_module("django.db.utils").OperationalError
    try:
        connection.ensure_connection()
        if migrations():
            return (
                "数据库还没有建好或版本不对。演示请运行 script/demo，"
                "正式安装请先运行 dangjianyun init，升级请见 docs/how-to/production.md。"
            )
    except operational:
        return f"连不上数据库。请检查 DANGJIANYUN_DATABASE_URL 和数据库服务：{_first_line(error)}"
    return ""


def _first_line(error: Exception) -> str:
    return str(error).strip().splitlines()[0] if str(error).strip() else type(error).__name__


def _log(reference: str, error: Exception) -> Path:
    """Append the traceback to the log; readable by its owner only, since it may quote a record."""
    text = "".join(traceback.format_exception(error))
    entry = f"{datetime.now(UTC).isoformat(timespec='seconds')} {reference}\n{text}\n"
    for folder in (home() / "log", Path(tempfile.gettempdir())):
        path = folder / "dangjianyun.log"
        try:
            folder.mkdir(parents=True, exist_ok=True)
            handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_NOFOLLOW, 0o600)
            with os.fdopen(handle, "a", encoding="utf-8") as log:
                log.write(entry)
        except OSError:
            continue
        return path
    LOG.error("%s", entry)
    return Path("stderr")
