"""A batch in the contract's words."""

from collections.abc import Iterator
from typing import Any

from dangjianyun.foundation.sheets import sheet_named
from dangjianyun.foundation.sheets.rows import ASKED, CHANGED, HELD, NEW, REJECTED, UNCHANGED
from dangjianyun.interchange.models import Batch, State
from dangjianyun.interchange.staging import WrongCell, all_rows, wrong_cells


def result_of(batch: Batch, *, would: bool = False) -> dict[str, Any]:
    """`{"batch","rows","created","updated","unchanged","rejected","waiting","errors","notes"}`.

    Once written, `rows` = created + updated + unchanged + rejected + waiting. `waiting` are rows
    that were written as requests (a new member of a district): they are created when the city
    verifies them. Rows held back for somebody further up, of whom nothing is written, count as
    rejected and are told in `errors`. What is not written counts nothing, unless asked what it
    would (`would`, for a dry run).
    """
    counted = would or batch.state in {State.WRITTEN, State.UNDONE}
    return {
        "batch": batch.number if batch.state in {State.WRITTEN, State.UNDONE} else None,
        "rows": batch.count("rows"),
        "created": batch.count(NEW) if counted else 0,
        "updated": batch.count(CHANGED) if counted else 0,
        "unchanged": batch.count(UNCHANGED),
        "rejected": batch.count(REJECTED) + batch.count(HELD),
        "waiting": batch.count(ASKED) if counted else 0,
        "errors": [
            {
                "row": one.row,
                "column": one.column,
                "value": one.value,
                "message": one.message,
                "cell": one.cell,
            }
            for one in wrong_cells_of(batch)
        ],
        "notes": batch.notes,
    }


def wrong_cells_of(batch: Batch) -> Iterator[WrongCell]:
    """Every wrong cell of a batch, in the order of the file."""
    sheet = sheet_named(batch.sheet)
    for row in all_rows(batch, rejected__gt=0):
        yield from wrong_cells(sheet, batch.layout, row)
