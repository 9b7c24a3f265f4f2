"""The segments behind a number: what is counted and what is listed are the same rows."""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import date
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import QuerySet

from dangjianyun.coverage.models import OrganizationStanding
from dangjianyun.foundation.actor import Actor
from dangjianyun.foundation.errors import Refused, Unseen
from dangjianyun.foundation.indicators import INDICATORS, Indicator
from dangjianyun.foundation.scope import below, hangs_in
from dangjianyun.insight.queries.places import ALL, READ, places_of, within

AT_WORK = "work_path"


@dataclass(frozen=True)
class Rest(Indicator):
    """What a ratio's denominator counts and its numerator does not; declared nowhere.

    Its value is the difference of the two, so no tally is kept of it.
    """

    without: Mapping[str, Any] = field(default_factory=dict)


def find(name: str) -> Indicator:
    """The indicator. Raises: Refused where there is none of that id."""
    indicator = INDICATORS.get(name)
    if indicator is None:
        raise Refused(f"没有指标“{name}”。全部指标见指标词典。")
    return indicator


def counted(name: str, part: str = "") -> Indicator:
    """The count or sum whose segments are asked for: of a ratio its numerator, or a named part.

    Raises: Refused for an indicator or a part that does not exist.
    """
    indicator = find(name)
    if indicator.kind != "ratio":
        if part not in {"", "numerator"}:
            raise Refused(f"“{indicator.label}”不是比率，没有分母和其余部分。", field="part")
        return indicator
    if part not in {"", "numerator", "denominator", "rest"}:
        raise Refused(f"没有“{part}”这一部分，可用numerator、denominator或rest。", field="part")
    if part == "rest":
        return INDICATORS[indicator.rest] if indicator.rest else _rest(indicator)
    return INDICATORS[indicator.denominator if part == "denominator" else indicator.numerator]


def _rest(ratio: Indicator) -> Rest:
    whole, part = INDICATORS[ratio.denominator], INDICATORS[ratio.numerator]
    said = {one.name: getattr(whole, one.name) for one in fields(whole)}
    said["id"] = f"{ratio.id}.rest"
    said["label"] = f"其他{whole.label}"
    said["meaning"] = f"计入“{whole.label}”、不计入“{part.label}”的。"
    return Rest(**said, without=part.where)


def behind(actor: Actor, indicator: Indicator, place: str, on: date) -> QuerySet[Any]:
    """The segments that a count or sum adds up at a place on a day.

    Raises: Unseen for a division outside the actor's scope, and for what may not be counted there.
    """
    must_count(actor, indicator, place)
    rows = seen(actor, indicator, place, on).filter(**indicator.where)
    return rows.exclude(**indicator.without) if isinstance(indicator, Rest) else rows


def countable(actor: Actor, indicator: Indicator) -> bool:
    """Whether the actor may count it: members do not hang at an organization, so that what it
    would be told of them is no nought but nothing.
    """
    if indicator.kind == "ratio":
        parts = (indicator.numerator, indicator.denominator)
        return all(countable(actor, INDICATORS[name]) for name in parts)
    if places_of(actor):
        return True
    table: Any = OrganizationStanding if indicator.at == AT_WORK else indicator.segment
    return any(hangs_in(table, place.split("/", 1)[0]) for place in actor.places(READ))


def must_count(actor: Actor, indicator: Indicator, place: str) -> None:
    """Records of a number that the actor may not count are not there, rather than none.

    Raises: Unseen.
    """
    if place == ALL and not countable(actor, indicator):
        raise Unseen(f"“{indicator.label}”不在你的范围内计数，没有明细。")


def seen(actor: Actor, indicator: Indicator, place: str, on: date) -> QuerySet[Any]:
    """The segments of an indicator's table that hold at a place on a day, counted or not.

    Raises: Unseen for a division outside the actor's scope.
    """
    if not within(actor, place):
        raise Unseen
    segment: Any = indicator.segment
    places = [place] if place != ALL else places_of(actor)
    if places:
        rows = segment.rows().filter(reduce(or_, (below(indicator.at, one) for one in places)))
    elif indicator.at == AT_WORK:
        # Who works in an organization counts where the organization is seen.
        mine = OrganizationStanding.objects.seen_by(actor, on=on)
        mine = mine.filter(OrganizationStanding.on(on)).values("organization")
        rows = segment.rows().filter(organization__in=mine)
    else:
        rows = segment.objects.seen_by(actor, on=on)
    found: QuerySet[Any] = rows.filter(segment.on(on))
    return found
