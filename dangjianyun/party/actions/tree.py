"""The tree of Party organizations: its paths, and the lock that keeps two changes of it apart."""

from collections.abc import Iterable
from datetime import date

from django.db.models import F, Value
from django.db.models.functions import Concat, Length, Substr

from dangjianyun.foundation.errors import Refused
from dangjianyun.foundation.scope import below
from dangjianyun.party.models import Subordination, Unit

FROM_THE_TOP = (Length("party_path"), "pk")
"""The order in which units are locked: the same as in the meeting of `party.indicators`."""


def lock_trees(units: Iterable[Unit]) -> dict[int, Unit]:
    """Take the trees in which these units stand; gives the units as they are now, by key.

    Whoever sets up or moves a unit holds the root of its tree, so that no path is made from one
    that is just being rewritten, and two moves cannot put each below the other. Rows that only
    refer to a root (members, coverings) are not held up.
    """
    keys = {unit.pk for unit in units}
    held: set[int] = set()
    while True:
        fresh = Unit.rows().prefetch_related("particulars").in_bulk(keys)
        roots = {int(unit.party_path.split("/")[1]) for unit in fresh.values()}
        if roots <= held:
            return fresh
        held |= roots
        rows = Unit.rows().filter(pk__in=held).order_by(*FROM_THE_TOP)
        list(rows.select_for_update(of=("self",), no_key=True).values_list("pk", flat=True))


def lock_units(keys: Iterable[int]) -> dict[int, Unit]:
    """These units as they are now, held until the transaction ends, by key.

    Whoever writes relations of a unit holds it: two writers take turns, and none finds a unit
    alive that is just being dissolved.
    """
    rows = Unit.rows().filter(pk__in=set(keys)).order_by(*FROM_THE_TOP).select_related("parent")
    return {row.pk: row for row in rows.select_for_update(of=("self",), no_key=True)}


def move_paths(old: str, new: str) -> None:
    """Rewrite the paths of a whole subtree in one statement."""
    moved = Unit.rows().filter(below("party_path", old))
    rows = moved.order_by(*FROM_THE_TOP).select_for_update(of=("self",), no_key=True)
    list(rows.values_list("pk", flat=True))
    moved.update(party_path=Concat(Value(new), Substr(F("party_path"), len(old) + 1)))


def must_never_stand_below(parent: Unit, unit: Unit, on: date) -> None:
    """Raises: Refused where `parent` stood below `unit` on the day or later."""
    seen: set[int] = set()
    wanted = {parent.pk}
    while wanted:
        if unit.pk in wanted:
            raise Refused(
                f"“{parent.name}”在{on}或以后是“{unit.name}”的下级，不能作它的上级。",
                field="parent",
            )
        seen |= wanted
        lines = Subordination.rows().filter(unit__in=wanted, until__gt=on)
        wanted = set(lines.values_list("parent_id", flat=True)) - seen
