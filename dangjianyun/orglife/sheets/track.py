"""How units stand with what they owe, as the list shows it."""

from collections.abc import Mapping

from dangjianyun.foundation.actor import Actor
from dangjianyun.foundation.days import today
from dangjianyun.foundation.errors import Refused
from dangjianyun.foundation.sheets import Shown, Taken, declare_shown
from dangjianyun.orglife.queries.activity import day_of
from dangjianyun.orglife.queries.track import HEADINGS, READ, asked_of, cells_of


def read(actor: Actor, params: Mapping[str, str]) -> Taken:
    """Its columns, conditions, order and day, and what was missed this year."""
    on = day_of(params.get("on", "")) or today()
    if on > today():
        raise Refused(f"{on}还没有到，只能导出今天或以前的情况。", field="on")
    return Taken(HEADINGS, cells_of(actor, asked_of(actor, params, on)), on, title="组织生活进度")


TRACK_SHOWN = declare_shown(Shown("track", "组织生活进度", READ, read))
