"""What a branch says of itself that decides what it owes: whether it has Party groups."""

from datetime import date

from dangjianyun.access.action import action
from dangjianyun.access.book import Book
from dangjianyun.foundation.actor import Actor
from dangjianyun.foundation.days import OPEN, today
from dangjianyun.foundation.errors import Refused
from dangjianyun.orglife.models import Grouping
from dangjianyun.orglife.workflow import WRITE
from dangjianyun.party.models import Unit, UnitKind

WITH_GROUPS = (UnitKind.BRANCH, UnitKind.JOINT_BRANCH)
MOST_GROUPS = 20


@action(WRITE, "设置党小组")
def set_groups(unit: Unit, *, actor: Actor, book: Book, count: int, on: date) -> Grouping | None:
    """The branch has so many groups from a day on; 0: none any more.

    Raises: Refused for another kind of unit, a day ahead or outside its life, a later setting.
    """
    if unit.kind not in WITH_GROUPS:
        raise Refused("只有党支部可以划分党小组。", field="count")
    if not 0 <= count <= MOST_GROUPS:
        raise Refused(f"党小组个数应在0到{MOST_GROUPS}之间。", field="count")
    if on > today():
        raise Refused(f"{on}还没有到，请写今天或以前的日期。", field="on")
    if not unit.established_on <= on < unit.dissolved_on:
        raise Refused("这一天党组织还没有成立，或者已经撤销，请核对日期。", field="on")
    rows = Grouping.rows().filter(unit=unit, until__gt=on).order_by("since")
    if later := rows.filter(since__gt=on).first():
        raise Refused(f"{later.since}起已经另有设置，请写那天以后的日期。", field="on")
    now = rows.first()
    if now and now.count == count:
        raise Refused(f"这一天起已经是{count}个党小组，不必再设。", field="count")
    if now and now.since == on:
        if not count:
            book.remove(now)
            return None
        return book.change(now, count=count)
    if now:
        book.change(now, until=on)
    if not count:
        if now is None:
            raise Refused("本来没有党小组，不必再设。", field="count")
        return None
    return book.add(Grouping(unit=unit, count=count, since=on, until=OPEN))
