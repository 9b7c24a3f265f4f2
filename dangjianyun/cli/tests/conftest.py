"""Programs with homes of their own; on PostgreSQL with databases of their own too."""

import uuid
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg
import pytest
from psycopg import sql

from dangjianyun.cli.tests.program import Program
from tests.settings import TEST_DATABASE_URL


@pytest.fixture(scope="session")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An SQLite file with every table and no rows, made once."""
    home = tmp_path_factory.mktemp("prepared")
    Program(home).settle()
    return home / "dangjianyun.sqlite3"


@pytest.fixture
def program(tmp_path: Path) -> Program:
    """On SQLite, nothing set up yet."""
    home = tmp_path / "home"
    home.mkdir()
    return Program(home)


@pytest.fixture
def postgres_database() -> Iterator[Callable[[], str]]:
    """Gives the address of another empty database at each call; all dropped afterwards."""
    made: list[str] = []
    parts = urlsplit(TEST_DATABASE_URL)

    def create() -> str:
        name = f"cli_{uuid.uuid4().hex[:12]}"
        server.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        made.append(name)
        return urlunsplit(parts._replace(path=f"/{name}"))

    with psycopg.connect(TEST_DATABASE_URL, autocommit=True) as server:
        yield create
        for name in made:
            server.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))
