"""Keys fail closed, and the algorithms are the published ones."""

import hashlib
from typing import Any

import pytest
from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.algorithms import SM4
from cryptography.hazmat.primitives.ciphers.modes import ECB

from dangjianyun.foundation import keyring as module
from dangjianyun.foundation.digests import sm3_hex
from dangjianyun.foundation.keyring import Forged, KeyringError, SoftwareKeys, keyring

KEYS = {"field": "1a" * 32, "index": "2b" * 32, "audit": "3c" * 32}


def test_sm3_gives_the_published_digests() -> None:
    assert sm3_hex("abc") == "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0"
    assert sm3_hex("abcd" * 16) == (
        "debe9ff92275b8a138604889c18e5a4d6fdb70e5387e5765293dcba39c0c5732"
    )


def test_sm4_gives_the_published_block() -> None:
    block = bytes.fromhex("0123456789ABCDEFFEDCBA9876543210")
    work = Cipher(SM4(block), ECB()).encryptor()
    assert work.update(block).hex() == "681edf34d206965e86b3e94f536e4246"


def test_the_start_checks_the_vectors_and_stops_at_a_difference(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    module.prove_algorithms.__wrapped__()
    monkeypatch.setattr(module, "_SM4_GCM", "00" * 80)
    with pytest.raises(KeyringError, match="不一致，系统不能启动"):
        module.prove_algorithms.__wrapped__()


def test_keys_of_purposes_versions_and_domains_differ() -> None:
    keys = SoftwareKeys({**KEYS, "index.2": "4d" * 32})
    made = {
        keys.authenticate(purpose, version, domain, b"1")
        for purpose, version in (("index", 1), ("index", 2), ("audit", 1))
        for domain in ("a", "b")
    }
    assert len(made) == 6


def test_the_newest_version_is_numeric_not_alphabetic() -> None:
    keys = SoftwareKeys({**KEYS, "field.10": "4d" * 32, "field.9": "5e" * 32})
    assert keys.versions("field") == (1, 9, 10)


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ({}, "缺少密钥：field、index、audit"),
        ({k: v for k, v in KEYS.items() if k != "index"}, "缺少密钥：index"),
        ({**KEYS, "index": "2b" * 31}, "密钥“index”不是64位十六进制数"),
        ({**KEYS, "index": "2g" * 32}, "密钥“index”不是64位十六进制数"),
        ({**KEYS, "feild.2": "4d" * 32}, "密钥名称“feild.2”无法识别"),
        ({**KEYS, "field.0": "4d" * 32}, "密钥名称“field.0”无法识别"),
        ({**KEYS, "field.1": "4d" * 32}, "“field”的第1版写了两次"),
        ({**KEYS, "index": "1A" * 32}, "有两个密钥的内容相同"),
    ],
)
def test_wrong_keys_are_refused_with_words_for_the_operator(
    written: dict[str, str], said: str
) -> None:
    with pytest.raises(KeyringError) as refused:
        SoftwareKeys(written)
    assert said in str(refused.value)
    assert not any(value in str(refused.value) for value in written.values())


def test_no_key_shows_in_a_representation() -> None:
    shown = repr(SoftwareKeys(KEYS))
    assert shown == "SoftwareKeys({'field': (1,), 'index': (1,), 'audit': (1,)})"


def test_a_version_that_is_not_held_is_named() -> None:
    with pytest.raises(KeyringError, match=r"缺少密钥“field\.2”"):
        SoftwareKeys(KEYS).decrypt(2, bytes(12), bytes(32), b"")
    with pytest.raises(KeyringError, match=r"缺少密钥“index\.3”"):
        SoftwareKeys(KEYS).authenticate("index", 3, "a", b"")


def test_what_was_bound_must_be_the_same_to_decrypt() -> None:
    keys = SoftwareKeys(KEYS)
    sealed = keys.encrypt(1, bytes(12), b"text", b"here")
    assert keys.decrypt(1, bytes(12), sealed, b"here") == b"text"
    with pytest.raises(Forged):
        keys.decrypt(1, bytes(12), sealed, b"there")


class OtherModule(SoftwareKeys):
    """Stands for a certified module."""

    label = "另一密码模块"
    certified = True

    def __init__(self) -> None:
        super().__init__({name: hashlib.sha256(name.encode()).hexdigest() for name in KEYS})


def test_another_module_takes_the_place_by_its_name(settings: Any, use_keys: Any) -> None:
    assert keyring().certified is False
    assert "非认证" in keyring().label
    settings.KEY_PROVIDER = f"{__name__}.OtherModule"
    keyring.cache_clear()
    assert keyring().label == "另一密码模块"
    del settings.KEY_PROVIDER


def test_without_keys_nothing_is_given_out(use_keys: Any) -> None:
    use_keys(field=None)
    with pytest.raises(KeyringError, match="缺少密钥：field"):
        keyring()
