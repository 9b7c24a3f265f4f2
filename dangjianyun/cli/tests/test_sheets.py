"""Sheets on the command line: the JSON and the exit codes of the contract."""

import json
from pathlib import Path
from typing import Any

import pytest

import dangjianyun.demo
from dangjianyun.cli.dispatch import main
from dangjianyun.interchange.models import Batch
from dangjianyun.interchange.tests.books import HEADINGS, code, organization, workbook
from dangjianyun.registry.models import Organization
from tests.city import City

TABLE = str(Path(dangjianyun.demo.__file__).parent / "public-welfare-day-2021.csv")


@pytest.fixture
def run(city: City, capsys: pytest.CaptureFixture[str]) -> Any:
    def call(*typed: str) -> tuple[int, Any, str]:
        exit_code = main([*typed, "--json"])
        said = capsys.readouterr()
        return exit_code, json.loads(said.out) if said.out else None, said.err

    return call


def test_the_sheets_are_listed_with_their_columns(run: Any) -> None:
    exit_code, sheets, _ = run("sheets")
    assert exit_code == 0
    assert [(sheet["name"], sheet["key"]) for sheet in sheets] == [
        ("organizations", ["统一社会信用代码"]),
        ("units", ["党组织编号"]),
        ("members", ["党员编号"]),
        ("instructors", ["指导员编号"]),
        ("assignments", ["指导员编号", "统一社会信用代码", "起始日"]),
        ("activities", ["活动编号"]),
        ("meetings", ["党组织编号", "日期", "类型", "主题"]),
    ]
    assert set(sheets[0]["columns"][0]) == {
        *("label", "field", "required", "type", "choices", "note")
    }


def test_the_table_of_2021_is_imported_undone_and_imported_again(run: Any) -> None:
    exit_code, first, _ = run("import", "activities", TABLE, "--year", "2021")
    assert (exit_code, first["rows"], first["created"], first["errors"]) == (0, 11, 11, [])
    _, again, _ = run("import", "activities", TABLE, "--year", "2021")
    assert (again["created"], again["updated"], again["unchanged"]) == (0, 0, 11)
    exit_code, undone, _ = run("undo", first["batch"])
    assert (exit_code, undone) == (0, {"batch": first["batch"], "deleted": 11, "restored": 0})
    exit_code, refused, _ = run("undo", first["batch"])
    assert (exit_code, list(refused)) == (1, ["error"])


def test_bad_rows_keep_everything_out_or_are_left_out(run: Any, tmp_path: Path) -> None:
    rows = [HEADINGS, organization(1), organization(2, name="")]
    path = str(workbook(tmp_path / "a.xlsx", rows))
    exit_code, result, said = run("import", "organizations", path)
    assert (exit_code, result["batch"], result["created"], result["rejected"]) == (1, None, 0, 1)
    assert "没有写入任何内容" in said
    assert result["errors"] == [
        {
            "row": 3,
            "column": "名称",
            "value": "",
            "message": "必填。请填写名称。",
            "cell": "B3",
        }
    ]
    report = tmp_path / "report.xlsx"
    exit_code, result, _ = run(
        "import", "organizations", path, "--good-rows", "--report", str(report)
    )
    assert (exit_code, result["created"], result["rejected"]) == (3, 1, 1)
    assert report.stat().st_size > 0
    assert Organization.rows().filter(code=code(1)).exists()


def test_paths_are_those_of_the_caller_and_checked_before_anything_is_written(
    run: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    workbook(tmp_path / "a.xlsx", [HEADINGS, organization(1)])
    monkeypatch.chdir(tmp_path)
    nowhere = ("--report", "nowhere/report.xlsx")
    assert run("import", "organizations", "a.xlsx", *nowhere)[0] == 1
    assert not Organization.rows().filter(code=code(1)).exists()
    assert run("import", "organizations", "a.xlsx", "--report", "report.xlsx")[0] == 0
    assert run("export", "organizations", "b.xlsx")[1] == {"rows": 13}


def test_a_dry_run_leaves_nothing(run: Any, tmp_path: Path) -> None:
    path = str(workbook(tmp_path / "a.xlsx", [HEADINGS, organization(1)]))
    exit_code, result, _ = run("import", "organizations", path, "--dry-run")
    assert (exit_code, result["batch"], result["created"]) == (0, None, 1)
    assert Batch.rows().count() == 0


def test_an_account_imports_and_exports_within_its_scope(run: Any, tmp_path: Path) -> None:
    path = str(workbook(tmp_path / "a.xlsx", [HEADINGS, organization(1)]))
    exit_code, result, _ = run("import", "organizations", path, "--as", "jiangbei")
    assert (exit_code, result["rejected"]) == (1, 1)
    target = str(tmp_path / "b.xlsx")
    assert run("export", "organizations", target, "--as", "haishu")[1] == {"rows": 6}
    exit_code, refused, _ = run(
        "export", "organizations", target, "--as", "haishu", "--region", "330205"
    )
    assert (exit_code, refused["error"]) == (1, "没有区划“330205”，或不在你的范围内。")


def test_a_batch_of_the_neighbor_is_unknown(run: Any, tmp_path: Path) -> None:
    path = str(workbook(tmp_path / "a.xlsx", [HEADINGS, organization(1)]))
    _, result, _ = run("import", "organizations", path, "--as", "haishu")
    exit_code, refused, _ = run("undo", result["batch"], "--as", "jiangbei")
    words = f"没有批号为“{result['batch']}”的导入，或不在你的范围内。"
    assert (exit_code, refused["error"]) == (1, words)


def test_unknown_sheets_files_and_days_to_come_are_refused(run: Any, tmp_path: Path) -> None:
    assert run("template", "nothing", str(tmp_path / "a.xlsx"))[0] == 1
    assert run("import", "units", str(tmp_path / "nothing.xlsx"))[0] == 1
    assert run("export", "units", str(tmp_path / "a.xlsx"), "--on", "2999-01-01")[0] == 1


@pytest.mark.parametrize(
    "typed",
    [
        ("export", "members", "{0}/a.xlsx", "--as", "civil"),
        *(
            ("import", sheet, TABLE, "--as", name)
            for sheet in ("activities", "members")
            for name in ("secretary", "guide", "organization", "sysadmin", "auditor")
        ),
    ],
)
def test_what_an_account_may_not_do_is_refused_with_a_sentence(
    run: Any, tmp_path: Path, typed: tuple[str, ...]
) -> None:
    exit_code, refused, _ = run(*(word.format(tmp_path) for word in typed))
    assert (exit_code, list(refused)) == (1, ["error"])
    assert "没有料到" not in refused["error"]
    assert Batch.rows().count() == 0
