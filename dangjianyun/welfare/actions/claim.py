"""Claims: exactly one winner, however many click at once; given back, or fulfilled."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from dangjianyun.access.action import action
from dangjianyun.access.book import Book
from dangjianyun.foundation.actor import Actor
from dangjianyun.foundation.days import OPEN, today
from dangjianyun.foundation.errors import Refused
from dangjianyun.orglife.actions.meeting import must_tell
from dangjianyun.party.models import Unit
from dangjianyun.welfare.actions.check import settings_of
from dangjianyun.welfare.actions.collect import must_say_nothing_personal, note_step
from dangjianyun.welfare.models import Claim, Progress, Wish
from dangjianyun.welfare.queries.wish import Holder
from dangjianyun.welfare.rules import end_of_claim
from dangjianyun.welfare.workflow import CLAIM, WISH

TAKEN = "这个心愿已经有组织认领，请到认领榜另选一个；它退回以后会重新出现在榜上。"
NOT_OPEN = "这个心愿现在不在认领榜上，请到认领榜另选一个。"
MOST_FEN = 100_000_000


def _look(holder: Holder, given: Mapping[str, Any]) -> None:
    """Before any lock is waited for: of a thousand who click, most are told here."""
    wish = Wish.rows().select_related("claim").get(pk=given["wish"].pk)
    _own_claim(holder, wish)


@action(CLAIM, "认领微心愿", first=_look)
def claim_wish(holder: Holder, *, actor: Actor, book: Book, wish: Wish) -> Claim:
    """Take a wish on for the Party organization or organization; who clicks twice has it once.

    Raises: Refused where somebody else was faster, or it is not published (any more).
    """
    wish = wish.locked()
    if mine := _own_claim(holder, wish):
        return mine
    if wish.has_lapsed(today()):
        expire(wish, book)
    until = end_of_claim(today(), settings_of(wish.path))
    claim = Claim(wish=wish, since=today(), until=until)
    if isinstance(holder, Unit):
        claim.unit = holder
    else:
        claim.organization = holder
    state = WISH.take("claim", wish.state)
    claim = book.add(claim)
    changed = book.change(wish, state=state, claim=claim, held_until=until)
    note_step(changed, book, "claim")
    return claim


def _own_claim(holder: Holder, wish: Wish) -> Claim | None:
    """The claim that the holder has already, None where it is open. Raises: Refused otherwise."""
    if wish.state_on(today()) == Wish.State.PUBLISHED:
        return None
    if wish.state == Wish.State.CLAIMED and wish.claim is not None:
        if wish.claim.is_by(holder):
            return wish.claim
        raise Refused(TAKEN)
    raise Refused(NOT_OPEN)


def expire(wish: Wish, book: Book) -> None:
    """Write down that the claim fell back by itself, on the day on which it did."""
    claim, lapsed = wish.claim, wish.held_until
    if claim is None or lapsed is None:
        return
    book.change(claim, outcome=Claim.Outcome.EXPIRED, ended_on=lapsed)
    state = WISH.take("expire", wish.state)
    book.change(wish, state=state, claim=None, held_until=None)
    book.add(Progress(wish=wish, step="expire", state=state, on=lapsed, lapses_on=OPEN))


def _wish_first(claim: Claim, given: Mapping[str, Any]) -> None:
    """All acts lock a wish before its claim."""
    claim.wish.locked()


@action(CLAIM, "退还微心愿", first=_wish_first)
def give_back(claim: Claim, *, actor: Actor, book: Book, why: str) -> Wish:
    """The claimer cannot do it after all: it goes back to the board at once."""
    must_tell(why, "退还的原因", "why")
    wish = _held(claim)
    must_say_nothing_personal(wish, why, "why")
    state = WISH.take("give_back", wish.state)
    book.change(claim, outcome=Claim.Outcome.GIVEN_BACK, ended_on=today(), why=why.strip())
    changed = book.change(wish, state=state, claim=None, held_until=None)
    note_step(changed, book, "give_back", why.strip())
    return changed


@action(CLAIM, "登记微心愿办理结果", first=_wish_first)
def fulfil_wish(
    claim: Claim,
    *,
    actor: Actor,
    book: Book,
    done: str,
    done_on: date,
    helped: int,
    value_fen: int = 0,
) -> Wish:
    """Tell what was done, when, for how many; the center then calls back.

    Raises: Refused for a day outside the claim, words that point at a person, or nobody helped.
    """
    must_tell(done, "做了什么", "done")
    wish = _held(claim)
    must_say_nothing_personal(wish, done, "done")
    if not claim.since <= done_on <= today():
        raise Refused(f"办理日期应在认领当天（{claim.since}）到今天之间。", field="done_on")
    if not 1 <= helped <= 10_000:
        raise Refused("受益人数应在1到10000之间。", field="helped")
    if not 0 <= value_fen <= MOST_FEN:
        raise Refused("折合金额应在0到100万元之间，请核对单位。", field="value")
    state = WISH.take("fulfil", wish.state)
    book.change(
        claim, done=done.strip(), done_on=done_on, helped=helped, value_fen=value_fen, until=OPEN
    )
    changed = book.change(wish, state=state, held_until=OPEN)
    note_step(changed, book, "fulfil", done.strip()[:300])
    return changed


def _held(claim: Claim) -> Wish:
    """The wish that the claim holds. Raises: Refused where it holds it no more."""
    wish: Wish = claim.wish.locked()
    if wish.claim_id != claim.pk or wish.has_lapsed(today()):
        raise Refused("这次认领已经到期退回，或者已经结束；还想办的，请到认领榜重新认领。")
    return wish
