"""How a file that is not taken says why, and what no file may carry: a mark of a state secret."""

import re

SECRET = re.compile(r"(?:绝密|机密|秘密)\s*[★☆⭐*＊]")
"""The mark as it stands on paper: 密级, a star, the years (《国家秘密定密管理暂行规定》)."""
SECRET_LINE = re.compile(r"^\s*(?:绝密|机密|秘密)\s*$", re.MULTILINE)
SECRET_NAME = re.compile(r"绝密|机密|(?<!商业)秘密(?:文件|级|件|[)）】\]★]|$)|涉密")
"""In a name the word alone: nobody names a paper so that may lie here."""


class NotTaken(ValueError):
    """Not kept; the message says in Chinese why, and what to do."""


def must_not_be_secret(text: str, *, is_name: bool = False) -> None:
    """Raises: NotTaken where text or name carries the mark of a state secret."""
    if SECRET_NAME.search(text) if is_name else SECRET.search(text) or SECRET_LINE.search(text):
        raise NotTaken(
            "文件带有密级标志。本系统不存放、不处理国家秘密，文件没有收下；"
            "请马上从这台联网的电脑上移走，并按保密规定报告本单位保密工作机构。"
        )
