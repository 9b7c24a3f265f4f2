"""Files as users have them, and a way to run them through a check."""

import io
import json
import zipfile
from pathlib import Path
from typing import Any

import openpyxl

from dangjianyun.access.queries import operator
from dangjianyun.foundation.actor import Actor
from dangjianyun.interchange.actions import undo_batch, write_batch
from dangjianyun.interchange.intake import Upload, check_file, receive
from dangjianyun.interchange.models import Batch
from dangjianyun.interchange.results import result_of
from dangjianyun.registry.rules import make_credit_code

HEADINGS = ["统一社会信用代码", "名称", "类型", "所在街道（乡镇）", "成立登记日期", "专职人员数"]


def code(number: int, district: str = "330203") -> str:
    """A credit code that nobody in the city of the tests has."""
    return make_credit_code("2", district, f"000{number:05d}")


def organization(number: int, **changed: Any) -> list[Any]:
    """A row that is right, in the order of HEADINGS."""
    row = {
        "code": code(number),
        "name": f"海曙新办示例中心{number}",
        "kind": "民办非企业单位",
        "street": "西门街道",
        "since": "2020-03-01",
        "staff": 5,
    } | changed
    return list(row.values())


def workbook(path: Path, rows: list[list[Any]], *, title: str = "Sheet1") -> Path:
    """An .xlsx with these rows from the first line on."""
    book = openpyxl.Workbook()
    page = book.active
    assert page is not None
    page.title = title
    for row in rows:
        page.append(row)
    book.save(path)
    return path


def checked(
    path: Path, sheet: str = "organizations", *, actor: Actor | None = None, year: int | None = None
) -> Batch:
    """The batch behind a checked file."""
    who = actor or operator()
    return check_file(receive(who, Upload(sheet, path.name, year)), who, path)


def imported(
    path: Path, sheet: str = "organizations", *, actor: Actor | None = None, year: int | None = None
) -> dict[str, Any]:
    """What an import of the file says, all rows good."""
    who = actor or operator()
    batch = checked(path, sheet, actor=who, year=year)
    return result_of(write_batch(batch, actor=who, batch=batch.number))


def undone(result: dict[str, Any], actor: Actor | None = None) -> tuple[int, int]:
    """Take the batch of a result back."""
    batch = Batch.rows().get(number=result["batch"])
    return undo_batch(batch, actor=actor or operator(), batch=batch.number)


def faults(batch: Batch) -> list[tuple[int, str, str]]:
    """Row, column and message of every wrong cell."""
    return [(one["row"], one["column"], one["message"]) for one in result_of(batch)["errors"]]


def repacked(path: Path, part: str, content: bytes) -> Path:
    """The same archive with one part put in or replaced."""
    held = io.BytesIO(path.read_bytes())
    with zipfile.ZipFile(held) as old, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            if name != part:
                new.writestr(name, old.read(name))
        new.writestr(part, content)
    return path


def as_json(text: str) -> Any:
    """What a command printed."""
    return json.loads(text)
