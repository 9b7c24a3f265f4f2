"""The center's acts: check before it is published, call back when it is fulfilled."""

from collections.abc import Mapping
from typing import Any

from dangjianyun.access.action import action
from dangjianyun.access.book import Book
from dangjianyun.foundation.actor import Actor
from dangjianyun.foundation.days import OPEN, today
from dangjianyun.foundation.errors import Refused
from dangjianyun.foundation.parameters import LocalParameters
from dangjianyun.law.parameter import read_parameters
from dangjianyun.orglife.actions.meeting import must_tell
from dangjianyun.welfare.actions.collect import (
    must_be_impersonal,
    must_say_nothing_personal,
    note_step,
)
from dangjianyun.welfare.models import Claim, Wish, Wisher
from dangjianyun.welfare.queries.wish import is_center
from dangjianyun.welfare.rules import DAYS_TO_FULFIL, end_of_claim
from dangjianyun.welfare.workflow import CHECK, WISH


@action(CHECK, "审核发布微心愿")
def publish_wish(
    wish: Wish, *, actor: Actor, book: Book, fields: Mapping[str, Any] | None = None
) -> Wish:
    """Publish it, with the public words mended if need be (`title`, `text`, `kind`).

    Raises: Refused for words that point at a person, or by who collected it.
    """
    _must_be_center(wish, actor)
    state = WISH.take("publish", wish.state)
    changed = book.change(wish, **(fields or {}), state=state, published_on=today())
    wisher = Wisher.rows().filter(wish=wish).first()
    if wisher is None:
        raise Refused("许愿人的信息已经删除，不能再发布；请收集单位重新征集。")
    must_be_impersonal(changed, wisher)
    note_step(changed, book, "publish")
    return changed


@action(CHECK, "退回微心愿")
def return_wish(wish: Wish, *, actor: Actor, book: Book, why: str) -> Wish:
    """Send it back to the collector with what to mend. Raises: Refused without a word on that."""
    _must_be_center(wish, actor)
    must_tell(why, "退回的原因和怎样补正", "why")
    must_say_nothing_personal(wish, why, "why")
    changed = book.change(wish, state=WISH.take("return", wish.state), told=why.strip())
    note_step(changed, book, "return", why.strip())
    return changed


@action(CHECK, "回访办结微心愿")
def close_wish(wish: Wish, *, actor: Actor, book: Book, opinion: str) -> Wish:
    """The wisher is satisfied: in words, never as a mark for anybody."""
    claim = _called_back(wish, actor, opinion)
    state = WISH.take("close", wish.state)
    book.change(claim, opinion=opinion.strip(), outcome=Claim.Outcome.KEPT, ended_on=today())
    changed = book.change(wish, state=state, ended_on=today())
    note_step(changed, book, "close", opinion.strip())
    return changed


@action(CHECK, "请认领单位再办")
def redo_wish(wish: Wish, *, actor: Actor, book: Book, opinion: str) -> Wish:
    """Not satisfied: the claimer goes on, with a new last day."""
    claim = _called_back(wish, actor, opinion)
    state = WISH.take("redo", wish.state)
    until = end_of_claim(today(), settings_of(wish.path))
    book.change(claim, opinion=opinion.strip(), until=until, done_on=None)
    changed = book.change(wish, state=state, held_until=until)
    note_step(changed, book, "redo", opinion.strip())
    return changed


@action(CHECK, "重新发布微心愿")
def reopen_wish(wish: Wish, *, actor: Actor, book: Book, opinion: str) -> Wish:
    """Not satisfied: somebody else may take it on."""
    claim = _called_back(wish, actor, opinion)
    state = WISH.take("reopen", wish.state)
    book.change(claim, opinion=opinion.strip(), outcome=Claim.Outcome.UNDONE, ended_on=today())
    changed = book.change(wish, state=state, claim=None, held_until=None)
    note_step(changed, book, "reopen", opinion.strip())
    return changed


def settings_of(path: str) -> dict[str, Any]:
    """The local parameters of claims at a place, today."""
    return read_parameters((DAYS_TO_FULFIL,), LocalParameters().on(path, today()))


def _called_back(wish: Wish, actor: Actor, opinion: str) -> Claim:
    _must_be_center(wish, actor)
    must_tell(opinion, "许愿人怎么说", "opinion")
    must_say_nothing_personal(wish, opinion, "opinion")
    if wish.claim is None or wish.held_until != OPEN:
        raise Refused("这个心愿现在不等回访，请刷新页面查看最新进展。")
    return wish.claim


def _must_be_center(wish: Wish, actor: Actor) -> None:
    if not is_center(actor, wish):
        raise Refused("心愿由所在地的服务中心审核和回访，请等当地办理。")
    if wish.collected_by == actor.name:
        raise Refused("这个心愿是你征集的，请由另一名同志审核和回访。")
