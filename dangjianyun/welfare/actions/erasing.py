"""What time does by itself, written down by the upkeep: claims that ran out, data to be erased."""

from dangjianyun.access.action import action
from dangjianyun.access.book import Book
from dangjianyun.foundation.actor import Actor, Everything, Grant
from dangjianyun.foundation.days import today
from dangjianyun.welfare.actions.claim import expire
from dangjianyun.welfare.models import Offer, Wish, Wisher
from dangjianyun.welfare.rules import KEPT_AFTER_END, OFFER_KEPT
from dangjianyun.welfare.workflow import CHECK

AT_ONCE = 200
"""Acts of one turn: each its own commit, so that nobody waits for them."""


def keeper() -> Actor:
    """The house itself, as the audit names it."""
    everything = Everything({"welfare.wisher.unmask", "party.member.unmask"})
    return Actor(
        name="upkeep",
        grants=(Grant(everything, "d/"),),
        label="系统定时任务",
        origin="job",
    )


@action(CHECK, "认领到期自动退回")
def settle_claim(wish: Wish, *, actor: Actor, book: Book) -> None:
    """Write down that a claim ran out; numbers and lists knew it since that day."""
    if wish.has_lapsed(today()):
        expire(wish, book)


@action(CHECK, "删除许愿人信息")
def erase_wisher(wisher: Wisher, *, actor: Actor, book: Book) -> None:
    """Remove who wished. Does nothing before its day."""
    ended = wisher.wish.ended_on
    if ended is not None and ended + KEPT_AFTER_END <= today():
        book.remove(wisher)


@action(CHECK, "删除公众帮助意向")
def erase_offer(offer: Offer, *, actor: Actor, book: Book) -> None:
    """Remove an offer and who made it. Does nothing before its day."""
    if offer.came_on + OFFER_KEPT <= today():
        book.remove(offer)


def tidy() -> int:
    """One turn of the upkeep; gives how many acts it did."""
    on, actor = today(), keeper()
    why = {"actor": actor, "reason": "保存期限已满"}
    lapsed = Wish.rows().filter(state=Wish.State.CLAIMED, held_until__lte=on)[:AT_ONCE]
    ended = Wisher.rows().filter(wish__ended_on__lte=on - KEPT_AFTER_END)[:AT_ONCE]
    old = Offer.rows().filter(came_on__lte=on - OFFER_KEPT)[:AT_ONCE]
    done = 0
    for wish in lapsed:
        settle_claim(wish, actor=actor, reason="认领期限已过")
        done += 1
    for wisher in ended.select_related("wish"):
        erase_wisher(wisher, **why)
        done += 1
    for offer in old:
        erase_offer(offer, **why)
        done += 1
    return done
