"""How every act goes by a page: form, check page that says what will happen, one effect."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from dangjianyun.access import drafts
from dangjianyun.access.book import Book
from dangjianyun.foundation.actor import Actor
from dangjianyun.foundation.errors import Refused
from dangjianyun.foundation.templatetags.asked import query_with

Path = Sequence[tuple[str, str]]
Attempt = Callable[[Book | None], object]


@dataclass(frozen=True)
class Act:
    """What the pages of an act say. `verb` stands on the button; `safe` says what stays."""

    title: str
    verb: str
    safe: str
    safe_href: str
    path: Path = ()
    sub: str = ""
    template: str = "act_form.html"
    told: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Impact:
    """What will happen, said before it does. hints: (state, words); verb: with the counts."""

    sentence: str
    verb: str
    rows: Sequence[dict[str, Any]] = ()
    hints: Sequence[tuple[str, str]] = ()
    grave: bool = False


def take(
    request: HttpRequest,
    act: Act,
    form: Form,
    do: Callable[[], HttpResponse],
    impact: Callable[[], Impact] | None = None,
    attempt: Attempt | None = None,
) -> HttpResponse:
    """The page of an act. Without `impact` it is done at once.

    `attempt` writes into the book it is given: the check page comes only where the act would
    pass, so that it never announces what the button behind it refuses.

    A form that is wrong, or an act that is refused, comes back with what was typed and 422. Until
    the act is done the form stands as it was typed, whichever way back leads to it.
    """
    if request.method != "POST":
        if typed := drafts.kept(request):
            form.data, form.is_bound = typed, True
        return _form(request, act, form, 200)
    if request.headers.get("X-Draft"):
        # Typed and not sent yet: kept while it is typed, so that a lost connection loses nothing.
        drafts.keep(request, form)
        return HttpResponse(status=204)
    answer = _answer(request, act, form, do, impact, attempt)
    if answer.status_code in {200, 422}:
        drafts.keep(request, form)
    else:
        drafts.drop(request)
    return answer


def _answer(
    request: HttpRequest,
    act: Act,
    form: Form,
    do: Callable[[], HttpResponse],
    impact: Callable[[], Impact] | None,
    attempt: Attempt | None,
) -> HttpResponse:
    if "edit" in request.POST and form.is_valid():
        return _form(request, act, form, 200)
    if not form.is_valid():
        return _form(request, act, form, 422)
    try:
        if impact and "checked" not in request.POST:
            found = impact()
            if attempt:
                _try(attempt, form)
            context = {"act": act, "impact": found, "sent": form}
            return render(request, "act_check.html", context)
        return do()
    except Refused as refused:
        form.add_error(refused.field if refused.field in form.fields else None, refused.message)
        return _form(request, act, form, 422)


def _try(attempt: Attempt, form: Form) -> None:
    """Do the act and take it back: nothing is numbered, recorded or kept. Raises: Refused."""
    actor: Actor = form.actor  # type: ignore[attr-defined]  # every form of an act has its actor
    with transaction.atomic():
        attempt(Book(actor, "trial"))
        transaction.set_rollback(True)


def _form(request: HttpRequest, act: Act, form: Form, status: int) -> HttpResponse:
    context = {"act": act, "form": form, **act.told}
    if request.method == "GET" and form.is_bound:
        context["anew"] = query_with(request.GET, anew=1)
    return render(request, act.template, context, status=status)
