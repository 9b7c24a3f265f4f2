"""The database in and out of a file: SQLite's online backup, PostgreSQL's own programs."""

import os
import shutil
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path

from django.db import connection, transaction

from dangjianyun.cli import fingerprints
from dangjianyun.cli.manifest import Content
from dangjianyun.foundation.bulk import tell_planner
from dangjianyun.foundation.errors import Refused

FILES = {"sqlite": "database.sqlite3", "postgresql": "database.dump"}


def dump(folder: Path) -> dict[str, Content]:
    """Write the database's file into the folder; gives the tables as of that very moment.

    Writers go on meanwhile. Raises: Refused where a program is missing or fails.
    """
    target = folder / FILES[connection.vendor]
    return _dump_postgres(target) if connection.vendor == "postgresql" else _dump_sqlite(target)


def load(folder: Path) -> dict[str, Content]:
    """Fill the empty database from the folder's file; gives the tables as they are then."""
    source = folder / FILES[connection.vendor]
    return _load_postgres(source) if connection.vendor == "postgresql" else _load_sqlite(source)


def sqlite_path() -> Path:
    """Where the SQLite database lies."""
    return Path(str(connection.settings_dict["NAME"]))


def _dump_sqlite(target: Path) -> dict[str, Content]:
    with (
        closing(sqlite3.connect(sqlite_path())) as source,
        closing(sqlite3.connect(target)) as copy,
    ):
        source.backup(copy)
        # The copy is one file: without a journal beside it, its SM3 covers everything.
        copy.execute("PRAGMA journal_mode = DELETE")
        return fingerprints.of_sqlite(copy)


def _load_sqlite(source: Path) -> dict[str, Content]:
    """Beside the old file first, then in its place: an interruption leaves the old one whole."""
    target = sqlite_path()
    fresh = target.with_name(f"{target.name}.restoring")
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(source, fresh)
    fresh.chmod(0o600)
    with closing(sqlite3.connect(fresh)) as database:
        if database.execute("PRAGMA integrity_check").fetchone() != ("ok",):
            raise Refused("备份中的数据库没有通过 SQLite 的完整性检查，没有改动任何数据。")
        found = fingerprints.of_sqlite(database)
    connection.close()
    for journal in ("-wal", "-shm"):
        target.with_name(target.name + journal).unlink(missing_ok=True)
    os.replace(fresh, target)
    return found


def _dump_postgres(target: Path) -> dict[str, Content]:
    with transaction.atomic(), connection.cursor() as cursor:
        # The dump and the digests see one moment: pg_dump joins this transaction's snapshot.
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        cursor.execute("SELECT pg_export_snapshot()")
        (snapshot,) = cursor.fetchone()
        command = ["--format=custom", "--no-owner", "--no-privileges", f"--snapshot={snapshot}"]
        _postgres_program("pg_dump", [*command, f"--file={target}"])
        return fingerprints.of_postgres(cursor)


def _load_postgres(source: Path) -> dict[str, Content]:
    name = str(connection.settings_dict["NAME"])
    options = ["--no-owner", "--no-privileges", "--single-transaction", "--exit-on-error"]
    _postgres_program("pg_restore", [*options, f"--dbname={name}", str(source)])
    with transaction.atomic(), connection.cursor() as cursor:
        tell_planner()
        return fingerprints.of_postgres(cursor)


def _postgres_program(name: str, options: list[str]) -> None:
    done = subprocess.run(
        [_find(name), "--no-password", *options],
        env={**os.environ, **_surroundings()},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise Refused(f"{name} 没有完成：{done.stderr.strip() or '没有说明原因'}")


def _find(name: str) -> str:
    """The newest of Debian's versions (an older one refuses a newer server), else PATH's."""
    debian = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"), key=_version)
    program = str(debian[-1]) if debian else shutil.which(name)
    if program is None:
        raise Refused(f"缺少 {name}。请先安装它（Debian：apt-get install postgresql-client）。")
    return program


def _version(path: Path) -> int:
    return int(path.parts[-3]) if path.parts[-3].isdigit() else 0


def _surroundings() -> dict[str, str]:
    """How to reach the server, as variables: an argument with the password could be seen."""
    known = connection.settings_dict
    options = known.get("OPTIONS") or {}
    named = {
        "PGHOST": known["HOST"],
        "PGPORT": known["PORT"],
        "PGUSER": known["USER"],
        "PGPASSWORD": known["PASSWORD"],
        "PGDATABASE": known["NAME"],
        "PGSSLMODE": options.get("sslmode"),
        "PGSSLROOTCERT": options.get("sslrootcert"),
    }
    return {name: str(value) for name, value in named.items() if value}
