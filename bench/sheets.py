"""Files in and out: the command line from the file to the commit, and openpyxl beside it."""

import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import openpyxl
import xlsxwriter
from django.db import transaction
from django.db.models import Q

from bench.country import Country
from bench.result import Result
from dangjianyun.access.queries import operator
from dangjianyun.foundation.sheets import sheet_named
from dangjianyun.interchange.exporting import export_file
from dangjianyun.registry.models import Organization
from dangjianyun.registry.rules import make_credit_code
from dangjianyun.territory.queries import children

HEADINGS = (
    "统一社会信用代码",
    "名称",
    "类型",
    "行业分类",
    "所在区县",
    "成立登记日期",
    "专职人员数",
)
SAMPLE = 1000
ROOM = "d/33/3302/"


def imports(country: Country) -> list[Result]:
    """A workbook of new organizations: read, check, write, audit, index, number."""
    count = 2000 if country.quick else 100_000
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "organizations.xlsx"
        _workbook(path, count)
        command = [str(Path(sys.executable).with_name("dangjianyun")), "import", "organizations"]
        begun = time.perf_counter()
        done = subprocess.run(
            [*command, str(path), "--json"], capture_output=True, text=True, check=False
        )
        took = time.perf_counter() - begun
        peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
        plain = _row_by_row(path)
    told = json.loads(done.stdout or "{}")
    if done.returncode or told.get("created") != count:
        raise RuntimeError(f"import gave {done.returncode}: {done.stderr[-500:]} {str(told)[:500]}")
    return [
        Result(
            f"import of {count} organizations",
            country.size,
            1000,
            "rows/s",
            "high",
            value=count / took,
            comparator={"openpyxl row by row, one save each, rows/s": SAMPLE / plain},
            note=f"{took:.0f} s from the command to its end; the comparator checks, audits and "
            "counts nothing",
        ),
        Result("import, peak memory", country.size, 512, "MB", value=peak),
    ]


def _workbook(path: Path, count: int) -> None:
    book = xlsxwriter.Workbook(str(path), {"constant_memory": True})
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, HEADINGS)
    districts = children(ROOM, date(2026, 10, 1))
    for n in range(count):
        at = districts[n % len(districts)]
        sheet.write_row(
            n + 1,
            0,
            (
                make_credit_code("2", at.code, f"9{n:07d}"),
                f"{at.name}测试导入服务中心{n}号",
                "民办非企业单位",
                "社会服务",
                at.name,
                f"{2004 + n % 20}-{1 + n % 12:02d}-{1 + n % 28:02d}",
                n % 40,
            ),
        )
    book.close()


def _row_by_row(path: Path) -> float:
    """Seconds for the sample; rolled back."""
    begun = time.perf_counter()
    rows: Iterator[tuple[object, ...]] = openpyxl.load_workbook(
        path, read_only=True
    ).active.iter_rows(min_row=2, max_row=SAMPLE + 1, values_only=True)
    with transaction.atomic():
        for n, (_, name, _, _, _, day, staff) in enumerate(rows):
            Organization(
                code=f"BENCH{n:013d}",
                name=name,
                kind="service_institution",
                path=ROOM,
                registrar_path=ROOM,
                established_on=day,
                full_time_count=staff,
            ).save()
        took = time.perf_counter() - begun
        transaction.set_rollback(True)
    return took


def exports(country: Country) -> list[Result]:
    """20,000 organizations as a workbook."""
    wanted = 2000 if country.quick else 20_000
    first = Organization.rows().order_by("pk").values_list("pk", flat=True)
    keys = list(first[: min(wanted, country.size)])
    only = Q(pk__gte=keys[0], pk__lte=keys[-1])
    actor, sheet = operator(), sheet_named("organizations")
    with tempfile.TemporaryDirectory() as folder:
        ours, theirs = Path(folder) / "ours.xlsx", Path(folder) / "theirs.xlsx"
        spent = [_took(lambda: export_file(actor, sheet, ours, only=only)) for _ in range(2)]
        plain = _took(lambda: _with_openpyxl(ours, theirs))
        size = os.path.getsize(ours) // 1024
    bound = 3.0 * len(keys) / 20_000
    return [
        Result(
            f"export of {len(keys)} organizations",
            country.size,
            bound,
            "s",
            value=min(spent),
            comparator={"openpyxl write-only of the same cells, s": plain},
            note=f"{size} KB",
        )
    ]


def _took(act: Callable[[], object]) -> float:
    begun = time.perf_counter()
    act()
    return time.perf_counter() - begun


def _with_openpyxl(source: Path, target: Path) -> None:
    """Write the cells again. Reading them is not timed by half: it is what the database was."""
    rows = openpyxl.load_workbook(source, read_only=True).active.iter_rows(values_only=True)
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet()
    for row in rows:
        sheet.append(row)
    book.save(target)
