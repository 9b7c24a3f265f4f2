"""What the auditor does is on record too."""

from dangjianyun.access.action import action
from dangjianyun.access.book import Book
from dangjianyun.access.models import Account, Desk
from dangjianyun.foundation.actor import Actor

READ = "access.audit.read"


@action(READ, "看审计日志")
def note_export(desk: Desk, *, actor: Actor, book: Book, account: Account, said: str) -> None:
    """Put an export of the log on record, under the auditor's account."""
    book.note(account, "export", said)


@action(READ, "看审计日志")
def note_verification(desk: Desk, *, actor: Actor, book: Book, account: Account, said: str) -> None:
    """Put a verification of the chains on record, under the auditor's account."""
    book.note(account, "verify", said)
