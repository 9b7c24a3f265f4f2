"""A PostgreSQL cluster for the length of one command, in a temporary folder.

Use: `.venv/bin/python -m tests.postgres [--variable NAME] [--set OPTION=VALUE …] -- COMMAND …`;
the command finds the cluster's address in DANGJIANYUN_TEST_DATABASE_URL or in NAME. Only a socket
inside a folder closed to others listens, so nothing collides and nobody else gets in.
"""

import argparse
import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from urllib.parse import quote

# Nothing here must survive a power cut, so nothing waits for the disk.
FAST = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_connections=50")


def programs() -> Path | None:
    """The folder of initdb and postgres: the newest of Debian's, else what PATH holds."""
    debian = sorted(
        Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda p: int(p.parts[-3])
    )
    if debian:
        return debian[-1].parent
    found = shutil.which("initdb")
    return Path(found).resolve().parent if found else None


@contextmanager
def cluster(settings: Sequence[str] = FAST) -> Iterator[str]:
    """The address of a running, empty cluster's database `dangjianyun`; gone afterwards.

    Raises: RuntimeError where PostgreSQL is missing or does not start.
    """
    bin_folder = programs()
    if bin_folder is None:
        raise RuntimeError("缺少 PostgreSQL：请先运行 apt-get install postgresql")
    owner = _owner()
    home = Path(tempfile.mkdtemp(prefix="djy-pg-"))
    try:
        if owner:
            shutil.chown(home, owner, pwd.getpwnam(owner).pw_gid)
        _run(
            [str(bin_folder / "initdb"), "-D", str(home / "cluster"), "-U", "dangjianyun"]
            + ["-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync"],
            owner,
        )
        options = [f"unix_socket_directories={home}", "listen_addresses=", *settings]
        server = _start(bin_folder, home, owner, options)
        try:
            _wait(bin_folder, home, server)
            _run([str(bin_folder / "createdb"), *_client(home), "dangjianyun"], owner)
            yield f"postgresql://dangjianyun@{quote(str(home), safe='')}:5432/dangjianyun"
        finally:
            server.send_signal(signal.SIGQUIT)
            server.wait(30)
    finally:
        shutil.rmtree(home, ignore_errors=True)


def _owner() -> str | None:
    """The user that runs the server: PostgreSQL refuses root. None: whoever runs this."""
    if os.geteuid() != 0:
        return None
    known = {entry.pw_name for entry in pwd.getpwall()}
    return "postgres" if "postgres" in known else "nobody"


def _as(owner: str | None) -> dict[str, object]:
    if owner is None:
        return {}
    return {"user": owner, "group": pwd.getpwnam(owner).pw_gid, "extra_groups": []}


def _run(command: list[str], owner: str | None) -> None:
    done = subprocess.run(  # type: ignore[call-overload]  # the same keywords for root or not
        command, capture_output=True, text=True, cwd="/", check=False, **_as(owner)
    )
    if done.returncode:
        raise RuntimeError(f"PostgreSQL 没有准备好：{done.stderr.strip()}")


def _start(
    bin_folder: Path, home: Path, owner: str | None, options: Sequence[str]
) -> subprocess.Popen[bytes]:
    command = [str(bin_folder / "postgres"), "-D", str(home / "cluster")]
    for option in options:
        command += ["-c", option]
    with (home / "log").open("wb") as log:
        server: subprocess.Popen[bytes] = subprocess.Popen(  # type: ignore[call-overload]  # as above
            command, stdout=log, stderr=log, cwd="/", start_new_session=True, **_as(owner)
        )
    return server


def _client(home: Path) -> list[str]:
    return ["-h", str(home), "-U", "dangjianyun"]


def _wait(bin_folder: Path, home: Path, server: subprocess.Popen[bytes]) -> None:
    for _ in range(300):
        ready = subprocess.run([str(bin_folder / "pg_isready"), *_client(home), "-q"], check=False)
        if ready.returncode == 0:
            return
        if server.poll() is not None:
            break
        time.sleep(0.1)
    raise RuntimeError(f"PostgreSQL 没有启动：{(home / 'log').read_text(errors='replace')}")


def main(argv: Sequence[str]) -> int:
    """Run the command beside a cluster; gives the command's exit code."""
    parser = argparse.ArgumentParser(prog="python -m tests.postgres")
    parser.add_argument("--variable", default="DANGJIANYUN_TEST_DATABASE_URL")
    parser.add_argument("--set", action="append", default=[], metavar="OPTION=VALUE")
    parser.add_argument("command", nargs="+")
    args = parser.parse_args(argv)
    signal.signal(signal.SIGTERM, _leave)
    try:
        with cluster([*FAST, *args.set]) as url:
            return subprocess.run(
                args.command, env={**os.environ, args.variable: url}, check=False
            ).returncode
    except RuntimeError as trouble:
        print(trouble, file=sys.stderr)
        return 1


def _leave(_number: int, _frame: FrameType | None) -> None:
    raise SystemExit(143)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
