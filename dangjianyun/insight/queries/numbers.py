"""Values of indicators at places on days."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from django.db.models import Sum

from dangjianyun.foundation.actor import Actor
from dangjianyun.foundation.days import month_end, previous_month_end
from dangjianyun.foundation.errors import Unseen
from dangjianyun.foundation.indicators import INDICATORS, Indicator
from dangjianyun.foundation.tallies import month_ends, totals
from dangjianyun.insight.queries.behind import behind
from dangjianyun.insight.queries.places import ALL, places_of, within

Number = float | int | None
Sums = dict[tuple[str, str, date], int]


def numbers(
    actor: Actor, ids: Iterable[str], places: Sequence[str], days: Sequence[date]
) -> dict[tuple[str, str, date], Number]:
    """Values by (indicator, place, day): a count or sum is an int, a ratio a share or None.

    One query for any number of divisions. The place ALL stands for all that the actor sees: the
    granted divisions together, else (a Party tree, assigned organizations) the records themselves
    are counted, a query a number and day. Raises: Unseen for a division outside the scope.
    """
    if not all(within(actor, place) for place in places):
        raise Unseen
    wanted = [INDICATORS[name] for name in ids]
    plain = plain_ids(wanted)
    granted = places_of(actor) if ALL in places else ()
    sums: Sums = dict(totals(plain, [*filter(None, places), *granted], days))
    if ALL in places:
        for name in plain:
            for day in days:
                sums[name, ALL, day] = (
                    sum(sums.get((name, place, day), 0) for place in granted)
                    if granted
                    else _counted(actor, INDICATORS[name], day)
                )
    return {
        (i.id, place, day): _value(i, sums, place, day)
        for i in wanted
        for place in places
        for day in days
    }


def plain_ids(wanted: Iterable[Indicator]) -> list[str]:
    """The counts and sums that these indicators are made of."""
    names: dict[str, None] = {}
    for one in wanted:
        parts = (one.numerator, one.denominator) if one.kind == "ratio" else (one.id,)
        names.update(dict.fromkeys(parts))
    return list(names)


def _value(indicator: Indicator, sums: Sums, place: str, day: date) -> Number:
    if indicator.kind != "ratio":
        return sums.get((indicator.id, place, day), 0)
    below = sums.get((indicator.denominator, place, day), 0)
    above = sums.get((indicator.numerator, place, day), 0)
    return above / below if below else None


def _counted(actor: Actor, indicator: Indicator, day: date) -> int:
    rows = behind(actor, indicator, ALL, day)
    if indicator.amount:
        return int(rows.aggregate(total=Sum(indicator.amount))["total"] or 0)
    return int(rows.count())


def trend(
    actor: Actor,
    ids: Sequence[str],
    place: str,
    on: date,
    months: int = 36,
    now: Mapping[str, int] | None = None,
) -> tuple[list[date], dict[str, list[Number]]]:
    """Values at the last month ends up to `on`, `months` of them; the last point is `on` itself.

    `now`: the counts on the day where the caller has them already, which saves the second query.
    Raises: Unseen for a division outside the scope.
    """
    if not within(actor, place) or place == ALL:
        raise Unseen
    ends = points(on, months)
    wanted = [INDICATORS[name] for name in ids]
    plain = plain_ids(wanted)
    series = month_ends(plain, place, ends)
    if on != month_end(on):
        exact = totals(plain, [place], [on]) if now is None else {}
        for name in plain:
            series[name][-1] = exact.get((name, place, on), 0) if now is None else now[name]
    found: dict[str, list[Number]] = {}
    for i in wanted:
        if i.kind == "ratio":
            pairs = zip(series[i.numerator], series[i.denominator], strict=True)
            found[i.id] = [above / below if below else None for above, below in pairs]
        else:
            found[i.id] = list(series[i.id])
    return ends, found


def points(on: date, months: int) -> list[date]:
    """The last month ends before `on`, and `on` itself: `months` days, rising."""
    days = [on]
    while len(days) < months and days[-1].year > 1:
        days.append(previous_month_end(days[-1]))
    return days[::-1]
