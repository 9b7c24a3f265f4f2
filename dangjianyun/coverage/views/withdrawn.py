"""Taking back what was recorded of an organization by mistake."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from dangjianyun.access.page import page
from dangjianyun.access.withdrawal import Withdrawal, from_till, withdrawal_page
from dangjianyun.coverage.actions import (
    ASSIGNMENT,
    INSTRUCTOR,
    withdraw_assignment,
    withdraw_instructor,
)
from dangjianyun.coverage.models import Assignment, Instructor
from dangjianyun.foundation.actor import Actor
from dangjianyun.foundation.errors import Unseen
from dangjianyun.party.actions.relation import AFFILIATION
from dangjianyun.party.actions.withdrawn import withdraw_affiliation
from dangjianyun.party.models import Affiliation
from dangjianyun.registry.actions import withdraw_post
from dangjianyun.registry.models import LEADERS, Organization, Post

POST = "registry.post.write"


@page(ASSIGNMENT)
def assignment_withdraw(request: HttpRequest, actor: Actor, pk: int) -> HttpResponse:
    """An assignment that never was. `?from=instructor` leads back to the instructor's file."""
    rows = Assignment.objects.seen_by(actor).filter(pk=pk)
    one: Assignment | None = rows.select_related("instructor", "organization").first()
    if one is None:
        raise Unseen
    actor.must(ASSIGNMENT, one)
    row, instructor = one.organization, one.instructor
    address = reverse("registry:organization_file", args=[row.code])
    back = f"{address}?tab=party"
    if request.GET.get("from") == "instructor":
        back = reverse("coverage:instructor_file", args=[instructor.number])
    asked = Withdrawal(
        noun="派驻",
        row=f"{instructor.name}{from_till(one)}联系“{row.name}”",
        otherwise="确实联系过、现在不再联系的，不要撤回，请登记结束派驻。",
        trail=[("社会组织", reverse("registry:organization_list")), (row.name, address)],
        back=back,
        after=back,
    )
    return withdrawal_page(
        request,
        actor,
        asked,
        lambda reason: withdraw_assignment(one, actor=actor, reason=reason),
    )


@page(POST)
def post_withdraw(request: HttpRequest, actor: Actor, code: str, pk: int) -> HttpResponse:
    """A leader's post that never was."""
    row: Organization = Organization.objects.one_seen_by(actor, code=code)
    leaders = Post.objects.seen_by(actor).filter(organization=row, kind__in=LEADERS)
    post: Post | None = leaders.filter(pk=pk).select_related("person").first()
    if post is None:
        raise Unseen
    actor.must(POST, post)
    address = reverse("registry:organization_file", args=[code])
    back = f"{address}?tab=leaders"
    words = post.title or post.get_kind_display()
    asked = Withdrawal(
        noun="任职",
        row=f"{post.person.name}{from_till(post)}任“{row.name}”{words}",
        otherwise="确实任过、现在离任的，不要撤回，请登记离任。",
        trail=[("社会组织", reverse("registry:organization_list")), (row.name, address)],
        back=back,
        after=back,
    )
    return withdrawal_page(
        request, actor, asked, lambda reason: withdraw_post(post, actor=actor, reason=reason)
    )


@page(AFFILIATION)
def affiliation_withdraw(request: HttpRequest, actor: Actor, code: str, pk: int) -> HttpResponse:
    """A body that was never accountable for the organization."""
    row: Organization = Organization.objects.one_seen_by(actor, code=code)
    lines = Affiliation.objects.seen_by(actor).filter(organization=row, pk=pk)
    line: Affiliation | None = lines.select_related("unit").first()
    if line is None:
        raise Unseen
    actor.must(AFFILIATION, line)
    address = reverse("registry:organization_file", args=[code])
    back = f"{address}?tab=party"
    asked = Withdrawal(
        noun="归口",
        row=f"“{row.name}”{from_till(line)}归口“{line.unit.name}”",
        otherwise="因它而结束的前一项归口随之恢复。确实归口过、现在改由别处负责的，不要撤回，请重新确定归口。",
        trail=[("社会组织", reverse("registry:organization_list")), (row.name, address)],
        back=back,
        after=back,
    )
    return withdrawal_page(
        request, actor, asked, lambda reason: withdraw_affiliation(line, actor=actor, reason=reason)
    )


@page(INSTRUCTOR)
def instructor_withdraw(request: HttpRequest, actor: Actor, number: str) -> HttpResponse:
    """An instructor who was never sent."""
    row: Instructor = Instructor.objects.one_seen_by(actor, number=number)
    actor.must(INSTRUCTOR, row)
    listed = reverse("coverage:instructor_list")
    back = reverse("coverage:instructor_file", args=[number])
    asked = Withdrawal(
        noun="指导员",
        row=f"{row.name}（{row.number}），“{row.home.name}”{from_till(row)}选派",
        otherwise="派驻过社会组织的，先撤回派驻。确实选派过、现在离任的，不要撤回，请登记离任。",
        trail=[("党建工作指导员", listed), (row.name, back)],
        back=back,
        after=listed,
    )
    return withdrawal_page(
        request, actor, asked, lambda reason: withdraw_instructor(row, actor=actor, reason=reason)
    )
