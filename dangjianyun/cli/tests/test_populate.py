"""`populate` makes a country in a database of its own."""

from pathlib import Path

from dangjianyun.cli.tests.program import Program


def test_an_empty_database_gets_its_tables_and_its_country(tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.mkdir()
    program = Program(home, database_url=f"sqlite:///{tmp_path / 'country.sqlite3'}")
    assert program("settings").code == 0
    assert program("populate", "--organizations", "0", "--json").code == 1
    made = program("populate", "--organizations", "20", "--json")
    assert (made.code, made.json["organizations"]) == (0, 20)
    assert program("recount", "--check", "--json").json["differences"] == []
    assert program("audit", "verify", "--json").json["broken"] == []
    assert program("populate", "--organizations", "20", "--json").code == 1
    assert not (home / "dangjianyun.sqlite3").exists()
