"""Devices from which an account has signed in before: guessing elsewhere never locks them out.

A signed cookie remembers a random name of the device and digests of the accounts that came in by
it. Failed sign-ins are counted by account and address (django-axes); for a known device its name
stands in the place of the address, so neither a colleague behind the same address nor a stranger
can use up its tries. Everybody else shares the limits of `is_crowded`.

Source: OWASP, Slow Down Online Guessing Attacks with Device Cookies.
"""

from datetime import UTC, datetime, timedelta
from ipaddress import IPv6Address
from secrets import token_hex
from typing import Any

from axes.models import AccessAttempt
from django.conf import settings
from django.core import signing
from django.db.models import Sum
from django.http import HttpRequest, HttpResponse

from dangjianyun.foundation.digests import sm3_hex

LASTS = timedelta(days=180)
ACCOUNTS = 8
WINDOW = timedelta(minutes=15)
BY_ACCOUNT, BY_ADDRESS = 24, 60
"""Wrong passwords within the window, from devices that are not known: then unknown ones wait."""
_SALT = "access.device"


def device_address(request: HttpRequest, username: str) -> str:
    """An address of its own (RFC 4193, never routed) for a device known to the account, else ""."""
    held = _held(request)
    if _mark(username) not in held["accounts"]:
        return ""
    return str(IPv6Address((0xFD << 120) | int(sm3_hex(held["name"])[:30], 16)))


def remember_device(request: HttpRequest, response: HttpResponse, username: str) -> None:
    """Note that the account came in by this device."""
    held, mark = _held(request), _mark(username)
    others = [one for one in held["accounts"] if one != mark]
    said = {"name": held["name"], "accounts": [*others, mark][-ACCOUNTS:]}
    response.set_cookie(
        settings.DEVICE_COOKIE,
        signing.dumps(said, salt=_SALT),
        max_age=LASTS,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Strict",
    )


def is_crowded(request: HttpRequest, username: str, address: str) -> bool:
    """Whether so many passwords were wrong lately that a device not known has to wait.

    The same for an account that does not exist.
    """
    if device_address(request, username):
        return False
    recent = AccessAttempt.objects.filter(attempt_time__gte=datetime.now(UTC) - WINDOW)
    recent = recent.exclude(ip_address__startswith="fd")
    return (
        _failures(recent.filter(username=username)) >= BY_ACCOUNT
        or _failures(recent.filter(ip_address=address)) >= BY_ADDRESS
    )


def _failures(rows: Any) -> int:
    return int(rows.aggregate(n=Sum("failures_since_start"))["n"] or 0)


def _held(request: HttpRequest) -> dict[str, Any]:
    """What the cookie says; a new name where it says nothing, or was not written by us."""
    try:
        held = signing.loads(
            request.COOKIES.get(settings.DEVICE_COOKIE, ""), salt=_SALT, max_age=LASTS
        )
        return {"name": str(held["name"]), "accounts": list(held["accounts"])}
    except (signing.BadSignature, KeyError, TypeError):
        return {"name": token_hex(16), "accounts": []}


def _mark(username: str) -> str:
    # Not the name itself: whoever finds the cookie should not read from it who works here.
    return sm3_hex(f"{_SALT}·{settings.SECRET_KEY}·{username}")[:24]
