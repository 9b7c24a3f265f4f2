"""Rows of a CSV file, whatever program and encoding wrote it."""

import csv
import io
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from dangjianyun.interchange.files.limits import FileRefused

LONGEST = 1_000_000
ENCODED = "请用Excel打开，另存为“CSV UTF-8”或.xlsx后再上传"
BINARY = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f]")
QUOTED_FORMULA = re.compile('="([^"]*)"')


def decoded(held: bytes) -> str:
    """The text. UTF-8 with or without mark, UTF-16, else GB 18030 (which includes GBK).

    Raises: FileRefused.
    """
    for mark, encoding in (
        (b"\xef\xbb\xbf", "utf-8-sig"),
        (b"\xff\xfe", "utf-16"),
        (b"\xfe\xff", "utf-16"),
    ):
        if held.startswith(mark):
            return _strict(held, encoding)
    head = held[:400]
    if head[1::2].count(0) > len(head) // 8:
        return _strict(held, "utf-16-le")
    if head[0::2].count(0) > len(head) // 8:
        return _strict(held, "utf-16-be")
    try:
        return held.decode("utf-8")
    except UnicodeDecodeError:
        return _strict(held, "gb18030")


def _strict(held: bytes, encoding: str) -> str:
    try:
        return held.decode(encoding)
    except UnicodeDecodeError:
        raise FileRefused(f"文件的文字编码无法识别，会读成乱码。{ENCODED}。") from None


def rows(path: Path) -> Iterator[tuple[int, list[Any]]]:
    """Rows with their number, as a spreadsheet program would count them. Raises: FileRefused."""
    text = decoded(path.read_bytes())
    if BINARY.search(text[:20_000]):
        raise FileRefused("这不是表格文件。请上传.xlsx或.csv文件。")
    csv.field_size_limit(LONGEST)
    sep = _separator(text)
    # Strict: a quote that is never closed would swallow all rows behind it without a word.
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=sep, strict=True)
    number = 0
    try:
        for record in reader:
            number += 1
            yield number, [_cell(cell) for cell in record]
    except csv.Error as wrong:
        if "limit" in str(wrong):
            raise FileRefused(
                f"第{number + 1}行有一格超过{LONGEST:,}个字。请核对引号和分隔符，或缩短后再上传。"
            ) from None
        raise FileRefused(
            f"第{number + 1}行的引号不成对，后面的内容无法分清。{ENCODED}。"
        ) from None


def _separator(text: str) -> str:
    """Comma, tab or semicolon: what the first lines have most of."""
    head = "\n".join(text[:20_000].splitlines()[:20])
    return max(",\t;", key=head.count)


def _cell(cell: str) -> str | None:
    if cell.startswith('="') and (found := QUOTED_FORMULA.fullmatch(cell)):
        return found[1]
    return cell or None
