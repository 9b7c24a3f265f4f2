"""Values of indicators at places on days."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from dangjianyun.foundation.actor import Actor
from dangjianyun.foundation.days import month_end, previous_month_end, today
from dangjianyun.foundation.errors import Refused, Unseen
from dangjianyun.foundation.indicators import INDICATORS, Indicator
from dangjianyun.foundation.tallies import month_ends, totals
from dangjianyun.territory.queries import code_to_path

READ = "insight.indicator.read"


@dataclass(frozen=True)
class Value:
    """One indicator at a place on a day. A count or sum is an int, a ratio a share or None."""

    indicator: Indicator
    place: str
    on: date
    value: float | int | None


def region(actor: Actor, code: str) -> str:
    """The path of a region that the actor may ask about; "" asks for the actor's own.

    Raises: Unseen for a region outside the actor's scope, which reads the same as an unknown one.
    """
    if not code:
        return places_of(actor)[0] if places_of(actor) else ""
    try:
        path = code_to_path(code)
    except Refused:
        raise Unseen(f"没有区划“{code}”，或不在你的范围内。") from None
    if not any(path.startswith(place) for place in places_of(actor)):
        raise Unseen(f"没有区划“{code}”，或不在你的范围内。")
    return path


def places_of(actor: Actor) -> tuple[str, ...]:
    """The divisions whose numbers the actor may read, as granted."""
    return actor.at("d", READ)


def checked_day(on: date | None) -> date:
    """The day asked for, today if none. Raises: Refused for a day in the future."""
    if on is not None and on > today():
        raise Refused(f"{on}还没有到，只能查看今天或以前的情况。", field="on")
    return on or today()


def numbers(
    actor: Actor,
    ids: Iterable[str],
    places: Sequence[str],
    days: Sequence[date],
) -> dict[tuple[str, str, date], float | int | None]:
    """Values by (indicator, place, day). One query for divisions, one a number elsewhere.

    A place of "" stands for all that the actor sees (a Party tree, the assigned organizations):
    there the records themselves are counted.
    """
    wanted = [INDICATORS[name] for name in ids]
    plain = {i.id for i in wanted if i.kind in {"count", "sum"}}
    for ratio in (i for i in wanted if i.kind == "ratio"):
        plain |= {ratio.numerator, ratio.denominator}
    divisions = [place for place in places if place]
    sums: dict[tuple[str, str, date], int] = dict(totals(plain, divisions, days))
    if "" in places:
        for name in plain:
            for day in days:
                sums[name, "", day] = _counted(actor, INDICATORS[name], day)
    return {
        (i.id, place, day): _value(i, sums, place, day)
        for i in wanted
        for place in places
        for day in days
    }


def _value(
    indicator: Indicator, sums: dict[tuple[str, str, date], int], place: str, day: date
) -> float | int | None:
    if indicator.kind != "ratio":
        return sums.get((indicator.id, place, day), 0)
    below = sums.get((indicator.denominator, place, day), 0)
    above = sums.get((indicator.numerator, place, day), 0)
    return above / below if below else None


def _counted(actor: Actor, indicator: Indicator, day: date) -> int:
    segment: Any = indicator.segment
    rows = segment.objects.seen_by(actor, on=day).filter(segment.on(day), **indicator.where)
    return int(rows.count())


def trend(
    actor: Actor, ids: Sequence[str], place: str, on: date, months: int = 36
) -> tuple[list[date], dict[str, list[float | int | None]]]:
    """Values at the last `months` month ends up to `on` (the last point is `on` itself)."""
    ends = [on] if on != month_end(on) else []
    day = on if on == month_end(on) else previous_month_end(on)
    while len(ends) < months:
        ends.append(day)
        day = previous_month_end(day)
    ends.reverse()
    wanted = [INDICATORS[name] for name in ids]
    plain = sorted(
        {name for i in wanted for name in (i.numerator, i.denominator) if name}
        | {i.id for i in wanted if i.kind != "ratio"}
    )
    series = month_ends(plain, place, ends)
    if on != month_end(on):
        exact = totals(plain, [place], [on])
        for name in plain:
            series[name][-1] = exact.get((name, place, on), 0)
    found: dict[str, list[float | int | None]] = {}
    for i in wanted:
        if i.kind == "ratio":
            pairs = zip(series[i.numerator], series[i.denominator], strict=True)
            found[i.id] = [above / below if below else None for above, below in pairs]
        else:
            found[i.id] = list(series[i.id])
    return ends, found
