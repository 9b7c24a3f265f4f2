"""Wishes over HTTP."""

from datetime import date
from typing import Any

from django.http import HttpRequest
from ninja import Router, Schema

from dangjianyun.access.api import caller, one_effect
from dangjianyun.foundation.api import OF_ACTS, PROBLEMS, Cursor, Given, Limit, sliced
from dangjianyun.foundation.days import today
from dangjianyun.foundation.errors import Refused, Unseen
from dangjianyun.territory.queries import path_to_code
from dangjianyun.welfare.actions.claim import claim_wish
from dangjianyun.welfare.models import Wish
from dangjianyun.welfare.queries.board import published
from dangjianyun.welfare.queries.wish import holder_of, in_state
from dangjianyun.welfare.workflow import CLAIM

router = Router(tags=["微心愿"])


class WishOut(Schema):
    """A wish as everybody may read it; who wishes and who claimed is not given."""

    number: str
    title: str
    text: str
    kind: str
    division: str
    people: int
    state: str
    collected_on: date
    published_on: date | None
    claimed_until: date | None
    ended_on: date | None


class WishPage(Schema):
    """A page."""

    items: list[WishOut]
    next: str | None


class ClaimIn(Given):
    """Nothing: the claimer is whom the token's account works for."""


class ClaimOut(Schema):
    """A claim that holds; `last_day` is the last on which to fulfil it."""

    number: str
    since: date
    last_day: date


def _wish(row: Wish) -> dict[str, Any]:
    state = row.state_on(today())
    held = row.held_until if state == Wish.State.CLAIMED else None
    return {
        "number": row.number,
        "title": row.title,
        "text": row.text,
        "kind": row.kind,
        "division": path_to_code(row.path),
        "people": row.people,
        "state": state,
        "collected_on": row.collected_on,
        "published_on": row.published_on,
        "claimed_until": held.fromordinal(held.toordinal() - 1) if held else None,
        "ended_on": row.ended_on,
    }


@router.get("/wishes", response={200: WishPage, **PROBLEMS}, summary="微心愿列表")
def wish_list(request: HttpRequest, state: str = "", cursor: Cursor = "", limit: Limit = 50) -> Any:
    """Wishes within what the caller sees, by cursor."""
    actor = caller(request, Wish.read_permission())
    rows = Wish.objects.seen_by(actor)
    if state:
        if state not in Wish.State.values:
            known = "、".join(Wish.State.values)
            raise Refused(f"没有状态“{state[:20]}”，可用：{known}。", field="state")
        rows = rows.filter(in_state(state, today()))
    return sliced(rows, cursor, limit, _wish)


@router.get("/wishes/{number}", response={200: WishOut, **PROBLEMS}, summary="一个微心愿")
def wish_item(request: HttpRequest, number: str) -> Any:
    """One wish."""
    actor = caller(request, Wish.read_permission())
    return _wish(Wish.objects.one_seen_by(actor, number=number))


@router.post("/wishes/{number}/claim", response={201: ClaimOut, **OF_ACTS}, summary="认领微心愿")
@one_effect
def wish_claim(request: HttpRequest, number: str, body: ClaimIn) -> Any:
    """Claim a published wish; the same claimer again gets the same claim."""
    actor = caller(request, CLAIM)
    holder = holder_of(actor, CLAIM)
    if holder is None or published(number) is None:
        raise Unseen
    claim = claim_wish(holder, actor=actor, wish=Wish.rows().get(number=number))
    last = claim.until.fromordinal(claim.until.toordinal() - 1)
    return {"number": number, "since": claim.since.isoformat(), "last_day": last.isoformat()}
