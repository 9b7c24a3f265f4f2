"""`script/demo`'s middle part: the database of the demonstration, whole or not at all.

A table of its own in the database says how far the loading came, so that a copy of the database,
another address and an interrupted run are told apart.
"""

import argparse
import time

from django.conf import settings
from django.core.management import call_command
from django.db import connection

from dangjianyun.access.demonstration import PASSWORD, demonstration_accounts
from dangjianyun.cli.emptying import MARK, drop_everything, tables
from dangjianyun.cli.output import Progress, emit, warn
from dangjianyun.demo import load
from dangjianyun.foundation.errors import Refused


def prepare(seed: int | None, progress: Progress) -> bool:
    """Bring the database to the whole demonstration; true where it was loaded now.

    Raises: Refused where the mode is not demo or the database holds something else.
    """
    if settings.MODE != "demo":
        raise Refused("现在不是 demo 模式，不能装入演示数据。请检查 DANGJIANYUN_MODE。")
    state = _state()
    if state == "loaded":
        call_command("migrate", verbosity=0, interactive=False)
        return False
    if state == "loading":
        warn("上次装入演示数据没有完成，重新开始。")
        drop_everything()
    elif state == "foreign":
        raise Refused(
            "这个数据库里已有别的数据，不能装入演示。"
            "请在 DANGJIANYUN_DATABASE_URL 里换一个空的数据库。"
        )
    _mark("loading")
    call_command("migrate", verbosity=0, interactive=False)
    load.main(load.SEED if seed is None else seed, progress)
    progress.end()
    _mark("loaded")
    return True


def _state() -> str:
    present = tables()
    if not present:
        return "empty"
    if MARK not in present:
        return "foreign"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT state FROM {MARK}")
        row = cursor.fetchone()
    return str(row[0]) if row else "loading"


def _mark(state: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE TABLE IF NOT EXISTS {MARK} (state varchar(10) NOT NULL)")
        cursor.execute(f"DELETE FROM {MARK}")
        cursor.execute(f"INSERT INTO {MARK} (state) VALUES (%s)", [state])


def demo(args: argparse.Namespace) -> None:
    """Prepare, then print the address, the accounts and their password.

    Shape: `{"url", "password", "accounts": [{"account", "label", "unit"}], "loaded"}`.
    """
    started = time.monotonic()
    settings.HOME.mkdir(parents=True, exist_ok=True)
    loaded = prepare(args.seed, Progress(args))
    if loaded:
        warn(f"演示数据已装入，用时{time.monotonic() - started:.0f}秒。")
    accounts = [
        {"account": one.username, "label": one.label, "unit": one.unit_label}
        for one in demonstration_accounts()
    ]
    result = {"url": f"http://127.0.0.1:{args.port}", "password": PASSWORD, "accounts": accounts}
    if args.json:
        emit(args, {**result, "loaded": loaded})
        return
    print(f"{result['url']}　密码都是 {PASSWORD}", file=args.stdout)
    emit(args, accounts, {"account": "账号", "label": "身份", "unit": "单位"})
