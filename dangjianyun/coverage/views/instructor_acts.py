"""Acts on instructors: send, correct, end, send to an organization."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from dangjianyun.access.page import page
from dangjianyun.coverage.actions import (
    ASSIGNMENT,
    INSTRUCTOR,
    assign,
    correct_instructor,
    end_instructor,
    send_instructors,
)
from dangjianyun.coverage.forms.instructor import InstructorForm, RetireForm, SendForm, VisitForm
from dangjianyun.coverage.models import Assignment, Instructor
from dangjianyun.coverage.views.organization_acts import refuse
from dangjianyun.foundation.actor import Actor
from dangjianyun.foundation.days import last_day, today
from dangjianyun.foundation.errors import Refused
from dangjianyun.territory.queries import division_of_path, own_district


@page(INSTRUCTOR)
def instructor_new(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Put an instructor on record at a home unit."""
    form = SendForm(request.POST or None, actor=actor)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        home = form.homes[said["home"]]
        row = Instructor(
            number=next_number(actor),
            home=home,
            path=home.path,
            since=said["since"],
            **form.fields_of_instructor(),
        )
        try:
            division = division_of_path(home.path)
            send_instructors(division, actor=actor, instructors=[row], reason=said["reason"])
        except Refused as refusal:
            refuse(form, refusal)
        else:
            messages.success(request, f"已选派{row.name}")
            return redirect("coverage:instructor_file", number=row.number)
    return _page(request, None, form, "选派指导员", "选派这名指导员")


@page(INSTRUCTOR)
def instructor_edit(request: HttpRequest, actor: Actor, number: str) -> HttpResponse:
    """Correct what is known of an instructor."""
    row = _row(actor, number, INSTRUCTOR)
    start = {"name": row.name, "kind": row.kind, "employer": row.employer, "phone": str(row.phone)}
    form = InstructorForm(request.POST or None, actor=actor, initial=start)
    if request.method == "POST" and form.is_valid():
        fields, reason = form.fields_of_instructor(), form.cleaned_data["reason"]
        correct_instructor(row, actor=actor, fields=fields, reason=reason)
        messages.success(request, f"已更正{fields['name']}")
        return redirect("coverage:instructor_file", number=number)
    return _page(request, row, form, "更正指导员信息", "保存更正")


@page(INSTRUCTOR)
def instructor_end(request: HttpRequest, actor: Actor, number: str) -> HttpResponse:
    """End an instructor's service with all assignments."""
    row = _row(actor, number, INSTRUCTOR)
    if row.until <= today():
        raise Refused(f"{row.name}已于{last_day(row.until)}离任，不用再登记。")
    form = RetireForm(request.POST or None, actor=actor)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            end_instructor(row, actor=actor, on=said["on"], reason=said["reason"])
        except Refused as refusal:
            refuse(form, refusal)
        else:
            messages.success(request, f"已登记{row.name}离任")
            return redirect("coverage:instructor_file", number=number)
    held = row.assignments.filter(until__gt=row.since, since__lt=row.until)
    open_now = sum(one.until == row.until for one in held)
    said_ = f"{row.name}现有{open_now}家社会组织的派驻同时结束，没有党组织覆盖的成为未覆盖。"
    return _page(request, row, form, "指导员离任", "登记离任", said=said_)


@page(ASSIGNMENT)
def visit_new(request: HttpRequest, actor: Actor, number: str) -> HttpResponse:
    """Send an instructor to one organization."""
    row = _row(actor, number, INSTRUCTOR)
    form = VisitForm(request.POST or None, actor=actor)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        organization = said["code"]
        one = Assignment(
            instructor=row, organization=organization, since=said["since"], letter=said["letter"]
        )
        try:
            division = division_of_path(organization.path)
            assign(division, actor=actor, assignments=[one], reason=said["reason"])
        except Refused as refusal:
            refuse(form, refusal)
        else:
            messages.success(request, f"已把{row.name}派驻到“{organization.name}”")
            return redirect("coverage:instructor_file", number=number)
    return _page(request, row, form, "派驻到社会组织", "派驻")


def next_number(actor: Actor) -> str:
    """The next free number, ZD0488; a district's own, ZD330203-0012, tells nothing of others."""
    code = own_district(actor.places(INSTRUCTOR))
    start = f"ZD{code}-" if code else "ZD"
    taken = Instructor.rows().filter(number__regex=rf"^{start}[0-9]{{1,9}}$")
    numbers = (int(text[len(start) :]) for text in taken.values_list("number", flat=True))
    return f"{start}{max(numbers, default=0) + 1:04d}"


def _row(actor: Actor, number: str, permission: str) -> Instructor:
    row: Instructor = Instructor.objects.one_seen_by(actor, number=number)
    actor.must(permission, row)
    return row


def _page(
    request: HttpRequest,
    row: Instructor | None,
    form: Any,
    title: str,
    act: str,
    *,
    said: str = "",
) -> HttpResponse:
    address = reverse("coverage:instructor_list")
    path = [("党建工作指导员", address)]
    if row:
        address = reverse("coverage:instructor_file", args=[row.number])
        path.append((row.name, address))
    context = {
        "form": form,
        "title": title,
        "act": act,
        "said": said,
        "sub": f"{row.name}，{row.number}" if row else "",
        "path": path,
        "safe_href": address,
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "coverage/act.html", context, status=status)
