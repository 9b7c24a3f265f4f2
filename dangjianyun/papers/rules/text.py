"""Plain text: nothing that a browser or a system would run."""

import codecs
import re

from dangjianyun.papers.rules.refusing import NotTaken, must_not_be_secret

_PAGE = re.compile(r"^\s*<|<(?:script|html|svg|iframe|object|\?xml)\b", re.IGNORECASE)
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")


def must_be_plain_text(content: bytes) -> None:
    """UTF-8 or GB 18030, without control characters or markup. Raises: NotTaken."""
    text = _decoded(content)
    if text is None or _CONTROL.search(text):
        raise NotTaken(
            "认不出这是什么文件，没有收下。可以上传照片（JPG、PNG、WebP）、PDF、docx、xlsx和纯文本。"
        )
    if _PAGE.search(text):
        raise NotTaken("这是网页、SVG或XML文件，为安全起见不收。请另存为PDF或docx后再上传。")
    must_not_be_secret(text)


def _decoded(content: bytes) -> str | None:
    for code in ("utf-8", "gb18030"):
        try:
            return content.removeprefix(codecs.BOM_UTF8).decode(code)
        except UnicodeDecodeError:
            continue
    return None
