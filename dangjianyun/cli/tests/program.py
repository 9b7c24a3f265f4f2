"""The program as a person runs it: another process, a home of its own."""

import json
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class Answer:
    """What one run gave."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """Standard output, which must be JSON and nothing else."""
        return json.loads(self.out)


@dataclass(frozen=True)
class Program:
    """`dangjianyun` with one data directory, run from outside the checkout."""

    home: Path
    database_url: str = ""
    mode: str = ""

    def environment(self) -> dict[str, str]:
        """Nothing of the test run's own settings."""
        kept = {k: v for k, v in os.environ.items() if not k.startswith(("DANGJIANYUN", "DJANGO"))}
        given = {
            "DANGJIANYUN_HOME": str(self.home),
            "DANGJIANYUN_DATABASE_URL": self.database_url,
            "DANGJIANYUN_MODE": self.mode,
        }
        return {**kept, **{name: value for name, value in given.items() if value}}

    def command(self, *arguments: str) -> list[str]:
        """The command line, by the interpreter that runs the tests."""
        return [sys.executable, "-m", "dangjianyun.cli", *arguments]

    def __call__(self, *arguments: str) -> Answer:
        done = subprocess.run(
            self.command(*arguments),
            capture_output=True,
            text=True,
            cwd=self.home.parent,
            env=self.environment(),
            check=False,
            timeout=120,
        )
        return Answer(done.returncode, done.stdout, done.stderr)

    def settle(self, prepared: Path | None = None) -> None:
        """Settings of the demonstration, an empty database with every table.

        prepared: an SQLite file that is such a database, to save the time of making one.
        """
        assert self("settings").code == 0
        if prepared is not None and not self.database_url:
            shutil.copy(prepared, self.home)
            return
        script = "from django.core.management import call_command as c; c('migrate', verbosity=0)"
        assert self.python(script).code == 0

    def python(self, script: str) -> Answer:
        """Run Python with Django started, as this program's settings have it."""
        start = "from dangjianyun.cli.dispatch import start_django; start_django(); "
        done = subprocess.run(
            [sys.executable, "-c", start + script],
            capture_output=True,
            text=True,
            env=self.environment(),
            check=False,
            timeout=120,
        )
        return Answer(done.returncode, done.stdout, done.stderr)
