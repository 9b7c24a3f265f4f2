"""Running numbers as keys that tell nothing: not how many rows there are, nor that others wrote.

A key is one SM4 block under a key of its own for what it is about, so that only the server can
read it back, and keys of two tables (or of two viewers) cannot be compared.
"""

import re
from collections.abc import Sequence
from functools import lru_cache

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers import Cipher, modes
from cryptography.hazmat.primitives.ciphers.algorithms import SM4
from cryptography.hazmat.primitives.hmac import HMAC
from django.conf import settings
from django.db.models import Model

_MARK = b"number\x00\x01"
_KEY = re.compile(r"[0-9a-f]{32}")


def veil(about: str, number: int) -> str:
    """The key of a number, 32 hex digits, always the same."""
    return veil_all(about, [number])[0]


def veil_all(about: str, numbers: Sequence[int]) -> list[str]:
    """The keys of these numbers, in the same order."""
    encryptor = _cipher(about, settings.FIELD_KEYS["index"]).encryptor()
    return [encryptor.update(_MARK + number.to_bytes(8, "big")).hex() for number in numbers]


def unveil(about: str, key: str) -> int | None:
    """The number behind a key, None for any other text."""
    if not _KEY.fullmatch(key):
        return None
    decryptor = _cipher(about, settings.FIELD_KEYS["index"]).decryptor()
    block = decryptor.update(bytes.fromhex(key))
    return int.from_bytes(block[8:], "big") if block.startswith(_MARK) else None


def key_of(row: Model) -> str:
    """The key of a row without a number of its own that people know."""
    return veil(row._meta.label, row.pk)


def pk_behind(model: type[Model], key: str) -> int | None:
    """The primary key behind a row's key, None for any other text."""
    return unveil(model._meta.label, key)


class KeyConverter:
    """Base of the converters that write a row's key into an address; see `keyed`."""

    regex = "[0-9a-f]{32}"
    label = ""

    def to_python(self, value: str) -> int:
        """The primary key. Raises: ValueError, which Django takes for a wrong address."""
        found = unveil(self.label, value)
        if found is None:
            raise ValueError(value)
        return found

    def to_url(self, value: int) -> str:
        """The key of the primary key."""
        return veil(self.label, int(value))


def keyed(label: str) -> type[KeyConverter]:
    """The converter of a table: `register_converter(keyed("party.Office"), "office")`."""
    return type("Keyed", (KeyConverter,), {"label": label})


@lru_cache(maxsize=64)
def _cipher(about: str, secret: str) -> Cipher[modes.ECB]:
    """ECB over single, distinct blocks: a permutation, which is all that is wanted here."""
    mac = HMAC(bytes.fromhex(secret), hashes.SM3())
    mac.update(f"opaque·{about}".encode())
    return Cipher(SM4(mac.finalize()[:16]), modes.ECB())  # noqa: S305 - one block, see above
