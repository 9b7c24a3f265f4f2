"""The server starts, is ready, restarts what fell, stops when told; and refuses what is unsafe."""

import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from dangjianyun.cli.supervisor import Program as Supervised
from dangjianyun.cli.supervisor import Supervisor
from dangjianyun.cli.tests.program import Program


@pytest.fixture
def ready(program: Program, prepared: Path) -> Program:
    """An installation of the demonstration's mode that could serve."""
    program.settle(prepared)
    static = program.home / "static"
    static.mkdir()
    manifest = {"version": "1.1", "paths": {}, "hash": ""}
    (static / "staticfiles.json").write_text(json.dumps(manifest), encoding="utf-8")
    return program


@pytest.fixture
def port() -> int:
    """A port that nobody uses at the moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        number: int = probe.getsockname()[1]
        return number


def children(pid: int) -> list[int]:
    """The processes that a process started, oldest first."""
    return [int(n) for n in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


@pytest.fixture
def server(ready: Program, port: int) -> Iterator[subprocess.Popen[str]]:
    """`serve`, waited for until it says that it is ready."""
    command = ready.command("serve", "--port", str(port), "--json")
    process = subprocess.Popen(
        command, stdout=subprocess.PIPE, text=True, env=ready.environment(), cwd="/"
    )
    assert process.stdout is not None
    said = "".join(process.stdout.readline() for _ in range(3))
    assert json.loads(said) == {"url": f"http://127.0.0.1:{port}"}
    yield process
    process.kill()
    process.wait()
    process.stdout.close()


def wait_until(condition: object, seconds: float = 60) -> None:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if callable(condition) and condition():
            return
        time.sleep(0.1)
    raise AssertionError("did not happen in time")


@pytest.mark.slow
def test_serving_answers_restarts_what_fell_and_leaves_nothing_behind(
    server: subprocess.Popen[str], port: int
) -> None:
    def answer(path: str) -> object:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/{path}", timeout=30) as reply:
            return json.load(reply)

    assert answer("healthz") == {"status": "ok"}
    checks = {"database": "ok", "migrations": "ok", "keys": "ok", "disk": "ok"}
    assert answer("readyz") == {"status": "ok", "checks": checks}
    before = children(server.pid)
    assert len(before) == 3
    os.kill(before[1], signal.SIGKILL)
    wait_until(lambda: len(children(server.pid)) == 3 and children(server.pid) != before)
    last = children(server.pid)
    server.send_signal(signal.SIGTERM)
    assert server.wait(60) == 0
    wait_until(lambda: not any(Path(f"/proc/{pid}").exists() for pid in last))


@pytest.mark.slow
def test_a_killed_server_takes_its_children_along(server: subprocess.Popen[str]) -> None:
    own = children(server.pid)
    server.kill()
    wait_until(lambda: not any(Path(f"/proc/{pid}").exists() for pid in own))


@pytest.mark.slow
def test_no_restore_while_serving(server: subprocess.Popen[str], ready: Program) -> None:
    assert server.poll() is None
    kept = str(ready.home.parent / "kept")
    assert ready("backup", kept).code == 0
    answer = ready("restore", kept, "--replace", "--json")
    assert answer.code == 1
    assert answer.json["error"] == (
        "服务正在运行，不能恢复。请先停下 dangjianyun serve，再运行一次。"
    )


@pytest.mark.slow
def test_a_signal_at_any_moment_of_starting_ends_it(ready: Program, port: int) -> None:
    for delay in (0.05, 0.4, 0.8, 1.2, 1.6):
        process = subprocess.Popen(
            ready.command("serve", "--port", str(port)),
            stdout=subprocess.DEVNULL,
            env=ready.environment(),
        )
        time.sleep(delay)
        own = children(process.pid)
        process.send_signal(signal.SIGTERM)
        assert process.wait(60) in {0, -signal.SIGTERM}
        wait_until(lambda own=own: not any(Path(f"/proc/{pid}").exists() for pid in own))


def test_a_port_in_use_is_named(ready: Program) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        number = taken.getsockname()[1]
        answer = ready("serve", "--port", str(number), "--json")
    assert answer.code == 1
    assert answer.json["error"] == (
        f"不能在 127.0.0.1 的端口{number}上监听：可能已被别的程序占用。"
        "请用 --port 换一个，或先停下那个程序。"
    )


def test_tables_that_are_missing_stop_it(program: Program) -> None:
    assert program("settings").code == 0
    answer = program("serve", "--json")
    assert answer.code == 1
    assert re.fullmatch(
        "数据库有[1-9][0-9]*项变更没有执行，不能启动。演示请运行 script/demo；"
        "正式安装请先备份，再运行 .venv/bin/python manage.py migrate。",
        answer.json["error"],
    )


def test_production_refuses_the_password_of_the_demonstration(ready: Program) -> None:
    settings = ready.home / "settings.toml"
    text = settings.read_text(encoding="utf-8").replace('"demo"', '"production"')
    settings.write_text(text, encoding="utf-8")
    ready.python(
        "from dangjianyun.access.models import Account; a = Account(username='city', label='市');"
        " a.set_password('dangjianyun-demo'); a.save()"
    )
    answer = ready("serve", "--json")
    assert answer.code == 1
    assert answer.json["error"].startswith("这个数据库里有演示数据或演示账号，正式环境不能启动。")


def test_production_refuses_keys_typed_by_hand(ready: Program) -> None:
    settings = ready.home / "settings.toml"
    text = settings.read_text(encoding="utf-8").replace('"demo"', '"production"')
    settings.write_text(re.sub(r'"index" = "\w+"', f'"index" = "{"ab" * 32}"', text))
    answer = ready("serve", "--json")
    assert answer.code == 1
    assert answer.json["error"].startswith("密钥缺失、格式不对或是默认值，不能启动。")


def test_production_refuses_a_settings_file_that_anybody_reads(ready: Program) -> None:
    settings = ready.home / "settings.toml"
    text = settings.read_text(encoding="utf-8").replace('"demo"', '"production"')
    settings.write_text(text, encoding="utf-8")
    settings.chmod(0o644)
    answer = ready("serve", "--json")
    assert answer.code == 1
    assert answer.json["error"] == (
        f"{settings} 里有密钥，现在任何人都能读。请先运行 chmod o-rwx {settings}。"
    )


def test_a_program_that_never_comes_up_ends_the_attempt() -> None:
    said: list[str] = []
    broken = Supervised("甲", [sys.executable, "-c", "raise SystemExit(7)"], lambda: False)
    steady = Supervised("乙", ["sleep", "60"])
    assert Supervisor([broken, steady], said.append).run(lambda: said.append("ready")) == 1
    assert said == [
        *(f"甲意外退出（退出码7），{pause}秒后重新启动。" for pause in ("0.5", "1", "2", "4")),
        "甲没能启动，已停止。原因见上面的日志。",
    ]
    assert steady.process is not None
    assert steady.process.poll() == -signal.SIGTERM
