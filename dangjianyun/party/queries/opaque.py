"""Keys under which people appear to viewers without a duty: stable per viewer, useless elsewhere.

A key is one SM4 block under a key of the viewer's own, so that only the server can read it back,
and two viewers cannot compare what they saw.
"""

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers import Cipher, modes
from cryptography.hazmat.primitives.ciphers.algorithms import SM4
from cryptography.hazmat.primitives.hmac import HMAC
from django.conf import settings

from dangjianyun.foundation.actor import Actor

_MARK = b"member\x00\x01"


def opaque_keys(actor: Actor, members: list[int]) -> list[str]:
    """The viewer's keys of these members (primary keys), 32 hex digits each, in the same order."""
    encryptor = _cipher(actor).encryptor()
    return [encryptor.update(_MARK + pk.to_bytes(8, "big")).hex() for pk in members]


def member_behind(actor: Actor, key: str) -> int | None:
    """The primary key behind a viewer's key, None for any other text."""
    try:
        block = _cipher(actor).decryptor().update(bytes.fromhex(key))
    except ValueError:
        return None
    if len(block) != 16 or not block.startswith(_MARK):
        return None
    return int.from_bytes(block[8:], "big")


def _cipher(actor: Actor) -> Cipher[modes.ECB]:
    """ECB over single, distinct blocks: a permutation, which is all that is wanted here."""
    mac = HMAC(bytes.fromhex(settings.FIELD_KEYS["index"]), hashes.SM3())
    mac.update(f"opaque·{actor.name}".encode())
    return Cipher(SM4(mac.finalize()[:16]), modes.ECB())  # noqa: S305 - one block, see above
