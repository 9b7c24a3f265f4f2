"""The one way to answer a browser."""

import functools
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import connection, transaction
from django.http import HttpRequest, HttpResponse

from dangjianyun.access.queries import actor_of
from dangjianyun.access.submits import once
from dangjianyun.foundation.actor import Actor

View = Callable[..., HttpResponse]

_READS = ("SELECT", "WITH", "SAVEPOINT", "RELEASE", "ROLLBACK", "EXPLAIN")


def page(permission: str = "") -> Callable[[View], View]:
    """Give the view its actor; let a GET only read; make a repeated POST have one effect.

    `permission`: what the actor must hold somewhere for the page to exist; rows are narrowed by
    `seen_by` inside. A POST is one transaction, together with the record of its answer.
    """

    def wrap(view: View) -> View:
        @functools.wraps(view)
        def run(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            actor = actor_of(request.user)
            request.actor = actor  # type: ignore[attr-defined] -- read by the frame of the layout
            if permission and not actor.holds(permission):
                raise PermissionDenied(permission)
            if request.method in {"GET", "HEAD"}:
                with reading_only():
                    response = view(request, actor, *args, **kwargs)
                    if hasattr(response, "render") and not response.is_rendered:
                        response.render()
                    return _private(response)
            return _private(once(request, actor, lambda: view(request, actor, *args, **kwargs)))

        run.is_page = True  # type: ignore[attr-defined] -- read by the house tests
        run.permission = permission  # type: ignore[attr-defined]
        return run

    return wrap


def _private(response: HttpResponse) -> HttpResponse:
    response.setdefault("Cache-Control", "private, no-store")
    return response


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


def actor_in(request: HttpRequest) -> Actor:
    """The actor that `page` has put on the request."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    return actor
