"""`sheets`, `template`, `import`, `undo`, `export`: tables in and out on the command line."""

import argparse
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.db import transaction

from dangjianyun.cli.frame import Refused, actor_for, emit, warn
from dangjianyun.cli.output import Progress
from dangjianyun.foundation.actor import Actor
from dangjianyun.foundation.sheets import SHEETS, sheet_named
from dangjianyun.interchange.actions import discard_batch, undo_batch, write_batch
from dangjianyun.interchange.annotating import annotate
from dangjianyun.interchange.blank import write_template
from dangjianyun.interchange.exporting import export_file
from dangjianyun.interchange.intake import Upload, check_file, receive
from dangjianyun.interchange.models import Batch
from dangjianyun.interchange.progress import heard_by
from dangjianyun.interchange.results import result_of

PARTLY, NOTHING = 3, 1
HEADINGS = {"name": "名称", "label": "表", "key": "关键列"}
SUMMARY = {
    "batch": "批号",
    "rows": "数据行",
    "created": "新增",
    "updated": "变更",
    "unchanged": "无变化",
    "rejected": "有误",
    "waiting": "待上级核验",
}
ERRORS = {"row": "行", "column": "列", "value": "表里写的", "message": "问题和改法"}


class _Undone(Exception):
    """Roll back a dry run."""


def sheets(args: argparse.Namespace) -> None:
    """Every sheet with its columns."""
    emit(args, [sheet.row() for sheet in SHEETS.values()], HEADINGS)


def template(args: argparse.Namespace) -> None:
    """Write a blank workbook. Raises: Refused for an unknown sheet."""
    sheet = sheet_named(args.sheet)
    _must_be_writable(args.file)
    write_template(sheet, args.file)
    emit(args, {"sheet": sheet.name, "file": str(args.file), "columns": len(sheet.columns)})


def import_(args: argparse.Namespace) -> int:
    """Check a file and write it: all rows, or with --good-rows the good ones.

    3 where rows were left out or would be; 1 where bad rows kept everything out.
    """
    actor = actor_for(args)
    upload = Upload(sheet_named(args.sheet).name, args.file.name, args.year)
    if not args.file.is_file():
        raise Refused(f"找不到文件{args.file}，请核对路径。")
    if args.report:
        _must_be_writable(args.report)
    if not args.dry_run:
        return _import(args, actor, upload)
    code = 0
    try:
        with transaction.atomic():
            with _told(args):
                batch = check_file(receive(actor, upload), actor, args.file)
            code = _tell(args, batch, result_of(batch, would=True))
            raise _Undone
    except _Undone:
        return code


def _import(args: argparse.Namespace, actor: Actor, upload: Upload) -> int:
    with _told(args):
        batch = check_file(receive(actor, upload), actor, args.file)
        bad = bool(batch.count("rejected") + batch.count("held"))
        if not bad or args.good_rows:
            batch = write_batch(batch, actor=actor, good_only=args.good_rows, batch=batch.number)
    if not bad or args.good_rows:
        return _tell(args, batch, result_of(batch))
    _tell(args, batch, result_of(batch))
    discard_batch(batch, actor=actor, batch=batch.number)
    warn("有错误，没有写入任何内容。请改好后再导入，或加 --good-rows 只写入正确的行。")
    return NOTHING


@contextmanager
def _told(args: argparse.Namespace) -> Iterator[None]:
    """Say how far a long import is."""
    progress = Progress(args)
    try:
        with heard_by(progress):
            yield
    finally:
        progress.end()


def _must_be_writable(path: Path) -> None:
    """Raises: Refused before anything is done whose result could not be put down."""
    if path.is_dir() or not path.parent.is_dir() or not os.access(path.parent, os.W_OK):
        raise Refused(f"不能写入{path}：没有这个文件夹，或没有写入权限。请换一个位置。")


def _tell(args: argparse.Namespace, batch: Batch, result: dict[str, Any]) -> int:
    if args.report:
        annotate(batch, args.report)
    if args.json:
        emit(args, result)
    else:
        emit(args, result, SUMMARY)
        for note in result["notes"]:
            print(note, file=args.stdout)
        if result["errors"]:
            emit(args, result["errors"], ERRORS)
    return PARTLY if result["rejected"] else 0


def undo(args: argparse.Namespace) -> None:
    """Take a batch back. Raises: Refused for an unknown or undone one, or later changes."""
    actor = actor_for(args)
    batch = Batch.objects.seen_by(actor).filter(number=args.batch).first()
    if batch is None:
        raise Refused(f"没有批号为“{args.batch}”的导入，或不在你的范围内。")
    with _told(args):
        deleted, restored = undo_batch(batch, actor=actor, batch=batch.number)
    told = {"batch": batch.number, "deleted": deleted, "restored": restored}
    emit(args, told, {"batch": "批号", "deleted": "删除", "restored": "恢复"})


def export(args: argparse.Namespace) -> None:
    """Write what the actor may see of a sheet. Raises: Refused, Unseen."""
    actor = actor_for(args)
    _must_be_writable(args.file)
    rows = export_file(
        actor, sheet_named(args.sheet), args.file, region=args.region or "", on=args.on
    )
    emit(args, {"rows": rows}, {"rows": "行数"})
