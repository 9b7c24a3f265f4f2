"""Numbers of activities."""

from collections.abc import Sequence
from datetime import date

from dangjianyun.foundation.indicators import Indicator, declare
from dangjianyun.foundation.segments import Derived, derive, itself
from dangjianyun.orglife.models import Activity, ActivityStanding


def activity_segments(ids: Sequence[int]) -> list[ActivityStanding]:
    """From the first day to the end of its year; an activity without a day counts nowhere yet."""
    return [
        ActivityStanding(
            activity=row,
            since=row.first_on,
            until=date(row.first_on.year + 1, 1, 1),
            path=row.path,
            is_tentative=row.is_tentative,
        )
        for row in Activity.rows().filter(pk__in=ids, first_on__isnull=False)
        if row.first_on
    ]


derive(Derived(ActivityStanding, of=Activity, sources={Activity: itself}, build=activity_segments))

declare(
    Indicator(
        id="orglife.activities",
        label="活动",
        unit="项",
        kind="count",
        meaning="当年首日在当日或以前的活动，时间待定的也计。",
        source="活动台账",
        segment=ActivityStanding,
    ),
    Indicator(
        id="orglife.activities_tentative",
        label="时间待定的活动",
        unit="项",
        kind="count",
        meaning="当年首日在当日或以前、组织单位说明时间可能变动的活动。",
        source="活动台账",
        segment=ActivityStanding,
        where={"is_tentative": True},
    ),
)
