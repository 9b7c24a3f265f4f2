"""Taking back what was recorded of an organization by mistake."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from dangjianyun.access.page import page
from dangjianyun.access.withdrawal import Withdrawal, withdrawal_page
from dangjianyun.coverage.actions import ASSIGNMENT, withdraw_assignment
from dangjianyun.coverage.models import Assignment
from dangjianyun.foundation.actor import Actor
from dangjianyun.foundation.days import OPEN, last_day
from dangjianyun.foundation.errors import Unseen
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
    until = "至今" if one.until == OPEN else f"至{last_day(one.until)}"
    asked = Withdrawal(
        noun="派驻",
        row=f"{instructor.name}自{one.since}{until}联系“{row.name}”",
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
    until = "至今" if post.until == OPEN else f"至{last_day(post.until)}"
    words = post.title or post.get_kind_display()
    asked = Withdrawal(
        noun="任职",
        row=f"{post.person.name}自{post.since}{until}任“{row.name}”{words}",
        otherwise="确实任过、现在离任的，不要撤回，请登记离任。",
        trail=[("社会组织", reverse("registry:organization_list")), (row.name, address)],
        back=back,
        after=back,
    )
    return withdrawal_page(
        request, actor, asked, lambda reason: withdraw_post(post, actor=actor, reason=reason)
    )
