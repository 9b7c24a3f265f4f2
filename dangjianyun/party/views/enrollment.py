"""Enrollments that wait: the unit sees its own, the city verifies."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from dangjianyun.access.acting import Act, take
from dangjianyun.access.page import page
from dangjianyun.foundation.actor import Actor
from dangjianyun.foundation.errors import Unseen
from dangjianyun.foundation.paging import paged
from dangjianyun.party.actions.enrollment import (
    decline_enrollment,
    known_as,
    verify_enrollment,
)
from dangjianyun.party.actions.member import WRITE
from dangjianyun.party.forms.member import DecideForm
from dangjianyun.party.models import Enrollment
from dangjianyun.party.queries.duty import has_duty
from dangjianyun.party.views.member import tabs_of
from dangjianyun.party.workflow import VERIFY

READ = "party.enrollment.read"
MARKS = {"waiting": "blue", "enrolled": "ok", "declined": "warn"}


@page(READ)
def enrollment_list(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Those that wait first, then the latest decided."""
    rows = Enrollment.objects.seen_by(actor).select_related("unit")
    state = request.GET.get("state", "")
    if state in MARKS:
        rows = rows.filter(state=state)
    shown = paged(request, rows.order_by("-state", "-asked_at"))
    context = {
        "page": shown,
        "rows": [(row, MARKS[row.state]) for row in shown.object_list],
        "states": Enrollment.State.choices,
        "tabs": tabs_of(actor, "enrollments"),
    }
    return render(request, "party/enrollment_list.html", context)


@page(READ)
def enrollment_file(request: HttpRequest, actor: Actor, ref: str) -> HttpResponse:
    """One enrollment; whoever verifies sees what is known of the person and decides."""
    rows = Enrollment.objects.seen_by(actor).select_related("unit__parent", "member")
    row: Enrollment | None = rows.filter(ref=ref).first()
    if row is None:
        raise Unseen
    back = reverse("party:enrollment_list")
    may_decide = row.state == Enrollment.State.WAITING and actor.may(VERIFY, row)
    facts: list[dict[str, Any]] = [
        {"label": "党组织", "value": row.unit.name},
        {"label": "姓名", "value": row.name},
        {"label": "公民身份号码", "value": str(row.identity_number) or "核验结束，已删除"},
        {"label": "入党日期", "value": row.joined_on.isoformat()},
        {"label": "转正日期", "value": row.full_on.isoformat() if row.full_on else None},
        {"label": "组织关系起始日期", "value": row.since.isoformat()},
        {"label": "提交人", "value": row.asked_by},
        {"label": "核验意见", "value": row.note},
    ]
    context: dict[str, Any] = {
        "row": row,
        "facts": facts,
        "mark": MARKS[row.state],
        "known": _known(row) if may_decide else None,
        "may_decide": may_decide,
        "may_withdraw": row.state == Enrollment.State.WAITING and has_duty(actor, row.unit, WRITE),
    }
    act = Act(
        "党员登记核验",
        "记下核验结果",
        "不核验",
        back,
        [("登记核验", back)],
        row.unit.name,
        "party/enrollment_file.html",
        context,
    )
    if not may_decide:
        return render(request, act.template, {"act": act, **context})
    form = DecideForm(request.POST or None, actor=actor, initial={"decision": "verify"})

    def do() -> HttpResponse:
        note = form.cleaned_data["note"]
        if form.cleaned_data["decision"] == "verify":
            verify_enrollment(row, actor=actor, note=note)
            messages.success(request, "已核验，列入名册")
        else:
            decline_enrollment(row, actor=actor, note=note)
            messages.success(request, "已退回")
        return redirect(back)

    return take(request, act, form, do)


def _known(row: Enrollment) -> tuple[str, str]:
    """What the city knows of the number: (state, words)."""
    known = known_as(row)
    if known.person is None:
        return "ok", "这个号码没有在系统里出现过。"
    same = "姓名相同" if known.person.name == row.name else "姓名不同，请核对"
    if known.member is None:
        return "ok" if same == "姓名相同" else "warn", f"这个号码登记过人员，不是党员，{same}。"
    if known.is_free:
        return "blue", f"原有党员档案{known.member.number}，组织关系已转出，核验后转入，{same}。"
    where = known.member.unit.name if known.member.unit else ""
    return "red", f"已在册：党员{known.member.number}，组织关系在“{where}”，{same}。"
