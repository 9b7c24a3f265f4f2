"""The tile map and the trend chart: both always with the same figures as a table."""

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from typing import Any

from django import template

from dangjianyun.foundation.templatetags.dj_numbers import Number, exact, rounded

register = template.Library()

STEPS = 5


def bins(values: Sequence[Number | None]) -> list[int]:
    """A step 1–5 for each figure as shown, by rank; equal figures share one, none is 1."""
    known = sorted(exact(value) for value in values if value is not None)
    return [
        1 if value is None else 1 + STEPS * bisect_left(known, exact(value)) // len(known)
        for value in values
    ]


@register.inclusion_tag("dj/tile_map.html")
def tile_map(cells: Sequence[Mapping[str, Any]], *, links: bool = True) -> dict[str, Any]:
    """A schematic map of tiles. A cell: row, col, label, value (as rounded for show), figure (its
    text), href, note. Darker is higher; the key gives the lowest and highest figure."""
    steps = bins([cell["value"] for cell in cells])
    known = [cell for cell in cells if cell["value"] is not None]
    return {
        "cells": [{**cell, "step": step} for cell, step in zip(cells, steps, strict=True)],
        "links": links,
        "lowest": min(known, key=lambda cell: exact(cell["value"])) if known else None,
        "highest": max(known, key=lambda cell: exact(cell["value"])) if known else None,
        "steps": range(1, STEPS + 1),
    }


@register.inclusion_tag("dj/chart.html")
def chart(
    name: str,
    x: Sequence[str],
    series: Sequence[Mapping[str, Any]],
    summary: str,
    *,
    low: Number | None = None,
    high: Number | None = None,
    unit: str = "",
    digits: int = 0,
    big: bool = False,
    heading: str = "月末",
) -> dict[str, Any]:
    """A line chart without legend: each line is named at its end; the table is under 用表格看.

    Shape: `x` are labels (2020-12); a series has words, values (None leaves a gap) and color:
    ink, 1 to 5, or due; optional short for the line's end. `summary` is read to those who cannot
    see the lines. `low` and `high` bound the axis.
    """
    lines = [
        {
            "name": one["words"],
            "short": one.get("short", one["words"]),
            "color": str(one.get("color", "ink")),
            "values": [_shown(value, digits) for value in one["values"]],
        }
        for one in series
    ]
    rows = list(zip(x, *(_texts(one["values"], digits) for one in series), strict=True))
    return {
        "name": name,
        "lines_id": f"{name}-lines",
        "summary": summary,
        "big": big,
        "unit": unit,
        "heading": heading,
        "lines": lines,
        "rows": rows[::-1],
        "drawn": {
            "x": list(x),
            "series": lines,
            "low": None if low is None else float(low),
            "high": None if high is None else float(high),
            "unit": unit,
            "digits": digits,
        },
    }


def _shown(value: Number | None, digits: int) -> float | None:
    return None if value is None else float(rounded(value, digits))


def _texts(values: Sequence[Number | None], digits: int) -> list[str]:
    blank = "--"
    return [blank if v is None else f"{rounded(v, digits):,}" for v in values]
