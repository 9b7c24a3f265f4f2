"""Acts on batches: receive, keep what a check found, write, undo, put aside."""

from datetime import UTC, datetime, timedelta

from dangjianyun.access.action import action
from dangjianyun.access.book import Book
from dangjianyun.foundation.actor import Actor
from dangjianyun.foundation.days import ZONE
from dangjianyun.foundation.errors import Refused
from dangjianyun.foundation.sheets import SHOWN, sheet_named
from dangjianyun.foundation.sheets.rows import ASKED, CHANGED, HELD, NEW, REJECTED
from dangjianyun.interchange.checking import Outcome
from dangjianyun.interchange.desks import desk_of
from dangjianyun.interchange.models import Batch, Export, HeldRow, StagedPart, State
from dangjianyun.interchange.staging import Staged, packed
from dangjianyun.interchange.trial import moved, numbers
from dangjianyun.interchange.undoing import undo
from dangjianyun.interchange.workflow import STEPS, WRITE
from dangjianyun.interchange.writing import chain_of_rows, write
from dangjianyun.territory.queries import ancestors, division_of_path, level_of

KEPT = timedelta(days=30)
"""How long checked rows stay for looking at; the journal stays as long as the batch."""


@action(WRITE, "上传要导入的表")
def receive_batch(batch: Batch, *, actor: Actor, book: Book) -> Batch:
    """Put an uploaded file on record. Raises: Refused where the actor may not write such rows."""
    sheet = sheet_named(batch.sheet)
    if not actor.holds(sheet.permission):
        raise Refused(f"你的账号不能登记{sheet.label}，请由有权限的单位导入。")
    return book.add(batch)


@action(WRITE, "核对要导入的表")
def keep_check(batch: Batch, *, actor: Actor, book: Book, outcome: Outcome) -> Batch:
    """Record what a check found."""
    return book.change(
        batch,
        state=STEPS.take("check", batch.state),
        layout=outcome.layout,
        counts=dict(outcome.counts),
        districts={path: dict(counts) for path, counts in outcome.districts.items()},
        notes=outcome.notes,
        checked_at=datetime.now(UTC),
    )


@action(WRITE, "退回读不了的表")
def refuse_batch(batch: Batch, *, actor: Actor, book: Book, trouble: str) -> Batch:
    """Record why a file is not taken."""
    return book.change(batch, state=STEPS.take("refuse", batch.state), trouble=trouble[:300])


@action(WRITE, "写入导入的表")
def write_batch(batch: Batch, *, actor: Actor, book: Book, good_only: bool = False) -> Batch:
    """Write the new and changed rows of a checked batch, all or nothing.

    `good_only`: leave rejected rows out; rows about people that must be judged further up are held
    there. Raises: Refused with rejected rows otherwise, or where data has moved since the check.
    """
    state = STEPS.take("write", batch.state)
    sheet = sheet_named(batch.sheet)
    if not actor.holds(sheet.permission):
        raise Refused(f"你的账号不能登记{sheet.label}，请由有权限的单位写入。")
    bad = batch.count(REJECTED) + batch.count(HELD)
    if bad and not good_only:
        raise Refused(f"有{bad}行不能写入。请改好后重新上传，或只写入正确的行。")
    desk = desk_of(batch, actor)
    before = numbers(desk)
    held = write(batch, desk, actor)
    book.add_many([_held(batch, row) for row in held])
    return book.change(
        batch,
        state=state,
        layout=batch.layout | {"moves": moved(before, numbers(desk))},
        written_at=datetime.now(UTC),
        written_by=_who(actor),
    )


@action(WRITE, "放弃导入")
def discard_batch(batch: Batch, *, actor: Actor, book: Book) -> Batch:
    """Put a batch aside; its staged rows go at once."""
    batch.parts.all().delete()
    return book.change(batch, state=STEPS.take("discard", batch.state))


@action(WRITE, "撤销一批导入")
def undo_batch(batch: Batch, *, actor: Actor, book: Book) -> tuple[int, int]:
    """Take a written batch back, as if it had never been; gives rows deleted (requests too) and
    restored.

    Raises: Refused where any of its rows has since been changed or referred to, naming each.
    """
    if batch.state == State.UNDONE and batch.undone_at:
        at = batch.undone_at.astimezone(ZONE)
        raise Refused(f"这批导入已于{at:%Y-%m-%d %H:%M}由{batch.undone_by}撤销，不用再撤销。")
    if batch.state not in {State.WRITTEN, State.UNDOING}:
        raise Refused(f"这批导入{batch.get_state_display()}，没有写入过，不用撤销。")
    state = STEPS.take("undo", batch.state)
    sheet = sheet_named(batch.sheet)
    if not actor.holds(sheet.permission):
        raise Refused(f"你的账号不能更改{sheet.label}，请由有权限的单位撤销。")
    undo(batch, actor, chain_of_rows(batch))
    for row in batch.held_rows.filter(is_settled=False):
        book.remove(row)
    book.change(batch, state=state, undone_at=datetime.now(UTC), undone_by=_who(actor))
    return batch.count(NEW) + batch.count(ASKED), batch.count(CHANGED)


@action(WRITE, "交给后台办理")
def begin(batch: Batch, *, actor: Actor, book: Book, step: str) -> Batch:
    """Mark a batch as being written or undone by the worker (`begin_write`, `begin_undo`)."""
    return book.change(batch, state=STEPS.take(step, batch.state), trouble="")


@action(WRITE, "后台没有办成")
def stop(batch: Batch, *, actor: Actor, book: Book, step: str, trouble: str) -> Batch:
    """Put a batch back to where it was, with what kept it (`stop_write`, `stop_undo`)."""
    return book.change(batch, state=STEPS.take(step, batch.state), trouble=trouble[:300])


@action(lambda export: _read_permission(export.sheet), "导出表格")
def record_export(export: Export, *, actor: Actor, book: Book) -> Export:
    """Put on record that a workbook left the house."""
    return book.add(export)


def _read_permission(name: str) -> str:
    """What it takes to see a sheet, or a table that a page shows."""
    shown = SHOWN.get(name)
    return shown.permission if shown else sheet_named(name).read_permission


@action(WRITE, "处理待核验的行")
def settle_held(row: HeldRow, *, actor: Actor, book: Book, answer: str) -> HeldRow:
    """Answer a held row. Raises: Refused without words."""
    if len(answer.strip()) < 2:
        raise Refused("请写明核验意见。", field="answer")
    if row.is_settled:
        raise Refused("这一行已经核验过。")
    return book.change(row, is_settled=True, settled_by=_who(actor), answer=answer.strip()[:300])


def forget_rows(now: datetime | None = None) -> int:
    """Drop staged rows after thirty days: they hold personal cells that nobody needs any more."""
    old = (now or datetime.now(UTC)) - KEPT
    return StagedPart.objects.filter(batch__created_at__lt=old).delete()[0]


def _held(batch: Batch, row: Staged) -> HeldRow:
    return HeldRow(
        batch=batch,
        row=row.number,
        sheet=batch.sheet,
        title=row.title,
        sealed=packed(_cells(batch, row), f"interchange.held·{batch.number}·{row.number}"),
        path=_city(row.path or batch.path),
    )


def _cells(batch: Batch, row: Staged) -> list[list[str]]:
    headings: list[str] = batch.layout["headings"]
    return [
        [heading, str(cell)]
        for heading, cell in zip(headings, row.raw, strict=False)
        if heading and cell is not None
    ]


def _city(path: str) -> str:
    """Where somebody further up sees it: the city above a district, else the place itself."""
    chain = [*ancestors(path), division_of_path(path)] if path else []
    cities = [one.path for one in chain if level_of(one.path) == 2]
    return cities[0] if cities else path


def _who(actor: Actor) -> str:
    return f"{actor.label or actor.name}，{actor.unit_label}".rstrip("，")[:180]
