"""Looking at a member's file and at what is masked in it: the member sees that it was done."""

from dangjianyun.access.action import action
from dangjianyun.access.book import Book
from dangjianyun.foundation.actor import Actor
from dangjianyun.foundation.errors import Refused
from dangjianyun.party.models import Member, Opening

UNMASK = "party.member.unmask"
MASKED = {"identity": "公民身份号码", "phone": "联系电话"}


@action("party.member.read", "查看党员档案")
def note_reading(row: Member | Opening, *, actor: Actor, book: Book, what: str) -> None:
    """Record that a member's file was read, by duty (`row` is the member) or by an opening."""
    book.read(row if isinstance(row, Member) else row.member, what)


@action(UNMASK, "查看党员敏感信息")
def unmask_member(member: Member, *, actor: Actor, book: Book, field: str, purpose: str) -> None:
    """Record that a masked field is shown, and what for. The value itself travels another way.

    `field`: a key of MASKED. Raises: Refused without a purpose of at least four characters.
    """
    if field not in MASKED:
        raise Refused("没有这一项。")
    if len(purpose.strip()) < 4:
        raise Refused("请写明用途，至少4个字，会记在党员档案里。", field="purpose")
    book.read(member, f"{MASKED[field]}：{purpose.strip()[:200]}")
