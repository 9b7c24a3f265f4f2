"""The rule book on the command line and in docs/, against the rooms' rules."""

import io
import json
from pathlib import Path

import pytest

from dangjianyun.cli import main
from dangjianyun.cli.rules import ROOMS
from dangjianyun.law import rulebook

HOUSE = Path(__file__).parent.parent
UNIT_DUE = {"full_members": 3, "has_unit": False}


@pytest.fixture
def run(capsys, monkeypatch):
    """Run a command: its exit code, its JSON and what it said on standard error."""

    def command(*typed, stdin=b""):
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(stdin), encoding="utf-8"))
        code = main([*typed, "--json"])
        said = capsys.readouterr()
        return code, json.loads(said.out), said.err

    return command


def test_the_rule_book_in_the_docs_is_the_generated_one():
    assert (HOUSE / "docs" / "rulebook.md").read_text(encoding="utf-8") == rulebook.markdown()


def test_the_command_line_knows_the_rules_of_every_room():
    found = {path.relative_to(HOUSE).parts[1] for path in HOUSE.glob("dangjianyun/*/rules.py")}
    found |= {path.parts[-3] for path in HOUSE.glob("dangjianyun/*/rules/__init__.py")}

    assert {room.__name__.split(".")[1] for room in ROOMS} == found - {"cli", "law"}


def test_rules_are_listed_as_the_contract_says(run):
    code, rows, _ = run("rules")

    assert code == 0
    assert {frozenset(row) for row in rows} == {
        frozenset(("id", "label", "since", "until", "cites", "facts", "gives"))
    }
    assert {row["id"]: row for row in rows}["party.unit_due"] == {
        "id": "party.unit_due",
        "label": "应建党组织",
        "since": "2017-10-24",
        "until": None,
        "cites": [
            {"document": "中国共产党章程", "article": "第三十条", "status": "K-high"},
            {
                "document": "中国共产党支部工作条例（试行）",
                "article": "第四条",
                "status": "V",
            },
        ],
        "facts": {
            "full_members": {"type": "integer", "meaning": "正式党员人数"},
            "has_unit": {"type": "boolean", "meaning": "已有党组织覆盖"},
            "mode": {
                "type": (
                    "choice: single, joint, area, trade, attached, functional, fallback, optional"
                ),
                "meaning": "党组织的组建方式",
            },
        },
        "gives": "应当成立党组织而没有成立的（应建未建），判为不符合；其余为符合。",
    }


def test_one_object_is_judged_from_standard_input(run):
    typed = ("judge", "party.unit_due", "--facts", "-", "--on", "2026-01-01")
    code, verdict, _ = run(*typed, stdin=json.dumps(UNIT_DUE).encode())

    assert (code, verdict["kept"], verdict["on"]) == (0, False, "2026-01-01")


def test_a_list_from_a_file_is_judged_in_part(run, tmp_path):
    file = tmp_path / "facts.json"
    file.write_text(json.dumps([UNIT_DUE, {"full_members": 3}]), encoding="utf-8-sig")
    code, rows, _ = run("judge", "party.unit_due", "--facts", str(file))

    assert code == 3
    assert rows[0]["kept"] is False
    assert rows[1] == {"error": "缺少事实has_unit（已有党组织覆盖），请补上后再判断。"}


@pytest.mark.parametrize(
    ("typed", "stdin", "message"),
    [
        (
            ("party.unit_deu", "--facts", "-"),
            b"{}",
            "没有规则party.unit_deu，是不是party.unit_due？",
        ),
        (
            ("party.unit_due", "--facts", "-"),
            b'{"full_members": 3}',
            "缺少事实has_unit（已有党组织覆盖），请补上后再判断。",
        ),
        (
            ("party.unit_due", "--facts", "no.json"),
            b"",
            "打不开事实文件no.json：No such file or directory。请核对路径。",
        ),
        (
            ("party.unit_due", "--facts", "-"),
            b"\xff{",
            ('事实文件-不是UTF-8编码的JSON。请写成一个对象或对象的列表，如{"full_members": 3}。'),
        ),
    ],
)
def test_what_cannot_be_judged_is_refused_with_the_reason(run, typed, stdin, message):
    code, answer, said = run("judge", *typed, stdin=stdin)

    assert (code, answer["error"], said.strip()) == (1, message, message)
