"""Acts on what a Party organization covers, guides, answers for, and who holds its posts."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from dangjianyun.access.acting import Act, Impact, take
from dangjianyun.access.book import Book
from dangjianyun.access.page import page
from dangjianyun.foundation.actor import Actor
from dangjianyun.foundation.days import OPEN, far_words, is_far, today, until_of
from dangjianyun.foundation.errors import Unseen
from dangjianyun.foundation.scope import ScopedModel
from dangjianyun.foundation.search import matching
from dangjianyun.party.actions import office as office_acts
from dangjianyun.party.actions import relation as acts
from dangjianyun.party.actions.unit import issue_guidelines
from dangjianyun.party.forms.relation import (
    AffiliateForm,
    CoverForm,
    EndForm,
    GuideForm,
    GuidelineForm,
    OfficeForm,
)
from dangjianyun.party.models import Covering, Guidance, Guideline, Office, Unit
from dangjianyun.party.queries import files
from dangjianyun.party.queries.duty import has_duty
from dangjianyun.party.queries.members import eligible
from dangjianyun.party.rules import UNITS_OF_A_JOINT_BRANCH
from dangjianyun.party.views.asking import trail_to, unit_href, unit_to_act_on
from dangjianyun.registry.models import Organization

FOUND = 30


def _act(actor: Actor, unit: Unit, title: str, verb: str, safe: str, **more: Any) -> Act:
    return Act(title, verb, safe, unit_href(unit), trail_to(actor, unit, itself=True), **more)


@page(acts.COVERING)
def unit_cover(request: HttpRequest, actor: Actor, number: str) -> HttpResponse:
    """Put organizations on the covered list: search (`?q=`), tick, check, done."""
    unit = unit_to_act_on(actor, number, acts.COVERING)
    term = request.GET.get("q", "").strip()
    listed = Covering.rows().filter(Covering.on(today()), unit=unit).values("organization")
    shown: list[int] = []
    if term:
        rows = Organization.objects.seen_by(actor).filter(closed_on=OPEN)
        rows = matching(rows, "sought", term, indexed=True).exclude(pk__in=listed)
        rows = rows.exclude(pk=unit.organization_id) if unit.organization_id else rows
        shown = list(rows.order_by("name").values_list("pk", flat=True)[: FOUND + 1])
    told = {"unit": unit, "term": term, "found": len(shown), "most": FOUND}
    start = {"shown": shown[:FOUND], "since": today()}
    form = CoverForm(request.POST or None, actor=actor, initial=start)
    act = _act(
        actor,
        unit,
        "列入覆盖名单",
        "核对要列入的社会组织",
        "不列入",
        template="party/unit_cover.html",
        told=told,
    )

    def impact() -> Impact:
        picked = list(form.cleaned_data["organization"])
        total = files.numbers_of(unit, today()).covered + len(picked)
        most = UNITS_OF_A_JOINT_BRANCH.known(today())
        hints = []
        if unit.mode == "joint" and most and total > most:
            cite = UNITS_OF_A_JOINT_BRANCH.cites[0]
            hints.append(("warn", f"列入后共{total}家，超过联合党支部一般的{most}家（{cite}）。"))
        return Impact(
            f"{len(picked)}家社会组织将从{form.cleaned_data['since']}起列入“{unit.name}”的覆盖名单。",
            f"列入{len(picked)}家",
            rows=[{"label": f"第{n}家", "value": row.name} for n, row in enumerate(picked, 1)],
            hints=hints,
        )

    def write(book: Book | None = None) -> None:
        given = form.cleaned_data
        rows = [
            Covering(unit=unit, organization=organization, since=given["since"])
            for organization in given["organization"]
        ]
        acts.cover(unit, actor=actor, book=book, coverings=rows, reason=given["reason"])

    def do() -> HttpResponse:
        write()
        messages.success(request, f"已列入{len(form.cleaned_data['organization'])}家社会组织")
        return redirect("party:unit_coverings", number=unit.number)

    return take(request, act, form, do, impact, write)


def _row_of(actor: Actor, model: type[ScopedModel], unit: Unit, pk: int, permission: str) -> Any:
    """A relation of the unit, if the actor sees it and may act on it."""
    row = model.objects.seen_by(actor).filter(pk=pk, unit=unit).first()
    if row is None:
        raise Unseen
    actor.must(permission, row)
    return row


@page(acts.COVERING)
def covering_end(request: HttpRequest, actor: Actor, number: str, pk: int) -> HttpResponse:
    """Take an organization off the covered list."""
    unit = unit_to_act_on(actor, number, acts.COVERING)
    row: Covering = _row_of(actor, Covering, unit, pk, acts.COVERING)
    form = EndForm(request.POST or None, actor=actor)
    title = f"移出覆盖名单：{row.organization.name}"
    act = _act(
        actor, unit, title, "移出覆盖名单", "不移出", sub=f"自{row.since}起由{unit.name}覆盖"
    )

    def do() -> HttpResponse:
        acts.end_covering(row, actor=actor, on=form.on, reason=form.cleaned_data["reason"])
        messages.success(request, f"已移出“{row.organization.name}”")
        return redirect("party:unit_coverings", number=unit.number)

    return take(request, act, form, do)


@page("party.guidance.write")
def unit_guide(request: HttpRequest, actor: Actor, number: str) -> HttpResponse:
    """Name a body that guides the unit."""
    unit = unit_to_act_on(actor, number, "party.guidance.write")
    form = GuideForm(request.POST or None, actor=actor)
    sub = "指导机构看得到这个党组织和它覆盖的社会组织，看不到党员，也不能办理"
    act = _act(actor, unit, "确定指导机构", "确定指导机构", "不确定", sub=sub)

    def do() -> HttpResponse:
        given = form.cleaned_data
        row = Guidance(unit=unit, guide=given["guide"], since=given["since"], basis=given["basis"])
        acts.guide(unit, actor=actor, guidances=[row], reason=given["reason"])
        messages.success(request, f"已确定由“{row.guide.name}”指导")
        return redirect("party:unit_file", number=unit.number)

    return take(request, act, form, do)


@page("party.guidance.write")
def guidance_end(request: HttpRequest, actor: Actor, number: str, pk: int) -> HttpResponse:
    """End a line of guidance."""
    unit = unit_to_act_on(actor, number, "party.guidance.write")
    row: Guidance = _row_of(actor, Guidance, unit, pk, "party.guidance.write")
    form = EndForm(request.POST or None, actor=actor)
    title = f"结束工作指导：{row.guide.name}"
    act = _act(actor, unit, title, "结束工作指导", "不结束", sub=f"自{row.since}起")

    def do() -> HttpResponse:
        acts.end_guidance(row, actor=actor, on=form.on, reason=form.cleaned_data["reason"])
        messages.success(request, f"已结束“{row.guide.name}”的工作指导")
        return redirect("party:unit_file", number=unit.number)

    return take(request, act, form, do)


@page(acts.AFFILIATION)
def unit_affiliate(request: HttpRequest, actor: Actor, number: str) -> HttpResponse:
    """Make the body accountable for an organization."""
    unit = unit_to_act_on(actor, number, acts.AFFILIATION)
    start = {"route": acts.ROUTE_OF.get(unit.role, ""), "on": today()}
    form = AffiliateForm(request.POST or None, actor=actor, initial=start)
    act = _act(
        actor,
        unit,
        "确定归口",
        "核对归口变化",
        "不确定",
        sub="一家社会组织任何一天只归口一个党组织",
    )

    def impact() -> Impact:
        given = form.cleaned_data
        row: Organization = given["organization"]
        current = row.affiliations.filter(until__gt=given["on"]).select_related("unit").first()
        now = current.unit.name if current else "没有登记，由本级综合党委兜底"
        return Impact(
            f"“{row.name}”将从{given['on']}起归口“{unit.name}”。",
            "确定归口",
            rows=[{"label": "原归口", "value": now}, {"label": "新归口", "value": unit.name}],
        )

    def write(book: Book | None = None) -> None:
        given = form.cleaned_data
        told = {name: given[name] for name in ("route", "on", "reason")}
        acts.affiliate(given["organization"], actor=actor, book=book, unit=unit, **told)

    def do() -> HttpResponse:
        write()
        name = form.cleaned_data["organization"].name
        messages.success(request, f"已确定“{name}”归口“{unit.name}”")
        return redirect("party:unit_file", number=unit.number)

    return take(request, act, form, do, impact, write)


@page("party.office.write")
def unit_appoint(request: HttpRequest, actor: Actor, number: str) -> HttpResponse:
    """Give a member a post. Only for who knows the members."""
    unit = unit_to_act_on(actor, number, "party.office.write")
    if not has_duty(actor, unit):
        raise PermissionDenied("party.office.write")
    members = eligible(actor, unit)
    if not members.exists():
        return _nobody(request, actor, unit)
    start = {"members": members, "since": today()}
    form = OfficeForm(request.POST or None, actor=actor, initial=start)
    sub = "可选的是组织关系在这里，或登记在这里参加组织生活的正式党员"
    act = _act(actor, unit, "任命职务", "任命", "不任命", sub=sub)

    def do() -> HttpResponse:
        given = form.cleaned_data
        row = Office(unit=unit, member=given["member"], kind=given["kind"], since=given["since"])
        office_acts.take_office(unit, actor=actor, offices=[row], reason=given["reason"])
        messages.success(request, f"已任命{row.get_kind_display()}")
        return redirect("party:unit_file", number=unit.number)

    return take(request, act, form, do)


def _nobody(request: HttpRequest, actor: Actor, unit: Unit) -> HttpResponse:
    """What to do where nobody can be given a post."""
    told = {
        "act": _act(actor, unit, "任命职务", "任命", "不任命"),
        "words": "这里还没有可以任命的正式党员",
        "remedy": "先登记党员，经市级核验后列入名册；预备党员转正后才能任职。",
        "href": reverse("party:unit_members", args=[unit.number]),
        "link": "去党员名册",
        "mark": "users",
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "act_first.html", told, status=status)


@page("party.office.write")
def office_end(request: HttpRequest, actor: Actor, number: str, pk: int) -> HttpResponse:
    """End a post."""
    unit = unit_to_act_on(actor, number, "party.office.write")
    if not has_duty(actor, unit):
        raise PermissionDenied("party.office.write")
    row: Office = _row_of(actor, Office, unit, pk, "party.office.write")
    form = EndForm(request.POST or None, actor=actor)
    title = f"免去{row.get_kind_display()}"
    act = _act(actor, unit, title, "免去职务", "不免去", sub=f"自{row.since}起任职")

    def do() -> HttpResponse:
        reason = form.cleaned_data["reason"]
        office_acts.leave_office(row, actor=actor, on=form.on, reason=reason)
        messages.success(request, f"已免去{row.get_kind_display()}")
        return redirect("party:unit_file", number=unit.number)

    return take(request, act, form, do)


@page("party.guideline.write")
def unit_issue(request: HttpRequest, actor: Actor, number: str) -> HttpResponse:
    """Put a guidance document on record."""
    unit = unit_to_act_on(actor, number, "party.guideline.write")
    start = {"path": unit.path, "trade": unit.trade, "since": today()}
    form = GuidelineForm(request.POST or None, actor=actor, initial=start)
    act = _act(actor, unit, "登记指导意见", "登记这份指导意见", "不登记", sub=f"由{unit.name}印发")

    def impact() -> Impact:
        given = form.cleaned_data
        said = f"《{given['title']}》将登记为自{given['since']}起、到{given['last']}失效。"
        return Impact(said, "登记这份指导意见", hints=[("warn", f"{far_words(given['last'])}。")])

    def asks() -> bool:
        last = form.cleaned_data.get("last") if form.is_bound and form.is_valid() else None
        return last is not None and is_far(last)

    def do() -> HttpResponse:
        given = form.cleaned_data
        row = Guideline(
            issuer=unit,
            until=until_of(given["last"]),
            **{name: given[name] for name in ("number", "title", "trade", "path", "since")},
        )
        issue_guidelines(unit, actor=actor, guidelines=[row], reason=given["reason"])
        messages.success(request, f"已登记“{row.title}”")
        return redirect("party:unit_file", number=unit.number)

    return take(request, act, form, do, impact if asks() else None)
