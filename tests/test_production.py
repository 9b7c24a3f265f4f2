"""The how-to for production does what it says, on PostgreSQL."""

import json
import re
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg
import pytest

from tests.settings import TEST_DATABASE_URL
from tests.tools import BIN, ROOT

pytestmark = [pytest.mark.postgres, pytest.mark.slow]
GUIDE = (ROOT / "docs/how-to/production.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```sh drill\n(.*?)^```$", GUIDE, re.MULTILINE | re.DOTALL)
NAMES = ("production_drill_1", "production_drill_2")


@dataclass(frozen=True)
class Machine:
    """A server as the guide describes it, in a temporary folder."""

    home: Path
    environment: dict[str, str]

    def run(self, block: str) -> str:
        """One block of the guide, as bash reads it; gives standard output."""
        done = subprocess.run(
            ["bash", "-euo", "pipefail", "-c", block],
            env=self.environment,
            cwd="/",
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, f"{block}\n{done.stdout}\n{done.stderr}"
        return done.stdout


@pytest.fixture
def machine(tmp_path: Path) -> Iterator[Machine]:
    """An empty data directory, two empty databases of locale C.UTF-8."""
    (tmp_path / "backups").mkdir()
    parts = urlsplit(TEST_DATABASE_URL)
    first, second = (urlunsplit(parts._replace(path=f"/{name}")) for name in NAMES)
    with psycopg.connect(TEST_DATABASE_URL, autocommit=True) as server:
        for name in NAMES:
            server.execute(
                f"CREATE DATABASE {name} TEMPLATE template0 ENCODING 'UTF8' LOCALE 'C.UTF-8'"
            )
        yield Machine(
            tmp_path / "home",
            {
                "PATH": f"{BIN}:/usr/bin:/bin",
                "DANGJIANYUN_HOME": str(tmp_path / "home"),
                "DATABASE_URL": first,
                "PROGRAM": str(ROOT),
                "BACKUPS": str(tmp_path / "backups"),
                "DRILL": str(tmp_path / "drill"),
                "DRILL_DATABASE_URL": second,
            },
        )
        for name in NAMES:
            server.execute(f"DROP DATABASE {name} WITH (FORCE)")


@contextmanager
def serving(machine: Machine) -> Iterator[int]:
    """`serve`, until it is ready; gives the port."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    process = subprocess.Popen(
        [sys.executable, "-m", "dangjianyun.cli", "serve", "--port", str(port), "--json"],
        env=machine.environment,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert process.stdout is not None
        assert json.loads("".join(process.stdout.readline() for _ in range(3)))["url"]
        yield port
        process.terminate()
        assert process.wait(30) == 0
    finally:
        process.kill()
        process.communicate()


def status(port: int, path: str, host: str) -> int:
    request = urllib.request.Request(f"http://127.0.0.1:{port}{path}", headers={"Host": host})
    try:
        with urllib.request.urlopen(request, timeout=10) as reply:
            return int(reply.status)
    except urllib.error.HTTPError as error:
        with error:
            return error.code


def test_the_guide_installs_links_backs_up_and_restores_to_equality(machine: Machine) -> None:
    assert len(BLOCKS) == 5
    first_start, renewal, assets, backup, drill = BLOCKS
    assert re.findall(r"https://djy\.example\.cn/\S+", machine.run(first_start))[2:]
    assert "https://djy.example.cn/" in machine.run(renewal)
    machine.run(assets)
    with serving(machine) as port:
        assert status(port, "/readyz", "djy.example.cn") == 200
        assert status(port, "/readyz", "elsewhere.example.cn") == 400
        machine.run(backup)
    said = machine.run(drill)
    assert "逐表相等：是" in said
    assert re.search(r"共[1-9][0-9]*条，全部相符。", said)


def test_every_command_of_the_guide_exists() -> None:
    named = set(re.findall(r"dangjianyun (\w+)\b", re.sub(r"`{3}ini.*?`{3}", "", GUIDE)))
    known = subprocess.run(
        [BIN / "dangjianyun", "--help"], capture_output=True, text=True, check=True
    )
    commands = set(re.findall(r"^  (\w+) +\S", known.stdout, re.MULTILINE))
    assert {"init", "link", "serve", "backup", "restore", "audit", "recount"} <= named & commands
