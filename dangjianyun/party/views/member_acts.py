"""Acts on members: enrolling, opening, unmasking, transferring, correcting, leaving."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from dangjianyun.access.acting import Act, Impact, take
from dangjianyun.access.book import Book
from dangjianyun.access.page import page
from dangjianyun.foundation.actor import Actor
from dangjianyun.foundation.days import OPEN, today
from dangjianyun.foundation.errors import Unseen
from dangjianyun.party.actions import member as acts
from dangjianyun.party.actions.enrollment import ask_enrollment
from dangjianyun.party.actions.reading import MASKED, UNMASK, unmask_member
from dangjianyun.party.forms.member import (
    CorrectMemberForm,
    EnrollForm,
    LeaveForm,
    OpenForm,
    TakePartForm,
    TransferForm,
    UnmaskForm,
)
from dangjianyun.party.forms.relation import EndForm
from dangjianyun.party.models import Member, Unit
from dangjianyun.party.queries.duty import has_duty
from dangjianyun.party.queries.files import numbers_of
from dangjianyun.party.queries.members import behind
from dangjianyun.party.rules import MEMBERS_OF_A_BRANCH
from dangjianyun.party.views.asking import unit_to_act_on
from dangjianyun.party.views.member import member_of, rolls_of, shown_href

WRITE = acts.WRITE


@page(WRITE)
def member_enroll(request: HttpRequest, actor: Actor, number: str) -> HttpResponse:
    """Ask for a member to be put on the roll. The answer is the same whoever it is."""
    unit = unit_to_act_on(actor, number, WRITE)
    if not has_duty(actor, unit, WRITE):
        raise PermissionDenied(WRITE)
    rolls = (rolls_of(actor) if "choose" in request.GET else []) or [unit]
    start = {"since": today(), "rolls": rolls}
    form = EnrollForm(request.POST or None, actor=actor, initial=start)
    chosen = len(rolls) == 1
    back = reverse("party:unit_members", args=[number]) if chosen else reverse("party:member_list")
    sub = f"列入{unit.name if chosen else '党支部'}的名册前，由市级核验身份"
    act = Act("登记党员", "提交核验", "不登记", back, [("党员", back)], sub)

    def do() -> HttpResponse:
        row = form.enrollment()
        given = {"enrollment": row, "reason": form.cleaned_data["reason"]}
        ask_enrollment(form.unit(), actor=actor, **given)
        messages.success(request, "已提交，待上级核验")
        return redirect("party:unit_members", number=form.unit().number)

    return take(request, act, form, do)


@page("party.member.open")
def member_open(request: HttpRequest, actor: Actor, key: str) -> HttpResponse:
    """The reason page before one person's record: from here it is logged and lasts a day."""
    member = behind(actor, key)
    unit = member.unit if member else None
    if member is None or unit is None:
        raise Unseen
    actor.must("party.member.open", unit)
    form = OpenForm(request.POST or None, actor=actor)
    back = reverse("party:member_records")
    sub = f"党员（{unit.name}）"
    act = Act("查看党员记录", "查看24小时", "不查看", back, [("逐人记录", back)], sub)

    def do() -> HttpResponse:
        reason = form.cleaned_data["reason"]
        acts.open_member(unit, actor=actor, member=member, reason=reason)
        return redirect("party:member_file", ref=member.ref)

    return take(request, act, form, do)


def _to_act_on(actor: Actor, ref: str, permission: str = WRITE) -> Member:
    member = member_of(actor, ref)
    actor.must(permission, member)
    return member


def _act(member: Member, title: str, verb: str, safe: str, sub: str = "") -> Act:
    href = reverse("party:member_file", args=[member.ref])
    path = [("党员", reverse("party:member_list")), (member.person.name, href)]
    return Act(title, verb, safe, href, path, sub)


@page(UNMASK)
def member_unmask(request: HttpRequest, actor: Actor, ref: str, field: str) -> HttpResponse:
    """The purpose before a masked value is shown."""
    member = _to_act_on(actor, ref, UNMASK)
    if field not in MASKED:
        raise Unseen
    form = UnmaskForm(request.POST or None, actor=actor)
    href = reverse("party:member_file", args=[ref])
    told = {
        "title": f"查看完整{MASKED[field]}",
        "whose": member.person.name,
        "safe_href": href,
        "act": f"查看完整{MASKED[field]}",
    }
    path = [("党员", reverse("party:member_list")), (member.person.name, href)]
    act = Act(told["title"], told["act"], "不查看", href, path, template="unmask.html", told=told)

    def do() -> HttpResponse:
        form.put_down()
        unmask_member(member, actor=actor, field=field, purpose=form.said())
        return redirect(shown_href(actor, member, field))

    return take(request, act, form, do)


@page(WRITE)
def member_transfer(request: HttpRequest, actor: Actor, ref: str) -> HttpResponse:
    """Move the relation to another unit, or out."""
    member = _to_act_on(actor, ref)
    left = member.unit
    form = TransferForm(request.POST or None, actor=actor, initial={"to": "inside"})
    now = f"组织关系现在{member.unit.name}" if member.unit else ""
    act = _act(member, "转接组织关系", "核对转接", "不转接", now)

    def impact() -> Impact:
        given = form.cleaned_data
        unit = given["unit"]
        to = unit.name if unit else given["outside"]
        hints = [("none", "以原组织关系为依据的党内职务同日免去。")]
        most = MEMBERS_OF_A_BRANCH.known(today())
        if unit and most and unit.kind in {"branch", "joint_branch"}:
            numbers = numbers_of(unit, today())
            total = numbers.full + numbers.probationary + 1
            if total > most:
                hints.append(("warn", f"转入后共{total}人，超过党支部一般的{most}人。"))
        if unit is None:
            hints.append(("none", "转出后本党组织不再看到这份档案，接收党组织登记后由市级核验。"))
        return Impact(
            f"组织关系将从{given['on']}起转到“{to}”。",
            "转接组织关系",
            rows=[
                {"label": "原党组织", "value": member.unit.name if member.unit else None},
                {"label": "接收单位", "value": to},
            ],
            hints=hints,
        )

    def write(book: Book | None = None) -> None:
        given = {name: form.cleaned_data[name] for name in ("unit", "on", "outside", "reason")}
        acts.move_member(member, actor=actor, book=book, **given)

    def do() -> HttpResponse:
        write()
        messages.success(request, "已转接组织关系")
        return redirect(_afterwards(actor, member, left))

    return take(request, act, form, do, impact, write)


def _afterwards(actor: Actor, member: Member, left: Unit | None) -> str:
    """Where one goes on: the file while it is still one's own, else the roster it has left."""
    if Member.objects.seen_by(actor).filter(pk=member.pk).exists():
        return reverse("party:member_file", args=[member.ref])
    if left and Unit.objects.seen_by(actor).filter(pk=left.pk).exists():
        return reverse("party:unit_members", args=[left.number])
    return reverse("party:member_list")


@page(WRITE)
def member_take_part(request: HttpRequest, actor: Actor, ref: str) -> HttpResponse:
    """Take part in another branch; the relation stays."""
    member = _to_act_on(actor, ref)
    form = TakePartForm(request.POST or None, actor=actor)
    act = _act(member, "登记参加组织生活", "登记", "不登记", "组织关系不变，人数不重复计")

    def do() -> HttpResponse:
        given = form.cleaned_data
        acts.take_part(
            member, actor=actor, unit=given["unit"], on=given["on"], reason=given["reason"]
        )
        messages.success(request, f"已登记在“{given['unit'].name}”参加组织生活")
        return redirect("party:member_file", ref=ref)

    return take(request, act, form, do)


@page(WRITE)
def member_end_part(request: HttpRequest, actor: Actor, ref: str, pk: int) -> HttpResponse:
    """Stop taking part in another branch."""
    member = _to_act_on(actor, ref)
    row = member.participations.select_related("unit").filter(pk=pk, until=OPEN).first()
    if row is None:
        raise Unseen
    form = EndForm(request.POST or None, actor=actor)
    act = _act(member, f"结束参加组织生活：{row.unit.name}", "结束", "不结束", f"自{row.since}起")

    def do() -> HttpResponse:
        reason = form.cleaned_data["reason"]
        acts.end_part(member, actor=actor, unit=row.unit, on=form.on, reason=reason)
        messages.success(request, "已结束参加组织生活")
        return redirect("party:member_file", ref=ref)

    return take(request, act, form, do)


@page(WRITE)
def member_correct(request: HttpRequest, actor: Actor, ref: str) -> HttpResponse:
    """Correct the days."""
    member = _to_act_on(actor, ref)
    start: dict[str, Any] = {"joined_on": member.joined_on, "full_on": member.full_on}
    start["left_on"] = None if member.left_on == OPEN else member.left_on
    form = CorrectMemberForm(request.POST or None, actor=actor, initial=start)
    act = _act(member, "更正党员信息", "保存更正", "不更正", "更正会改变以前各日的数字")

    def do() -> HttpResponse:
        reason = form.cleaned_data["reason"]
        acts.correct_member(member, actor=actor, fields=form.days(), reason=reason)
        messages.success(request, "已更正")
        return redirect("party:member_file", ref=ref)

    return take(request, act, form, do)


@page(WRITE)
def member_leave(request: HttpRequest, actor: Actor, ref: str) -> HttpResponse:
    """End a membership for good."""
    member = _to_act_on(actor, ref)
    form = LeaveForm(request.POST or None, actor=actor)
    act = _act(member, "登记出党或去世", "核对", "不登记")

    def impact() -> Impact:
        return Impact(
            f"自{form.cleaned_data['on']}起不再计入党员，组织关系、党内职务和参加组织生活同日结束。",
            "登记",
            hints=[("none", "登记错的，可用“更正信息”恢复。")],
            grave=True,
        )

    def write(book: Book | None = None) -> None:
        given = form.cleaned_data
        acts.leave(member, actor=actor, book=book, on=given["on"], reason=given["reason"])

    def do() -> HttpResponse:
        write()
        messages.success(request, "已登记")
        return redirect("party:member_file", ref=ref)

    return take(request, act, form, do, impact, write)
