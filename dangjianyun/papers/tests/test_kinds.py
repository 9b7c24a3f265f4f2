"""What is taken in, and the sentence for what is not."""

import io
import zipfile
import zlib

import pytest
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from dangjianyun.papers.rules import NotTaken, taken_in
from dangjianyun.papers.rules.kinds import MIB, shown_name

PDF = b"%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
TYPES = (
    b'<?xml version="1.0"?><Types><Default Extension="xml" ContentType="application/xml"/></Types>'
)


def photo(kind: str = "JPEG", size: tuple[int, int] = (64, 48), **saved: object) -> bytes:
    held = io.BytesIO()
    Image.new("RGB", size, (200, 30, 30)).save(held, kind, **saved)
    return held.getvalue()


def office(main: str = "word/document.xml", text: str = "会议记录", **parts: bytes) -> bytes:
    """A small document; further parts by name, with __ for / and _ in front of the ending's dot."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", parts.pop("types", TYPES))
        archive.writestr(main, f"<w:document><w:p><w:t>{text}</w:t></w:p></w:document>")
        for name, content in parts.items():
            archive.writestr(name.replace("__", "/").replace("_dot_", "."), content)
    return held.getvalue()


def take(name: str, content: bytes) -> str:
    return taken_in(name, content, largest=20 * MIB).kind


def refused(name: str, content: bytes) -> str:
    with pytest.raises(NotTaken) as why:
        taken_in(name, content, largest=20 * MIB)
    return str(why.value)


@pytest.mark.parametrize(
    ("name", "content", "kind"),
    [
        ("照片.JPG", photo(), "jpg"),
        ("照片.jpeg", photo(), "jpg"),
        ("截图.png", photo("PNG"), "png"),
        ("微信图片.webp", photo("WEBP"), "webp"),
        ("照片.png", photo(), "jpg"),  # phones mix them up: kept under its true ending
        ("签到表.pdf", PDF, "pdf"),
        ("记录.docx", office(), "docx"),
        ("名单.xlsx", office("xl/workbook.xml"), "xlsx"),
        ("发言.txt", "一、学习\n二、讨论".encode(), "txt"),
        ("发言.txt", "一、学习\r\n".encode("gb18030"), "txt"),
        ("没有扩展名", PDF, "pdf"),
        ("第1.2稿", PDF, "pdf"),
    ],
)
def test_kinds_that_are_kept(name: str, content: bytes, kind: str) -> None:
    assert take(name, content) == kind


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("a.jpg", b"MZ\x90\0", "程序文件"),
        ("a.jpg", b"#!/bin/sh\n", "脚本"),
        ("a.jpg", b"<html><script>alert(1)</script>", "网页、SVG或XML"),
        ("a.txt", b"\xef\xbb\xbf  <svg onload='x'>", "网页、SVG或XML"),
        ("a.svg", b"<svg/>", "网页、SVG或XML"),
        ("a.txt", "看\n<script src=x>".encode(), "网页、SVG或XML"),
        ("a.html", "只有文字".encode(), "两者不符"),
        ("a.bat", b"del x", "两者不符"),
        ("a", b"del x", "两者不符"),
        ("a.txt", b"a\0b", "认不出"),
        ("a.gif", b"GIF89a", "GIF"),
        ("a.heic", b"\0\0\0\x18ftypheic", "兼容性最佳"),
        ("a.mp4", b"\0\0\0\x18ftypisom", "视频"),
        ("a.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "旧版Office"),
        ("a.rar", b"Rar!\x1a\x07", "压缩包"),
        ("a.docx", PDF, "两者不符"),
        ("a.jpg", PDF, "两者不符"),
        ("a.pdf", photo(), "两者不符"),
        ("a.jpg", b"", "空的"),
        ("a.jpg", photo()[:200], "损坏"),
        ("a.png", photo("PNG")[:60], "损坏"),
        ("a.jpg", b"x" * (20 * MIB + 1), "超过20MB"),
        ("a.pdf", b"%PDF-1.7\n1 0 obj", "不完整"),
        ("a.pdf", PDF.replace(b"/Catalog", b"/Catalog/OpenAction<</JavaScript 2 0 R>>"), "脚本"),
        ("a.pdf", PDF.replace(b"/Catalog", b"/Catalog/J#61vaScript"), "脚本"),
        ("a.pdf", PDF.replace(b"/Catalog", b"/Catalog/EmbeddedFiles 3 0 R"), "脚本"),
        ("a.pdf", PDF + office(), "接着别的内容"),  # at once a PDF and an archive
        ("a.docx", office() + b"MZ trailing program", "接着别的内容"),
        ("a.docx", b"MZ" + office(), "程序文件"),
        ("a.docx", office(word__vbaProject_dot_bin=b"x"), "宏"),
        ("a.xlsx", office("xl/workbook.xml", xl__macrosheets__s_dot_xml=b"x"), "宏"),
        ("a.docx", office(types=b"<Types>x/vnd.ms-word.document.macroEnabled.main+xml"), "宏"),
        ("a.docx", office(word__embeddings__o_dot_bin=b"x"), "嵌着别的文件"),
        ("a.docx", office(word__media__a_dot_svg=b"<svg/>"), "嵌着别的文件"),
        (
            "a.docx",
            office(
                word___rels__settings_dot_xml_dot_rels=b'<Relationships><Relationship Id="a" '
                b'Type="http://x/attachedTemplate" Target="http://evil/t.dotm" '
                b'TargetMode="External"/></Relationships>'
            ),
            "引用了外面",
        ),
        ("a.docx", office(**{"..__..__x": b"x"}), "结构异常"),
        ("a.docx", office(bomb=b"\0" * (9 * MIB)), "展开后太大"),
        ("a.zip", office("readme.xml"), "压缩包"),
        ("a.pptx", office("ppt/presentation.xml"), "演示文稿"),
        ("a.docx", b"PK\x03\x04" + b"x" * 100, "损坏"),
        ("关于某事的秘密文件.pdf", PDF, "密级"),
        ("机密.txt", b"x", "密级"),
        ("通知.txt", "秘密★1年\n关于".encode(), "密级"),
        ("通知.docx", office(text="机密</w:t><w:t>★5年"), "密级"),
        ("通知.docx", office(text="绝密"), "密级"),
    ],
)  # fmt: skip
def test_what_is_not_kept_is_told_why(name: str, content: bytes, words: str) -> None:
    assert words in refused(name, content)


def test_a_link_to_a_page_is_no_outside_part() -> None:
    link = (
        b'<Relationships><Relationship Id="a" Type="http://x/relationships/hyperlink" '
        b'Target="http://x" TargetMode="External"/></Relationships>'
    )
    assert take("a.docx", office(word___rels__document_dot_xml_dot_rels=link)) == "docx"


def test_a_word_about_secrets_is_no_mark() -> None:
    assert take("保守商业秘密承诺.docx", office(text="学习保守国家秘密法")) == "docx"
    assert take("秘密投票办法.docx", office()) == "docx"


def test_of_a_photo_nothing_but_its_pixels_is_kept() -> None:
    exif = Image.Exif()
    exif[0x010F] = "CameraMaker"
    exif[0x0112] = 6  # lying on its side
    exif.get_ifd(0x8825)[1] = "N"
    exif.get_ifd(0x8825)[2] = (29.0, 52.0, 30.0)
    given = (
        photo(exif=exif, comment=b"shot by somebody", icc_profile=b"profile of a camera")
        + b"PK<script>"
    )
    kept = taken_in("a.jpg", given, largest=20 * MIB).content
    for trace in (b"CameraMaker", b"Exif", b"shot by", b"profile", b"<script>"):
        assert trace not in kept
    with Image.open(io.BytesIO(kept)) as shown:
        assert shown.size == (48, 64)  # upright
        assert not shown.getexif()
        assert shown.info.get("comment") is None


def test_of_a_picture_no_text_and_no_second_frame_is_kept() -> None:
    told = PngInfo()
    told.add_text("Author", "somebody")
    kept = taken_in("a.png", photo("PNG", pnginfo=told), largest=20 * MIB).content
    assert b"somebody" not in kept
    frames = io.BytesIO()
    first, second = Image.new("RGB", (9, 9), "red"), Image.new("RGB", (9, 9), "blue")
    first.save(frames, "WEBP", save_all=True, append_images=[second])
    kept = taken_in("a.webp", frames.getvalue(), largest=20 * MIB).content
    with Image.open(io.BytesIO(kept)) as shown:
        assert getattr(shown, "n_frames", 1) == 1


def test_a_large_photo_is_made_smaller_and_a_huge_one_is_not_opened() -> None:
    kept = taken_in("a.jpg", photo(size=(4000, 3000)), largest=20 * MIB).content
    with Image.open(io.BytesIO(kept)) as shown:
        assert shown.size == (2560, 1920)
    # A picture that only says that it is huge.
    head = bytearray(photo("PNG"))
    head[16:24] = (60_000).to_bytes(4, "big") * 2
    head[29:33] = zlib.crc32(bytes(head[12:29])).to_bytes(4, "big")
    assert "请缩小" in refused("a.png", bytes(head))


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("../../etc/passwd.txt", "passwd.txt"),
        ("C:\\Users\\x\\照片.jpg", "照片.jpg"),
        ("a\u202egpj.exe", "agpj.exe"),
        ("a\r\nSet-Cookie: x.pdf", "aSet-Cookie x.pdf"),
        ('a"b<c>.pdf', "abc.pdf"),
        ("...", "附件"),
        ("长" * 300 + ".docx", "长" * 95 + ".docx"),
    ],
)
def test_names_lead_nowhere(given: str, shown: str) -> None:
    assert shown_name(given) == shown
