"""Pages of templates."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from dangjianyun.access.acting import Act, take
from dangjianyun.access.page import page
from dangjianyun.foundation.actor import Actor
from dangjianyun.foundation.days import OPEN
from dangjianyun.orglife.actions.pattern import keep_pattern, retire_pattern
from dangjianyun.orglife.forms.pattern import PatternForm
from dangjianyun.orglife.models import Pattern
from dangjianyun.orglife.queries.meeting import own_unit
from dangjianyun.orglife.workflow import WRITE


@page(Pattern.read_permission())
def pattern_list(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Templates within what the actor sees."""
    rows = Pattern.objects.seen_by(actor).filter(retired_on=OPEN).select_related("unit")
    above = reverse("orglife:meeting_list")
    may = actor.holds(WRITE)
    context = {
        "rows": [(row, may and actor.may(WRITE, row)) for row in rows.order_by("name", "id")[:200]],
        "trail": [("组织生活", above)],
        "may_write": may,
    }
    return render(request, "orglife/pattern_list.html", context)


@page(WRITE)
def pattern_new(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Keep a template."""
    own = own_unit(actor)
    form = PatternForm(request.POST or None, actor=actor, own=own)
    above = reverse("orglife:pattern_list")
    trail = [("组织生活", reverse("orglife:meeting_list")), ("模板", above)]
    act = Act("新模板", "保存模板", "不保存", above, trail, own.name if own else "")

    def do() -> HttpResponse:
        assert form.kept_by is not None
        row = keep_pattern(form.kept_by, actor=actor, pattern=form.pattern())
        messages.success(request, f"已保存模板“{row.name}”")
        return redirect(above)

    return take(request, act, form, do)


@page(WRITE)
def pattern_end(request: HttpRequest, actor: Actor, pattern: str) -> HttpResponse:
    """Offer it no more."""
    row: Pattern = Pattern.objects.one_seen_by(actor, ref=pattern)
    actor.must(WRITE, row)
    if request.method == "POST":
        retire_pattern(row, actor=actor)
        messages.success(request, f"已停用模板“{row.name}”")
    return redirect("orglife:pattern_list")
