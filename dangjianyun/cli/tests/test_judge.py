"""`judge`: one object or a list, by the contract's keys and exit codes."""

import json
from pathlib import Path
from typing import Any

import pytest

from dangjianyun.cli.dispatch import main

KEYS = ["rule", "on", "in_force", "kept", "value", "message", "cites"]
DUE = {"full_members": 3, "has_unit": False}


@pytest.fixture
def judged(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Any:
    """`judged(facts)`: exit code and JSON; text is written as it stands."""

    def run(facts: object, rule: str = "party.unit_due") -> tuple[int, Any]:
        file = tmp_path / "facts.json"
        text = facts if isinstance(facts, str) else json.dumps(facts)
        file.write_text(text, encoding="utf-8")
        code = main(["judge", rule, "--facts", str(file), "--json"])
        return code, json.loads(capsys.readouterr().out)

    return run


def test_one_object_is_answered_with_one(judged: Any) -> None:
    code, said = judged(DUE)
    assert (code, list(said), said["kept"]) == (0, KEYS, False)


def test_in_a_list_the_bad_stand_in_their_place(judged: Any) -> None:
    code, said = judged([DUE, {"full_members": "3", "has_unit": False}, {}, DUE | {"x": 1}, 3])
    assert code == 3
    assert [list(one) for one in said] == [KEYS, *[["error"]] * 4]
    assert [name in one["error"] for name, one in zip(
        ("full_members", "has_unit", "x", "对象"), said[1:], strict=True
    )] == [True] * 4  # fmt: skip
    assert judged([DUE, DUE])[0] == 0


@pytest.mark.parametrize(
    ("facts", "named"),
    [
        ({"has_unit": False}, "full_members"),
        (DUE | {"full_members": True}, "full_members"),
        (DUE | {"members": 3}, "members"),
        ('{"full_members": 3, "full_members": 2, "has_unit": false}', "full_members写了不止一次"),
        ("{", "JSON"),
    ],
)
def test_a_fact_that_is_missing_mistyped_unknown_or_doubled_is_named(
    judged: Any, facts: object, named: str
) -> None:
    code, said = judged(facts)
    assert (code, list(said), named in said["error"]) == (1, ["error"], True)


def test_codes_and_numbers_are_judged_by_their_rules(judged: Any) -> None:
    assert judged({"code": "91330200MA2000000Y"}, "registry.credit_code")[1]["kept"] is False
    assert judged({"number": "330203199003070000"}, "registry.identity_number")[1]["kept"] is False
    assert judged({}, "registry.nothing")[0] == 1
