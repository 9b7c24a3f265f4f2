"""What a file is, by its content, and whether its name says the same."""

import re
import zipfile
from pathlib import Path, PurePath

from dangjianyun.interchange.files.limits import (
    HIGHEST_RATIO,
    LARGEST_FILE,
    LARGEST_PART,
    LARGEST_UNPACKED,
    MIB,
    MOST_PARTS,
    SUSPICIOUS_PART,
    FileRefused,
)

OLE = bytes.fromhex("d0cf11e0a1b11ae1")
SAVE_AS = "请用Excel或WPS打开，另存为“Excel 工作簿（.xlsx）”后再上传"
ENDINGS = {"xlsx": (".xlsx",), "csv": (".csv", ".tsv", ".txt")}
FOREIGN = {
    b"%PDF": "PDF文件",
    b"Rar!": "RAR压缩包",
    b"7z\xbc\xaf": "7z压缩包",
    b"\x89PNG": "图片",
    b"\xff\xd8\xff": "图片",
    b"{\\rtf": "RTF文档",
    b"MZ": "程序文件",
    b"\x7fELF": "程序文件",
    b"\x1f\x8b": "压缩包",
}
ARCHIVES = (".zip", ".xlsx", ".xlsm", ".docx", ".rar", ".7z", ".gz", ".bin.zip")


def kind_of(path: Path) -> str:
    """`xlsx` or `csv`. Raises: FileRefused for everything else, before anything is unpacked."""
    size = path.stat().st_size
    if size == 0:
        raise FileRefused("文件是空的。请确认已保存后再上传。")
    if size > LARGEST_FILE:
        raise FileRefused(
            f"文件有{size // MIB + 1}MB，超过50MB。请删去图片和不用的工作表，或分成几个文件上传。"
        )
    with path.open("rb") as file:
        head = file.read(4096)
    if head.startswith(OLE):
        raise FileRefused(_ole(path))
    if head.startswith(b"PK"):
        _guard_zip(path)
        return "xlsx"
    for mark, words in FOREIGN.items():
        if head.startswith(mark):
            raise FileRefused(f"这是{words}，不是表格。请上传.xlsx或.csv文件。")
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip()[:200].lower()
    if start.startswith((b"<", b"mime-version:")):
        raise FileRefused(f"这是改了扩展名的网页或XML文件，不是真正的Excel文件。{SAVE_AS}。")
    return "csv"


def must_be_as_named(path: Path, name: str) -> None:
    """Content and ending agree. Raises: FileRefused, before anything is parsed.

    A renamed file would be read as what its sender does not see in it. A name without an ending
    claims nothing.
    """
    kind = kind_of(path)
    ending = PurePath(name).suffix.lower()
    if not ending or ending in ENDINGS[kind]:
        return
    if kind == "xlsx":
        raise FileRefused(
            f"文件内容是Excel工作簿，扩展名却是{ending}，两者不符，没有读取。"
            "请把扩展名改回.xlsx，或用Excel打开，另存为所要的格式后再上传。"
        )
    raise FileRefused(
        f"文件内容不是Excel工作簿，扩展名却是{ending}，两者不符，没有读取。"
        f"是CSV文本的，请把扩展名改为.csv；其他的，{SAVE_AS}。"
    )


def is_table(path: Path, name: str) -> bool:
    """Whether the file is worth opening, by its name, its first bytes and its directory."""
    try:
        must_be_as_named(path, name)
    except FileRefused:
        return False
    return True


def _ole(path: Path) -> str:
    """An old workbook, or a modern one behind a password, look the same from outside."""
    held = path.read_bytes()
    if "EncryptedPackage".encode("utf-16-le") in held:
        return "文件设了打开密码，无法读取。请在Excel或WPS中取消密码，另存后再上传。"
    return f"这是旧版Excel文件（.xls）或WPS文件（.et），不能直接读取。{SAVE_AS}。"


def _guard_zip(path: Path) -> None:
    """Judge the archive by its directory alone."""
    try:
        with zipfile.ZipFile(path) as archive:
            parts = archive.infolist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, UnicodeError):
        raise FileRefused(f"文件已损坏，无法打开。{SAVE_AS}。") from None
    names = {part.filename for part in parts}
    if len(parts) > MOST_PARTS:
        raise FileRefused(f"文件内部有{len(parts)}个部分，不是普通的表格。{SAVE_AS}。")
    if len(names) != len(parts):
        raise FileRefused(f"文件内部有重名的部分，可能被篡改。{SAVE_AS}。")
    if any(part.flag_bits & 1 for part in parts):
        raise FileRefused("文件设了密码，无法读取。请取消密码，另存后再上传。")
    if "mimetype" in names and "content.xml" in names:
        raise FileRefused(f"这是OpenDocument文件（.ods），不能直接读取。{SAVE_AS}。")
    if "xl/workbook.xml" not in names and "_rels/.rels" not in names:
        raise FileRefused("这是压缩包或其他文件，不是Excel文件。请解压后上传其中的.xlsx文件。")
    if any(re.search(r"vbaProject|macrosheets/", name, re.IGNORECASE) for name in names):
        raise FileRefused("文件带有宏，为安全起见不接收。请另存为不带宏的“Excel 工作簿（.xlsx）”。")
    if any(name.lower().endswith(ARCHIVES) for name in names):
        raise FileRefused("文件里嵌着别的文件。请删去嵌入的对象，另存后再上传。")
    if any(name.endswith((".bin",)) and "workbook" in name for name in names):
        raise FileRefused(f"这是二进制工作簿（.xlsb），不能直接读取。{SAVE_AS}。")
    _guard_sizes(parts)


def _guard_sizes(parts: list[zipfile.ZipInfo]) -> None:
    if sum(part.file_size for part in parts) > LARGEST_UNPACKED:
        raise FileRefused("文件展开后太大，不是普通的表格。请只保留需要的行和列，另存后再上传。")
    for part in parts:
        ratio = part.file_size / max(part.compress_size, 1)
        if part.file_size > LARGEST_PART or (
            part.file_size > SUSPICIOUS_PART and ratio > HIGHEST_RATIO
        ):
            raise FileRefused(
                "文件的压缩方式异常，展开后会非常大，没有打开。请把数据复制到新的工作簿后再上传。"
            )
