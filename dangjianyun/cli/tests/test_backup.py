"""A backup restores to equality, and a damaged one is refused before anything is touched."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from dangjianyun.cli import manifest
from dangjianyun.cli.tests.program import Program
from dangjianyun.foundation.errors import Refused

pytestmark = pytest.mark.slow
INSERT = (
    "from dangjianyun.access.actions import create_account;"
    " from dangjianyun.access.models import Desk; from dangjianyun.access.queries import operator;"
    " [create_account(Desk(), actor=operator(), username=name, label='张三')"
    " for name in ('zhang', 'zhang2', 'zhang3')]"
)
REMAINING = (
    "from dangjianyun.access.models import Account; print(Account.objects.first().label, end='')"
)


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def empty(request: pytest.FixtureRequest, tmp_path: Path) -> Callable[[str], Program]:
    """Makes programs by name, each with an empty database of the engine."""

    def make(name: str) -> Program:
        home = tmp_path / name
        home.mkdir()
        if request.param == "sqlite":
            return Program(home)
        return Program(home, request.getfixturevalue("postgres_database")())

    return make


@pytest.fixture
def filled(empty: Callable[[str], Program], prepared: Path) -> Program:
    """Three accounts, a chain of three entries, one file."""
    program = empty("first")
    program.settle(prepared)
    done = program.python(INSERT)
    assert done.code == 0, done.err
    (program.home / "files" / "文件夹").mkdir(parents=True)
    (program.home / "files" / "文件夹" / "a.txt").write_text("内容", encoding="utf-8")
    return program


def with_keys_of(source: Program, target: Program) -> Program:
    shutil.copy(source.home / "settings.toml", target.home)
    return target


def test_an_empty_database_becomes_equal_to_the_one_backed_up(
    filled: Program, empty: Callable[[str], Program], tmp_path: Path
) -> None:
    made = filled("backup", str(tmp_path / "kept"), "--json")
    assert made.code == 0, made.err
    other = with_keys_of(filled, empty("second"))
    back = other("restore", str(tmp_path / "kept"), "--json")
    assert back.code == 0, back.err
    assert back.json == {
        "tables": made.json["tables"],
        "rows": made.json["rows"],
        "files": 1,
        "equal": True,
        "differences": [],
        "audit": {"entries": 3, "broken": []},
        "keys": "same",
        "pending": 0,
    }
    assert other.python(REMAINING).out == "张三"
    restored = other.home / "files" / "文件夹" / "a.txt"
    assert restored.read_text(encoding="utf-8") == "内容"
    again = other("backup", str(tmp_path / "again"), "--json")
    assert again.code == 0, again.err
    first, second = (
        json.loads((tmp_path / name / "manifest.json").read_text(encoding="utf-8"))
        for name in ("kept", "again")
    )
    assert second["tables"] == first["tables"]
    assert second["keys"] == first["keys"]


def test_a_database_in_use_is_kept_unless_it_is_to_be_replaced(
    filled: Program, tmp_path: Path
) -> None:
    kept = str(tmp_path / "kept")
    assert filled("backup", kept).code == 0
    changed = "from dangjianyun.access.models import Account; Account.objects.update(label='李四')"
    assert filled.python(changed).code == 0
    refused = filled("restore", kept, "--json")
    assert refused.code == 1
    assert refused.json["error"].startswith("数据库里已有数据，没有改动。")
    assert filled.python(REMAINING).out == "李四"
    replaced = filled("restore", kept, "--replace", "--json")
    assert replaced.code == 0, replaced.err
    assert replaced.json["equal"] is True
    assert filled.python(REMAINING).out == "张三"


def test_a_flipped_byte_in_any_file_is_noticed_before_anything_is_touched(
    filled: Program, tmp_path: Path
) -> None:
    kept = tmp_path / "kept"
    assert filled("backup", str(kept)).code == 0
    changed = "from dangjianyun.access.models import Account; Account.objects.update(label='李四')"
    assert filled.python(changed).code == 0
    for path in [path for path in kept.rglob("*") if path.is_file()]:
        whole = path.read_bytes()
        middle = len(whole) // 2
        path.write_bytes(whole[:middle] + bytes([whole[middle] ^ 1]) + whole[middle + 1 :])
        with pytest.raises(Refused, match="^备份已损坏："):
            manifest.read(kept)
        if path.name.startswith("database."):
            answer = filled("restore", str(kept), "--replace", "--json")
            assert (answer.code, answer.json["error"][:6]) == (1, "备份已损坏：")
        path.write_bytes(whole)
    assert manifest.read(kept).format == 1
    assert filled.python(REMAINING).out == "李四"


def test_a_missing_file_is_noticed(filled: Program, tmp_path: Path) -> None:
    kept = tmp_path / "kept"
    assert filled("backup", str(kept)).code == 0
    (kept / "files" / "文件夹" / "a.txt").unlink()
    answer = filled("restore", str(kept), "--replace", "--json")
    assert answer.code == 1
    assert answer.json["error"] == (
        "备份不完整：缺少 files/文件夹/a.txt。没有改动任何数据，请换一份备份。"
    )


def test_without_the_keys_the_restore_says_what_will_be_unreadable(
    filled: Program, empty: Callable[[str], Program], tmp_path: Path
) -> None:
    kept = str(tmp_path / "kept")
    assert filled("backup", kept).code == 0
    other = empty("second")
    assert other("settings").code == 0
    refused = other("restore", kept, "--json")
    assert refused.code == 1
    assert refused.json["error"].startswith("备份是用另外的密钥做的（audit、field、index 不同）")
    accepted = other("restore", kept, "--other-keys", "--json")
    assert accepted.code == 0, accepted.err
    assert (accepted.json["keys"], accepted.json["equal"]) == ("other", True)


def test_keys_are_in_the_backup_only_if_asked_for(
    filled: Program, empty: Callable[[str], Program], tmp_path: Path
) -> None:
    plain, full = tmp_path / "plain", tmp_path / "full"
    assert filled("backup", str(plain)).code == 0
    written = (filled.home / "settings.toml").read_text(encoding="utf-8")
    keys = [line.split('"')[-2] for line in written.splitlines() if "=" in line][1:]
    everything = b"".join(path.read_bytes() for path in plain.rglob("*") if path.is_file())
    assert [key for key in keys if key.encode() in everything] == []
    made = filled("backup", str(full), "--with-keys", "--json")
    assert made.json["keys"] is True
    assert full.stat().st_mode & 0o777 == 0o700
    other = empty("second")
    back = other("restore", str(full), "--json")
    assert back.code == 0, back.err
    assert back.json["audit"] == {"entries": 3, "broken": []}


def test_a_backup_never_overwrites_a_folder(filled: Program, tmp_path: Path) -> None:
    kept = tmp_path / "kept"
    kept.mkdir()
    (kept / "mine.txt").write_text("mine", encoding="utf-8")
    answer = filled("backup", str(kept), "--json")
    assert answer.code == 1
    assert answer.json["error"] == f"{kept} 已经有内容，不会覆盖。请给一个新的文件夹名。"
    assert [path.name for path in kept.iterdir()] == ["mine.txt"]
