"""The keys behind personal data, and the module that uses them.

Nothing above this file ever holds a key: it asks the provider to encrypt, decrypt or
authenticate. A certified module (密码机, PKCS#11) takes the software's place by naming its class
in `settings.KEY_PROVIDER`; the software here is not certified (非认证) and says so.

Sources: GB/T 32905-2016 (SM3), GB/T 32907-2016 (SM4), RFC 8998 appendix A.1 (SM4-GCM vector).
"""

import re
from functools import cache
from typing import Protocol

from cryptography.exceptions import InvalidTag, UnsupportedAlgorithm
from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.algorithms import SM4
from cryptography.hazmat.primitives.ciphers.modes import GCM
from cryptography.hazmat.primitives.hashes import SM3
from cryptography.hazmat.primitives.hmac import HMAC
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.utils.module_loading import import_string

from dangjianyun.foundation.digests import sm3_hex

PURPOSES = ("field", "index", "audit")
TAG_BYTES = 16
_NAME = re.compile(r"(field|index|audit)(?:\.([1-9][0-9]{0,3}))?")
_HEX = re.compile(r"[0-9a-fA-F]{64}")


class KeyringError(ImproperlyConfigured):
    """Keys or algorithms are missing; the message tells the operator what to do."""


class Forged(Exception):
    """The ciphertext or what it is bound to was changed."""


class KeyProvider(Protocol):
    """What a cryptographic module must offer. Key versions count from 1."""

    label: str
    certified: bool

    def versions(self, purpose: str) -> tuple[int, ...]:
        """The versions held for a purpose, ascending; new values use the last."""
        ...

    def encrypt(self, version: int, nonce: bytes, plain: bytes, bound: bytes) -> bytes:
        """SM4-GCM of `plain`, tag appended; `bound` is authenticated but not held."""
        ...

    def decrypt(self, version: int, nonce: bytes, sealed: bytes, bound: bytes) -> bytes:
        """The inverse. Raises: Forged; KeyringError where the version is not held."""
        ...

    def authenticate(self, purpose: str, version: int, domain: str, message: bytes) -> bytes:
        """HMAC-SM3 (32 bytes) under a key of its own for every purpose, version and domain."""
        ...


class SoftwareKeys:
    """Keys from `settings.FIELD_KEYS`: {"field": 64 hex, "index": …, "audit": …, "field.2": …}."""

    label = "软件密码模块（非认证，不能单独通过密码应用安全性评估）"
    certified = False

    def __init__(self, written: dict[str, str]) -> None:
        prove_algorithms()
        self._roots = _read(written)
        self._ciphers = {
            version: SM4(_hmac(root, f"sm4·field·{version}").finalize()[:16])
            for version, root in self._roots["field"].items()
        }
        self._prepared: dict[tuple[str, int, str], HMAC] = {}

    def __repr__(self) -> str:
        held = {purpose: self.versions(purpose) for purpose in PURPOSES}
        return f"SoftwareKeys({held})"

    def versions(self, purpose: str) -> tuple[int, ...]:
        """The versions held for a purpose, ascending."""
        return tuple(sorted(self._roots[purpose]))

    def encrypt(self, version: int, nonce: bytes, plain: bytes, bound: bytes) -> bytes:
        """SM4-GCM of `plain`, tag appended. `nonce`: 12 random bytes, never used twice."""
        work = Cipher(self._cipher(version), GCM(nonce)).encryptor()
        work.authenticate_additional_data(bound)
        return work.update(plain) + work.finalize() + work.tag

    def decrypt(self, version: int, nonce: bytes, sealed: bytes, bound: bytes) -> bytes:
        """The inverse. Raises: Forged; KeyringError where the version is not held."""
        body, tag = sealed[:-TAG_BYTES], sealed[-TAG_BYTES:]
        work = Cipher(self._cipher(version), GCM(nonce, tag)).decryptor()
        work.authenticate_additional_data(bound)
        try:
            return work.update(body) + work.finalize()
        except InvalidTag as wrong:
            raise Forged from wrong

    def authenticate(self, purpose: str, version: int, domain: str, message: bytes) -> bytes:
        """HMAC-SM3, 32 bytes. The keyed state is prepared once a domain and copied after that."""
        prepared = self._prepared.get((purpose, version, domain))
        if prepared is None:
            root = self._roots[purpose].get(version)
            if root is None:
                raise _absent(purpose, version)
            key = _hmac(root, f"sm3·{purpose}·{version}·{domain}").finalize()
            prepared = self._prepared[purpose, version, domain] = HMAC(key, SM3())
        work = prepared.copy()
        work.update(message)
        return work.finalize()

    def _cipher(self, version: int) -> SM4:
        cipher = self._ciphers.get(version)
        if cipher is None:
            raise _absent("field", version)
        return cipher


@cache
def keyring() -> KeyProvider:
    """The provider of this process, made on first use.

    `keyring.cache_clear()` makes the next call read the settings again. Raises: KeyringError.
    """
    chosen = getattr(settings, "KEY_PROVIDER", None)
    if chosen:
        provider: KeyProvider = import_string(chosen)()
        return provider
    return SoftwareKeys(dict(getattr(settings, "FIELD_KEYS", None) or {}))


def current(purpose: str) -> int:
    """The key version that new values of this purpose use."""
    return keyring().versions(purpose)[-1]


@cache
def prove_algorithms() -> None:
    """Runs the published vectors, once per process. Raises: KeyringError on the first difference.

    A library that lacks SM3 or SM4, or computes something else, must stop the program: values
    sealed by it could not be opened by any other.
    """
    key = bytes.fromhex("0123456789ABCDEFFEDCBA9876543210")
    nonce = bytes.fromhex("00001234567800000000ABCD")
    plain = b"".join(bytes([byte]) * 8 for byte in bytes.fromhex("AABBCCDDEEFFEEAA"))
    bound = bytes.fromhex("FEEDFACEDEADBEEFFEEDFACEDEADBEEFABADDAD2")
    try:
        digest = sm3_hex("abc")
        work = Cipher(SM4(key), GCM(nonce)).encryptor()
        work.authenticate_additional_data(bound)
        sealed = work.update(plain) + work.finalize() + work.tag
    except UnsupportedAlgorithm as lacking:
        raise KeyringError(
            "本机密码库不支持国密算法SM3或SM4，系统不能启动。"
            "请安装requirements.lock中的cryptography，不要改用系统自带的版本。"
        ) from lacking
    if digest != _SM3_ABC or sealed.hex() != _SM4_GCM:
        raise KeyringError(
            "国密算法自检结果与GB/T 32905、GB/T 32907标准数据不一致，系统不能启动。"
            "请重新安装cryptography后再试。"
        )


_SM3_ABC = "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0"
_SM4_GCM = (
    "17f399f08c67d5ee19d0dc9969c4bb7d5fd46fd3756489069157b282bb200735"
    "d82710ca5c22f0ccfa7cbf93d496ac15a56834cbcf98c397b4024a2691233b8d"
    "83de3541e4c2b58177e065a9bf7b62ec"
)


def _hmac(key: bytes, message: str) -> HMAC:
    work = HMAC(key, SM3())
    work.update(message.encode())
    return work


def _read(written: dict[str, str]) -> dict[str, dict[int, bytes]]:
    """The root keys by purpose and version; messages name a key, never show it."""
    roots: dict[str, dict[int, bytes]] = {purpose: {} for purpose in PURPOSES}
    for name, value in written.items():
        match = _NAME.fullmatch(name)
        if not match:
            raise KeyringError(
                f"密钥名称“{name}”无法识别。可用的名称是field、index、audit，"
                "轮换后的新密钥写作field.2、index.2、audit.2，依次递增。"
            )
        if not _HEX.fullmatch(value):
            raise KeyringError(
                f"密钥“{name}”不是64位十六进制数。请从密钥备份中恢复，不要手工改写。"
            )
        version = int(match[2] or 1)
        if version in roots[match[1]]:
            raise KeyringError(f"密钥“{match[1]}”的第{version}版写了两次，请删去多余的一条。")
        roots[match[1]][version] = bytes.fromhex(value)
    missing = [purpose for purpose in PURPOSES if not roots[purpose]]
    if missing:
        raise KeyringError(
            f"缺少密钥：{'、'.join(missing)}。为保护个人信息，系统不会以明文代替。"
            "请把密钥备份中的密钥写入设置后重新启动；新安装请先运行dangjianyun init。"
        )
    values = [value for held in roots.values() for value in held.values()]
    if len(set(values)) < len(values):
        raise KeyringError("有两个密钥的内容相同。每个用途、每个版本都要用各自随机生成的密钥。")
    return roots


def _absent(purpose: str, version: int) -> KeyringError:
    name = purpose if version == 1 else f"{purpose}.{version}"
    return KeyringError(
        f"缺少密钥“{name}”（第{version}版），用它加密的内容暂时不能读取，也没有丢失。"
        "请把密钥备份中的这一条写回设置后重新启动。"
    )
