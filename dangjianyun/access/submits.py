"""One effect for a repeated submit: the same key and body get the first answer again.

A body may hold a password, an answer a token shown once: of the body a digest under the program's
own key is kept, of the answer what the field key has sealed.
"""

import hmac
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from hashlib import sha256

from django.conf import settings
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse

from dangjianyun.access.action import again
from dangjianyun.access.models import SubmitKey
from dangjianyun.foundation.actor import Actor
from dangjianyun.foundation.envelope import seal, unseal
from dangjianyun.foundation.keyring import Forged
from dangjianyun.foundation.settling import settle

KEPT = timedelta(hours=24)
LONGEST = 64
CONFLICT = "同一次提交的编号已用于另一份内容。请刷新页面，核对后再提交。"
_HEADERS = ("Content-Type", "Location", "HX-Redirect", "HX-Trigger", "Content-Disposition")


class SubmitConflict(Exception):
    """The key was used for another body (HTTP 409)."""


class _Ineffective(Exception):
    """Roll back what a refused submit began; carries the answer out."""

    def __init__(self, response: HttpResponse) -> None:
        self.response = response


def once(
    request: HttpRequest, actor: Actor, answer: Callable[[], HttpResponse], *, key: str = ""
) -> HttpResponse:
    """Answer in one transaction; a repetition within 24 hours replays the stored answer.

    An answer of 400 or more has had no effect, so it is rolled back and not stored; an answer that
    streams cannot be replayed, so it is given anew. Raises: SubmitConflict.
    """
    key = key or request.headers.get("Idempotency-Key", "") or request.POST.get("_key", "")
    # Cut off, two long keys would be one.
    key = key if len(key) <= LONGEST else sha256(key.encode()).hexdigest()
    if not key or actor.account_id is None:
        return again(lambda: _effective(answer))
    digest = _digest(request)
    account = actor.account_id
    if stored := _stored(account, key, digest):
        return stored
    return again(lambda: _first(account, key, digest, answer))


def _first(account: int, key: str, digest: str, answer: Callable[[], HttpResponse]) -> HttpResponse:
    taken = False
    try:
        with transaction.atomic():
            try:
                with transaction.atomic():
                    row = SubmitKey.objects.create(account_id=account, key=key, digest=digest)
            except IntegrityError:
                # Another request with this key was faster: the database made us wait for its end.
                taken = True
                raise
            response = _effective(answer)
            if response.status_code >= 400:
                raise _Ineffective(response)
            _keep(row, response)
            return response
    except _Ineffective as refused:
        return refused.response
    except IntegrityError:
        if taken and (stored := _stored(account, key, digest)):
            return stored
        raise


def forget_old(now: datetime | None = None) -> int:
    """Drop the keys of yesterday and before; gives how many."""
    return SubmitKey.objects.filter(at__lt=(now or datetime.now(UTC)) - KEPT).delete()[0]


def _effective(answer: Callable[[], HttpResponse]) -> HttpResponse:
    try:
        with transaction.atomic():
            response = rendered(answer())
            if response.status_code >= 400:
                raise _Ineffective(response)
            return response
    except _Ineffective as refused:
        return refused.response


def rendered(response: HttpResponse) -> HttpResponse:
    """A template's answer, rendered now: while only reading, or inside the transaction."""
    if not getattr(response, "is_rendered", True):
        response.render()  # type: ignore[attr-defined]  # a TemplateResponse
    return response


def _stored(account: int, key: str, digest: str) -> HttpResponse | None:
    row = SubmitKey.objects.filter(account_id=account, key=key).first()
    if row is None or not row.status:
        return None
    if row.at < datetime.now(UTC) - KEPT:
        row.delete()
        return None
    if row.digest != digest:
        raise SubmitConflict(CONFLICT)
    settle()  # a twin may be here before the first one's answer went out
    try:
        body = unseal(bytes(row.body).decode(), _bound(row))
    except (Forged, UnicodeDecodeError):
        # Kept by an earlier version, or altered: the effect stands, its answer is gone.
        raise SubmitConflict(CONFLICT) from None
    response = HttpResponse(body.encode("latin-1"), status=row.status)
    for name, value in row.headers.items():
        response[name] = value
    response["Idempotent-Replayed"] = "true"
    return response


def _keep(row: SubmitKey, response: HttpResponse) -> None:
    if response.streaming:
        row.delete()
        return
    row.status = response.status_code
    row.headers = {name: response[name] for name in _HEADERS if name in response}
    row.body = seal(response.content.decode("latin-1"), _bound(row)).encode()
    row.save(update_fields=["status", "headers", "body"])


def _bound(row: SubmitKey) -> str:
    return f"submit·{row.account_id}·{row.key}"


def _digest(request: HttpRequest) -> str:
    """What was asked: method, path and every field but the key and the form's own token."""
    secret = settings.SECRET_KEY.encode()
    seen = hmac.new(secret, f"{request.method} {request.get_full_path()}".encode(), sha256)
    if request.content_type in {"application/x-www-form-urlencoded", "multipart/form-data"}:
        for name in sorted(request.POST):
            if name not in {"_key", "csrfmiddlewaretoken"}:
                seen.update(repr((name, request.POST.getlist(name))).encode())
        for name in sorted(request.FILES):
            for file in request.FILES.getlist(name):
                seen.update(repr((name, file.name, file.size)).encode())
                for chunk in file.chunks():
                    seen.update(chunk)
                file.seek(0)
    else:
        seen.update(request.body)
    return seen.hexdigest()
