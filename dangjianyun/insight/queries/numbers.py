"""Values of indicators at places on days."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from itertools import groupby

from django.db.models import Count, Q, Sum

from dangjianyun.foundation.actor import Actor
from dangjianyun.foundation.days import month_end, previous_month_end
from dangjianyun.foundation.errors import Unseen
from dangjianyun.foundation.indicators import INDICATORS, Indicator
from dangjianyun.foundation.tallies import Asked, month_ends, totals, totals_of
from dangjianyun.insight.queries.behind import countable, seen
from dangjianyun.insight.queries.places import ALL, places_of, within

Number = float | int | None
Sums = dict[tuple[str, str, date], int]


def numbers(
    actor: Actor,
    ids: Iterable[str],
    places: Sequence[str],
    days: Sequence[date],
    below: Asked | None = None,
) -> dict[tuple[str, str, date], Number]:
    """Values by (indicator, place, day): a count or sum is an int, a ratio a share or None.

    One query for any number of divisions; `below` asks for fewer indicators and days at further
    places in the same one. The place ALL stands for all that the actor sees: the granted divisions
    together, else (a Party tree, assigned organizations) the records themselves are counted, a
    query a table and day; None for what the actor may not count. Raises: Unseen for a division
    outside the scope.
    """
    asked = [Asked(list(ids), places, days), *([below] if below else [])]
    if not all(within(actor, place) for one in asked for place in one.paths):
        raise Unseen
    granted = places_of(actor) if ALL in places else ()
    sums: Sums = dict(
        totals_of(
            Asked(plain_ids(_known(one)), [*filter(None, one.paths), *granted], one.days)
            for one in asked
        )
    )
    if ALL in places:
        plain = plain_ids(_known(asked[0]))
        for day in days:
            if granted:
                for name in plain:
                    sums[name, ALL, day] = sum(sums.get((name, p, day), 0) for p in granted)
            else:
                sums |= {(name, ALL, day): n for name, n in _counted(actor, plain, day).items()}
    return {
        (i.id, place, day): _value(i, sums, place, day)
        if place != ALL or countable(actor, i)
        else None
        for one in asked
        for i in _known(one)
        for place in one.paths
        for day in one.days
    }


def _known(asked: Asked) -> list[Indicator]:
    return [INDICATORS[name] for name in asked.indicators]


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


def _counted(actor: Actor, names: Sequence[str], day: date) -> dict[str, int]:
    """Counts and sums over all that the actor sees: one query for each table of segments."""
    found: dict[str, int] = {}
    wanted = [INDICATORS[name] for name in names]
    for _, group in groupby(sorted(wanted, key=_table), key=_table):
        together = list(group)
        rows = seen(actor, together[0], ALL, day)
        sums = {f"n{n}": _adding(i) for n, i in enumerate(together)}
        values = rows.aggregate(**sums)
        found |= {i.id: int(values[f"n{n}"] or 0) for n, i in enumerate(together)}
    return found


def _adding(indicator: Indicator) -> Count | Sum:
    counted = Q(**indicator.where)
    if indicator.amount:
        return Sum(indicator.amount, filter=counted)
    return Count("pk", filter=counted)


def _table(indicator: Indicator) -> tuple[str, str]:
    return str(indicator.segment), indicator.at


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
