"""Templates of meetings: kept by a unit for itself, or given down to those below."""

from dangjianyun.access.action import action
from dangjianyun.access.book import Book
from dangjianyun.foundation.actor import Actor
from dangjianyun.foundation.days import OPEN, today
from dangjianyun.foundation.errors import Refused
from dangjianyun.orglife.models import Pattern
from dangjianyun.orglife.workflow import WRITE
from dangjianyun.party.models import Unit


@action(WRITE, "保存组织生活模板")
def keep_pattern(unit: Unit, *, actor: Actor, book: Book, pattern: Pattern) -> Pattern:
    """Keep a template. Raises: Refused for a name that the unit uses already."""
    alike = Pattern.rows().filter(unit=unit, name=pattern.name, retired_on=OPEN)
    if alike.exists():
        raise Refused("已有同名模板，请换一个名称，或先停用原来的。", field="name")
    pattern.unit = unit
    return book.add(pattern)


@action(WRITE, "停用组织生活模板")
def retire_pattern(pattern: Pattern, *, actor: Actor, book: Book) -> Pattern:
    """From today it is offered no more; what was made with it stays."""
    return book.change(pattern, retired_on=today())
