"""What every command has in common: help, exit codes, errors, JSON."""

import argparse
import json
from datetime import date
from decimal import Decimal
from io import StringIO
from pathlib import Path

import pytest

from dangjianyun.cli.dispatch import load, main
from dangjianyun.cli.output import emit
from dangjianyun.cli.table import COMMANDS, Command
from dangjianyun.cli.tests.program import Program
from dangjianyun.cli.trouble import explain


def test_without_a_command_the_usage_is_shown_and_the_code_is_2(
    capsys: pytest.CaptureFixture[str],
) -> None:
    with pytest.raises(SystemExit) as left:
        main([])
    assert left.value.code == 2
    assert capsys.readouterr().err == (
        "用法：dangjianyun [-h] COMMAND\n缺少参数：COMMAND。全部用法见 dangjianyun --help。\n"
    )


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        (["nix"], "没有“nix”这个命令"),
        (["records"], "缺少参数：ID"),
        (["records", "x", "--part", "half"], "--part不能是'half'"),
        (["records", "x", "--on", "31.12.2020"], "--on要一个日期，如 2020-12-31"),
        (["recount", "--chec"], "不认识的参数：--chec"),
        (["serve", "--port", "http"], "--port要一个整数，不能是'http'"),
        (["serve", "--port"], "--port后面要有一个值"),
    ],
)
def test_wrong_usage_is_explained_in_chinese_with_code_2(
    typed: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as left:
        main(typed)
    assert left.value.code == 2
    last = capsys.readouterr().err.splitlines()[-1]
    assert last.startswith(said)


def test_help_lists_the_commands_of_the_contract_and_none_of_the_inner_ones(
    capsys: pytest.CaptureFixture[str],
) -> None:
    with pytest.raises(SystemExit) as left:
        main(["--help"])
    assert left.value.code == 0
    shown = capsys.readouterr().out.partition("命令：\n")[2].partition("\n\n")[0]
    assert [line.split()[0] for line in shown.splitlines()] == [
        *("indicators", "records", "recount", "rules", "judge", "sheets", "template", "import"),
        *(
            "undo",
            "export",
            "audit",
            "token",
            "populate",
            "init",
            "link",
            "serve",
            "backup",
            "restore",
        ),
    ]


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.name)
def test_every_row_of_the_table_leads_to_a_function(command: Command) -> None:
    assert callable(load(command))


def test_without_keys_a_command_is_refused_with_a_sentence(program: Program) -> None:
    answer = program("records", "x", "--json")
    assert answer.code == 1
    assert answer.json == {
        "error": "没有密钥，不能启动。演示请运行 script/demo；正式安装请先运行 dangjianyun init。"
    }
    assert answer.err == answer.json["error"] + "\n"


def test_without_tables_a_command_says_what_to_run_first(program: Program) -> None:
    assert program("settings").code == 0
    answer = program("worker", "--json")
    assert answer.code == 1
    assert answer.json == {
        "error": "数据库还没有建好或版本不对。演示请运行 script/demo，"
        "正式安装请先运行 dangjianyun init，升级请见 docs/how-to/production.md。"
    }


def test_a_server_that_does_not_answer_is_named(program: Program) -> None:
    elsewhere = Program(program.home, "postgresql://nobody@127.0.0.1:9/nothing")
    assert program("settings").code == 0
    answer = elsewhere("backup", "somewhere")
    assert answer.code == 1
    assert answer.err.startswith("连不上数据库。请检查 DANGJIANYUN_DATABASE_URL 和数据库服务：")
    assert "Traceback" not in answer.err


def test_a_damaged_settings_file_is_named(program: Program) -> None:
    path = program.home / "settings.toml"
    path.write_text("mode = ", encoding="utf-8")
    answer = program("worker", "--json")
    assert answer.code == 1
    assert answer.json["error"].startswith(f"{path} 写得不对，读不出来：")


def test_what_nobody_foresaw_gives_one_sentence_and_a_log_entry(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DANGJIANYUN_HOME", str(tmp_path))
    trouble = explain(ZeroDivisionError("of a kind"))
    log = tmp_path / "log" / "dangjianyun.log"
    assert trouble["error"] == (
        f"遇到没有料到的错误，没有完成。详情在 {log}，编号 {trouble['reference']}，请告诉管理员。"
    )
    assert f" {trouble['reference']}\nZeroDivisionError: of a kind" in log.read_text(
        encoding="utf-8"
    )
    assert log.stat().st_mode & 0o777 == 0o600


def test_json_writes_days_amounts_and_chinese_as_they_are() -> None:
    out = StringIO()
    args = argparse.Namespace(json=True, stdout=out)
    row = {"on": date(2020, 12, 31), "value": Decimal("0.5"), "label": "应建", "n": Decimal(3)}
    emit(args, [row])
    assert '"应建"' in out.getvalue()
    assert json.loads(out.getvalue()) == [
        {"on": "2020-12-31", "value": 0.5, "label": "应建", "n": 3}
    ]


def test_people_get_a_table_whose_columns_align_on_wide_characters() -> None:
    out = StringIO()
    args = argparse.Namespace(json=False, stdout=out)
    emit(args, [{"a": "海曙区", "b": None}, {"a": "x", "b": True}], {"a": "区", "b": "有"})
    assert out.getvalue() == "区      有\n海曙区  —\nx       是\n"


def test_no_records_is_said() -> None:
    out = StringIO()
    emit(argparse.Namespace(json=False, stdout=out), [])
    assert out.getvalue() == "（没有记录）\n"


@pytest.mark.parametrize("address", ["garbage", "postgres://u:geheim@h:abc/x", "http://x/y"])
def test_what_is_no_address_of_a_database_is_named_and_not_repeated(
    program: Program, address: str
) -> None:
    assert program("settings").code == 0
    answer = Program(program.home, address)("recount", "--check", "--json")
    assert answer.code == 1
    assert list(answer.json) == ["error"]
    assert answer.json["error"].startswith("DANGJIANYUN_DATABASE_URL 不是数据库的地址")
    assert address not in answer.err
