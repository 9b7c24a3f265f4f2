"""SM3 (GB/T 32905-2016) over text."""

from cryptography.hazmat.primitives import hashes


def sm3_hex(text: str) -> str:
    """The SM3 of the UTF-8 of `text`, 64 lowercase hex digits."""
    digest = hashes.Hash(hashes.SM3())
    digest.update(text.encode())
    return digest.finalize().hex()
