"""What units were called and were on a day."""

from collections.abc import Iterable
from datetime import date

from dangjianyun.foundation.days import today
from dangjianyun.foundation.segments import chunks
from dangjianyun.party.models import TOLD, Unit, UnitParticulars


def said_on(units: Iterable[int], on: date) -> dict[int, UnitParticulars]:
    """What was said of these units on a day; nothing of those that did not exist then."""
    found: dict[int, UnitParticulars] = {}
    for ids in chunks(sorted(set(units))):
        rows = UnitParticulars.rows().filter(UnitParticulars.on(on), unit__in=ids)
        found.update({row.unit_id: row for row in rows})
    return found


def names_on(units: Iterable[int], on: date) -> dict[int, str]:
    """The names that units had on a day."""
    return {pk: row.name for pk, row in said_on(units, on).items()}


def shown_on(units: Iterable[Unit], on: date) -> None:
    """Let units that were read to be shown, never to be written, say what held on the day."""
    if on >= today():
        return
    rows = list(units)
    said = said_on((row.pk for row in rows), on)
    for row in rows:
        if row.pk in said:
            for name in TOLD:
                setattr(row, name, getattr(said[row.pk], name))


def changes_of(unit: Unit, on: date) -> list[UnitParticulars]:
    """What a unit was called and was by a day, latest first; empty where nothing changed.

    Neighboring rows that say the same are shown as one.
    """
    found: list[UnitParticulars] = []
    for row in unit.particulars.filter(since__lte=on).order_by("since"):
        if found and all(getattr(found[-1], name) == getattr(row, name) for name in TOLD):
            found[-1].until = row.until
        else:
            found.append(row)
    return found[::-1] if len(found) > 1 else []
