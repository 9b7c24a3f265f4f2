"""How long somebody stays signed in: unused for a while, or long enough, and it is over.

Idle: the session's own age, wound up again while it is used. In all: counted from signing in.
"""

import time

from django.conf import settings
from django.contrib import auth
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse

STAY = 600
"""Seconds after which a session's idle clock is wound up again: not with every request."""


def begin(request: HttpRequest) -> None:
    """Note when a session began."""
    request.session["since"] = request.session["seen"] = int(time.time())


def ended(request: HttpRequest) -> HttpResponse | None:
    """The way to the sign-in where the session has lasted long enough; it is over then."""
    since = request.session.get("since")
    if since is None or 0 <= time.time() - int(since) < settings.SESSION_LASTS:
        return None
    auth.logout(request)
    return redirect_to_login(request.get_full_path(), f"{settings.LOGIN_URL}?ended=1")


def stay(request: HttpRequest) -> None:
    """Let a session in use not run out: idle time counts, but is written every ten minutes only."""
    now = int(time.time())
    request.session.setdefault("since", now)
    if now - int(request.session.get("seen", 0)) > STAY:
        request.session["seen"] = now
