"""From which address a request comes: half of what sign-in throttling goes by."""

from django.conf import settings
from django.http import HttpRequest


def client_address(request: HttpRequest) -> str:
    """The address of the client; behind the proxy of a production, what the proxy wrote last.

    Earlier parts of X-Forwarded-For are the client's own words and are never believed.
    """
    if settings.MODE == "production":
        written = request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")[-1].strip()
        if written:
            return str(written)
    return str(request.META.get("REMOTE_ADDR", ""))
