"""The comparison of a division page as a table that leaves the house."""

from collections.abc import Iterator, Mapping
from decimal import Decimal

from dangjianyun.foundation.actor import Actor
from dangjianyun.foundation.errors import Unseen
from dangjianyun.foundation.sheets import Shown, Taken, declare_shown
from dangjianyun.foundation.sheets.shown import Cell
from dangjianyun.insight import queries
from dangjianyun.insight.asked import day_in
from dangjianyun.insight.divisions import DivisionNumbers, division_numbers
from dangjianyun.insight.queries.places import READ

NAME = "comparison"


def read(actor: Actor, params: Mapping[str, str]) -> Taken:
    """The divisions below `region` (the actor's own without one) side by side, as the page has them
    on the day `on` in the order `sort`.

    Raises: Unseen where nothing lies below, or the division out of scope; Refused for a wrong day.
    """
    place = queries.region(actor, params.get("region", ""))
    on = day_in(params)
    if place == queries.ALL:
        raise Unseen("这个范围没有可以比较的下级区划。")
    shown = division_numbers(actor, place, on)
    if not shown.below:
        raise Unseen(f"{shown.division.name}没有可以比较的下级区划。")
    headings = (shown.below_label, "区划代码", "覆盖率", "较上月（百分点）")
    rows = _rows(shown, params.get("sort", "") or "-rate")
    title = f"{shown.division.name}{shown.below_label}比较"
    return Taken((*headings, *COUNTS), rows, on, place, title)


COUNTS = ("社会组织（家）", "未覆盖（家）", "应建未建（家）", "指导员（人）")


def _rows(shown: DivisionNumbers, order: str) -> Iterator[list[Cell]]:
    for row in shown.compared(order):
        rate, change = row.rate, row.change
        yield [
            row.division.name,
            row.division.code,
            None if rate is None else float(rate),
            None if change is None else Decimal(f"{100 * change:.2f}"),
            *(int(value or 0) for _, value, _, _ in row.cells),
        ]


COMPARISON = declare_shown(Shown(NAME, "辖区比较", READ, read))
