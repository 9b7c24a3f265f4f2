"""Pinyin initials of names, so that `hsqyslnshxh` finds 海曙区演示老年书画协会."""

import re
from functools import lru_cache

HAN = "\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_RUNS = re.compile(f"[{HAN}]+|[^{HAN}]+")


@lru_cache(maxsize=50_000)
def _initials_of(part: str) -> str:
    # Its tables take half a second to load: only for whom writes a name, not for every command.
    from pypinyin import Style, lazy_pinyin  # noqa: PLC0415

    letters = lazy_pinyin(part, style=Style.FIRST_LETTER, errors="default")
    return "".join(letter for letter in letters if letter.isalnum()).lower()


def initials(name: str) -> str:
    """The first letters of the syllables, lower case; Latin letters and figures stay."""
    # Run by run: names that differ only in a number are looked up once.
    return "".join(
        (run.lower() if run.isalnum() else "") if run.isascii() else _initials_of(run)
        for run in _RUNS.findall(name)
    )


def sought(*parts: str) -> str:
    """What search looks in: the words themselves, lower case, and their initials."""
    words = [part.lower() for part in parts if part]
    letters = [initials(part) for part in parts if part and not part.isascii()]
    return " ".join(dict.fromkeys([*words, *letters]))
