"""What stands around a table: views, filters, chips, columns, batch bar, heads that sort, pager."""

from collections.abc import Mapping, Sequence
from typing import Any, Protocol

from django import template
from django.core.paginator import Page
from django.forms import BaseForm, BoundField
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString

from dangjianyun.foundation.paging import MOST_PRINTED, SIZES, prints_all
from dangjianyun.foundation.templatetags.asked import (
    asked_of,
    conditions_of,
    query_with,
    say_condition,
)
from dangjianyun.foundation.templatetags.dj_marks import icon
from dangjianyun.foundation.templatetags.error_words import errors_of

register = template.Library()

MANY = 10_000
FEW = 7
LOOKS = frozenset({"page", "size", "print"})
"""Parameters of how a list is looked at, not of what it holds."""


class Paged(Protocol):
    """A page of a list. `total` and `pages` are None where nobody counted (keyed paging)."""

    total: int | None
    number: int
    pages: int | None
    size: int
    has_next: bool


@register.simple_tag(takes_context=True)
def sort_head(
    context: template.Context,
    words: str,
    key: str,
    *,
    number: bool = False,
    day: bool = False,
    default: str = "",
    classes: str = "",
    anchor: str = "",
) -> SafeString:
    """A `<th>` that sorts by `key`; `?sort=-key` is descending. `default`: the order unasked for.

    `anchor`: the part of a long page at which the sorted table is found again.

    Numbers begin with the largest, days with the latest, words with the first; a second click
    turns the order round.
    """
    asked = asked_of(context)
    order = asked.get("sort") or default
    going = {key: "ascending", f"-{key}": "descending"}.get(order, "")
    first = f"-{key}" if number or day else key
    turned = {"ascending": f"-{key}", "descending": key}.get(going, first)
    arrow = {"ascending": "arrow-up", "descending": "arrow-down"}.get(going)
    return format_html(
        '<th scope="col" class="{}"{}><a href="{}">{}{}</a></th>',
        " ".join(filter(None, ("n" if number else "d" if day else "", classes))),
        format_html(' aria-sort="{}"', going) if going else "",
        query_with(asked, sort=turned, page=None) + (f"#{anchor}" if anchor else ""),
        words,
        icon(arrow) if arrow else "",
    )


def numbers_near(number: int, pages: int) -> list[int | None]:
    """Page numbers to offer: the first, the last, two around the current one, None for a gap."""
    near = {1, pages, *range(max(1, number - 2), min(pages, number + 2) + 1)}
    shown: list[int | None] = []
    for one in sorted(near):
        if shown and shown[-1] is not None and one > shown[-1] + 1:
            shown.append(None)
        shown.append(one)
    return shown


@register.inclusion_tag("dj/pager.html", takes_context=True)
def pager(
    context: template.Context, page: Page[Any] | Paged, noun: str = "条", label: str = "名单"
) -> dict[str, Any]:
    """Total, rows a page (20, 50, 100), row height, page numbers; parameters `page`, `size`.

    Prints the page, or all rows (`print=all`) where they are few enough.
    """
    asked, (total, pages, size, more) = asked_of(context), _counts(page)
    number, whole = page.number, prints_all(asked, total)
    return {
        "total": total,
        "many": total is None,
        "noun": noun,
        "label": label,
        "sizes": [(one, one == size, query_with(asked, size=one, page=None)) for one in SIZES],
        "links": [
            (one, one == number, one == pages, one and query_with(asked, page=one))
            for one in (numbers_near(number, pages) if pages else [number])
        ],
        "before": query_with(asked, page=number - 1) if number > 1 else None,
        "after": query_with(asked, page=number + 1) if more else None,
        "whole": whole,
        "most": MOST_PRINTED,
        "all_href": query_with(asked, print="all", page=None)
        if total is not None and total <= MOST_PRINTED
        else "",
        "paged_href": query_with(asked, print=None),
    }


def _counts(page: Page[Any] | Paged) -> tuple[int | None, int | None, int, bool]:
    """Rows in all, pages, rows a page, whether more follow."""
    if isinstance(page, Page):
        told = page.paginator
        return told.count, told.num_pages, told.per_page, page.has_next()
    return page.total, page.pages, page.size, page.has_next


@register.inclusion_tag("dj/print_head.html", takes_context=True)
def print_head(
    context: template.Context, page: Page[Any] | Paged, noun: str = "条"
) -> dict[str, Any]:
    """On paper above a list: what it is narrowed to, and which part of it the sheet shows.

    Stands behind the filters and chips, before the table.
    """
    total, pages, size, _ = _counts(page)
    first = (page.number - 1) * size + 1
    return {
        "conditions": conditions_of(context),
        "number": page.number,
        "pages": pages,
        "total": total,
        "noun": noun,
        "first": first,
        "last": first + size - 1 if total is None else min(first + size - 1, total),
    }


@register.inclusion_tag("dj/views_bar.html")
def views_bar(
    views: Sequence[Mapping[str, Any]], label: str = "保存的视图", *, save_href: str = ""
) -> dict[str, Any]:
    """Tabs of a list or inbox. A view: words, href, current; optional count, act (red count)."""
    return {"views": views, "label": label, "save_href": save_href}


@register.inclusion_tag("dj/tabs.html")
def tabs(items: Sequence[Mapping[str, Any]], label: str = "档案") -> dict[str, Any]:
    """Tabs of a file. An item: words, href, current; optional count."""
    return {"items": items, "label": label}


@register.inclusion_tag("dj/chips.html", takes_context=True)
def chips(
    context: template.Context, conditions: Sequence[tuple[str, str]], found: str = ""
) -> dict[str, Any]:
    """Conditions in force that stand under 更多条件: (words, name of the parameter), removable."""
    asked = asked_of(context)
    for words, _ in conditions:
        say_condition(context, words)
    return {
        "chips": [
            (words, query_with(asked, **{name: None}, page=None)) for words, name in conditions
        ],
        "found": found,
    }


@register.simple_block_tag(takes_context=True)
def filter_bar(
    context: template.Context, content: str, label: str = "筛选", reset: str = "?"
) -> SafeString:
    """The filter form around `filter_search`, `filter_select` and `filter_more`: GET, no script."""
    sort = asked_of(context).get("sort", "")
    kept = format_html('<input type="hidden" name="sort" value="{}">', sort) if sort else ""
    return format_html(
        '<form class="dj-filter" method="get" aria-label="{}">{}{}'
        '<button class="dj-btn" type="submit">查询</button>'
        '<a class="dj-btn dj-btn--plain" href="{}">重置</a></form>',
        label,
        kept,
        content,
        reset,
    )


@register.inclusion_tag("dj/filter_search.html", takes_context=True)
def filter_search(context: template.Context, label: str, name: str = "q") -> dict[str, Any]:
    """The search field of a list; always in sight."""
    value = asked_of(context).get(name, "")
    if value.strip():
        say_condition(context, f"{label}：{value.strip()}")
    return {"label": label, "name": name, "value": value}


@register.inclusion_tag("dj/filter_select.html", takes_context=True)
def filter_select(
    context: template.Context,
    label: str,
    name: str,
    options: Sequence[tuple[Any, str]],
    *,
    every: str = "全部",
    phone: bool = False,
) -> dict[str, Any]:
    """A condition to choose from `(value, words)`; the first choice is 全部, an empty value.

    In the bar it hides on a phone unless 更多条件 is open; inside `filter_more` say `phone=True`.
    """
    chosen, known = asked_of(context).get(name, ""), {str(value): words for value, words in options}
    if chosen in known:
        say_condition(context, f"{label}：{known[chosen]}")
    return {
        "label": label,
        "name": name,
        "options": list(known.items()),
        "chosen": chosen,
        "every": every,
        "phone": phone,
    }


@register.inclusion_tag("dj/filter_day.html", takes_context=True)
def filter_day(context: template.Context, bound: BoundField) -> dict[str, Any]:
    """A day to filter by: the field of a form (`foundation.forms.DayField`)."""
    errors = errors_of(bound)
    if bound.value() and not errors:
        say_condition(context, f"{bound.label}：{bound.value()}")
    return {"bound": bound, "errors": errors}


@register.inclusion_tag("dj/filter_errors.html")
def filter_errors(form: BaseForm) -> dict[str, Any]:
    """Below a filter bar: what of its conditions cannot be read, each with a way to the field."""
    return {"lines": [(one.id_for_label, words) for one in form for words in errors_of(one)]}


@register.simple_block_tag
def filter_more(content: str, *, active: int = 0) -> SafeString:
    """Further conditions behind 更多条件; after the search field. `active`: how many hold."""
    count = format_html(' <span class="dj-count">{}</span>', active) if active else ""
    return format_html(
        '<details class="dj-filter-more dj-drop"><summary class="dj-btn dj-btn--plain">{}更多条件{}'
        '</summary><div class="dj-pop">{}</div></details>',
        icon("adjust"),
        count,
        content,
    )


@register.inclusion_tag("dj/columns.html", takes_context=True)
def columns(
    context: template.Context,
    choices: Sequence[tuple[str, str, bool]],
    action: str,
    fixed: str = "名称",
) -> dict[str, Any]:
    """The column chooser: (key, words, shown). Posts `column` to `action`; the name is fixed."""
    return {
        "choices": choices,
        "action": action,
        "fixed": fixed,
        "csrf_token": context.get("csrf_token"),
        "back": query_with(asked_of(context)),
    }


@register.simple_block_tag(takes_context=True)
def batch(
    context: template.Context,
    content: str,
    total: int,
    noun: str,
    acts: Sequence[tuple[str, str]],
    *,
    form: str = "batch",
) -> SafeString:
    """The batch bar above a table whose row boxes are `<input name="id" form="batch">`.

    An act is (words, href); it opens the act's page with `id` for each picked row, or `all=1`
    with the list's own conditions, by GET. The block holds what stands beside: `columns`.
    """
    asked = asked_of(context)
    kept = [(k, v) for k, vs in asked.lists() if k not in LOOKS for v in vs]
    shown = {
        "total": total,
        "noun": noun,
        "acts": acts,
        "form": form,
        "all": asked.get("all") == "1",
        "all_href": query_with(asked, all=1),
        "none_href": query_with(asked, all=None),
        "kept": kept,
        "beside": content,
    }
    return render_to_string("dj/batch.html", shown)


@register.simple_tag
def pick_all(count: int, *, form: str = "batch") -> SafeString:
    """The head cell whose box picks all rows of the page (script); its rows use `pick`."""
    return format_html(
        '<th class="dj-cell-check"><input class="dj-check" type="checkbox" data-pick-all="{}" '
        'aria-label="选择本页{}行"></th>',
        form,
        count,
    )


@register.simple_tag
def pick(value: Any, name: str, *, form: str = "batch") -> SafeString:
    """The cell whose box picks one row, named after it."""
    return format_html(
        '<td class="dj-cell-check"><input class="dj-check" type="checkbox" name="id" value="{}" '
        'form="{}" aria-label="选择{}"></td>',
        value,
        form,
        name,
    )
