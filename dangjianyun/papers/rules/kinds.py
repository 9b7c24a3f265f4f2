"""What a file is, by its content: the few kinds that are kept, and a sentence for every other."""

import unicodedata
from dataclasses import dataclass
from pathlib import PurePath

from dangjianyun.papers.rules.office import office_kind
from dangjianyun.papers.rules.pdf import must_be_plain_pdf
from dangjianyun.papers.rules.pictures import cleaned_picture
from dangjianyun.papers.rules.refusing import NotTaken, must_not_be_secret
from dangjianyun.papers.rules.text import must_be_plain_text

MEDIA = {
    "jpg": "image/jpeg",
    "png": "image/png",
    "webp": "image/webp",
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "txt": "text/plain",
}
ENDINGS = {kind: (f".{kind}",) for kind in MEDIA} | {"jpg": (".jpg", ".jpeg", ".jfif")}
PICTURES = ("jpg", "png", "webp")
NAME_AT_MOST = 100
MIB = 1024 * 1024

_CONVERT = "请另存为PDF、docx或xlsx后再上传"
FOREIGN = (
    (0, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "旧版Office或WPS文件，或设了打开密码", _CONVERT),
    (0, b"MZ", "程序文件", "这里只收照片和文档"),
    (0, b"\x7fELF", "程序文件", "这里只收照片和文档"),
    (0, b"#!", "脚本", "这里只收照片和文档"),
    (0, b"Rar!", "压缩包", "请解压后逐个上传其中的照片和文档"),
    (0, b"7z\xbc\xaf", "压缩包", "请解压后逐个上传其中的照片和文档"),
    (0, b"\x1f\x8b", "压缩包", "请解压后逐个上传其中的照片和文档"),
    (0, b"GIF8", "GIF图片", "请另存为JPG或PNG后再上传"),
    (0, b"BM", "BMP图片", "请另存为JPG或PNG后再上传"),
    (0, b"II*\0", "TIFF图片", "请另存为JPG或PNG后再上传"),
    (0, b"MM\0*", "TIFF图片", "请另存为JPG或PNG后再上传"),
    (4, b"ftyphei", "HEIC照片", "请在手机相机设置的格式里选“兼容性最佳”，或转成JPG后再上传"),
    (4, b"ftypmif", "HEIC照片", "请在手机相机设置的格式里选“兼容性最佳”，或转成JPG后再上传"),
    (4, b"ftyp", "视频", "这里只收照片和文档，请截取照片后上传"),
    (0, b"{\\rtf", "RTF文档", _CONVERT),
    (0, b"%!PS", "PostScript文件", _CONVERT),
)


@dataclass(frozen=True)
class Paper:
    """A file as it will be kept: its cleaned name, kind (a key of `MEDIA`) and bytes."""

    name: str
    kind: str
    content: bytes

    @property
    def media(self) -> str:
        """Its media type."""
        return MEDIA[self.kind]


def taken_in(name: str, content: bytes, *, largest: int) -> Paper:
    """The file as it is kept: a photo made anew without what cameras write into it.

    `largest` in bytes. Raises: NotTaken.
    """
    shown = shown_name(name)
    must_not_be_secret(shown, is_name=True)
    if not content:
        raise NotTaken("文件是空的。请确认已经保存，再选一次。")
    if len(content) > largest:
        raise NotTaken(too_large(largest))
    kind = kind_of(content)
    _must_be_as_named(kind, shown)
    if kind in PICTURES:
        content = cleaned_picture(kind, content)
    stem = PurePath(shown).stem if PurePath(shown).suffix.lower() in _all_endings() else shown
    return Paper(f"{stem[: NAME_AT_MOST - 5]}.{kind}", kind, content)


def too_large(largest: int) -> str:
    """The sentence for a file above the limit."""
    return (
        f"文件超过{largest // MIB}MB。照片请用手机的“小图”或微信原图以外的方式另存，"
        "文档请删去大图或拆成几份，再上传。"
    )


def kind_of(content: bytes) -> str:
    """A key of `MEDIA`, by the bytes alone. Raises: NotTaken for everything else."""
    for at, mark, words, remedy in FOREIGN:
        if content[at : at + len(mark)] == mark:
            raise NotTaken(f"这是{words}，没有收下。{remedy}。")
    if content.startswith(b"\xff\xd8\xff"):
        return "jpg"
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return "png"
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return "webp"
    if content.startswith(b"%PDF-"):
        must_be_plain_pdf(content)
        return "pdf"
    if content.startswith(b"PK"):
        return office_kind(content)
    must_be_plain_text(content)
    return "txt"


def shown_name(name: str) -> str:
    """The last part of a name, without what could mislead or lead somewhere."""
    last = unicodedata.normalize("NFC", name).replace("\\", "/").rpartition("/")[2]
    # Marks of direction would show “gpj.exe” as “exe.jpg”; Windows reads <>:"|?* as its own.
    plain = "".join(sign for sign in last if sign.isprintable() and sign not in '<>:"|?*')
    plain = plain.strip(" .")
    ending = PurePath(plain).suffix[-10:]
    stem = plain[: len(plain) - len(ending)] if ending else plain
    return f"{stem[: NAME_AT_MOST - len(ending)] or '附件'}{ending}"


def _all_endings() -> set[str]:
    return {ending for endings in ENDINGS.values() for ending in endings}


def _must_be_as_named(kind: str, name: str) -> None:
    """A renamed document is something other than its sender sees; of photos phones mix up names."""
    ending = PurePath(name).suffix.lower()
    allowed = [e for k in (PICTURES if kind in PICTURES else (kind,)) for e in ENDINGS[k]]
    if kind != "txt" and ending not in _all_endings() and not _looks_like_ending(ending):
        return
    if ending in allowed:
        return
    words = {"txt": "文本"}.get(kind, kind.upper())
    raise NotTaken(
        f"文件内容是{words}，名称却以“{ending or '（没有扩展名）'}”结尾，两者不符，没有收下。"
        f"请把扩展名改回{ENDINGS[kind][0]}，或另存为可以上传的格式。"
    )


def _looks_like_ending(ending: str) -> bool:
    """“.2” of “第1.2稿” is none."""
    return ending[1:].isascii() and any(sign.isalpha() for sign in ending)
