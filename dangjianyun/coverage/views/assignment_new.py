"""Sending one instructor to the organizations picked on the list: form, check, act."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse

from dangjianyun.access import drafts
from dangjianyun.access.page import page
from dangjianyun.coverage.actions import ASSIGNMENT, assign
from dangjianyun.coverage.forms.organization import NEAR, OFFERED, AssignmentForm
from dangjianyun.coverage.models import Assignment, Instructor
from dangjianyun.coverage.queries.asked import asked_of
from dangjianyun.coverage.queries.listing import keys_of
from dangjianyun.coverage.queries.load import nearest, offered
from dangjianyun.coverage.queries.sending import hints_of
from dangjianyun.coverage.views.organization_acts import refuse
from dangjianyun.foundation.actor import Actor
from dangjianyun.foundation.days import today
from dangjianyun.foundation.errors import Refused
from dangjianyun.foundation.forms import whole
from dangjianyun.foundation.pickers import suggestions
from dangjianyun.foundation.scope import hanging
from dangjianyun.foundation.templatetags.asked import query_with
from dangjianyun.registry.models import Organization
from dangjianyun.territory.queries import division_of_code, division_of_path

MOST = 2000
SHOWN = 20


@dataclass
class Check:
    """What an assignment would do: to whom, who is left out and why; hints: (state, words)."""

    instructor: Instructor
    since: date
    good: list[Organization] = field(default_factory=list)
    left: list[tuple[Organization, str]] = field(default_factory=list)
    hints: list[tuple[str, str]] = field(default_factory=list)


@page(ASSIGNMENT)
def assignment_new(request: HttpRequest, actor: Actor) -> HttpResponse:
    """`?id=…&id=…`, or `?all=1` with the list's own conditions."""
    picked = _picked(actor, request.GET)
    back = _back(request.GET, picked)
    if not picked:
        context = {"back": back, "most": MOST}
        return render(request, "coverage/assignment_none.html", context, status=404)
    form = AssignmentForm(request.POST or drafts.kept(request), actor=actor, picked=picked)
    check = None
    if request.method == "POST" and form.is_valid():
        check = _checked(actor, form, picked)
        if request.POST.get("step") == "assign" and _as_checked(request, form, check):
            try:
                _assign(actor, form, check)
            except Refused as refusal:
                refuse(form, refusal)
                check = None
            else:
                done = f"已把{check.instructor.name}派驻到{len(check.good)}家社会组织"
                messages.success(request, done)
                drafts.drop(request)
                return redirect(back)
        elif form.is_valid():
            drafts.keep(request, form)
            return render(
                request,
                "coverage/assignment_check.html",
                {"form": form, "check": check, "shown": check.good[:SHOWN], "back": back},
            )
    context = {"form": form, "picked": picked, "shown": picked[:SHOWN], "back": back}
    if request.method == "POST":
        drafts.keep(request, form)
    elif form.is_bound:
        context["anew"] = query_with(request.GET, anew=1)
    status = 422 if request.method == "POST" else 200
    return render(request, "coverage/assignment_new.html", context, status=status)


def _picked(actor: Actor, params: QueryDict) -> list[Organization]:
    """The organizations meant that the actor may act on. Raises: Refused for too many."""
    may = hanging(Organization, actor.places(ASSIGNMENT), on=today(), acts=True)
    rows = Organization.objects.seen_by(actor).filter(may)
    if params.get("all") == "1":
        asked = asked_of(actor, {name: str(value) for name, value in params.items()})
        ids = keys_of(actor, asked, params.get("sort", ""), MOST + 1)
    else:
        ids = [pk for text in params.getlist("id") if (pk := whole(text, 0))]
    if len(ids) > MOST:
        raise Refused(f"一次最多派驻{MOST}家。请先按街道或类型筛选，再分批派驻。")
    kept = rows.in_bulk(ids)
    return [kept[pk] for pk in dict.fromkeys(ids) if pk in kept]


def _checked(actor: Actor, form: AssignmentForm, picked: list[Organization]) -> Check:
    said = form.cleaned_data
    instructor: Instructor = said["instructor"]
    check = Check(instructor, said["since"])
    held = set(
        Assignment.rows()
        .filter(instructor=instructor, organization__in=picked, until__gt=check.since)
        .values_list("organization_id", flat=True)
    )
    for row in picked:
        if not row.established_on <= check.since < row.closed_on:
            check.left.append((row, "当日不在登记期间"))
        elif row.pk in held:
            check.left.append((row, f"{instructor.name}已经派驻"))
        else:
            check.good.append(row)
    if not instructor.since <= check.since < instructor.until:
        form.add_error("since", f"{instructor.name}自{instructor.since}起在任，请核对起始日。")
    elif not check.good:
        form.add_error("instructor", f"选中的社会组织都不用再派驻{instructor.name}，请另选一名。")
    check.hints = hints_of(instructor, check.good)
    return check


def _as_checked(request: HttpRequest, form: AssignmentForm, check: Check) -> bool:
    """Whether the organizations are those of the check page; others have come or gone meanwhile."""
    if not form.is_valid():
        return False
    return request.POST.get("count") == str(len(check.good))


def _assign(actor: Actor, form: AssignmentForm, check: Check) -> None:
    said = form.cleaned_data
    places = actor.at("d", ASSIGNMENT)
    for place in places:
        rows = [
            Assignment(
                instructor=check.instructor,
                organization=row,
                since=check.since,
                letter=said["letter"],
            )
            for row in check.good
            if next(p for p in places if row.path.startswith(p)) == place
        ]
        if rows:
            division = division_of_path(place)
            assign(division, actor=actor, assignments=rows, reason=said["reason"])


def _back(params: QueryDict, picked: list[Organization]) -> str:
    """Where the reader came from: the one file, or the list under its conditions."""
    if params.get("from") == "file" and len(picked) == 1:
        return f"{reverse('registry:organization_file', args=[picked[0].code])}?tab=party"
    kept = params.copy()
    for name in ("id", "all", "page", "anew", "from"):
        kept.pop(name, None)
    address = reverse("registry:organization_list")
    query: Any = kept.urlencode()
    return f"{address}?{query}" if query else address


@page(ASSIGNMENT)
def instructor_pick(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Suggestions for the field of the instructor (a fragment), those near `?near=` first."""
    term = request.GET.get(request.GET.get("of", ""), "").strip()
    codes = request.GET.get("near", "").split(",")[:NEAR]
    found = (division_of_code(code, today()) for code in codes if code.isascii() and code)
    rows = nearest(actor, [row.path for row in found if row], term)[:OFFERED]
    return HttpResponse(suggestions(offered(rows), term))
