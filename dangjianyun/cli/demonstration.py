"""`script/demo`'s middle part: the database of the demonstration, whole or not at all.

Run as a module, after `settings.toml` is there. A table of its own in the database says how far the
loading came, so a copy of the database, another address or an interrupted run are all told apart.
"""

import argparse
import sys
import time
from importlib import import_module
from pathlib import Path

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.db import connection

from dangjianyun.cli.dispatch import start_django
from dangjianyun.cli.emptying import drop_everything, tables
from dangjianyun.cli.output import warn
from dangjianyun.cli.trouble import explain
from dangjianyun.foundation.errors import Refused

MARK = "demo_mark"
# Contract section 8, in its order.
ACCOUNTS = (
    "city civil haishu jiangbei street trade secretary instructor organization guide"
    " sysadmin secadmin auditor"
).split()
PASSWORD = "dangjianyun-demo"  # noqa: S105 - the demonstration's, printed on purpose


def prepare() -> bool:
    """Bring the database to the whole demonstration; true where it was loaded now.

    Raises: Refused where the mode is not demo or the database holds something else.
    """
    if settings.MODE != "demo":
        raise Refused("当前不是 demo 模式，不能装入演示数据：请检查 DANGJIANYUN_MODE 和 settings.toml。")
    state = _state()
    if state == "loaded":
        call_command("migrate", verbosity=0, interactive=False)
        return False
    if state == "loading":
        warn("上次装入演示数据没有完成，重新开始。")
        drop_everything()
    elif state == "foreign":
        raise Refused(
            "这个数据库里已有别的数据，不能装入演示。请在 DANGJIANYUN_DATABASE_URL 里换一个空的数据库。"
        )
    _mark("loading")
    call_command("migrate", verbosity=0, interactive=False)
    import_module("dangjianyun.demo.load").main()
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


def describe(port: int) -> str:
    """The address, the accounts and their password, for the person at the keyboard."""
    labels = {
        account.get_username(): (str(account.unit_label), str(account.label))
        for account in get_user_model()._default_manager.all()
    }
    lines = [f"http://127.0.0.1:{port}　密码都是 {PASSWORD}"]
    for name in ACCOUNTS:
        if name in labels:
            unit, label = labels[name]
            lines.append(f"  {name:<14}{label}{f'（{unit}）' if unit else ''}")
    return "\n".join(lines)


def main() -> int:
    """Exit code 0 with the accounts printed, 1 with a sentence."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--port", type=int, default=8000)
    args = parser.parse_args()
    started = time.monotonic()
    try:
        start_django()
        Path(settings.HOME).mkdir(parents=True, exist_ok=True)
        if prepare():
            warn(f"演示数据已装入，用时 {time.monotonic() - started:.0f} 秒。")
        print(describe(args.port), flush=True)
    except KeyboardInterrupt:
        warn("已中断；下次运行会重新装入。")
        return 130
    except Exception as error:
        warn(explain(error)["error"])
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
