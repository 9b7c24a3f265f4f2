"""What organization life asks for: of a branch its own duties, of committees who needs help."""

from datetime import date
from typing import Any

from django.db.models import Q, QuerySet

from dangjianyun.foundation.actor import Actor
from dangjianyun.foundation.attention import Attention, Matter, State, attends
from dangjianyun.foundation.templatetags.dj_days import zh_day
from dangjianyun.insight.links import PAGES, to
from dangjianyun.orglife.queries.track import (
    Standing,
    lines_of,
    standings,
    track_rows,
)
from dangjianyun.orglife.rules.track import DUE_SOON, ON_TRACK, OVERDUE
from dangjianyun.orglife.workflow import CONFIRM, WRITE
from dangjianyun.party.models import Unit

FIRST = 4


def own_units(actor: Actor) -> QuerySet[Unit]:
    """The units at whose desk the actor sits: granted in the Party tree, without a division."""
    if actor.at("d", WRITE):
        return Unit.rows().none()
    return Unit.rows().filter(party_path__in=actor.at("p", WRITE))


@attends(WRITE)
def own_duties(actor: Actor, on: date) -> Attention | None:
    """What the own branch owes now: overdue, or due soon, with the last day."""
    units = {unit.pk: unit for unit in own_units(actor)}
    due = [
        (units[key], one)
        for key, told in standings(list(units), on).items()
        for one in told
        if one.light != ON_TRACK
    ]
    if not due:
        return None
    state: State = "red" if any(one.light == OVERDUE for _, one in due) else "warn"
    unit = due[0][0]
    return Attention(
        state,
        "本支部该开展的组织生活",
        "逾期的和快到期的，开展并提交记录后自动消去",
        len(due),
        to(PAGES["track"], unit.number),
        "项",
        tuple(_own(unit, one) for unit, one in due[:FIRST]),
        needs=WRITE,
    )


def _own(unit: Unit, one: Standing) -> Matter:
    overdue = one.light == OVERDUE
    badge = "逾期" if overdue or not one.deadline else f"{zh_day(one.deadline)}到期"
    return Matter(
        "red" if overdue else "warn",
        badge,
        f"开展：{one.label}",
        one.why,
        to(PAGES["track"], unit.number),
        "安排",
        to("orglife:meeting_new", unit=unit.number, kind=one.duty),
    )


def _below(actor: Actor, on: date, light: str) -> QuerySet[Any]:
    """Units below with that light, those that change first in front; not the own one."""
    rows = track_rows(actor, on).filter(duty="", light=light)
    mine = Q(unit__party_path__in=actor.at("p", CONFIRM))
    return rows.exclude(mine).select_related("unit").order_by("until", "since", "pk")


def _help(
    actor: Actor, on: date, light: str, state: State, words: str, note: str, act: str
) -> Attention:
    rows = _below(actor, on, light)
    figure = rows.count()
    shown = lines_of(list(rows[:FIRST]), on) if figure else []
    return Attention(
        state,
        words,
        note,
        figure,
        to("orglife:track_list", light=light),
        "个",
        tuple(
            Matter(
                state,
                _badge(told, light),
                f"{act}：{row.unit.name}",
                "；".join(f"{one.label}{one.why}" for one in told if one.light == light),
                to(PAGES["track"], row.unit.number),
                "看进度",
            )
            for row, told in shown
        ),
        needs=CONFIRM,
    )


def _badge(told: list[Standing], light: str) -> str:
    days = [one.deadline for one in told if one.light == light and one.deadline]
    return "逾期" if light == OVERDUE or not days else f"{zh_day(min(days))}到期"


@attends(CONFIRM)
def branches_overdue(actor: Actor, on: date) -> Attention:
    """Units below that missed a period and have not made it up."""
    return _help(
        actor,
        on,
        OVERDUE,
        "red",
        "组织生活逾期的党组织",
        "上个周期没有开展，至今没有补开",
        "帮助补开",
    )


@attends(CONFIRM)
def branches_due_soon(actor: Actor, on: date) -> Attention:
    """Units below that must hold something within days, before it is overdue."""
    return _help(
        actor,
        on,
        DUE_SOON,
        "warn",
        "组织生活将到期的党组织",
        "按本地设定的提醒天数，到期以前提醒",
        "提醒开展",
    )
