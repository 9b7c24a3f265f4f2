"""Recording activities."""

from collections.abc import Sequence

from dangjianyun.access.action import action
from dangjianyun.access.book import Book
from dangjianyun.access.withdrawing import withdraw
from dangjianyun.foundation.actor import Actor
from dangjianyun.orglife.models import Activity
from dangjianyun.party.models import Unit
from dangjianyun.registry.models import Organization
from dangjianyun.territory.models import Division
from dangjianyun.territory.queries import division_of_path

WRITE = "orglife.activity.write"


@action(WRITE, "登记活动")
def record_activities(
    place: Division | Unit | Organization,
    *,
    actor: Actor,
    book: Book,
    activities: Sequence[Activity],
) -> list[Activity]:
    """Put activities on record: of a division, or a Party organization's or organization's own.

    Raises: PermissionDenied for one that belongs neither to `place` nor to the actor's divisions.
    """
    for row in activities:
        if not _is_own(place, row):
            actor.must(WRITE, row.unit or division_of_path(row.path))
    return book.add_many(activities)


def _is_own(place: Division | Unit | Organization, row: Activity) -> bool:
    if isinstance(place, Unit):
        return bool(row.unit_id == place.pk)
    return isinstance(place, Organization) and row.organization_id == place.pk


@action(WRITE, "更正活动")
def correct_activity(
    activity: Activity, *, actor: Actor, book: Book, fields: dict[str, object]
) -> Activity:
    """Change what was recorded of an activity."""
    return book.change(activity, **fields)


@action(WRITE, "撤回误登的活动")
def withdraw_activity(activity: Activity, *, actor: Actor, book: Book) -> None:
    """Take back an activity that was recorded by mistake. Raises: as `withdraw`."""
    withdraw(activity, book)
