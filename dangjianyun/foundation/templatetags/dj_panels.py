"""What a file and a workbench are made of: sheets, facts, why, history, steps, lists."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

register = template.Library()

Row = Mapping[str, Any]
Change = tuple[str, str | None, str | None]
MOST_CHANGES, SHOWN_CHANGES = 8, 4
UNITS_OF = {"社会组织": "家", "党员": "名", "指导员": "名", "党组织": "个"}


@register.simple_block_tag
def card(
    content: str,
    title: str,
    *,
    note: str = "",
    more: str = "",
    href: str = "",
    bare: bool = False,
    foot: str = "",
) -> SafeString:
    """A sheet with a head. `more`, `href`: the link at its right; `bare`: no padding."""
    beside = format_html('<span class="dj-note">{}</span>', note) if note else ""
    link = format_html('<div class="dj-more"><a href="{}">{}</a></div>', href, more) if more else ""
    body = content if bare else format_html('<div class="dj-card-body">{}</div>', content)
    below = format_html('<div class="dj-card-foot">{}</div>', foot) if foot else ""
    return format_html(
        '<section class="dj-card" aria-label="{}"><div class="dj-card-head"><h2>{}</h2>{}{}</div>'
        "{}{}</section>",
        title,
        title,
        beside,
        link,
        body,
        below,
    )


@register.simple_block_tag
def scroll(content: str, label: str, *, wide: bool = False) -> SafeString:
    """The box a table scrolls in, reachable by keyboard; `wide`: only below 1280 px, for lists."""
    return format_html(
        '<div class="{}" tabindex="0" role="region" aria-label="{}">{}</div>',
        "dj-wide-scroll" if wide else "dj-scroll",
        label,
        content,
    )


@register.inclusion_tag("dj/facts.html")
def facts(rows: Sequence[Row], *, side: bool = False) -> dict[str, Any]:
    """Pairs. A row: label, value; optional href, note. `side`: for a side column."""
    return {"rows": rows, "side": side}


@register.inclusion_tag("dj/why.html")
def why(found: Row) -> dict[str, Any]:
    """The explanation box of a computed state.

    Shape: question, state (red, ok, warn, none), verdict; facts: [state, words, href or ""];
    cites: [article, text]; changes, follows: [words]; rule: (words, href); acts: [(words, href)];
    computed_at. All but question, state and verdict may be missing.
    """
    return {"why": found}


@register.inclusion_tag("dj/log.html")
def log(entries: Sequence[Row]) -> dict[str, Any]:
    """History, newest first. An entry: what, at (moment or day text), who; optional changes:
    [(label, before, after)], reason, href, state (a badge). Of many changes the first stand, the
    others open."""
    return {"entries": [(one, *_folded(_get(one, "changes") or ())) for one in entries]}


def _folded(changes: Sequence[Change]) -> tuple[Sequence[Change], Sequence[Change], str]:
    """The changes that stand, those that open, and the words of what opens them."""
    if len(changes) <= MOST_CHANGES:
        return changes, (), ""
    shown, folded = changes[:SHOWN_CHANGES], changes[SHOWN_CHANGES:]
    label, count = Counter(label for label, _, _ in changes).most_common(1)[0]
    unit = UNITS_OF.get(label, "项")
    said = f"{label}共{count}{unit}" if count > 1 else f"共改动{len(changes)}项"
    return shown, folded, f"{said}，展开其余{len(folded)}项"


def _get(one: Any, name: str) -> Any:
    return one.get(name) if isinstance(one, Mapping) else getattr(one, name, None)


@register.inclusion_tag("dj/steps.html")
def steps(items: Sequence[Row], label: str = "进度") -> dict[str, Any]:
    """Steps of a workflow. A step: name, state (done, now, next); optional note."""
    return {"items": items, "label": label}


@register.inclusion_tag("dj/watch.html")
def watch(items: Sequence[Row]) -> dict[str, Any]:
    """A list at the side; each row is one link. An item: words, href; optional state, note, figure
    (None is `--`), unit, delta (the tag's output)."""
    return {"items": items}


@register.inclusion_tag("dj/inbox.html")
def inbox(items: Sequence[Row]) -> dict[str, Any]:
    """Matters to act on: state, deadline, what (动词：对象), reason, href, act (the verb);
    optional act_href."""
    return {"items": items}


@register.inclusion_tag("dj/empty.html")
def empty_none(title: str, text: str, href: str = "", act: str = "", mark: str = "inbox") -> Row:
    """No records yet: why, and what to do next."""
    return {"title": title, "text": text, "href": href, "act": act, "mark": mark}


@register.inclusion_tag("dj/empty.html")
def empty_narrow(title: str, text: str, href: str, act: str) -> Row:
    """The conditions are too narrow: which to drop, and how many that gives."""
    return {"title": title, "text": text, "href": href, "act": act, "mark": "filter"}


@register.inclusion_tag("dj/bones.html")
def bones(rows: int = 3) -> Row:
    """The coming layout while a fragment loads."""
    widths = (70, 90, 50, 30)
    return {"widths": [widths[at % len(widths)] for at in range(rows)]}


@register.inclusion_tag("dj/progress.html")
def progress(
    done: int, total: int, words: str, note: str = "", href: str = "", act: str = ""
) -> Row:
    """A count and a bar for what takes more than 2 s; it may be left, or stopped at `href`."""
    return {
        "words": words,
        "parts": [("", done, "1"), ("", max(total - done, 0), "0")],
        "note": note,
        "href": href,
        "act": act,
    }


@register.inclusion_tag("dj/failed.html")
def failed(title: str, text: str, acts: Sequence[tuple[str, str]] = (), reference: str = "") -> Row:
    """A conflict or a refusal: what happened, what is kept, the choices."""
    return {"title": title, "text": text, "acts": acts, "reference": reference}
