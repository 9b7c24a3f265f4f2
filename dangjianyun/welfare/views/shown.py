"""A masked value in the clear: purpose first, a record of it, then sixty seconds."""

from typing import Any

from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from dangjianyun.access.acting import Act, take
from dangjianyun.access.page import page
from dangjianyun.foundation.actor import Actor
from dangjianyun.foundation.errors import Unseen
from dangjianyun.foundation.veiled import key_of
from dangjianyun.welfare.actions.offer import (
    OFFER_FIELDS,
    WISHER_FIELDS,
    unmask_offer,
    unmask_wisher,
)
from dangjianyun.welfare.forms.wish import PurposeForm
from dangjianyun.welfare.models import Offer, Wisher
from dangjianyun.welfare.workflow import UNMASK

SALT = "welfare.shown"
SECONDS = 60


def shown_of(request: HttpRequest, actor: Actor, row: Wisher | Offer) -> tuple[str, str]:
    """(field, text) that this account may see for a minute; ("", "") for none.

    The address holds which field, never its text; who lost the right sees nothing.
    """
    try:
        said: Any = signing.loads(request.GET.get("shown", ""), salt=SALT, max_age=SECONDS)
    except signing.BadSignature:
        return "", ""
    if said.get("account") != actor.account_id or said.get("row") != key_of(row):
        return "", ""
    field = str(said["field"])
    value: Any = getattr(row, field)
    return field, str(value.open())


def token_of(actor: Actor, row: Wisher | Offer, field: str) -> str:
    """What `shown_of` takes."""
    said = {"account": actor.account_id, "row": key_of(row), "field": field}
    return signing.dumps(said, salt=SALT)


@page(UNMASK)
def wisher_unmask(request: HttpRequest, actor: Actor, number: str, field: str) -> HttpResponse:
    """Ask for the purpose, record the reading, lead back to the file for a minute."""
    row: Wisher | None = (
        Wisher.objects.seen_by(actor).select_related("wish").filter(wish__number=number).first()
    )
    if row is None or field not in WISHER_FIELDS:
        raise Unseen
    back = reverse("welfare:wish_file", args=[number])
    form = PurposeForm(request.POST or None, actor=actor)
    act = _act(WISHER_FIELDS[field], row.wish.title, back)

    def do() -> HttpResponse:
        form.put_down()
        unmask_wisher(row, actor=actor, field=field, purpose=form.said())
        return redirect(f"{back}?shown={token_of(actor, row, field)}#wisher")

    return take(request, act, form, do)


@page(UNMASK)
def offer_unmask(request: HttpRequest, actor: Actor, ref: str, field: str) -> HttpResponse:
    """As `wisher_unmask`, for who offers help."""
    row: Offer | None = Offer.objects.seen_by(actor).select_related("wish").filter(ref=ref).first()
    if row is None or field not in OFFER_FIELDS:
        raise Unseen
    back = reverse("welfare:offer_file", args=[ref])
    form = PurposeForm(request.POST or None, actor=actor)
    act = _act(OFFER_FIELDS[field], row.wish.title, back)

    def do() -> HttpResponse:
        form.put_down()
        unmask_offer(row, actor=actor, field=field, purpose=form.said())
        return redirect(f"{back}?shown={token_of(actor, row, field)}")

    return take(request, act, form, do)


def _act(words: str, whose: str, back: str) -> Act:
    title = f"查看完整{words}"
    path = [("微心愿", reverse("welfare:wish_list")), (whose, back)]
    told = {"title": title, "whose": whose, "safe_href": back, "act": f"{title}60秒", "path": path}
    # The template names the button `act`; what `take` calls by that name is told over.
    return Act(title, title, "不查看", back, path, whose, template="unmask.html", told=told)
