"""Who calls the HTTP API, and one effect for a repeated call."""

import functools
from collections.abc import Callable
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, JsonResponse
from ninja import Router, Schema
from ninja.errors import HttpError
from ninja.security import HttpBearer

from dangjianyun.access.queries import actor_with_token
from dangjianyun.access.submits import once
from dangjianyun.foundation.actor import Actor
from dangjianyun.foundation.api import OF_ACTS, WithdrawIn


class Bearer(HttpBearer):
    """A token of `dangjianyun token USER`; `request.auth` is then the actor."""

    def authenticate(self, request: HttpRequest, token: str) -> Actor | None:
        """The actor, None for a token that is unknown, expired or switched off."""
        return actor_with_token(token)


def caller(request: HttpRequest, permission: str = "") -> Actor:
    """The actor behind the call. Raises: PermissionDenied where the permission is held nowhere."""
    actor: Actor = request.auth  # type: ignore[attr-defined]  # set by the bearer
    if permission and not actor.holds(permission):
        raise PermissionDenied(permission)
    return actor


def one_effect(view: Callable[..., Any]) -> Callable[..., HttpResponse]:
    """A call with the same `Idempotency-Key` and body within a day gets the first answer again.

    The body is JSON and says so: Raises HttpError 415 otherwise.
    """

    @functools.wraps(view)
    def run(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.content_type != "application/json":
            raise HttpError(415, "")

        def answer() -> HttpResponse:
            return JsonResponse(
                view(request, *args, **kwargs),
                status=201,
                json_dumps_params={"ensure_ascii": False},
            )

        return once(request, caller(request), answer)

    return run


def takes_back(
    router: Router,
    path: str,
    summary: str,
    *,
    out: type[Schema],
    permission: str,
    find: Callable[[Actor, str], Any],
    told: Callable[[Actor, Any], dict[str, Any]],
    act: Callable[..., object],
) -> None:
    """Declare `POST path/{key}/withdraw`: take back a row recorded by mistake, with a reason.

    `key` is what the item is called by in its own address; `find` gives the row to whoever sees it,
    and the answer is what `told` said of it before.
    """

    def withdraw(request: HttpRequest, key: str, body: WithdrawIn) -> Any:
        """Take back what was recorded by mistake; answers with what it said. An ending is an act
        of its own: this takes the row out of every past day.
        """
        actor = caller(request, permission)
        row = find(actor, key)
        said = told(actor, row)
        act(row, actor=actor, reason=body.reason)
        return said

    withdraw.__name__ = f"{path.strip('/')}_withdraw"
    answers: dict[int, Any] = {201: out, **OF_ACTS}
    router.post(f"{path}/{{key}}/withdraw", response=answers, summary=summary)(one_effect(withdraw))
