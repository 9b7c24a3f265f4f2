"""What was typed into the form of an act and not yet done: the way back finds it again.

A check page answers a POST. Whoever goes back in the browser asks for the form anew, which would
stand empty. So the last forms that came back, checked or refused, are kept with the session: under
the field key, for an hour, until the act is done. No value goes into an address.
"""

import time
from hashlib import sha256

from django.forms import Form, PasswordInput
from django.http import HttpRequest, QueryDict

from dangjianyun.foundation.envelope import seal, unseal
from dangjianyun.foundation.keyring import Forged

KEPT = 3600
MOST = 5
LONGEST = 100_000
_SESSION = "drafts"
_OWN = ("_key", "csrfmiddlewaretoken", "checked", "edit", "step", "count")
"""What the pages themselves send along: said by nobody."""


def keep(request: HttpRequest, form: Form) -> None:
    """Keep what was sent to this address, instead of what was kept before; no password."""
    typed = request.POST.copy()
    secret = [n for n, one in form.fields.items() if isinstance(one.widget, PasswordInput)]
    for name in (*_OWN, *secret):
        typed.pop(name, None)
    words = typed.urlencode()
    rest = _others(request)
    if len(words) <= LONGEST:
        at = _address(request)
        rest = [*rest[-(MOST - 1) :], [at, int(time.time()), seal(words, _bound(request, at))]]
    request.session[_SESSION] = rest


def kept(request: HttpRequest) -> QueryDict | None:
    """What was last sent to this address and is not done, for a GET."""
    if request.method != "GET":
        return None
    at = _address(request)
    for address, when, sealed in request.session.get(_SESSION, []):
        if address == at and 0 <= time.time() - when < KEPT:
            try:
                return QueryDict(unseal(sealed, _bound(request, at)))
            except Forged:
                return None
    return None


def drop(request: HttpRequest) -> None:
    """The act is done: nothing is kept of it."""
    if request.session.get(_SESSION):
        request.session[_SESSION] = _others(request)


def _others(request: HttpRequest) -> list[list[object]]:
    at = _address(request)
    return [row for row in request.session.get(_SESSION, []) if row[0] != at]


def _address(request: HttpRequest) -> str:
    return sha256(request.get_full_path().encode()).hexdigest()[:32]


def _bound(request: HttpRequest, at: str) -> str:
    return f"draft·{request.user.pk}·{at}"
