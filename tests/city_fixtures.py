"""Fixtures around the small city: inside a test's transaction, or served for a browser."""

import json
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from django.db import connection, transaction

from dangjianyun.access.chain import PROTECTION
from dangjianyun.territory.queries import forget_divisions
from tests.city import City, build

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="module")
def built_city(django_db_setup: None, django_db_blocker: pytest.FixtureRequest) -> Iterator[City]:
    """The city once a module, in a transaction that is rolled back behind the last test."""
    with django_db_blocker.unblock(), transaction.atomic():  # type: ignore[attr-defined]
        yield build()
        transaction.set_rollback(True)
    forget_divisions()


@pytest.fixture
def city(built_city: City, db: None) -> City:
    """The city, with what the test writes rolled back behind it."""
    return built_city


@pytest.fixture(autouse=True)
def _flushable(request: pytest.FixtureRequest) -> Iterator[None]:
    """Let the rows of a committing test be flushed, which the audit's triggers would refuse."""
    marker = request.node.get_closest_marker("django_db")
    if not (marker and marker.kwargs.get("transaction")):
        yield
        return
    request.getfixturevalue("transactional_db")
    _unprotect()
    _protect()
    yield
    _unprotect()


def _protect() -> None:
    with connection.cursor() as cursor:
        for statement in PROTECTION[connection.vendor]:
            cursor.execute(statement)


def _unprotect() -> None:
    names = {
        "sqlite": ("access_audit_kept_update", "access_audit_kept_delete"),
        "postgresql": ("access_audit_kept",),
    }
    on = " ON access_auditentry" if connection.vendor == "postgresql" else ""
    with connection.cursor() as cursor:
        for name in names[connection.vendor]:
            cursor.execute(f"DROP TRIGGER IF EXISTS {name}{on}")


@dataclass
class Served:
    """A running server with the small city, for browsers. `password` opens every account."""

    url: str
    password: str


@pytest.fixture(scope="session")
def served_city(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A server of its own process and database, once a run: tests there must not disturb others."""
    home = tmp_path_factory.mktemp("served")
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port = found.getsockname()[1]
    with (home / "log").open("w+") as log:
        server = subprocess.Popen(
            [sys.executable, "-m", "tests.serve_city", str(port)],
            cwd=ROOT,
            stdout=log,
            stderr=log,
        )
        try:
            _wait(server, f"http://127.0.0.1:{port}/healthz", home / "log")
            yield Served(f"http://127.0.0.1:{port}", "dangjianyun-demo")
        finally:
            server.terminate()
            server.wait(20)


def _wait(server: subprocess.Popen[bytes], url: str, log: Path) -> None:
    for _ in range(300):
        if server.poll() is not None:
            break
        try:
            with urllib.request.urlopen(url, timeout=2) as answer:
                json.load(answer)
            return
        except OSError:
            time.sleep(0.2)
    pytest.fail(f"the city was not served:\n{log.read_text()[-3000:]}")
