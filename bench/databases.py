"""Two databases in one cluster: a small country and a large one."""

import os
import subprocess
import sys
import time
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg

from bench.result import Result

ROOT = Path(__file__).resolve().parents[1]
LONGEST = 720.0
"""Seconds for a million organizations, and in proportion."""


def environment(name: str) -> dict[str, str]:
    """The environment of a process that works on the database `name`."""
    parts = urlsplit(os.environ["DANGJIANYUN_DATABASE_URL"])
    url = urlunsplit(parts._replace(path=f"/{name}"))
    return {
        **os.environ,
        "DANGJIANYUN_DATABASE_URL": url,
        "DJANGO_SETTINGS_MODULE": "dangjianyun.config.settings",
    }


def create(name: str, organizations: int) -> Result:
    """Make and fill a database unless it is there already; gives how long filling took."""
    with psycopg.connect(os.environ["DANGJIANYUN_DATABASE_URL"], autocommit=True) as server:
        found = server.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone()
        if not found:
            server.execute(f'CREATE DATABASE "{name}"')
    known = environment(name)
    _run([sys.executable, "manage.py", "migrate", "--verbosity=0"], known)
    if found:
        return Result(f"populate {organizations}", organizations, skipped="there already")
    program = str(Path(sys.executable).with_name("dangjianyun"))
    begun = time.perf_counter()
    _run([program, "populate", "--organizations", str(organizations)], known)
    took = time.perf_counter() - begun
    bound = LONGEST if organizations >= 1_000_000 else None
    rate = f"{organizations / took:.0f} organizations/s"
    return Result(f"populate {organizations}", organizations, bound, "s", value=took, note=rate)


def measure(name: str, size: int, quick: bool, groups: list[str], target: Path) -> None:
    """Run the groups against a database in a process of their own."""
    words = "quick" if quick else "full"
    command = [sys.executable, "-m", "bench.worker", str(target), str(size), words, *groups]
    subprocess.run(command, env=environment(name), cwd=ROOT, check=True)


def _run(command: list[str], known: dict[str, str]) -> None:
    subprocess.run(command, env=known, cwd=ROOT, check=True)
