"""The further steps of a record: taken back, called off, confirmed, returned."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from dangjianyun.access.acting import Act, take
from dangjianyun.access.page import page
from dangjianyun.foundation.actor import Actor
from dangjianyun.foundation.errors import Refused
from dangjianyun.orglife.actions.meeting import (
    cancel_meeting,
    confirm_meeting,
    recall_meeting,
    return_meeting,
)
from dangjianyun.orglife.forms.meeting import WhyForm
from dangjianyun.orglife.models import Meeting
from dangjianyun.orglife.queries import meeting as queries
from dangjianyun.orglife.views.meeting import found, trail_of
from dangjianyun.orglife.workflow import CONFIRM, WRITE


@page(WRITE)
def meeting_recall(request: HttpRequest, actor: Actor, meeting: str) -> HttpResponse:
    """Take a submitted record back to mend it."""
    row = found(actor, meeting)
    actor.must(WRITE, row)
    if request.method == "POST":
        recall_meeting(row, actor=actor)
        messages.success(request, "已收回，可以继续修改")
        return redirect("orglife:meeting_record", meeting=row.number)
    return redirect("orglife:meeting_file", meeting=row.number)


@page(WRITE)
def meeting_cancel(request: HttpRequest, actor: Actor, meeting: str) -> HttpResponse:
    """It is not held, or was recorded by mistake."""
    row = found(actor, meeting)
    actor.must(WRITE, row)
    return _with_a_reason(
        request,
        actor,
        row,
        ("取消这次组织生活", "取消", "取消的原因"),
        lambda why: cancel_meeting(row, actor=actor, why=why),
    )


@page(CONFIRM)
def meeting_return(request: HttpRequest, actor: Actor, meeting: str) -> HttpResponse:
    """Send a record back with what to mend."""
    row = found(actor, meeting)
    actor.must(CONFIRM, row)
    return _with_a_reason(
        request,
        actor,
        row,
        ("退回记录", "退回", "退回的原因和怎样补正"),
        lambda why: return_meeting(row, actor=actor, why=why),
    )


@page(CONFIRM)
def meeting_confirm(request: HttpRequest, actor: Actor, meeting: str) -> HttpResponse:
    """Take note of a record."""
    row = found(actor, meeting)
    actor.must(CONFIRM, row)
    if request.method == "POST":
        confirm_meeting(row, actor=actor)
        messages.success(request, "已确认")
        following = queries.waiting_for(actor).first()
        if following is not None:
            return redirect("orglife:meeting_file", meeting=following.number)
    return redirect("orglife:meeting_file", meeting=row.number)


@page(CONFIRM)
def meeting_confirm_many(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Those that wait for the actor: confirmed together, each with its own entry."""
    waiting = queries.waiting_for(actor)
    if request.method == "POST":
        done, refused = 0, []
        for row in waiting.filter(ref__in=request.POST.getlist("id")):
            try:
                confirm_meeting(row, actor=actor)
                done += 1
            except Refused as why:
                refused.append(f"{row.title}：{why.message}")
        if done:
            messages.success(request, f"已确认{done}份")
        for words in refused:
            messages.warning(request, words)
        return redirect("orglife:meeting_confirm_many")
    trail = [("组织生活", reverse("orglife:meeting_list"))]
    rows = [(row, queries.duties_of(row)) for row in waiting[:50]]
    context = {"rows": rows, "total": waiting.count(), "trail": trail}
    return render(request, "orglife/meeting_confirm_many.html", context)


def _with_a_reason(
    request: HttpRequest,
    actor: Actor,
    row: Meeting,
    words: tuple[str, str, str],
    do: Callable[[str], object],
) -> HttpResponse:
    title, verb, label = words
    hint = "会写进变更记录，办理的人看得到。"
    form = WhyForm(request.POST or None, actor=actor, label=label, hint=hint)
    back = reverse("orglife:meeting_file", args=[row.number])
    act = Act(title, verb, f"不{verb}", back, trail_of(row), row.unit.name)

    def done() -> HttpResponse:
        do(form.cleaned_data["why"])
        messages.success(request, f"已{verb}")
        return redirect(back)

    return take(request, act, form, done)
