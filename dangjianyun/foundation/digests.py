"""SM3 (GB/T 32905-2016)."""

from cryptography.hazmat.primitives import hashes


def sm3_hex(text: str) -> str:
    """The SM3 of the UTF-8 of `text`, 64 lowercase hex digits."""
    return sm3_bytes(text.encode())


def sm3_bytes(content: bytes) -> str:
    """The SM3 of bytes, 64 lowercase hex digits."""
    digest = hashes.Hash(hashes.SM3())
    digest.update(content)
    return digest.finalize().hex()
