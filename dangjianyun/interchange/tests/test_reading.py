"""Foreign files: what is taken, and what is refused before anything is unpacked."""

import os
import zipfile
from datetime import date
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter

from dangjianyun.foundation.errors import Refused
from dangjianyun.interchange.files.reading import FormulaResult, Reader
from dangjianyun.interchange.tests.books import repacked, workbook

ROWS = [["名称", "数量"], ["甲", 1], ["乙", 2]]


def read(path: Path, sheet: int = 0) -> list[tuple[int, list[object]]]:
    with Reader(path) as reader:
        return list(reader.rows(sheet))


def work() -> float:
    """Seconds of processor time so far, those of ended children included."""
    spent = os.times()
    return spent.user + spent.system + spent.children_user + spent.children_system


def refusal(path: Path) -> str:
    before = work()
    with pytest.raises(Refused) as refused:
        read(path)
    assert work() - before < 5
    return refused.value.message


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "gbk", "gb18030", "utf-16", "utf-16-le"]
)
def test_a_csv_is_read_in_every_encoding_that_programs_write(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes("名称,数量\r\n“甲”社,1\r\n".encode(encoding))
    assert read(path) == [(1, ["名称", "数量"]), (2, ["“甲”社", "1"])]


def test_a_csv_keeps_line_breaks_blank_lines_and_tabs_as_columns(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text('名称\t内容\n\n甲\t"一\n二"\n', encoding="utf-8")
    assert read(path) == [(1, ["名称", "内容"]), (3, ["甲", "一\n二"])]


def test_what_a_file_is_goes_by_its_content_not_by_its_name(tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.csv", ROWS)
    assert read(path)[1] == (2, ["甲", 1])


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "文件是空的"),
        (b"<html><table><tr><td>1</td></tr></table>", "改了扩展名的网页"),
        (b"\xef\xbb\xbf<?xml version='1.0'?><Workbook/>", "改了扩展名的网页"),
        (bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 600, "旧版Excel文件"),
        (
            bytes.fromhex("d0cf11e0a1b11ae1") + "EncryptedPackage".encode("utf-16-le"),
            "设了打开密码",
        ),
        (b"%PDF-1.7", "PDF文件"),
        (b"MIME-Version: 1.0\r\n\r\n<html>", "改了扩展名的网页"),
        (b"a,b\n" + b"x" * 1_000_001 + b",1\n", "第2行有一格超过1,000,000个字"),
        ('名称,数量\n甲,"1\n乙,2\n'.encode(), "引号不成对"),
        (b"PK\x03\x04garbage", "文件已损坏"),
        (b"\x01\x02\x03\x04" * 100, "不是表格文件"),
        (b"\x81\xff\xfe\x00\x99" * 50, "编码无法识别"),
    ],
)
def test_what_is_no_table_is_refused_with_the_reason(
    tmp_path: Path, content: bytes, words: str
) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(content)
    assert words in refusal(path)


def test_an_archive_that_is_no_workbook_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("readme.txt", "x")
    assert "不是Excel文件" in refusal(path)


@pytest.mark.parametrize(
    ("parts", "words"),
    [
        (("mimetype", "content.xml"), "这是OpenDocument文件（.ods）"),
        (("_rels/.rels", "word/document.xml"), "这是Word文档或演示文稿"),
    ],
)
def test_documents_of_other_programs_are_called_by_their_names(
    tmp_path: Path, parts: tuple[str, ...], words: str
) -> None:
    relation = (
        '<Relationships><Relationship Id="a" Type="x/officeDocument" Target="word/document.xml"/>'
        "</Relationships>"
    )
    path = tmp_path / "a.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        for part in parts:
            archive.writestr(part, relation)
    assert words in refusal(path)


def sheet_of(tmp_path: Path, rows: str) -> Path:
    """A workbook whose only sheet holds these rows, as some program wrote them."""
    page = f"<worksheet><sheetData>{rows}</sheetData></worksheet>"
    path = workbook(tmp_path / "a.xlsx", ROWS)
    return repacked(path, "xl/worksheets/sheet1.xml", page.encode())


@pytest.mark.parametrize(
    "rows",
    [
        '<row r="99999999999999999999"><c r="A1"><v>1</v></c></row>',
        '<row r="5"><c r="A5"><v>1</v></c></row><row r="2"><c r="A2"><v>1</v></c></row>',
        '<row r="1"><c r="!!1"><v>1</v></c></row>',
    ],
)
def test_rows_and_cells_that_cannot_be_are_refused(tmp_path: Path, rows: str) -> None:
    assert "文件内部已损坏" in refusal(sheet_of(tmp_path, rows))


def test_escapes_and_pieces_of_text_are_read_as_what_they_stand_for(tmp_path: Path) -> None:
    cell = '<c r="{}1" t="inlineStr"><is>{}</is></c>'
    rows = "".join(
        (
            '<row r="1">',
            cell.format("A", "<t>甲_x000A_乙_x005F_x0041_</t>"),
            cell.format("B", "<r><t>海曙</t></r><r><t>中心</t></r><rPh><t>ハ</t></rPh>"),
            "</row>",
        )
    )
    assert read(sheet_of(tmp_path, rows)) == [(1, ["甲\n乙_x0041_", "海曙中心"])]


def test_macros_and_embedded_files_are_refused(tmp_path: Path) -> None:
    macro = repacked(workbook(tmp_path / "a.xlsx", ROWS), "xl/vbaProject.bin", b"x")
    nested = repacked(workbook(tmp_path / "b.xlsx", ROWS), "xl/embeddings/a.zip", b"PK")
    assert "带有宏" in refusal(macro)
    assert "嵌着别的文件" in refusal(nested)


def test_a_bomb_is_refused_by_its_directory(tmp_path: Path) -> None:
    path = repacked(workbook(tmp_path / "a.xlsx", ROWS), "xl/media/x.xml", b"0" * 100_000_000)
    assert path.stat().st_size < 1_000_000
    assert "压缩方式异常" in refusal(path)


def test_a_directory_that_lies_about_sizes_is_refused(tmp_path: Path) -> None:
    path = repacked(workbook(tmp_path / "a.xlsx", ROWS), "xl/styles.xml", b"<a>" + b" " * 90_000)
    held = path.read_bytes()
    size = (90_003).to_bytes(4, "little")
    path.write_bytes(held.replace(size, (40).to_bytes(4, "little")))
    assert "损坏" in refusal(path)


@pytest.mark.parametrize(
    "prolog",
    [
        b'<!DOCTYPE a [<!ENTITY b "c">]>',
        b'<!DOCTYPE a SYSTEM "http://127.0.0.1/x">',
        b'<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]>',
    ],
)
def test_xml_that_declares_entities_is_refused(tmp_path: Path, prolog: bytes) -> None:
    path = workbook(tmp_path / "a.xlsx", ROWS)
    repacked(path, "xl/workbook.xml", b'<?xml version="1.0"?>' + prolog + b"<workbook/>")
    assert "不允许的XML声明" in refusal(path)


def test_a_million_empty_rows_are_no_burden(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    book = xlsxwriter.Workbook(str(path), {"constant_memory": True})
    page = book.add_worksheet()
    page.write_row(0, 0, ["名称", "数量"])
    page.write_row(1, 0, ["甲", 1])
    empty = book.add_format({"bg_color": "#FFFFFF"})
    for row in range(2, 200_000):
        page.write_blank(row, 0, None, empty)
    page.write_string(1_048_575, 0, "最后")
    book.close()
    assert read(path) == [(1, ["名称", "数量"]), (2, ["甲", 1]), (1_048_576, ["最后"])]


def test_headings_are_looked_for_at_the_top_only(tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", [*ROWS, *[[None]] * 150, ["丙", 3]])
    with Reader(path) as reader:
        assert [number for number, _ in reader.sheets[0].rows] == [1, 2, 3]
        assert [number for number, _ in reader.rows(0)] == [1, 2, 3, 154]


def test_cells_far_to_the_right_are_refused(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    assert book.active is not None
    book.active["A1"], book.active["XFD2"] = "名称", "x"
    book.save(tmp_path / "a.xlsx")
    assert "第2行在第16384列还有内容" in refusal(tmp_path / "a.xlsx")


def test_dates_errors_formulas_and_merged_cells_are_what_they_are(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    book = xlsxwriter.Workbook(str(path))
    page = book.add_worksheet()
    day = book.add_format({"num_format": "yyyy/m/d"})
    page.write_datetime(0, 0, date(2021, 6, 28), day)
    page.write_formula(0, 1, "=1+1", None, 2)
    page.write_formula(0, 2, "=NA()", None, "#N/A")
    page.write_formula(0, 3, "=A1", None, "")
    page.merge_range(1, 0, 3, 0, "合并")
    for row in (1, 2, 3):
        page.write_number(row, 1, row)
    book.close()
    first, *rest = read(path)
    assert first[1][:3] == [date(2021, 6, 28), FormulaResult(2), FormulaResult("#N/A")]
    assert rest == [(2, ["合并", 1]), (3, ["合并", 2]), (4, ["合并", 3])]


def test_a_workbook_that_counts_from_1904_gives_the_same_days(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    book = xlsxwriter.Workbook(str(path), {"date_1904": True})
    page = book.add_worksheet()
    page.write_datetime(0, 0, date(2021, 6, 28), book.add_format({"num_format": "yyyy-mm-dd"}))
    book.close()
    assert read(path) == [(1, [date(2021, 6, 28)])]


def test_the_child_knows_no_secrets_and_writes_no_files(tmp_path: Path) -> None:
    with Reader(workbook(tmp_path / "a.xlsx", ROWS)) as reader:
        environment = Path(f"/proc/{reader._child.pid}/environ").read_text()
        limits = Path(f"/proc/{reader._child.pid}/limits").read_text()
    assert "DANGJIANYUN" not in environment
    assert "Max file size             0                    0" in limits
