"""The stored form of one sealed value.

Base64 of: format (1 byte), key version (2, big-endian), check (1), nonce (12 random bytes),
SM4-GCM ciphertext, tag (16). The check byte tells a damaged header from a key that is not held.
Random nonces of 96 bits are good for 2^32 values a key (NIST SP 800-38D, 8.3): rotate before.
"""

import os
from binascii import a2b_base64, b2a_base64

from dangjianyun.foundation.keyring import TAG_BYTES, Forged, current, keyring

FORMAT = 1
_HEADER, _NONCE = 4, 12
_LEAST = _HEADER + _NONCE + TAG_BYTES


def seal(plain: str, bound: str) -> str:
    """The stored form of `plain`, openable only with the same `bound`. Raises: KeyringError."""
    return b2a_base64(seal_bytes(plain.encode(), bound), newline=False).decode()


def unseal(token: str, bound: str) -> str:
    """The plain text. Raises: Forged where anything was changed; KeyringError without the key."""
    return unseal_bytes(_read(token), bound).decode()


def seal_bytes(plain: bytes, bound: str) -> bytes:
    """As `seal`, for what is no text and stands in a binary column: the same without Base64."""
    version = current("field")
    header, nonce = _header(version), os.urandom(_NONCE)
    return header + nonce + keyring().encrypt(version, nonce, plain, header + bound.encode())


def unseal_bytes(held: bytes, bound: str) -> bytes:
    """As `unseal`. Raises: Forged; KeyringError."""
    if len(held) < _LEAST:
        raise Forged
    header, nonce = held[:_HEADER], held[_HEADER : _HEADER + _NONCE]
    body = held[_HEADER + _NONCE :]
    return keyring().decrypt(_version(header), nonce, body, header + bound.encode())


def version_of(token: str) -> int:
    """The key version a value was sealed with. Raises: Forged."""
    return _version(_read(token)[:_HEADER])


def _read(token: str) -> bytes:
    try:
        held = a2b_base64(token, strict_mode=True)
    except ValueError as wrong:
        raise Forged from wrong
    # The last character may hold spare bits: only one spelling is the true one.
    if len(held) < _LEAST or b2a_base64(held, newline=False).decode() != token:
        raise Forged
    return held


def _header(version: int) -> bytes:
    high, low = divmod(version, 256)
    return bytes((FORMAT, high, low, FORMAT ^ high ^ low ^ 0x5A))


def _version(header: bytes) -> int:
    version = int.from_bytes(header[1:3], "big")
    if header != _header(version):
        raise Forged
    return version
