"""Setting what the rules leave open."""

from datetime import date
from typing import Any

from dangjianyun.access.action import action
from dangjianyun.access.book import Book
from dangjianyun.foundation.actor import Actor
from dangjianyun.foundation.days import today
from dangjianyun.foundation.errors import Refused
from dangjianyun.foundation.models import RuleParameter
from dangjianyun.foundation.rebuilding import ask_rebuild
from dangjianyun.insight.rulebook import find_parameter
from dangjianyun.insight.tasks import rebuild_segments
from dangjianyun.law.parameter import ParameterRefused
from dangjianyun.territory.models import Division, Level

PARAMETER = "insight.parameter.write"


@action(PARAMETER, "设定规则参数")
def set_parameter(
    division: Division,
    *,
    actor: Actor,
    book: Book,
    key: str,
    value: Any,
    since: date,
    basis: str,
) -> RuleParameter:
    """Set a parameter for a division and all below it, from a day on.

    Segments that depend on it are marked and computed anew in the background.
    Raises: Refused below the level of a city, for an unknown parameter, a value it may not take, a
    future day, no basis.
    """
    if division.level > Level.CITY:
        raise Refused("规则参数由市级统一设定，区（县、市）和街道不另设。")
    parameter = find_parameter(key)
    if parameter is None:
        raise Refused(f"没有参数“{key}”，全部参数见规则库。", field="key")
    try:
        read = parameter.read(value)
    except ParameterRefused as refused:
        raise Refused(str(refused), field="value") from None
    if since > today():
        raise Refused(f"{since}还没有到，请写今天或以前的日期。", field="since")
    if len(basis.strip()) < 4:
        raise Refused("请写明依据，如文件名称和文号，至少4个字。", field="basis")
    stored = list(read) if isinstance(read, tuple) else read
    is_to_rebuild = ask_rebuild(key, division.path)
    found = RuleParameter.objects.filter(place=division.path, key=key, since=since).first()
    if found is None:
        row = book.add(
            RuleParameter(
                place=division.path, key=key, since=since, value=stored, basis=basis.strip()
            )
        )
    else:
        row = book.change(found, value=stored, basis=basis.strip())
    if is_to_rebuild:
        rebuild_segments.enqueue()
    return row
