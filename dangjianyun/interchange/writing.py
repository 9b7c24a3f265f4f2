"""Writing a checked batch: judged once more, chunk by chunk, in one transaction."""

from collections.abc import Iterator

from dangjianyun.access.book import Book, chain_of
from dangjianyun.foundation.actor import Actor
from dangjianyun.foundation.errors import Refused
from dangjianyun.foundation.garbage import collected_seldom
from dangjianyun.foundation.refresh import refresh
from dangjianyun.foundation.sheets import Desk, Row, Sheet, sheet_named
from dangjianyun.foundation.sheets.rows import HELD
from dangjianyun.interchange.checking import CHUNK
from dangjianyun.interchange.depth import in_depth
from dangjianyun.interchange.journal import Journal
from dangjianyun.interchange.judging import Memo, read_row
from dangjianyun.interchange.models import Batch
from dangjianyun.interchange.progress import Progress
from dangjianyun.interchange.spool import Spool
from dangjianyun.interchange.staging import Staged, all_rows, differences
from dangjianyun.interchange.workflow import WRITE

STALE = "核对之后，{count}行的数据又有变动（第{rows}行），没有写入。请重新上传，核对后再写入。"
Judged = tuple[Row, Staged]


@collected_seldom()
def write(batch: Batch, desk: Desk, actor: Actor) -> list[Staged]:
    """Write the good rows of a batch; gives the held ones. Must run inside the action.

    Raises: Refused where rows no longer mean what the check showed.
    """
    sheet = sheet_named(batch.sheet)
    chain = chain_of_rows(batch)
    spool, journal = Spool(), Journal(batch)
    held: list[Staged] = []
    total = batch.good()
    progress, done = Progress(batch.number, total), 0
    progress.at(0)
    for judged in _chunks(sheet, desk, batch, held):
        book = Book(actor, WRITE, chain=chain, batch=batch.number)
        rows = [row for row, _ in judged]
        sheet.resolve(desk, rows)
        _still_so(sheet, judged)
        sheet.write(desk, book, rows)
        refresh(book.changes)
        journal.keep(book.changes)
        spool.take(book.entries)
        done += len(rows)
        progress.at(done)
    spool.append_to(chain)
    progress.end()
    return held


def _chunks(sheet: Sheet, desk: Desk, batch: Batch, held: list[Staged]) -> Iterator[list[Judged]]:
    """Good rows, read anew; where rows name each other, those above first."""
    waiting: list[Judged] = []
    memo: Memo = {}
    for kept in all_rows(batch):
        if kept.state == HELD:
            held.append(kept)
        if not kept.is_good:
            continue
        waiting.append((_row(sheet, batch, kept, memo), kept))
        if len(waiting) == CHUNK and not sheet.above:
            yield waiting
            waiting = []
    if sheet.above:
        yield from _levels(sheet, desk, waiting)
    elif waiting:
        yield waiting


def _levels(sheet: Sheet, desk: Desk, judged: list[Judged]) -> Iterator[list[Judged]]:
    kept = {row.number: one for row, one in judged}
    levels = in_depth(sheet, desk, [row for row, _ in judged])
    # From here on the rows above are in the database, not in the file.
    desk.waiting = {}
    for level in levels:
        for start in range(0, len(level), CHUNK):
            yield [(row, kept[row.number]) for row in level[start : start + CHUNK]]


def _row(sheet: Sheet, batch: Batch, kept: Staged, memo: Memo) -> Row:
    fields = {at: name for at, name in enumerate(batch.layout["fields"]) if name}
    return read_row(sheet, fields, kept.number, kept.raw, batch.layout["is_1904"], memo)


def _still_so(sheet: Sheet, judged: list[Judged]) -> None:
    moved = [
        row.number
        for row, kept in judged
        if row.state != kept.state or differences(sheet, row) != kept.changes
    ]
    if moved:
        named = "、".join(str(number) for number in moved[:10])
        raise Refused(STALE.format(count=len(moved), rows=named))


def chain_of_rows(batch: Batch) -> str:
    """The chain that records the batch: that of the deepest place above all its rows."""
    paths = sorted(path for path in batch.districts if path) or [batch.path]
    same = []
    for one, other in zip(paths[0].split("/"), paths[-1].split("/"), strict=False):
        if one != other:
            break
        same.append(one)
    shared = "/".join(same)
    return chain_of(f"{shared}/" if shared and not shared.endswith("/") else shared)
