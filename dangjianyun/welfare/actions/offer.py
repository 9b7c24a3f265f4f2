"""Citizens' offers: taken over by the center and passed on; masks lifted for a reason."""

from dangjianyun.access.action import action
from dangjianyun.access.book import Book
from dangjianyun.foundation.actor import Actor
from dangjianyun.foundation.errors import Refused, Unseen
from dangjianyun.welfare.models import Offer, Wisher
from dangjianyun.welfare.workflow import CHECK, UNMASK

WISHER_FIELDS = {
    "name": "许愿人姓名",
    "phone": "联系电话",
    "address": "住址",
    "situation": "困难情况",
}
OFFER_FIELDS = {"name": "称呼", "phone": "联系电话", "words": "想怎样帮助"}


@action(CHECK, "转交公众帮助意向")
def pass_on(offer: Offer, *, actor: Actor, book: Book, note: str = "") -> Offer:
    """Let whoever holds the claim (else the collector) read it and get in touch."""
    return _decide(offer, book, Offer.State.PASSED, note)


@action(CHECK, "不采用公众帮助意向")
def decline_offer(offer: Offer, *, actor: Actor, book: Book, note: str) -> Offer:
    """It does not suit; the note says why, for the colleagues."""
    if len(note.strip()) < 2:
        raise Refused("请写明为什么不采用。", field="note")
    return _decide(offer, book, Offer.State.DECLINED, note)


def _decide(offer: Offer, book: Book, state: str, note: str) -> Offer:
    if offer.state != Offer.State.NEW:
        raise Refused("这条帮助意向已经处理过，请刷新页面。")
    return book.change(offer, state=state, note=note.strip()[:200])


@action(UNMASK, "查看许愿人信息")
def unmask_wisher(wisher: Wisher, *, actor: Actor, book: Book, field: str, purpose: str) -> None:
    """Record that a masked value of the wisher is shown, and what for.

    Raises: Unseen where the actor may not see the wisher (now); Refused without a purpose.
    """
    if field not in WISHER_FIELDS or not Wisher.objects.seen_by(actor).filter(pk=wisher.pk):
        raise Unseen
    _must_have_purpose(purpose)
    book.read(wisher, f"{WISHER_FIELDS[field]}：{purpose.strip()[:200]}")


@action(UNMASK, "查看公众帮助意向")
def unmask_offer(offer: Offer, *, actor: Actor, book: Book, field: str, purpose: str) -> None:
    """As `unmask_wisher`, for who offers help."""
    if field not in OFFER_FIELDS or not Offer.objects.seen_by(actor).filter(pk=offer.pk):
        raise Unseen
    _must_have_purpose(purpose)
    book.read(offer, f"{OFFER_FIELDS[field]}：{purpose.strip()[:200]}")


def _must_have_purpose(purpose: str) -> None:
    if len(purpose.strip()) < 4:
        raise Refused("请写明用途，至少4个字，会记入审计。", field="purpose")
