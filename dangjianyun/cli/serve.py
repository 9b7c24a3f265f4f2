"""`serve`: web server, worker and upkeep together, after a look at what must be right."""

import argparse
import socket
import sys
import urllib.error
import urllib.request
from functools import partial

from django.conf import settings
from django.db import connection

from dangjianyun.access.demonstration import ACCOUNTS, PASSWORD
from dangjianyun.access.models import Account
from dangjianyun.cli.emptying import MARK, tables
from dangjianyun.cli.lock import Busy, hold
from dangjianyun.cli.output import warn, write_json
from dangjianyun.cli.supervisor import Program, Supervisor
from dangjianyun.config.health import keys_usable, pending_migrations
from dangjianyun.foundation.errors import Refused

THREADS = 4
SECRET_KEY_LENGTH = 50


def serve(args: argparse.Namespace) -> int:
    """Check, start, supervise. 0 after SIGTERM or SIGINT, 1 where something never came up.

    Raises: Refused naming what must be put right first.
    """
    for check in (_check_keys, _check_file_mode, _check_migrations, _check_demo, _check_assets):
        check()
    _check_port(args.host, args.port)
    # Children open connections of their own; an inherited one would be shared.
    connection.close()
    try:
        with hold(settings.HOME, shared=True):
            return Supervisor(_programs(args), warn).run(partial(_announce, args))
    except Busy:
        raise Refused("正在从备份恢复，请等它结束再启动。") from None


def _programs(args: argparse.Namespace) -> list[Program]:
    here = sys.executable
    web = [here, "-m", "granian", "--interface", "wsgi", "--host", args.host]
    web += ["--port", str(args.port), "--workers", str(args.workers), "--no-ws"]
    web += ["--blocking-threads", str(THREADS), "--respawn-failed-workers"]
    web += ["--workers-kill-timeout", "10", "--log-level", "warning"]
    web += ["dangjianyun.config.wsgi:application"]
    return [
        Program("网页服务", web, partial(_answers, args.host, args.port)),
        Program("后台任务", [here, "-m", "dangjianyun.cli", "worker"]),
        Program("日常维护", [here, "-m", "dangjianyun.cli", "upkeep"]),
    ]


def _announce(args: argparse.Namespace) -> None:
    url = f"http://{_reachable(args.host)}:{args.port}"
    if args.json:
        write_json(args.stdout, {"url": url})
    else:
        print(f"已就绪：{url}　按 Ctrl-C 停止。", file=args.stdout, flush=True)


def _answers(host: str, port: int) -> bool:
    """Does /healthz answer, asked under a host name that the settings allow?"""
    name = settings.ALLOWED_HOSTS[0].lstrip(".").replace("*", "localhost")
    request = urllib.request.Request(
        f"http://{_reachable(host)}:{port}/healthz", headers={"Host": name}
    )
    try:
        with urllib.request.urlopen(request, timeout=2) as reply:  # noqa: S310
            return bool(reply.status == 200)
    except (urllib.error.URLError, OSError):
        return False


def _reachable(host: str) -> str:
    """The address at which a server bound to `host` answers on this machine."""
    if host in {"0.0.0.0", ""}:  # noqa: S104 - a comparison
        return "127.0.0.1"
    if host == "::":
        return "[::1]"
    return f"[{host}]" if ":" in host else host


def _check_keys() -> None:
    if not keys_usable(settings.FIELD_KEYS):
        raise Refused(
            "密钥缺失、格式不对或是默认值，不能启动。正式安装请运行 dangjianyun init 生成；"
            "已有数据的，请从密钥备份中恢复 settings.toml。"
        )
    if settings.MODE == "production" and len(settings.SECRET_KEY) < SECRET_KEY_LENGTH:
        raise Refused(f"secret_key 不足{SECRET_KEY_LENGTH}个字符，不能启动。请换成随机生成的。")


def _check_file_mode() -> None:
    path = settings.HOME / "settings.toml"
    if settings.MODE == "production" and path.exists() and path.stat().st_mode & 0o007:
        raise Refused(f"{path} 里有密钥，现在任何人都能读。请先运行 chmod o-rwx {path}。")


def _check_migrations() -> None:
    if pending := pending_migrations():
        raise Refused(
            f"数据库有{len(pending)}项变更没有执行，不能启动。演示请运行 script/demo；"
            "正式安装请先备份，再运行 .venv/bin/python manage.py migrate。"
        )


def _check_demo() -> None:
    """Production never starts with the demonstration's data or one of its passwords."""
    if settings.MODE != "production":
        return
    accounts = Account.objects.filter(username__in=ACCOUNTS, is_active=True)
    known = [a.get_username() for a in accounts if a.check_password(PASSWORD)]
    if MARK in tables() or known:
        raise Refused(
            "这个数据库里有演示数据或演示账号，正式环境不能启动。"
            "请换一个空的数据库并运行 dangjianyun init；若只是看演示，请用 script/demo。"
        )


def _check_assets() -> None:
    if not (settings.STATIC_ROOT / "staticfiles.json").exists():
        raise Refused("网页用的样式和脚本还没有准备好。请先在程序目录运行 script/assets。")


def _check_port(host: str, port: int) -> None:
    if not 0 < port < 65536:
        raise Refused(f"端口{port}不对，应在1到65535之间。")
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except PermissionError:
            raise Refused(f"没有权限使用端口{port}。请用1024以上的端口，前面放反向代理。") from None
        except OSError:
            raise Refused(
                f"不能在 {host} 的端口{port}上监听：可能已被别的程序占用。"
                "请用 --port 换一个，或先停下那个程序。"
            ) from None
