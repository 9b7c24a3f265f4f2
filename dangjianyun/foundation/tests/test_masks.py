"""Masks keep little enough."""

import pytest

from dangjianyun.foundation.masks import Kind, is_masked, mask


@pytest.mark.parametrize(
    ("kind", "value", "shown"),
    [
        ("identity", "330203198001010004", "3****************4"),
        ("identity", "33020319800101000X", "3****************X"),
        ("identity", "330203800101000", "3*************0"),
        ("identity", "3302", "****"),
        ("phone", "19900000003", "199****0003"),
        ("phone", "0574-00000000", "057******0000"),
        ("phone", "87180000", "******00"),
        ("phone", "12345", "*****"),
        ("name", "张三丰", "张＊"),
        ("name", "张", "张＊"),
        ("address", "浙江省宁波市海曙区月湖街道1号", "浙江省宁波市海曙区＊＊＊"),
        ("address", "宁波市海曙区月湖街道1号", "宁波市海曙区＊＊＊"),
        ("address", "浙江省宁波市慈溪市浒山街道1号", "浙江省宁波市慈溪市＊＊＊"),
        ("address", "宁波市月湖小区3幢", "宁波市＊＊＊"),
        ("address", "月湖小区3幢", "＊＊＊"),
        ("address", "海曙区月湖街道1号", "＊＊＊"),
        ("whole", "基本合格", "＊＊＊"),
        ("whole", "", ""),
        ("identity", "", ""),
    ],
)
def test_a_mask_shows_this_and_no_more(kind: Kind, value: str, shown: str) -> None:
    assert mask(kind, value) == shown
    assert is_masked(shown) is bool(value)


def test_ordinary_text_is_not_taken_for_a_mask() -> None:
    assert not is_masked("宁波市海曙区月湖街道1号")
