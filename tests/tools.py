"""The checking programs, begun together when the run begins, so that they work beside the tests."""

import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import IO

ROOT = Path(__file__).resolve().parents[1]
BIN = Path(sys.executable).parent
CHECKS: dict[str, list[str]] = {
    "ruff check": [str(BIN / "ruff"), "check", "."],
    "ruff format": [str(BIN / "ruff"), "format", "--check", "."],
    "mypy": [str(BIN / "mypy")],
    "import-linter": [str(BIN / "lint-imports")],
    "djlint": [str(BIN / "djlint"), "dangjianyun", "--lint", "--quiet"],
    "migrations": [sys.executable, "manage.py", "makemigrations", "--check", "--dry-run"],
    "django": [sys.executable, "manage.py", "check", "--fail-level", "WARNING"],
}
_running: dict[str, tuple[subprocess.Popen[bytes], IO[bytes]]] = {}


def start() -> None:
    """Begin all of them; a second call does nothing."""
    for name, command in CHECKS.items():
        if name not in _running:
            said = tempfile.TemporaryFile()  # noqa: SIM115 - open until the checker is done
            environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "tests.settings"}
            _running[name] = (
                subprocess.Popen(
                    ["nice", *command], cwd=ROOT, stdout=said, stderr=said, env=environment
                ),
                said,
            )


def finish(name: str) -> tuple[int, str]:
    """Wait for one: its exit code, and what it said."""
    start()
    process, said = _running[name]
    code = process.wait()
    said.seek(0)
    return code, said.read().decode(errors="replace")


def stop() -> None:
    """End those that nobody waited for."""
    for process, said in _running.values():
        if process.poll() is None:
            process.kill()
            process.wait()
        said.close()
    _running.clear()
