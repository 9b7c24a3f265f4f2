"""Pages of wishes: list, file, collecting."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse

from dangjianyun.access.acting import Act, take
from dangjianyun.access.desk import conditions, views_of
from dangjianyun.access.page import page
from dangjianyun.foundation.actor import Actor
from dangjianyun.foundation.days import today
from dangjianyun.foundation.errors import Refused, Unseen
from dangjianyun.foundation.paging import paged
from dangjianyun.orglife.queries.activity import regions
from dangjianyun.territory.queries import code_to_path, path_to_code, place_name
from dangjianyun.welfare.actions.collect import collect_wish, correct_wish
from dangjianyun.welfare.actions.offer import WISHER_FIELDS
from dangjianyun.welfare.forms.wish import WishForm
from dangjianyun.welfare.models import Claim, Kind, Offer, Wish, Wisher
from dangjianyun.welfare.queries import wish as queries
from dangjianyun.welfare.views.shown import shown_of
from dangjianyun.welfare.workflow import CHECK, CLAIM, UNMASK, WRITE

READ = "welfare.wish.read"
LIST, SHEET = "welfare:wish_list", "wishes"
MARKS = {
    "collected": "blue",
    "returned": "red",
    "published": "warn",
    "claimed": "blue",
    "fulfilled": "blue",
    "closed": "ok",
    "withdrawn": "none",
}


@page(READ)
def wish_list(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Wishes within the actor's places, by filters in the URL."""
    asked = request.GET
    rows = queries.wish_list(actor, **queries.asked_of(actor, asked))
    shown = paged(request, rows)
    found = list(shown.object_list)
    named = queries.names_of(actor, found)
    query = asked.urlencode()
    context = {
        "page": shown,
        "rows": [_line(row, named) for row in found],
        "kinds": Kind.choices,
        "states": Wish.State.choices,
        "regions": regions(actor),
        "narrowed": any(asked.get(name) for name in queries.FILTERS),
        "conditions": _conditions(asked, actor),
        "may_collect": queries.holder_of(actor, WRITE) is not None,
        "waiting": _waiting(actor),
        "tabs": tabs_of(actor, "list"),
        "views": _views(actor, query),
        "save_href": f"{reverse('welfare:view_new')}?{query}" if conditions(query) else "",
    }
    return render(request, "welfare/wish_list.html", context)


@page(READ)
def wish_file(request: HttpRequest, actor: Actor, number: str) -> HttpResponse:
    """One wish with its way. Who wishes stands there, masked, for whoever has to deal with it."""
    row = found(actor, number)
    claim = row.claim if row.claim and not row.has_lapsed(today()) else None
    named = queries.names_of(actor, [one for one in (row, claim) if one])
    state = row.state_on(today())
    context = {
        "row": row,
        "claim": claim,
        "facts": _facts(row, named),
        "claim_facts": _claim_facts(claim, named) if claim else [],
        "badges": [(MARKS[state], Wish.State(state).label)],
        "trail": trail_of(row, last=False),
        "steps": queries.way_of(row),
        "offers": queries.offers(actor, row),
        "log": [
            {"what": one["what"], "at": one["on"], "reason": one["note"]}
            for one in queries.log_of(row)
        ],
        "wisher": _wisher(request, actor, queries.wisher_of(actor, row)),
        "erased": not Wisher.rows().filter(wish=row).exists(),
        "helping": _helping(actor, row),
    }
    return render(request, "welfare/wish_file.html", context)


@page(WRITE)
def wish_new(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Collect a wish, on a phone in a minute."""
    holder = queries.holder_of(actor, WRITE)
    if holder is None:
        raise Refused("心愿由基层党组织或社会组织征集，这个账号不属于其中一家。")
    start = {"people": 1, "kind": Kind.THING, "region": path_to_code(holder.path)}
    form = WishForm(request.POST or None, actor=actor, path=holder.path, initial=start)
    above = reverse(LIST)
    act = Act(
        "征集微心愿",
        "报服务中心审核",
        "不登记",
        above,
        [("微心愿", above)],
        holder.name,
        template="welfare/wish_form.html",
    )

    def do() -> HttpResponse:
        row = collect_wish(
            holder,
            actor=actor,
            wish=Wish(**form.fields_of_wish()),
            wisher=Wisher(**form.fields_of_wisher()),
        )
        messages.success(request, f"已报审核：“{row.title}”")
        return redirect("welfare:wish_file", number=row.number)

    return take(request, act, form, do)


@page(WRITE)
def wish_edit(request: HttpRequest, actor: Actor, number: str) -> HttpResponse:
    """Mend what is not published; a returned one goes to the center again."""
    row = found(actor, number)
    actor.must(WRITE, row)
    wisher = queries.wisher_of(actor, row)
    start = {name: getattr(row, name) for name in ("title", "kind", "text", "people")}
    start["region"] = path_to_code(row.path)
    holder = row.unit or row.organization
    assert holder is not None
    form = WishForm(
        request.POST or None, actor=actor, path=holder.path, wisher=wisher, initial=start
    )
    back = reverse("welfare:wish_file", args=[row.number])
    act = Act(
        "修改微心愿",
        "保存并报审核",
        "不修改",
        back,
        trail_of(row),
        row.number,
        template="welfare/wish_form.html",
        told={"row": row},
    )

    def do() -> HttpResponse:
        correct_wish(
            row, actor=actor, fields=form.fields_of_wish(), personal=form.fields_of_wisher()
        )
        messages.success(request, "已保存，等服务中心审核")
        return redirect(back)

    return take(request, act, form, do)


def found(actor: Actor, number: str) -> Wish:
    """The wish by its number. Raises: Unseen."""
    rows = Wish.objects.seen_by(actor).select_related("unit", "organization", "claim")
    row: Wish | None = rows.filter(number=number).first()
    if row is None:
        raise Unseen
    return row


def trail_of(row: Wish, *, last: bool = True) -> list[tuple[str, str]]:
    """The way to a wish."""
    way = [("微心愿", reverse(LIST))]
    return [*way, (row.title, reverse("welfare:wish_file", args=[row.number]))] if last else way


def tabs_of(actor: Actor, current: str) -> list[dict[str, Any]]:
    """The tabs above the pages of wishes, those that the actor may open."""
    tabs = (
        ("list", "心愿台账", LIST, READ),
        ("board", "认领榜", "welfare:wish_board", READ),
        ("check", "审核和回访", "welfare:wish_check_list", CHECK),
    )
    return [
        {"words": words, "href": reverse(url), "current": key == current}
        for key, words, url, permission in tabs
        if actor.holds(permission) and (key != "check" or actor.at("d", CHECK))
    ]


def _line(row: Wish, named: dict[tuple[type, int], str]) -> dict[str, Any]:
    state = row.state_on(today())
    last = row.held_until if state == Wish.State.CLAIMED else None
    return {
        "row": row,
        "mark": MARKS[state],
        "state": Wish.State(state).label,
        "place": place_name(row.path),
        "collector": named[queries.holder_key(row)],
        "until": last,
    }


def _waiting(actor: Actor) -> int:
    if not actor.at("d", CHECK):
        return 0
    return queries.waiting_for_check(actor).count() + queries.waiting_for_call(actor).count()


def _conditions(asked: QueryDict, actor: Actor) -> list[tuple[str, str]]:
    found = []
    if mine := {"collected": "本单位征集的", "claimed": "本单位认领的"}.get(asked.get("mine", "")):
        found.append((mine, "mine"))
    region = asked.get("region", "")
    if region and region not in dict(regions(actor)):
        found.append((place_name(code_to_path(region)), "region"))
    return found


def _views(actor: Actor, query: str) -> list[dict[str, Any]]:
    now = conditions(query)
    built_in = [("", "全部"), ("state=published", "待认领"), ("state=claimed", "办理中")]
    if queries.holder_of(actor, CLAIM):
        built_in += [("mine=collected", "本单位征集"), ("mine=claimed", "本单位认领")]
    kept = [(view.query, f"我的：{view.name}") for view in views_of(actor.account_id, SHEET)]
    return [
        {"words": words, "href": f"{reverse(LIST)}?{said}" if said else reverse(LIST),
         "current": said == now}
        for said, words in (*built_in, *kept)
    ]  # fmt: skip


def _facts(row: Wish, named: dict[tuple[type, int], str]) -> list[dict[str, Any]]:
    return [
        {"label": "心愿编号", "value": row.number},
        {"label": "类型", "value": row.get_kind_display()},
        {"label": "所在地", "value": place_name(row.path)},
        {"label": "受益人数", "value": f"{row.people}人"},
        {"label": "征集单位", "value": named[queries.holder_key(row)]},
        {"label": "征集日期", "value": str(row.collected_on)},
        {"label": "发布日期", "value": str(row.published_on) if row.published_on else ""},
    ]


def _claim_facts(claim: Claim, named: dict[tuple[type, int], str]) -> list[dict[str, Any]]:
    last = None if claim.done_on else claim.until
    money = f"{claim.value_fen / 100:,.2f}元" if claim.value_fen else ""
    return [
        {"label": "认领单位", "value": named[queries.holder_key(claim)]},
        {"label": "认领日期", "value": str(claim.since)},
        {"label": "最迟办好", "value": str(last.fromordinal(last.toordinal() - 1)) if last else ""},
        {"label": "办理日期", "value": str(claim.done_on) if claim.done_on else ""},
        {"label": "办理情况", "value": claim.done},
        {"label": "受益人数", "value": f"{claim.helped}人" if claim.helped else ""},
        {"label": "折合金额", "value": money},
        {"label": "回访意见", "value": claim.opinion},
    ]


def _wisher(request: HttpRequest, actor: Actor, row: Wisher | None) -> list[dict[str, Any]]:
    """The masked fields with where to see them, and one in the clear for a minute."""
    if row is None:
        return []
    may = actor.holds(UNMASK)
    field, text = shown_of(request, actor, row)
    return [
        {
            "label": words,
            "value": getattr(row, name),
            "href": reverse("welfare:wisher_unmask", args=[row.wish.number, name]) if may else "",
            "shown": text if name == field else "",
        }
        for name, words in WISHER_FIELDS.items()
    ]


def _helping(actor: Actor, row: Wish) -> list[Offer]:
    if not actor.holds(Offer.read_permission()):
        return []
    return list(Offer.objects.seen_by(actor).filter(wish=row).order_by("-came_on", "-id"))
