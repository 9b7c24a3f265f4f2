"""Reading attachments."""

from collections.abc import Iterator

from dangjianyun.foundation.digests import sm3_bytes
from dangjianyun.foundation.envelope import unseal_bytes
from dangjianyun.foundation.keyring import Forged
from dangjianyun.foundation.sealed import DAMAGED, DataDamaged
from dangjianyun.papers.models import Attachment, Piece


def bound_to(attachment: Attachment, position: int) -> str:
    """What a piece is sealed to: moved to another place or file it does not open."""
    return f"papers.attachment·{attachment.ref}·{position}"


def content_of(attachment: Attachment) -> bytes:
    """The whole file. The caller has seen to it that it may be read.

    Raises: DataDamaged where a piece was changed, moved or is missing; KeyringError.
    """
    try:
        content = b"".join(_opened(attachment))
    except Forged:
        content = b""
    if len(content) != attachment.size or sm3_bytes(content) != attachment.digest:
        raise DataDamaged(
            f"{DAMAGED}：附件“{attachment}”可能被改动过。请联系系统管理员从备份恢复。"
        )
    return content


def _opened(attachment: Attachment) -> Iterator[bytes]:
    pieces = Piece.objects.filter(attachment=attachment).order_by("position")
    for piece in pieces.iterator(chunk_size=8):
        yield unseal_bytes(bytes(piece.sealed), bound_to(attachment, piece.position))
