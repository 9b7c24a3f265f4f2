"""When the record begins."""

from datetime import date

from dangjianyun.foundation.models import Tally


def first_day(place: str, indicator: str = "registry.organizations") -> date | None:
    """The first day on which an indicator had a value at a place; None where it never had one."""
    days = Tally.objects.filter(path=place, indicator=indicator, grain=Tally.DAY)
    return days.order_by("day").values_list("day", flat=True).first()
