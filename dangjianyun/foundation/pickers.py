"""What a field with suggestions offers while somebody types."""

from collections.abc import Iterable

from django.utils.html import format_html_join
from django.utils.safestring import SafeString

Suggestion = tuple[str, str]
"""What the field would hold, and what is said beside it."""


def suggestions(found: Iterable[Suggestion], term: str = "") -> SafeString:
    """The options of a datalist.

    Browsers hide an option that does not hold what was typed, so that one found by its pinyin
    initials repeats them.
    """
    rows = ((value, _said(value, beside, term)) for value, beside in found)
    return format_html_join("", '<option value="{}">{}</option>', rows)


def _said(value: str, beside: str, term: str) -> str:
    shown = f"{value} {beside}".lower()
    typed = "" if term.lower() in shown else f"（{term}）"
    return f"{beside}{typed}"
