"""A PDF that only shows: no script, nothing to launch, no file inside, nothing hung on its end."""

import re

from dangjianyun.papers.rules.refusing import NotTaken, must_not_be_secret

_ACTIVE = re.compile(
    rb"/(?:JavaScript|JS|Launch|EmbeddedFiles?|RichMedia|XFA|ImportData|SubmitForm)\b"
)
_HIDDEN_NAME = re.compile(rb"#([0-9A-Fa-f]{2})")
_AFTER_END = 2048
"""Bytes that writers of PDF may leave behind the last %%EOF."""


def must_be_plain_pdf(content: bytes) -> None:
    """What can be told without unpacking. Raises: NotTaken."""
    end = content.rfind(b"%%EOF")
    if end < 0:
        raise NotTaken("PDF文件不完整，打不开。请重新导出后再上传。")
    tail = content[end:]
    if len(tail) > _AFTER_END or b"PK\x05\x06" in tail or b"PK\x05\x06" in content[-70_000:]:
        raise NotTaken("PDF文件的末尾接着别的内容，没有收下。请用“打印为PDF”重新生成后再上传。")
    plain = _HIDDEN_NAME.sub(lambda found: bytes.fromhex(found[1].decode()), content)
    if _ACTIVE.search(plain):
        raise NotTaken(
            "PDF里带有脚本、表单动作或嵌入的文件，为安全起见不收。"
            "请用“打印为PDF”重新生成一份，再上传。"
        )
    # Titles are often written as UTF-16; the text of pages is packed and cannot be read here.
    for code in ("utf-8", "utf-16-be"):
        must_not_be_secret(content[:200_000].decode(code, "ignore"))
