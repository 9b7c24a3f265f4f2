"""The demonstration's database is whole, or loaded anew; nobody else's is ever touched."""

import signal
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path

import pytest

from dangjianyun.cli.tests.program import Program

MARKED = "CREATE TABLE demo_mark (state varchar(10) NOT NULL)"


def database(program: Program) -> sqlite3.Connection:
    return sqlite3.connect(program.home / "dangjianyun.sqlite3")


def test_a_database_with_other_data_is_not_touched(program: Program, prepared: Path) -> None:
    program.settle(prepared)
    before = (program.home / "dangjianyun.sqlite3").read_bytes()
    answer = program("demo", "--json")
    assert answer.code == 1
    assert answer.json == {
        "error": "这个数据库里已有别的数据，不能装入演示。"
        "请在 DANGJIANYUN_DATABASE_URL 里换一个空的数据库。"
    }
    assert (program.home / "dangjianyun.sqlite3").read_bytes() == before


def test_a_loaded_one_is_left_as_it_is(program: Program, prepared: Path) -> None:
    program.settle(prepared)
    with closing(database(program)) as there, there:
        there.execute(MARKED)
        there.execute("INSERT INTO demo_mark VALUES ('loaded')")
    answer = program("demo", "--json", "--port", "8123")
    assert answer.code == 0, answer.err
    assert answer.json == {
        "url": "http://127.0.0.1:8123",
        "password": "dangjianyun-demo",
        "accounts": [],
        "loaded": False,
    }


@pytest.mark.slow
def test_one_that_was_interrupted_is_loaded_anew(program: Program, prepared: Path) -> None:
    program.settle(prepared)
    with closing(database(program)) as there, there:
        there.execute(MARKED)
        there.execute("INSERT INTO demo_mark VALUES ('loading')")
        there.execute("CREATE TABLE left_behind (n integer)")
    process = subprocess.Popen(
        program.command("demo"), stderr=subprocess.PIPE, text=True, env=program.environment()
    )
    assert process.stderr is not None
    first = process.stderr.readline()
    # Loading begins to say how far it is after the old tables went and the new ones came; a
    # program that ended by itself before it was killed would have another code.
    progress = process.stderr.readline()
    process.kill()
    rest = process.communicate()[1]
    assert first == "上次装入演示数据没有完成，重新开始。\n"
    assert process.returncode == -signal.SIGKILL, progress + rest
    with closing(database(program)) as there:
        assert there.execute("SELECT state FROM demo_mark").fetchall() == [("loading",)]
        named = there.execute("SELECT 1 FROM sqlite_master WHERE name = 'left_behind'")
        assert named.fetchall() == []


def test_production_takes_no_demonstration(program: Program) -> None:
    answer = program("settings")
    assert answer.code == 0
    path = program.home / "settings.toml"
    path.write_text(path.read_text(encoding="utf-8").replace('"demo"', '"production"'))
    assert program("settings").code == 1
    refused = program("demo", "--json")
    assert refused.code == 1
    assert refused.json["error"].startswith("现在不是 demo 模式，不能装入演示数据。")
