"""Keeping attachments: a part of the act of another room, never an act of its own."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime

from django.conf import settings

from dangjianyun.access.book import Book
from dangjianyun.foundation.bulk import insert_many
from dangjianyun.foundation.digests import sm3_bytes
from dangjianyun.foundation.envelope import seal_bytes
from dangjianyun.foundation.errors import Refused
from dangjianyun.papers.models import Attachment, Piece
from dangjianyun.papers.queries import bound_to
from dangjianyun.papers.rules import NotTaken, Paper, taken_in

PIECE = 512 * 1024
TOGETHER = 4
"""Pieces that are inserted at once: 2 MB on the way to the database, not 20."""


def paper_of(name: str, content: bytes) -> Paper:
    """A file as it may be kept, for whoever has no form. Raises: Refused."""
    try:
        return taken_in(name, content, largest=settings.ATTACHMENT_LARGEST)
    except NotTaken as why:
        raise Refused(f"“{name[:40]}”：{why}", field="files") from None


def keep_attachments(book: Book, files: Sequence[Paper]) -> list[Attachment]:
    """Put files on record as part of an act; the caller links them to what they belong to.

    The audit holds name, size and digest; the content lies sealed in the database, so an act that
    fails leaves nothing behind, and a backup holds the files of the same moment.
    """
    return [_kept(book, file) for file in files]


def drop_attachments(book: Book, rows: Sequence[Attachment]) -> None:
    """Take attachments away with their content, once nothing links to them any more."""
    pieces = list(Piece.objects.filter(attachment__in=rows).only("pk", "attachment", "position"))
    found = Piece._base_manager.filter(pk__in=[piece.pk for piece in pieces])
    found._raw_delete(found.db)  # noqa: SLF001 - nothing hangs on a piece
    book.remove_many(list(rows))


def _kept(book: Book, file: Paper) -> Attachment:
    row = book.add(
        Attachment(
            name=file.name,
            kind=file.kind,
            size=len(file.content),
            digest=sm3_bytes(file.content),
            kept_at=datetime.now(UTC),
            kept_by=book.actor.name,
        )
    )
    waiting: list[Piece] = []
    for position, part in enumerate(_cut(file.content)):
        sealed = seal_bytes(part, bound_to(row, position))
        waiting.append(Piece(attachment=row, position=position, sealed=sealed))
        if len(waiting) == TOGETHER:
            insert_many(waiting)
            waiting = []
    insert_many(waiting)  # not through the book: the entry of the file holds their digest
    return row


def _cut(content: bytes) -> Iterator[bytes]:
    for start in range(0, len(content), PIECE):
        yield content[start : start + PIECE]
