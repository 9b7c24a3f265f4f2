"""`indicators`, `records`, `recount`: numbers, the records behind them, whether they are right."""

import argparse
from typing import Any

from dangjianyun.cli.frame import actor_for, emit
from dangjianyun.foundation.actor import Actor
from dangjianyun.foundation.errors import Refused
from dangjianyun.foundation.indicators import INDICATORS, Indicator
from dangjianyun.insight import queries
from dangjianyun.insight.dictionary import markdown
from dangjianyun.insight.placing import name_at, placed
from dangjianyun.insight.queries import recount as counting
from dangjianyun.insight.queries.places import READ
from dangjianyun.territory.queries import path_to_code

NUMBERS = {"id": "指标", "label": "名称", "value": "数值", "unit": "单位", "on": "日期"}
RECORDS = {"key": "编号", "label": "名称", "place": "所在地"}
COUNTED = {"indicators": "指标", "places": "地点", "found": "出入"}
DIFFERENCE = {
    "what": "指标或表",
    "where": "地点或对象",
    "on": "日期",
    "now": "现有",
    "should": "应为",
}
SHOWN = 20
WRONG = 1


def indicators(args: argparse.Namespace) -> None:
    """Every indicator, or those of --only, at a region on a day.

    With --markdown print docs/indicators.md.
    Raises: Refused for an unknown indicator or a future day; Unseen for a region out of scope.
    """
    if args.markdown and not args.json:
        args.stdout.write(markdown())
        return
    actor = _reader(args)
    on = queries.checked_day(args.on)
    wanted = [_known(name) for name in args.only or INDICATORS]
    place, code = _place(actor, args.region)
    values = queries.numbers(actor, [one.id for one in wanted], [place], [on])
    rows = [
        {
            "id": one.id,
            "label": one.label,
            "kind": one.kind,
            "value": values[one.id, place, on],
            "unit": one.unit,
            "meaning": one.meaning,
            "region": code,
            "on": on,
        }
        for one in wanted
    ]
    emit(args, rows, NUMBERS)


def records(args: argparse.Namespace) -> None:
    """The records behind one indicator. Raises: as `indicators`; Refused for a part it lacks."""
    actor = _reader(args)
    on = queries.checked_day(args.on)
    queries.counted(_known(args.indicator).id, args.part or "")
    place, _ = _place(actor, args.region)
    found = queries.records(actor, args.indicator, place, on, part=args.part or "")
    emit(args, [placed(row) for row in found], RECORDS)


def _known(name: str) -> Indicator:
    """The indicator. Raises: Refused for none of that id, with the command that lists them."""
    if name not in INDICATORS:
        raise Refused(f"没有指标“{name}”。全部指标见指标词典，或dangjianyun indicators。")
    return INDICATORS[name]


def recount(args: argparse.Namespace) -> int:
    """Count everything anew; put right what differs, with --check only tell it (exit 1)."""
    differences = counting.differences()
    if differences and not args.check:
        counting.rebuild()
    counted = {"indicators": counting.indicator_count(), "places": counting.place_count()}
    if args.json:
        emit(args, {**counted, "differences": differences})
    else:
        emit(args, {**counted, "found": f"{len(differences):,}处"}, COUNTED)
        _tell(args, differences)
    return WRONG if differences and args.check else 0


def _tell(args: argparse.Namespace, differences: list[dict[str, Any]]) -> None:
    """The first differences as people read them: there may be millions."""
    if differences:
        emit(args, [_difference(row) for row in differences[:SHOWN]], DIFFERENCE)
    if (more := len(differences) - SHOWN) > 0:
        args.stdout.write(f"还有{more:,}处没有列出，全部用--json。\n")


def _difference(row: dict[str, Any]) -> dict[str, Any]:
    """A tally, a segment that is missing or too many, or an organization judged in two ways."""
    if "indicator" in row:
        where = name_at(row["place"]) or row["place"]
        return {
            "what": row["indicator"],
            "where": where,
            "on": row["day"],
            "now": row["tally"],
            "should": row["recount"],
        }
    if "facts" in row:
        count = row["missing"]
        since, _, subject = row["facts"][:3]
        return {
            "what": row["segment"],
            "where": f"主键{subject}",
            "on": since,
            "now": f"多{-count}段" if count < 0 else f"少{count}段",
            "should": None,
        }
    return {"what": row["segment"], "where": f"主键{row['organization']}", "on": row["day"]}


def _place(actor: Actor, code: str | None) -> tuple[str, str | None]:
    """The place asked for and its code; the code is None for all that the actor sees."""
    place = queries.region(actor, code or "")
    return place, path_to_code(place) if place else None


def _reader(args: argparse.Namespace) -> Actor:
    """Who asks. Raises: Refused for an account that reads no numbers."""
    actor = actor_for(args)
    if not actor.holds(READ):
        raise Refused("这个账号不查看业务数字。请换业务账号，或不写--as。")
    return actor
