"""From which address a request comes: half of what sign-in throttling goes by."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from dangjianyun.access.devices import device_address


def throttled_by(request: HttpRequest) -> str:
    """What failed sign-ins are counted by: the device where the account knows it, else the address.

    django-axes asks for it at every sign-in.
    """
    return device_address(request, username_in(request)) or client_address(request)


def username_in(request: HttpRequest) -> str:
    """The account that a sign-in is for, as `sign_in` reads it."""
    given: Any = request.POST
    return str(given.get("as", "") or given.get("username", "")).strip().lower()


def client_address(request: HttpRequest) -> str:
    """The address of the client; behind the proxy of a production, what the proxy wrote last.

    Earlier parts of X-Forwarded-For are the client's own words and are never believed.
    """
    if settings.MODE == "production":
        written = request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")[-1].strip()
        if written:
            return str(written)
    return str(request.META.get("REMOTE_ADDR", ""))
