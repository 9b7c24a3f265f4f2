"""Posts in organizations over HTTP."""

from datetime import date
from typing import Any

from django.http import HttpRequest
from ninja import Router, Schema

from dangjianyun.access.api import caller, takes_back
from dangjianyun.foundation.actor import Actor
from dangjianyun.foundation.api import PROBLEMS, Cursor, Day, Limit, held_on, row_behind, sliced
from dangjianyun.foundation.days import last_day
from dangjianyun.foundation.errors import Refused
from dangjianyun.foundation.veiled import key_of
from dangjianyun.registry.actions import withdraw_post
from dangjianyun.registry.models import LEADERS, Post
from dangjianyun.territory.api import in_region

router = Router(tags=["任职"])


class PostOut(Schema):
    """A post; staff's for those only who know the member. The telephone is masked."""

    key: str
    organization: str
    name: str
    kind: str
    title: str
    is_full_time: bool
    phone: str
    since: date
    last_day: date | None


class PostPage(Schema):
    """A page."""

    items: list[PostOut]
    next: str | None


def _post(row: Post) -> dict[str, Any]:
    return {
        "key": key_of(row),
        "organization": row.organization.code,
        "name": row.person.name,
        "kind": row.kind,
        "title": row.title,
        "is_full_time": row.is_full_time,
        "phone": str(row.person.phone),
        "since": row.since,
        "last_day": last_day(row.until),
    }


@router.get("/posts", response={200: PostPage, **PROBLEMS}, summary="任职列表")
def post_list(
    request: HttpRequest,
    region: str = "",
    organization: str = "",
    on: Day | None = None,
    cursor: Cursor = "",
    limit: Limit = 50,
) -> Any:
    """Posts, by cursor; of one organization where its code is given, on a day with `on`."""
    actor = caller(request, Post.read_permission())
    rows = Post.objects.seen_by(actor).select_related("organization", "person")
    rows = held_on(in_region(actor, rows, region), on)
    if organization:
        rows = rows.filter(organization__code=organization)
    return sliced(rows, cursor, limit, _post)


@router.get("/posts/{key}", response={200: PostOut, **PROBLEMS}, summary="一项任职")
def post_item(request: HttpRequest, key: str) -> Any:
    """One post."""
    actor = caller(request, Post.read_permission())
    return _post(_seen(actor, key))


def _seen(actor: Actor, key: str) -> Post:
    rows = Post.objects.seen_by(actor).select_related("organization", "person")
    row: Post = row_behind(rows, key)
    return row


def _leader(actor: Actor, key: str) -> Post:
    row = _seen(actor, key)
    if row.kind not in LEADERS:
        raise Refused("只有负责人的任职可以撤回；员工的任职请撤销导入的批次。", field="key")
    return row


takes_back(
    router,
    "/posts",
    "撤回误登的任职",
    out=PostOut,
    permission="registry.post.write",
    find=_leader,
    told=lambda _, row: _post(row),
    act=withdraw_post,
)
