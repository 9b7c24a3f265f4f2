"""Records of organization life that wait for somebody."""

from datetime import date

from dangjianyun.foundation.actor import Actor
from dangjianyun.foundation.attention import Attention, Matter, attends
from dangjianyun.insight.links import PAGES, to
from dangjianyun.orglife.models import Meeting
from dangjianyun.orglife.queries.meeting import unfinished, waiting_for
from dangjianyun.orglife.workflow import CONFIRM, WRITE

FIRST = 3


@attends(CONFIRM)
def meetings_to_confirm(actor: Actor, on: date) -> Attention:
    """Records that units directly below have handed up."""
    rows = waiting_for(actor)
    return Attention(
        "blue",
        "待确认的组织生活",
        "直接下级已提交，等你确认或退回",
        rows.count(),
        to("orglife:meeting_confirm_many"),
        "份",
        tuple(
            Matter(
                "blue",
                "待确认",
                f"确认组织生活：{row.title}",
                f"{row.unit.name}，{row.held_on}",
                to(PAGES["meeting"], row.number),
                "打开记录",
            )
            for row in rows[:FIRST]
        ),
        needs=CONFIRM,
    )


@attends(WRITE)
def meetings_to_record(actor: Actor, on: date) -> Attention:
    """Own meetings that were returned, or whose day is over and nothing is handed up."""
    rows = unfinished(actor, on)
    return Attention(
        "warn",
        "没有提交的组织生活记录",
        "已到日期还没有提交，或被退回要补正",
        rows.count(),
        to("orglife:meeting_list", set="unfinished"),
        "份",
        tuple(_to_record(row) for row in rows[:FIRST]),
        needs=WRITE,
    )


def _to_record(row: Meeting) -> Matter:
    returned = row.state == Meeting.State.RETURNED
    return Matter(
        "red" if returned else "warn",
        "已退回" if returned else "待提交",
        f"{'补正' if returned else '提交'}组织生活记录：{row.title}",
        row.returned_for or f"{row.held_on}召开，还没有提交记录",
        to("orglife:meeting_record", row.number),
        "写记录",
    )
