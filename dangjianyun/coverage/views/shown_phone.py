"""A leader's telephone in the clear: purpose first, a record of it, then sixty seconds."""

from typing import Any

from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from dangjianyun.access.page import page
from dangjianyun.coverage.forms.organization import PurposeForm
from dangjianyun.foundation.actor import Actor
from dangjianyun.foundation.errors import Unseen
from dangjianyun.registry.actions import unmask_phone
from dangjianyun.registry.models import LEADERS, Organization, Post

UNMASK = "registry.person.unmask"
SALT = "coverage.shown_phone"
SECONDS = 60


def shown_phones(request: HttpRequest, actor: Actor, posts: list[Post]) -> dict[int, str]:
    """Telephones that this account may still see, by post: the address dies after a minute.

    Only the address is kept with the submit, never the number.
    """
    token = request.GET.get("shown", "")
    if not token:
        return {}
    try:
        said: Any = signing.loads(token, salt=SALT, max_age=SECONDS)
    except signing.BadSignature:
        return {}
    if said.get("account") != actor.account_id:
        return {}
    found: dict[int, str] = {}
    for post in posts:
        phone: Any = post.person.phone
        if post.pk == said.get("post") and actor.may(UNMASK, post):
            found[post.pk] = phone.open()
    return found


@page(UNMASK)
def phone_unmask(request: HttpRequest, actor: Actor, code: str, pk: int) -> HttpResponse:
    """Ask for the purpose, record the reading, lead back to the file for a minute."""
    row: Organization = Organization.objects.one_seen_by(actor, code=code)
    leaders = Post.objects.seen_by(actor).filter(organization=row, kind__in=LEADERS)
    post = leaders.filter(pk=pk).first()
    if post is None:
        raise Unseen
    actor.must(UNMASK, post)
    address = reverse("registry:organization_file", args=[code])
    form = PurposeForm(request.POST or None, actor=actor)
    if request.method == "POST" and form.is_valid():
        form.put_down()
        unmask_phone(post, actor=actor, purpose=form.said(), reason=form.said())
        token = signing.dumps({"post": post.pk, "account": actor.account_id}, salt=SALT)
        return redirect(f"{address}?tab=leaders&shown={token}")
    context = {
        "title": "查看完整联系电话",
        "path": [("社会组织", reverse("registry:organization_list")), (row.name, address)],
        "whose": f"{post.person.name}，{post.title or post.get_kind_display()}",
        "form": form,
        "safe_href": f"{address}?tab=leaders",
        "act": "查看60秒",
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "unmask.html", context, status=status)
