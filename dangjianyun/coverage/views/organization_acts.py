"""Acts on one organization: accountable body, leaders, the end of an assignment."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from dangjianyun.access.page import page
from dangjianyun.coverage.actions import ASSIGNMENT, end_assignment
from dangjianyun.coverage.forms.organization import (
    AffiliationForm,
    EndForm,
    LeaderForm,
    PostForm,
)
from dangjianyun.coverage.models import Assignment
from dangjianyun.foundation.actor import Actor
from dangjianyun.foundation.days import last_day
from dangjianyun.foundation.errors import Refused, Unseen
from dangjianyun.party.actions.relation import AFFILIATION, affiliate
from dangjianyun.registry.actions import appoint, correct_leader, end_post, record_persons
from dangjianyun.registry.models import LEADERS, Organization, Person, Post
from dangjianyun.territory.queries import division_of_path

POST = "registry.post.write"


@page(AFFILIATION)
def affiliation_new(request: HttpRequest, actor: Actor, code: str) -> HttpResponse:
    """Name the body accountable for the organization's Party building from a day on."""
    row = _row(actor, code)
    actor.must(AFFILIATION, row)
    form = AffiliationForm(request.POST or None, actor=actor)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        unit = form.units[said["unit"]]
        try:
            affiliate(
                row,
                actor=actor,
                unit=unit,
                route=said["route"],
                on=said["on"],
                reason=said["reason"],
            )
        except Refused as refusal:
            refuse(form, refusal)
        else:
            messages.success(request, f"自{said['on']}起由“{unit.name}”负责")
            return redirect(f"{_address(code)}?tab=party")
    return act_page(request, row, form, "确定责任党组织", "由它负责", tab="party")


@page(POST)
def post_new(request: HttpRequest, actor: Actor, code: str) -> HttpResponse:
    """Record a leader."""
    row = _row(actor, code)
    actor.must(POST, row)
    form = PostForm(request.POST or None, actor=actor, organization=row)
    if request.method == "POST" and form.is_valid():
        try:
            post = _appoint(actor, row, form)
        except Refused as refusal:
            refuse(form, refusal)
        else:
            said = f"{post.person.name}任{post.title or post.get_kind_display()}"
            messages.success(request, f"已登记{said}")
            return redirect(f"{_address(code)}?tab=leaders")
    return act_page(request, row, form, "登记负责人", "登记这位负责人", tab="leaders")


def _appoint(actor: Actor, row: Organization, form: PostForm) -> Post:
    said = form.cleaned_data
    division, reason = division_of_path(row.path), said["reason"]
    person = form.known.get(said["person"])
    if person is None:
        new = Person(name=said["name"].strip(), phone=said["phone"], path=row.path)
        person = record_persons(division, actor=actor, persons=[new], reason=reason)[0]
    post = Post(
        person=person,
        organization=row,
        kind=said["kind"],
        title=said["title"],
        is_full_time=said["is_full_time"],
        # A leader's post beside another main post of the same person is not the main one.
        is_main=not person.posts.filter(is_main=True, until__gt=said["since"]).exists(),
        since=said["since"],
    )
    return appoint(division, actor=actor, posts=[post], reason=reason)[0]


@page(POST)
def post_edit(request: HttpRequest, actor: Actor, code: str, pk: int) -> HttpResponse:
    """Correct what is known of a leader."""
    row = _row(actor, code)
    post = _leader(actor, row, pk)
    person = post.person
    start: dict[str, Any] = {"name": person.name, "phone": str(person.phone), "title": post.title}
    start["is_full_time"] = post.is_full_time
    form = LeaderForm(request.POST or None, actor=actor, initial=start)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        fields = {"title": said["title"], "is_full_time": said["is_full_time"]}
        given: dict[str, Any] = {"name": said["name"], "phone": said["phone"], "fields": fields}
        correct_leader(post, actor=actor, reason=said["reason"], **given)
        messages.success(request, f"已更正{said['name']}的信息")
        return redirect(f"{_address(code)}?tab=leaders")
    return act_page(request, row, form, "更正负责人信息", "保存更正", tab="leaders")


@page(POST)
def post_end(request: HttpRequest, actor: Actor, code: str, pk: int) -> HttpResponse:
    """A leader leaves."""
    row = _row(actor, code)
    post = _leader(actor, row, pk)
    form = EndForm(request.POST or None, actor=actor)
    who = f"{post.person.name}，{post.title or post.get_kind_display()}，{post.since}到任"
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            end_post(post, actor=actor, on=said["on"], reason=said["reason"])
        except Refused as refusal:
            refuse(form, refusal)
        else:
            messages.success(request, f"已登记离任：{post.person.name}")
            return redirect(f"{_address(code)}?tab=leaders")
    return act_page(request, row, form, "登记离任", "登记离任", tab="leaders", said=who)


@page(ASSIGNMENT)
def assignment_end(request: HttpRequest, actor: Actor, pk: int) -> HttpResponse:
    """An instructor is no longer sent to an organization."""
    one = Assignment.objects.seen_by(actor).filter(pk=pk).select_related("instructor").first()
    if one is None:
        raise Unseen
    actor.must(ASSIGNMENT, one)
    form = EndForm(request.POST or None, actor=actor)
    row, instructor = one.organization, one.instructor
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            end_assignment(one, actor=actor, on=said["on"], reason=said["reason"])
        except Refused as refusal:
            refuse(form, refusal)
        else:
            messages.success(request, f"{instructor.name}对“{row.name}”的派驻到{_last(one)}结束")
            if request.GET.get("from") == "instructor":
                return redirect("coverage:instructor_file", number=instructor.number)
            return redirect(f"{_address(row.code)}?tab=party")
    meant = (
        f"{instructor.name}自{one.since}起联系“{row.name}”。结束后没有党组织覆盖的，成为未覆盖。"
    )
    return act_page(request, row, form, "结束派驻", "结束派驻", tab="party", said=meant)


def act_page(
    request: HttpRequest,
    row: Organization,
    form: Any,
    title: str,
    act: str,
    *,
    tab: str,
    said: str = "",
) -> HttpResponse:
    """The page of an act on an organization; 422 after a refused submit."""
    address = _address(row.code)
    context = {
        "form": form,
        "title": title,
        "act": act,
        "said": said,
        "sub": row.name,
        "path": [("社会组织", reverse("registry:organization_list")), (row.name, address)],
        "safe_href": f"{address}?tab={tab}",
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "coverage/act.html", context, status=status)


def refuse(form: Any, refusal: Refused) -> None:
    """Show a refusal at its field, or above the form."""
    field = refusal.field if refusal.field in form.fields else None
    form.add_error(field, refusal.message)


def _leader(actor: Actor, row: Organization, pk: int) -> Post:
    """A leader's post to act on. Staff are recorded for the members' sake and end with them, on
    the Party side.
    """
    leaders = Post.objects.seen_by(actor).filter(organization=row, kind__in=LEADERS)
    post: Post | None = leaders.filter(pk=pk).select_related("person").first()
    if post is None:
        raise Unseen
    actor.must(POST, post)
    return post


def _row(actor: Actor, code: str) -> Organization:
    row: Organization = Organization.objects.one_seen_by(actor, code=code)
    return row


def _address(code: str) -> str:
    return reverse("registry:organization_file", args=[code])


def _last(one: Assignment) -> str:
    one.refresh_from_db(fields=["until"])
    return str(last_day(one.until))
