"""Recording activities."""

from collections.abc import Sequence

from dangjianyun.access.action import action
from dangjianyun.access.book import Book
from dangjianyun.foundation.actor import Actor
from dangjianyun.orglife.models import Activity
from dangjianyun.territory.models import Division

WRITE = "orglife.activity.write"


@action(WRITE, "登记活动")
def record_activities(
    division: Division, *, actor: Actor, book: Book, activities: Sequence[Activity]
) -> list[Activity]:
    """Put activities on record within `division`."""
    for row in activities:
        actor.must(WRITE, row)
    return book.add_many(activities)


@action(WRITE, "更正活动")
def correct_activity(
    activity: Activity, *, actor: Actor, book: Book, fields: dict[str, object]
) -> Activity:
    """Change what was recorded of an activity."""
    return book.change(activity, **fields)
