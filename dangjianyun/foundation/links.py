"""Addresses of pages in rooms that a lower room must not import."""

from typing import Any
from urllib.parse import urlencode

from django.urls import NoReverseMatch, reverse


def link_to(name: str, *args: Any, **asked: Any) -> str:
    """The address of a named page with a query; empty where no room has the page."""
    try:
        address = reverse(name, args=args)
    except NoReverseMatch:
        return ""
    given = {key: value for key, value in asked.items() if value not in ("", None)}
    return f"{address}?{urlencode(given)}" if given else address
