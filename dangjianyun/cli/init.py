"""`init`: the first start of a real installation, up to three one-time links."""

import argparse
import os
import sys
from importlib import import_module

from dangjianyun.cli import settings_file
from dangjianyun.cli.dispatch import start_django
from dangjianyun.cli.output import emit, warn
from dangjianyun.foundation.errors import Refused

HEADINGS = {"label": "管理员", "account": "账号", "link": "首次登录链接（72小时内有效，用一次）"}


def init(args: argparse.Namespace) -> None:
    """Keys, tables, divisions, roles, three administrators.

    Shape: `{"settings", "region", "administrators": [{"label", "account", "link"}]}`. What an
    interrupted run left undone, the next one does; what is done is never done twice.
    Raises: Refused where the installation is complete or belongs to the demonstration.
    """
    home = settings_file.home()
    mode = settings_file.written_mode(home)
    if "demo" in {mode, os.environ.get("DANGJIANYUN_MODE")}:
        raise Refused(
            f"{home} 是演示用的。正式安装请用 DANGJIANYUN_HOME 另指一个目录，"
            "并且不要设置 DANGJIANYUN_MODE=demo。"
        )
    path = home / "settings.toml"
    if mode is None:
        region = args.region or _ask_region()
        url = args.database_url or os.environ.get("DANGJIANYUN_DATABASE_URL", "")
        hosts = args.hosts or ""
        settings_file.write(home, "production", region=region, database_url=url, hosts=hosts)
        warn(f"密钥已写入 {path}。请现在就离线另存一份：没有它，加密的内容谁也读不出来。")
    start_django()
    # Loaded once there are settings: everything in it needs them.
    administrators = import_module("dangjianyun.cli.founding").found(args.region)
    if args.json:
        region = import_module("django.conf").settings.REGION
        emit(args, {"settings": str(path), "region": region, "administrators": administrators})
    else:
        emit(args, administrators, HEADINGS)
        warn("请把三条链接分别交给三个人。接着运行 script/assets，然后 dangjianyun serve。")


def _ask_region() -> str:
    if not sys.stdin.isatty():
        raise Refused("请用 --region 给出管辖的行政区划代码，如 --region 330200。")
    print("管辖的行政区划代码（如宁波市 330200）：", end="", file=sys.stderr, flush=True)
    return sys.stdin.readline().strip()
