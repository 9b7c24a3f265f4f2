"""A document or workbook of today's Office: judged by its directory and a few small parts."""

import io
import re
import zipfile

from dangjianyun.papers.rules.refusing import NotTaken, must_not_be_secret

MAIN = {"word/document.xml": "docx", "xl/workbook.xml": "xlsx"}
MOST_PARTS, LARGEST_UNPACKED, HIGHEST_RATIO = 2000, 300 * 1024 * 1024, 200
READ_AT_MOST = 8 * 1024 * 1024
"""Bytes of one part that are looked at."""
_MACROS = re.compile(r"vbaProject|vbaData|macrosheets/|activeX/", re.IGNORECASE)
_EMBEDDED = re.compile(
    r"/embeddings/|\.(?:zip|rar|7z|exe|dll|js|vbs|bat|cmd|ps1|html?|svgz?|jar|lnk|docm|xlsm)$",
    re.IGNORECASE,
)
_OUTSIDE = re.compile(
    rb"<Relationship\b(?=[^>]*TargetMode=[\"']External)(?![^>]*/hyperlink[\"'])[^>]*>"
)
_TEXT = ("word/document.xml", "word/header", "word/footer", "xl/sharedStrings.xml")
_DAMAGED = "文件已损坏，打不开。请在Office或WPS里重新保存后再上传。"


def office_kind(content: bytes) -> str:
    """`docx` or `xlsx`. Raises: NotTaken for an archive, macros, embedded or outside parts."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = archive.infolist()
            names = [part.filename for part in parts]
            kind = _kind(names)
            _must_be_whole(content, archive, parts)
            _must_hold_nothing_else(archive, names)
            _must_carry_no_mark(archive, parts)
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, EOFError) as wrong:
        if isinstance(wrong, NotTaken):
            raise
        raise NotTaken(_DAMAGED) from None
    except (RuntimeError, zipfile.zlib.error):  # type: ignore[attr-defined]  # what zipfile lets out
        raise NotTaken(_DAMAGED) from None
    return kind


def _kind(names: list[str]) -> str:
    found = [kind for main, kind in MAIN.items() if main in names]
    if len(found) == 1 and "[Content_Types].xml" in names:
        return found[0]
    if "ppt/presentation.xml" in names:
        raise NotTaken("这是演示文稿，请另存为PDF后再上传。")
    if "mimetype" in names and "content.xml" in names:
        raise NotTaken("这是OpenDocument文件，请另存为docx、xlsx或PDF后再上传。")
    raise NotTaken("这是压缩包，没有收下。请解压后逐个上传其中的照片和文档。")


def _must_be_whole(content: bytes, archive: zipfile.ZipFile, parts: list[zipfile.ZipInfo]) -> None:
    """Nothing in front, nothing behind, nothing twice, nothing that leads out or swells."""
    first = min(part.header_offset for part in parts)
    end = content.rfind(b"PK\x05\x06")
    if first != 0 or not content.startswith(b"PK\x03\x04") or len(content) != end + 22:
        raise NotTaken("文件的开头或末尾接着别的内容，没有收下。请重新保存后再上传。")
    names = {part.filename.lower() for part in parts}
    if len(names) != len(parts) or len(parts) > MOST_PARTS:
        raise NotTaken("文件内部的结构异常，可能被篡改。请重新保存后再上传。")
    if any(".." in name.split("/") or name.startswith("/") or "\\" in name for name in names):
        raise NotTaken("文件内部的结构异常，可能被篡改。请重新保存后再上传。")
    if any(part.flag_bits & 1 for part in parts):
        raise NotTaken("文件设了密码，无法核对。请取消密码，另存后再上传。")
    if sum(part.file_size for part in parts) > LARGEST_UNPACKED or any(
        part.file_size > READ_AT_MOST and part.file_size > HIGHEST_RATIO * part.compress_size
        for part in parts
    ):
        raise NotTaken("文件展开后太大，不是普通的文档。请删去不用的内容，另存后再上传。")


def _must_hold_nothing_else(archive: zipfile.ZipFile, names: list[str]) -> None:
    types = _read(archive, "[Content_Types].xml")
    if any(_MACROS.search(name) for name in names) or b"macroEnabled" in types:
        raise NotTaken("文件带有宏，为安全起见不收。请另存为不带宏的docx或xlsx，再上传。")
    if any(_EMBEDDED.search(name) for name in names):
        raise NotTaken("文件里嵌着别的文件。请删去嵌入的对象，或打印为PDF，再上传。")
    for name in names:
        if name.endswith(".rels") and _OUTSIDE.search(_read(archive, name)):
            raise NotTaken("文件引用了外面的模板、图片或对象。请断开链接，或打印为PDF，再上传。")


def _must_carry_no_mark(archive: zipfile.ZipFile, parts: list[zipfile.ZipInfo]) -> None:
    for part in parts:
        if part.filename.startswith(_TEXT):
            text = _read(archive, part.filename).decode("utf-8", "ignore")
            # A paragraph is a line; what marks up the letters inside goes.
            lines = re.sub(r"</(?:w:p|si)>", "\n", text)
            must_not_be_secret(re.sub(r"<[^>]*>", "", lines))


def _read(archive: zipfile.ZipFile, name: str) -> bytes:
    with archive.open(name) as part:
        return part.read(READ_AT_MOST)
