"""The small parts of an .xlsx: which sheets there are, shared texts, which formats are dates."""

import posixpath
import re
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from xml.parsers import expat

from dangjianyun.interchange.files.limits import MIB, FileRefused

SPOILED = "文件内部已损坏或不是规范的表格。请用Excel或WPS打开，另存为.xlsx后再上传。"
BUILT_IN_DATES = {*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)}
LITERAL = re.compile(r'"[^"]*"|\\.|_.|\*.|\[(?!\$-|h|m|s)[^\]]*\]', re.IGNORECASE)
MOST_TEXT = 200 * MIB
ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")


@dataclass(frozen=True)
class Tab:
    """One worksheet: its name, where it lies in the archive, whether the user sees it."""

    name: str
    part: str
    is_hidden: bool


Start = Callable[[str, dict[str, str]], None]
End = Callable[[str], None]


def parser(start: Start | None, end: End | None = None, text: Any = None) -> Any:
    """An expat parser that refuses document types and entities: nothing expands or is fetched."""
    made = expat.ParserCreate()
    made.buffer_text = True
    made.StartElementHandler = start
    made.EndElementHandler = end
    made.CharacterDataHandler = text
    made.StartDoctypeDeclHandler = _refuse
    made.EntityDeclHandler = _refuse
    made.ExternalEntityRefHandler = _refuse
    return made


def _refuse(*_: Any) -> int:
    raise FileRefused(f"文件内部有不允许的XML声明，可能是恶意构造的。{SPOILED}")


def feed(
    archive: zipfile.ZipFile, part: str, made: Any, stop: Callable[[], bool] | None = None
) -> None:
    """Let a parser read a part, piece by piece, until it ends or `stop` says so."""
    try:
        with archive.open(part) as stream:
            while piece := stream.read(256 * 1024):
                made.Parse(piece, False)
                if stop and stop():
                    return
            made.Parse(b"", True)
    except (expat.ExpatError, zipfile.BadZipFile, EOFError, KeyError, OSError) as wrong:
        raise FileRefused(SPOILED) from wrong
    except NotImplementedError as wrong:
        raise FileRefused(SPOILED) from wrong


def local(name: str) -> str:
    """A tag or attribute without its namespace prefix."""
    return name.rpartition(":")[2]


def plain(text: str) -> str:
    """Text of a part: what XML cannot hold is written as _x000D_, that itself as _x005F_x000D_."""
    if "_x" not in text:
        return text
    return ESCAPED.sub(lambda found: chr(int(found[1], 16)), text)


class Workbook:
    """An open archive with its directory of sheets. Raises: FileRefused."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self.archive = archive
        self._names = {name.lower(): name for name in archive.namelist()}
        self.part = self._find("xl/workbook.xml") or self._main()
        self.is_1904 = False
        self.tabs: list[Tab] = []
        self._read_tabs()
        folder = posixpath.dirname(self.part)
        self.texts = self._read_texts(self._find(f"{folder}/sharedStrings.xml"))
        self.dates = self._read_formats(self._find(f"{folder}/styles.xml"))

    def _find(self, name: str) -> str:
        return self._names.get(name.lower(), "")

    def _main(self) -> str:
        for kind, target, _ in self._relations("_rels/.rels").values():
            if kind.endswith("/officeDocument"):
                if target.lstrip("/").startswith(("word/", "ppt/")):
                    raise FileRefused("这是Word文档或演示文稿，不是表格。请上传.xlsx或.csv文件。")
                return self._find(target.lstrip("/")) or self._missing()
        return self._missing()

    def _missing(self) -> str:
        raise FileRefused("这是压缩包或其他文件，不是Excel文件。请上传.xlsx或.csv文件。")

    def _relations(self, part: str) -> dict[str, tuple[str, str, str]]:
        found: dict[str, tuple[str, str, str]] = {}

        def start(name: str, given: dict[str, str]) -> None:
            if local(name) == "Relationship":
                found[given.get("Id", "")] = (
                    given.get("Type", ""),
                    given.get("Target", ""),
                    given.get("TargetMode", ""),
                )

        if known := self._find(part):
            feed(self.archive, known, parser(start))
        return found

    def _read_tabs(self) -> None:
        folder, name = posixpath.split(self.part)
        relations = self._relations(f"{folder}/_rels/{name}.rels")

        def start(name: str, given: dict[str, str]) -> None:
            tag = local(name)
            if tag == "workbookPr":
                self.is_1904 = given.get("date1904", "0") in {"1", "true"}
            elif tag == "sheet":
                key = next((v for k, v in given.items() if local(k) == "id" and ":" in k), "")
                kind, target, _ = relations.get(key, ("", "", ""))
                part = self._find(
                    target.lstrip("/")
                    if target.startswith("/")
                    else posixpath.normpath(f"{folder}/{target}")
                )
                if kind.endswith("/worksheet") and part:
                    hidden = given.get("state", "visible") != "visible"
                    self.tabs.append(Tab(given.get("name", ""), part, hidden))

        feed(self.archive, self.part, parser(start))
        if not self.tabs:
            raise FileRefused("文件里没有工作表。请用Excel或WPS打开核对后再上传。")

    def _read_texts(self, part: str) -> list[str]:
        """Shared texts; furigana (rPh) left out."""
        texts: list[str] = []
        if not part:
            return texts
        pieces: list[str] = []
        state = {"t": False, "rPh": 0, "size": 0}

        def start(name: str, given: dict[str, str]) -> None:
            tag = local(name)
            if tag == "si":
                pieces.clear()
            elif tag == "rPh":
                state["rPh"] += 1
            elif tag == "t":
                state["t"] = not state["rPh"]

        def end(name: str) -> None:
            tag = local(name)
            if tag == "t":
                state["t"] = False
            elif tag == "rPh":
                state["rPh"] -= 1
            elif tag == "si":
                texts.append(plain("".join(pieces)))

        def text(said: str) -> None:
            if state["t"]:
                pieces.append(said)
                state["size"] += len(said)
                if state["size"] > MOST_TEXT:
                    raise FileRefused("表中的文字太多，无法读取。请分成几个文件上传。")

        feed(self.archive, part, parser(start, end, text))
        return texts

    def _read_formats(self, part: str) -> list[bool]:
        """For each cell style whether it shows a date."""
        custom: dict[int, bool] = {}
        dates: list[bool] = []
        inside: list[bool] = []

        def start(name: str, given: dict[str, str]) -> None:
            tag = local(name)
            if tag == "numFmt":
                code = LITERAL.sub("", given.get("formatCode", "").split(";")[0]).lower()
                shows = any(sign in code for sign in "ymdhs年月日") and "general" not in code
                custom[_int(given.get("numFmtId"))] = shows
            elif tag == "cellXfs":
                inside.append(True)
            elif tag == "xf" and inside:
                number = _int(given.get("numFmtId"))
                dates.append(custom.get(number, number in BUILT_IN_DATES))

        def end(name: str) -> None:
            if local(name) == "cellXfs":
                inside.clear()

        if part:
            feed(self.archive, part, parser(start, end))
        return dates


def _int(text: str | None) -> int:
    return int(text) if text and text.isdecimal() else 0
