"""The one way to answer a browser."""

import functools
import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed

from dangjianyun.access.queries import actor_of
from dangjianyun.access.refusals import conflict, refusal
from dangjianyun.access.sessions import ended, stay
from dangjianyun.access.submits import SubmitConflict, once, rendered
from dangjianyun.foundation.actor import Actor
from dangjianyun.foundation.errors import Refused

log = logging.getLogger("dangjianyun.trouble")

View = Callable[..., HttpResponse]

_READS = ("SELECT", "WITH", "SAVEPOINT", "RELEASE", "ROLLBACK", "EXPLAIN")
_FASTER = "你提交的同时，同一内容已被别人登记或修改，这次没有写入任何内容。"


def page(permission: str = "", *, takes: int = 0) -> Callable[[View], View]:
    """Give the view its actor; let a GET only read; make a repeated POST have one effect.

    `permission`: what the actor must hold somewhere for the page to exist; rows are narrowed by
    `seen_by` inside. A POST is one transaction, together with the record of its answer. A `Refused`
    that the view lets out becomes a page that says why. `takes`: bytes of the largest file, where
    that is not an attachment's.
    """

    def wrap(view: View) -> View:
        @functools.wraps(view)
        def run(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if request.method not in {"GET", "HEAD", "POST"}:
                return HttpResponseNotAllowed(["GET", "HEAD", "POST"])
            if over := ended(request):
                return over
            actor = actor_of(request.user)
            request.actor = actor  # type: ignore[attr-defined]  # read by the layout's frame
            if permission and not actor.holds(permission):
                raise PermissionDenied(permission)
            response = _answer(request, actor, lambda: view(request, actor, *args, **kwargs))
            stay(request)
            response.setdefault("Cache-Control", "private, no-store")
            return response

        run.is_page = True  # type: ignore[attr-defined]  # read by the house tests
        run.takes = takes  # type: ignore[attr-defined]  # read while a file streams in
        run.permission = permission  # type: ignore[attr-defined]
        return run

    return wrap


def _answer(request: HttpRequest, actor: Actor, answer: Callable[[], HttpResponse]) -> HttpResponse:
    try:
        if request.method == "POST":
            return once(request, actor, answer)
        with reading_only():
            return rendered(answer())
    except Refused as refused:
        return refusal(request, refused)
    except SubmitConflict as used:
        return conflict(request, str(used))
    except IntegrityError:
        # What an action checked a moment ago no longer held when it wrote: somebody was faster.
        log.warning("409 %s %s", request.method, request.path, exc_info=True)
        return conflict(request, _FASTER)


@contextmanager
def reading_only() -> Iterator[None]:
    """Refuse every statement that writes. `sensitive_read` opens it."""
    with connection.execute_wrapper(_only_reads):
        yield


@contextmanager
def sensitive_read() -> Iterator[None]:
    """The only write that a GET may make: the audit entry of a sensitive read, in a transaction."""
    token = _open_reads.set(True)
    try:
        with transaction.atomic():
            yield
    finally:
        _open_reads.reset(token)


_open_reads: ContextVar[bool] = ContextVar("open_reads", default=False)


def _only_reads(execute: Any, sql: Any, params: Any, many: bool, context: Any) -> Any:
    text = str(sql).lstrip(" (").upper()
    if not text.startswith(_READS) and not _open_reads.get():
        raise RuntimeError(f"a GET tried to write: {text[:80]}")
    return execute(sql, params, many, context)
