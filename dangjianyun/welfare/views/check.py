"""The center's pages: its queue, publishing, returning, calling back, offers; and withdrawing."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from dangjianyun.access.acting import Act, take
from dangjianyun.access.page import page
from dangjianyun.foundation.actor import Actor
from dangjianyun.foundation.errors import Unseen
from dangjianyun.orglife.forms.meeting import WhyForm
from dangjianyun.territory.queries import place_name
from dangjianyun.welfare.actions.check import (
    close_wish,
    publish_wish,
    redo_wish,
    reopen_wish,
    return_wish,
)
from dangjianyun.welfare.actions.collect import withdraw_wish
from dangjianyun.welfare.actions.offer import OFFER_FIELDS, decline_offer, pass_on
from dangjianyun.welfare.forms.wish import PUBLIC, CallBackForm, OfferForm, PublishForm
from dangjianyun.welfare.models import Offer, Wish
from dangjianyun.welfare.queries import wish as queries
from dangjianyun.welfare.views.shown import shown_of
from dangjianyun.welfare.views.wish import found, tabs_of, trail_of
from dangjianyun.welfare.workflow import CHECK, UNMASK, WRITE

SHOWN = 100


@page(CHECK)
def wish_check_list(request: HttpRequest, actor: Actor) -> HttpResponse:
    """What waits for the center: to check, to call back, offers to pass on."""
    check, call = queries.waiting_for_check(actor), queries.waiting_for_call(actor)
    fresh = Offer.objects.seen_by(actor).filter(state=Offer.State.NEW)
    if not actor.at("d", CHECK):
        fresh = fresh.none()
    rows = [(row, place_name(row.path)) for row in check[:SHOWN]]
    context = {
        "check": rows,
        "call": [(row, place_name(row.path)) for row in call[:SHOWN]],
        "fresh": fresh.select_related("wish").order_by("came_on", "id")[:SHOWN],
        "named": queries.names_of(actor, [row for row, _ in rows]),
        "tabs": tabs_of(actor, "check"),
    }
    return render(request, "welfare/wish_check_list.html", context)


@page(CHECK)
def wish_publish(request: HttpRequest, actor: Actor, number: str) -> HttpResponse:
    """The public words, read once more before everybody reads them."""
    row = _at_center(actor, number)
    start = {name: getattr(row, name) for name in PUBLIC}
    form = PublishForm(request.POST or None, actor=actor, initial=start)
    back = reverse("welfare:wish_file", args=[number])
    act = Act("审核发布", "发布到认领榜", "先不发布", back, trail_of(row), "以下文字人人看得到")

    def do() -> HttpResponse:
        fields = {name: form.cleaned_data[name] for name in PUBLIC}
        publish_wish(row, actor=actor, fields=fields)
        messages.success(request, f"已发布“{fields['title']}”")
        return redirect("welfare:wish_check_list")

    return take(request, act, form, do)


@page(CHECK)
def wish_return(request: HttpRequest, actor: Actor, number: str) -> HttpResponse:
    """Send it back with what to mend."""
    row = _at_center(actor, number)
    form = WhyForm(request.POST or None, actor=actor, label="退回的原因和怎样补正")
    back = reverse("welfare:wish_file", args=[number])
    act = Act("退回微心愿", "退回征集单位", "不退回", back, trail_of(row), row.title)

    def do() -> HttpResponse:
        return_wish(row, actor=actor, why=form.cleaned_data["why"])
        messages.success(request, f"已退回“{row.title}”")
        return redirect("welfare:wish_check_list")

    return take(request, act, form, do)


@page(WRITE)
def wish_withdraw(request: HttpRequest, actor: Actor, number: str) -> HttpResponse:
    """It is no longer wished for."""
    row = found(actor, number)
    actor.must(WRITE, row)
    hint = "撤回以后不再公开；许愿人信息90天后删除。"
    form = WhyForm(request.POST or None, actor=actor, label="撤回的原因", hint=hint)
    back = reverse("welfare:wish_file", args=[number])
    act = Act("撤回微心愿", "撤回", "不撤回", back, trail_of(row), row.title)

    def do() -> HttpResponse:
        withdraw_wish(row, actor=actor, why=form.cleaned_data["why"])
        messages.success(request, f"已撤回“{row.title}”")
        return redirect(back)

    return take(request, act, form, do)


@page(CHECK)
def wish_call_back(request: HttpRequest, actor: Actor, number: str) -> HttpResponse:
    """What the wisher says of it, in words."""
    row = _at_center(actor, number)
    form = CallBackForm(request.POST or None, actor=actor)
    back = reverse("welfare:wish_file", args=[number])
    act = Act("回访", "登记回访", "先不登记", back, trail_of(row), row.title)

    def do() -> HttpResponse:
        acts = {"close": close_wish, "redo": redo_wish, "reopen": reopen_wish}
        result = form.cleaned_data["result"]
        acts[result](row, actor=actor, opinion=form.cleaned_data["opinion"])
        messages.success(request, f"已登记回访：“{row.title}”")
        return redirect("welfare:wish_check_list")

    return take(request, act, form, do)


@page(Offer.read_permission())
def offer_file(request: HttpRequest, actor: Actor, ref: str) -> HttpResponse:
    """A citizen's offer: masked; the center says what becomes of it."""
    row: Offer | None = Offer.objects.seen_by(actor).select_related("wish").filter(ref=ref).first()
    if row is None:
        raise Unseen
    decides = queries.is_center(actor, row.wish) and row.state == Offer.State.NEW
    form = OfferForm(request.POST or None, actor=actor)
    field, text = shown_of(request, actor, row)
    may = actor.holds(UNMASK)
    back = reverse("welfare:wish_file", args=[row.wish.number])
    told = {
        "row": row,
        "decides": decides,
        "fields": [
            {
                "label": words,
                "value": getattr(row, name),
                "href": reverse("welfare:offer_unmask", args=[ref, name]) if may else "",
                "shown": text if name == field else "",
            }
            for name, words in OFFER_FIELDS.items()
        ],
    }
    act = Act(
        "公众帮助意向",
        "办理",
        "先不处理",
        back,
        trail_of(row.wish),
        row.wish.title,
        template="welfare/offer_file.html",
        told=told,
    )

    def do() -> HttpResponse:
        note = form.cleaned_data["note"]
        if form.cleaned_data["decision"] == "pass":
            pass_on(row, actor=actor, note=note)
        else:
            decline_offer(row, actor=actor, note=note)
        messages.success(request, "已处理")
        return redirect("welfare:wish_check_list")

    return take(request, act, form, do)


def _at_center(actor: Actor, number: str) -> Wish:
    """A wish in the center's place. Raises: Unseen."""
    row = found(actor, number)
    actor.must(CHECK, row)
    return row
