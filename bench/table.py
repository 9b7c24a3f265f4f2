"""The results as a table that people read."""

from collections.abc import Sequence

from bench.result import Result

WORDS = {"kept": "kept", "missed": "MISSED", "measured": "", "skipped": "skipped"}


def table(results: Sequence[Result]) -> str:
    """Markdown, as it goes into docs/benchmarks."""
    lines = [
        "| what | organizations | bound | measured | p50 | own CPU | verdict | beside it |",
        "|---|---:|---:|---:|---:|---:|---|---|",
    ]
    for one in results:
        sign = "≤" if one.better == "low" else "≥"
        bound = f"{sign} {number(one.bound)} {one.unit}" if one.bound is not None else ""
        value = f"{number(one.value)} {one.unit}" if one.value is not None else ""
        beside = "; ".join(f"{words} {number(v)}" for words, v in one.comparator.items())
        beside = "; ".join(filter(None, (beside, one.note, one.skipped)))
        cells = (
            one.name,
            f"{one.size:,}",
            bound,
            value,
            number(one.p50),
            number(one.cpu),
            WORDS[one.verdict],
            beside,
        )
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines)


def number(value: float | None) -> str:
    """Three digits that mean something."""
    if value is None:
        return ""
    if value >= 100 or value == int(value):
        return f"{value:,.0f}"
    return f"{value:.1f}" if value >= 10 else f"{value:.2f}"
