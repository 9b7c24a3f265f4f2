"""How personal values look to somebody who has not stated why to see them.

An identity number keeps its first and last character only: six and four would leave nothing
but the birth date unknown, next to a birth date that is shown (assurance 4, item 5).
"""

import re
from collections.abc import Callable
from typing import Literal

Kind = Literal["identity", "phone", "name", "address", "whole"]

HIDDEN = "＊＊＊"

# Province and city, then a district or county. A district alone is not kept: “月湖花园区3幢”
# would be taken for one, and the name of a housing estate is what the mask has to hide.
_REGION = re.compile(
    r"(?:[\u4e00-\u9fff]{2,7}?(?:省|自治区)[\u4e00-\u9fff]{2,6}?(?:市|自治州|地区|盟)"
    r"|[\u4e00-\u9fff]{2,7}?(?:省|自治区|自治州|地区|盟|市))"
    r"(?:[\u4e00-\u9fff]{1,6}?(?:(?<![小社园校厂景库苑])区|县|旗|(?<!超)(?<!菜)(?<!夜)市))?"
)


def mask(kind: Kind, value: str) -> str:
    """The masked form: 3****************4, 199****0003, 张＊, 浙江省宁波市海曙区＊＊＊.

    Empty stays empty. Raises: KeyError for an unknown kind.
    """
    return _MASKS[kind](value) if value else ""


def is_masked(text: str) -> bool:
    """Whether the text came out of a mask: in a form or a cell it means “unchanged”."""
    return "*" in text or "＊" in text


def _identity(value: str) -> str:
    if len(value) < 8:
        return "*" * len(value)
    return f"{value[0]}{'*' * (len(value) - 2)}{value[-1]}"


def _phone(value: str) -> str:
    if len(value) >= 11:
        return f"{value[:3]}{'*' * (len(value) - 7)}{value[-4:]}"
    # A short or local number has too few digits to give seven of them away.
    return f"{'*' * (len(value) - 2)}{value[-2:]}" if len(value) >= 7 else "*" * len(value)


def _name(value: str) -> str:
    return f"{value[0]}＊"


def _address(value: str) -> str:
    region = _REGION.match(value)
    return f"{region[0] if region else ''}{HIDDEN}"


def _whole(value: str) -> str:
    return HIDDEN


_MASKS: dict[Kind, Callable[[str], str]] = {
    "identity": _identity,
    "phone": _phone,
    "name": _name,
    "address": _address,
    "whole": _whole,
}
