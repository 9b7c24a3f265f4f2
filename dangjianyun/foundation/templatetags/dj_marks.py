"""Icons and the shapes of states, drawn inline from one sprite so that a strict CSP holds."""

import re
from functools import cache
from pathlib import Path

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

register = template.Library()

SPRITE = Path(__file__).parents[1] / "static" / "dj" / "marks.svg"
SYMBOL = re.compile(r'<symbol id="([\w-]+)" viewBox="([\d ]+)">(.*?)</symbol>')
STATES = ("ok", "warn", "red", "blue", "none", "tent")
"""Disc with tick, triangle, octagon, half disc, empty disc, dashed disc."""


@cache
def marks() -> dict[str, tuple[str, str]]:
    """Each mark of the sprite: name → (viewBox, paths)."""
    found = SYMBOL.findall(SPRITE.read_text(encoding="utf-8"))
    return {name: (box, paths) for name, box, paths in found}


def drawn(name: str, classes: str) -> SafeString:
    """The mark as inline SVG. Raises: TemplateSyntaxError for a name the sprite lacks."""
    try:
        box, paths = marks()[name]
    except KeyError:
        raise template.TemplateSyntaxError(f"no mark named {name!r} in {SPRITE.name}") from None
    return format_html(
        '<svg class="{}" viewBox="{}" aria-hidden="true">{}</svg>',
        classes,
        box,
        mark_safe(paths),  # noqa: S308 - our own constants
    )


@register.simple_tag
@cache
def icon(name: str, size: int = 16) -> SafeString:
    """An outline icon, 16, 18, 20 or 24 px. Always beside a word, or inside a named control."""
    return drawn(name, "dj-i" if size == 16 else f"dj-i dj-i--{size}")


@register.simple_tag
@cache
def shape(state: str) -> SafeString:
    """The bare shape of a state, in the color of the text around it."""
    return drawn(f"state-{state}", "dj-shape")


@register.simple_tag
@cache
def mark(state: str) -> SafeString:
    """The shape in its own color, for lists of facts and of matters to watch."""
    return format_html('<span class="dj-c-{}">{}</span>', state, shape(state))


@register.simple_tag
def badge(state: str, words: str) -> SafeString:
    """Shape, word and color: the state of an organization or a matter, never of a person."""
    if state not in STATES:
        raise template.TemplateSyntaxError(f"{state!r} is none of the states {STATES}")
    return format_html(
        '<span class="dj-badge dj-badge--{}">{}{}</span>', state, shape(state), words
    )


@register.simple_tag
@cache
def step_mark(state: str) -> SafeString:
    """The mark of a step: `done`, `now` or `next`."""
    color = {"done": "ok", "now": "red", "next": "none"}[state]
    return drawn(f"step-{state}", f"dj-c-{color}")


@register.simple_tag
@cache
def history_dot() -> SafeString:
    """The dot before an entry of a history."""
    return drawn("dot", "dj-dot")
