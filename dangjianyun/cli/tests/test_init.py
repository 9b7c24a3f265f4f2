"""The first start of a real installation."""

import re
import tomllib
from pathlib import Path

import pytest

from dangjianyun.cli.tests.program import Program

pytestmark = pytest.mark.slow


@pytest.fixture
def installed(program: Program) -> Program:
    answer = program("init", "--region", "330200", "--hosts", "djy.example.cn", "--json")
    assert answer.code == 0, answer.err
    assert answer.json["region"] == "330200"
    people = answer.json["administrators"]
    assert [(person["label"], person["account"]) for person in people] == [
        ("系统管理员", "sysadmin"),
        ("安全管理员", "secadmin"),
        ("审计管理员", "auditor"),
    ]
    form = re.compile(r"https://djy\.example\.cn/first/[\w-]{43}/")
    assert [bool(form.fullmatch(person["link"])) for person in people] == [True, True, True]
    assert len({person["link"] for person in people}) == 3
    return program


def test_an_installation_has_its_own_keys_three_administrators_and_a_sound_chain(
    installed: Program,
) -> None:
    path = installed.home / "settings.toml"
    assert path.stat().st_mode & 0o777 == 0o600
    written = tomllib.loads(path.read_text(encoding="utf-8"))
    assert (written["mode"], written["region"], written["hosts"]) == (
        "production",
        "330200",
        "djy.example.cn",
    )
    assert sorted(written["keys"]) == ["audit", "field", "index"]
    said = installed.python(
        "from dangjianyun.access.models import GrantRow;"
        " from dangjianyun.access.verification import verify;"
        " print([(g.account.username, g.kind, g.place, g.account.has_usable_password())"
        " for g in GrantRow.objects.select_related('account').order_by('id')], verify()[1])"
    )
    assert said.out == (
        "[('sysadmin', 'system', 'access/', False), ('secadmin', 'security', 'access/', False),"
        " ('auditor', 'audit', 'access/', False)] []\n"
    )


def test_a_second_time_is_refused_and_changes_nothing(installed: Program) -> None:
    before = (installed.home / "settings.toml").read_bytes()
    answer = installed("init", "--region", "330200", "--json")
    assert answer.code == 1
    assert answer.json["error"].startswith("这里已经安装好了，不能再次初始化。")
    assert (installed.home / "settings.toml").read_bytes() == before


def test_an_interrupted_run_is_completed_by_the_next(program: Program) -> None:
    unreachable = Program(program.home, "postgresql://nobody@127.0.0.1:9/nothing")
    failed = unreachable("init", "--region", "330200", "--json")
    assert failed.code == 1
    assert failed.json["error"].startswith("连不上数据库。")
    path = program.home / "settings.toml"
    kept = [line for line in path.read_text().splitlines() if not line.startswith("database_url")]
    path.write_text("\n".join(kept))
    keys = tomllib.loads(path.read_text())["keys"]
    assert program("init", "--json").code == 0
    assert tomllib.loads(path.read_text())["keys"] == keys


def test_a_region_that_does_not_exist_is_named(program: Program) -> None:
    answer = program("init", "--region", "339900", "--json")
    assert answer.code == 1
    assert answer.json["error"].startswith("没有代码为“339900”的行政区划。")


def test_without_a_region_and_nobody_to_ask_it_says_what_to_give(program: Program) -> None:
    answer = program("init", "--json")
    assert answer.code == 1
    assert answer.json == {"error": "请用 --region 给出管辖的行政区划代码，如 --region 330200。"}
    assert list(program.home.iterdir()) == []


def test_the_demonstration_is_no_place_for_it(program: Program, prepared: Path) -> None:
    program.settle(prepared)
    answer = program("init", "--region", "330200", "--json")
    assert answer.code == 1
    assert answer.json["error"].startswith(f"{program.home} 是演示用的。")
