"""A figure of the article moves only by moving records: none stands in code but demo's."""

import ast
from pathlib import Path

HOUSE = Path(__file__).resolve().parents[1] / "dangjianyun"
FIGURES = {487, 693, 712, 798, 799, 889, 3361, 5899, 6116, 7000, 9612, 10286, 290_000_000}


def test_no_figure_of_the_article_is_written_into_the_code():
    written = [
        f"{file.relative_to(HOUSE)}:{node.lineno}: {node.value}"
        for file in HOUSE.rglob("*.py")
        if not {"demo", "tests", "migrations"} & set(file.relative_to(HOUSE).parts)
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant)
        and isinstance(node.value, int | float)
        and node.value in FIGURES
    ]
    assert written == []
