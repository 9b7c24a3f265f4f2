"""Segments computed anew after a rule parameter changed: asked for in the act, done by a task."""

from django.db import transaction

from dangjianyun.foundation.models import Rebuild
from dangjianyun.foundation.refresh import renew
from dangjianyun.foundation.scope import below
from dangjianyun.foundation.segments import DERIVED, Derived, chunks
from dangjianyun.foundation.tallies import add_to_tallies
from dangjianyun.foundation.turns import hold_settings

CHUNK = 500
"""Subjects a transaction: they stay locked until it ends, and users must not wait for long."""


def ask_rebuild(parameter: str, place: str) -> int:
    """Mark the segments that depend on a parameter at a place; gives how many tables.

    Call it before the parameter is written: it waits for acts that still use the old value.
    """
    hold_settings()
    waiting = [
        Rebuild(derived=derived.name, place=place)
        for derived in DERIVED.values()
        if parameter in derived.parameters
    ]
    Rebuild.objects.bulk_create(waiting)
    return len(waiting)


def run() -> int:
    """Compute everything marked anew; gives the number of subjects.

    A mark is removed only after its work is done. Two runs at once do no harm: the lock on the
    subjects makes them take turns, and the second finds nothing to change.
    """
    count = 0
    marks = list(Rebuild.objects.order_by("pk"))
    for derived, place in dict.fromkeys((mark.derived, mark.place) for mark in marks):
        count += _rebuild(DERIVED[derived], place)
    Rebuild.objects.filter(pk__in=[mark.pk for mark in marks]).delete()
    return count


def _rebuild(derived: Derived, place: str) -> int:
    segment = derived.segment
    rows = segment.rows().filter(below("path", place))
    subjects = sorted(set(rows.values_list(segment.subject, flat=True)))
    for ids in chunks(subjects, CHUNK):
        with transaction.atomic():
            add_to_tallies(renew(derived, ids))
    return len(subjects)
