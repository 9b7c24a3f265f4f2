"""Links to records, and addresses that differ from the page's own in one thing."""

from datetime import date
from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from dangjianyun.foundation.templatetags import dj_numbers
from dangjianyun.foundation.templatetags.asked import asked_of, query_with
from dangjianyun.insight.links import to_record
from dangjianyun.insight.queries import Number

register = template.Library()


@register.filter
def percent(value: Number) -> str:
    """0.986 → 98.6, without the sign; None → `--`."""
    return dj_numbers.NIL if value is None else dj_numbers.percent(value)


@register.simple_tag(takes_context=True)
def asked_with(context: template.Context, **changes: Any) -> str:
    """The page's own query with some parameters set, and back on the first page."""
    return query_with(asked_of(context), page=None, **changes)


@register.simple_tag
def record_link(noun: str, key: str, label: str, on: date) -> SafeString:
    """The name of a record, leading to its page as of a day where there is one."""
    href = to_record({"noun": noun, "key": key}, on)
    return format_html('<a href="{}">{}</a>', href, label) if href else format_html("{}", label)


@register.simple_tag
def followed(record: dict[str, Any], on: date) -> SafeString:
    """The same for a record behind a number; a person leads to the reason page."""
    href = to_record(record, on)
    label = record["label"]
    return format_html('<a href="{}">{}</a>', href, label) if href else format_html("{}", label)
