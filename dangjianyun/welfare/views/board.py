"""The claim board and what a claimer does: claim, give back, tell what was done."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from dangjianyun.access.acting import Act, take
from dangjianyun.access.page import page
from dangjianyun.foundation.actor import Actor
from dangjianyun.foundation.days import today
from dangjianyun.foundation.errors import Refused, Unseen
from dangjianyun.foundation.paging import paged
from dangjianyun.orglife.forms.meeting import WhyForm
from dangjianyun.territory.models import Level
from dangjianyun.territory.queries import (
    ancestors,
    children,
    code_to_path,
    division_of_path,
    level_of,
)
from dangjianyun.welfare.actions.check import settings_of
from dangjianyun.welfare.actions.claim import NOT_OPEN, TAKEN, claim_wish, fulfil_wish, give_back
from dangjianyun.welfare.forms.wish import ClaimForm, DoneForm
from dangjianyun.welfare.models import Claim, Kind, Wish
from dangjianyun.welfare.queries import wish as queries
from dangjianyun.welfare.queries.board import board, published
from dangjianyun.welfare.rules import end_of_claim
from dangjianyun.welfare.views.wish import READ, found, tabs_of, trail_of
from dangjianyun.welfare.workflow import CLAIM


@page(READ)
def wish_board(request: HttpRequest, actor: Actor) -> HttpResponse:
    """What waits for somebody to take it on: public words only, whoever looks."""
    asked = request.GET
    places = districts_of(actor)
    code = asked.get("district", "")
    if code and code not in dict(places):
        raise Unseen
    path = code_to_path(code) if code else ""
    rows = board(path=path, kind=asked.get("kind", ""), term=asked.get("q", ""))
    holder = queries.holder_of(actor, CLAIM)
    context = {
        "page": paged(request, rows),
        "kinds": Kind.choices,
        "places": places,
        "narrowed": any(asked.get(name) for name in ("q", "kind", "district")),
        "may_claim": holder is not None,
        "tabs": tabs_of(actor, "board"),
        "mine": queries.held_by(actor).count() if holder else 0,
    }
    return render(request, "welfare/wish_board.html", context)


def districts_of(actor: Actor) -> list[tuple[str, str]]:
    """(code, name) of the districts of the city in which the actor works."""
    home = _home(actor)
    chain = [*ancestors(home), division_of_path(home)] if home else []
    city = next((row for row in chain if row.level == Level.CITY), None)
    if city is None:
        return []
    below = children(city.path, today())
    return [(row.code, row.name) for row in below if level_of(row.path) == Level.DISTRICT]


def _home(actor: Actor) -> str:
    if places := actor.at("d", READ):
        return places[0]
    holder = queries.holder_of(actor, READ)
    return holder.path if holder else ""


@page(CLAIM)
def wish_claim(request: HttpRequest, actor: Actor, number: str) -> HttpResponse:
    """What is promised, then one click. A second click by the same claimer changes nothing."""
    holder = queries.holder_of(actor, CLAIM)
    shown = published(number)
    if shown is None or holder is None:
        raise Unseen
    row = Wish.rows().select_related("claim").get(number=number)
    mine = queries.claim_of(actor, row)
    if mine is not None and request.method != "POST":
        return redirect("welfare:wish_file", number=number)
    if shown.state != "published" and mine is None:
        raise Refused(TAKEN if shown.state == "claimed" else NOT_OPEN)
    until = end_of_claim(today(), settings_of(row.path))
    above = reverse("welfare:wish_board")
    act = Act(
        "认领微心愿",
        "认领这个心愿",
        "不认领",
        above,
        [("微心愿", reverse("welfare:wish_list")), ("认领榜", above)],
        holder.name,
        template="welfare/wish_claim.html",
        told={"shown": shown, "last": until.fromordinal(until.toordinal() - 1)},
    )
    form = ClaimForm(request.POST if request.method == "POST" else None, actor=actor)

    def do() -> HttpResponse:
        claim_wish(holder, actor=actor, wish=row)
        messages.success(request, f"已认领“{shown.title}”，许愿人的联系方式在档案里")
        return redirect("welfare:wish_file", number=number)

    return take(request, act, form, do)


@page(CLAIM)
def wish_give_back(request: HttpRequest, actor: Actor, number: str) -> HttpResponse:
    """It cannot be done after all."""
    row, claim = _mine(actor, number)
    label = "退还的原因"
    form = WhyForm(request.POST or None, actor=actor, label=label, hint="不写许愿人的个人信息。")
    back = reverse("welfare:wish_file", args=[number])
    act = Act("退还微心愿", "退还，重新上榜", "不退还", back, trail_of(row), row.title)

    def do() -> HttpResponse:
        give_back(claim, actor=actor, why=form.cleaned_data["why"])
        messages.success(request, f"已退还“{row.title}”，别的组织可以认领了")
        return redirect("welfare:wish_board")

    return take(request, act, form, do)


@page(CLAIM)
def wish_fulfil(request: HttpRequest, actor: Actor, number: str) -> HttpResponse:
    """What was done, when, for how many."""
    row, claim = _mine(actor, number)
    start: dict[str, Any] = {"done_on": today(), "helped": row.people, "done": claim.done}
    form = DoneForm(request.POST or None, actor=actor, initial=start)
    back = reverse("welfare:wish_file", args=[number])
    act = Act("登记办理结果", "办好了，请回访", "还没办好", back, trail_of(row), row.title)

    def do() -> HttpResponse:
        given = form.cleaned_data
        fulfil_wish(
            claim,
            actor=actor,
            done=given["done"],
            done_on=given["done_on"],
            helped=given["helped"],
            value_fen=given["value"],
        )
        messages.success(request, "已登记，等服务中心回访")
        return redirect(back)

    return take(request, act, form, do)


def _mine(actor: Actor, number: str) -> tuple[Wish, Claim]:
    """The wish and the own claim that holds. Raises: Unseen, also where it fell back."""
    row = found(actor, number)
    claim = queries.claim_of(actor, row)
    if claim is None or row.state != Wish.State.CLAIMED:
        raise Unseen("这个心愿现在不由本单位办理，请到“本单位认领”核对。")
    return row, claim
