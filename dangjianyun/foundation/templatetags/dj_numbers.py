"""Figures, shares, money, changes: one way of writing each, so that two pages never differ."""

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import Any

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

register = template.Library()

Number = int | float | Decimal | Fraction
NIL = mark_safe('<span class="dj-nil">--</span>')
WAN_FEN, YI_FEN = 10_000 * 100, 100_000_000 * 100
UNKNOWN = object()


def exact(number: Number) -> Decimal:
    """The number as a decimal, without the noise of binary floats."""
    if isinstance(number, Fraction):
        return Decimal(number.numerator) / Decimal(number.denominator)
    return Decimal(str(number))


def rounded(number: Number, digits: int) -> Decimal:
    """Half up, as people round."""
    return exact(number).quantize(Decimal(1).scaleb(-digits), rounding=ROUND_HALF_UP)


def percent(ratio: Number, digits: int = 1) -> str:
    """A share of 0–1 in percent without the sign. Only a whole is 100, only nothing is 0."""
    figure, step = rounded(exact(ratio) * 100, digits), Decimal(1).scaleb(-digits)
    if figure == 100 and exact(ratio) < 1:
        figure -= step
    if figure == 0 and exact(ratio) > 0:
        figure += step
    return str(figure)


@register.filter
def nil(value: Any) -> Any:
    """`--` where there is nothing; 0 stays 0."""
    return NIL if value is None or value == "" else value


@register.filter
def thousands(value: Number | None) -> str:
    """10286 → 10,286; None → `--`."""
    return NIL if value is None else f"{value:,}"


@register.filter
def ratio(value: Number | None, digits: int = 1) -> str:
    """0.986 → 98.6%; ranked lists take two digits; None (a denominator of 0) → `--`."""
    return NIL if value is None else f"{percent(value, digits)}%"


@register.filter
def money(fen: int | None) -> str:
    """Whole fen → 30.00万元, 2.90亿元, below ten thousand 980.00元."""
    if fen is None:
        return NIL
    for size, unit in ((YI_FEN, "亿元"), (WAN_FEN, "万元")):
        if abs(fen) >= size:
            return f"{rounded(Fraction(fen, size), 2):,}{unit}"
    return f"{rounded(Fraction(fen, 100), 2):,}元"


def changed(change: Number, unit: str, worse: str, digits: int | None) -> tuple[str, bool]:
    """A change in words, and whether it is one for the worse."""
    places = digits if digits is not None else (0 if isinstance(change, int) else 1)
    figure = rounded(change, places)
    if figure == 0:
        return "持平", False
    if worse and (figure > 0) == (worse == "up"):
        counted = isinstance(change, int)
        verb = ("增加" if counted else "上升") if figure > 0 else ("减少" if counted else "下降")
        return f"{verb}{abs(figure):,}{unit}", True
    return f"{figure:+,}{unit}", False


@register.simple_tag
def delta(
    change: Number | None,
    unit: str = "",
    worse: str = "",
    label: str = "",
    *,
    share: bool = False,
    digits: int | None = None,
) -> SafeString:
    """较上月 +64. Neutral ink; red, and said in words, only for a change for the worse.

    `worse` is the direction that is bad, `up` or `down`. `share`: the change of a share of 0–1,
    shown in percentage points (give `unit=""` and `digits=2` in a ranked table).
    """
    head = f"{label} " if label else ""
    if change is None:
        return format_html('<span class="dj-delta">{}<b>--</b></span>', head)
    if share:
        points: Number = exact(change) * 100
        words, bad = changed(points, unit or ("个百分点" if label else ""), worse, digits)
    else:
        words, bad = changed(change, unit, worse, digits)
    classes = "dj-delta dj-delta--worse" if bad else "dj-delta"
    return format_html('<span class="{}">{}<b>{}</b></span>', classes, head, words)


@register.inclusion_tag("dj/number.html")
def number(
    label: str,
    value: Number | None,
    unit: str = "",
    href: str = "",
    *,
    month: Any = UNKNOWN,
    year: Any = UNKNOWN,
    worse: str = "",
    share: bool = False,
    lines: Sequence[str] = (),
) -> dict[str, Any]:
    """A number card, one link to its records. At most two lines: changes, or `lines`."""
    changes = [("较上月", month), ("较上年同日", year)]
    return {
        "label": label,
        "figure": NIL if value is None else percent(value) if share else f"{value:,}",
        "unit": "%" if share else unit,
        "href": href,
        "deltas": [
            delta(change, "", worse, words, share=share)
            for words, change in changes
            if change is not UNKNOWN
        ],
        "lines": lines,
    }


@register.simple_tag
def share_bar(parts: Sequence[tuple[str, int, str]], *, thick: bool = False) -> SafeString:
    """A bar of parts `(words, count, color)`; color 1, 2, 3, 5, due or 0. Text: `share_key`."""
    total, at, cells = sum(count for _, count, _ in parts), Decimal(0), []
    for _, count, color in parts:
        width = Decimal(100 * count) / total if total else Decimal(0)
        cells.append((f"{at:.2f}", f"{width:.2f}", color))
        at += width
    return format_html(
        '<svg class="{}" viewBox="0 0 100 8" preserveAspectRatio="none"'
        ' aria-hidden="true">{}</svg>',
        "dj-bar dj-bar--thick" if thick else "dj-bar",
        format_html_join("", '<rect x="{}" y="0" width="{}" height="8" class="dj-f{}"/>', cells),
    )


@register.inclusion_tag("dj/share_key.html")
def share_key(parts: Sequence[tuple[str, int, str]]) -> dict[str, Any]:
    """The key of a share bar, as text with percentages."""
    total = sum(count for _, count, _ in parts)
    return {
        "parts": [
            (words, f"{percent(Fraction(count, total))}%" if total else NIL, color)
            for words, count, color in parts
        ]
    }


@register.simple_tag
def rate_bar(rate: Number | None, color: str = "1", rest: str = "due") -> SafeString:
    """The share as a thin bar for a table cell; its figure stands in the cell before."""
    if rate is None:
        return SafeString("")
    whole = 1_000_000
    filled = int(exact(rate) * whole)
    return share_bar([("", filled, color), ("", whole - filled, rest)])
