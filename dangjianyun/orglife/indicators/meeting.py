"""Numbers of meetings: how many were held for each duty, who came, how long was taught."""

from collections.abc import Sequence

from dangjianyun.foundation.indicators import Indicator, declare
from dangjianyun.foundation.segments import Change, Derived, derive, itself
from dangjianyun.orglife.models import Kind, Meeting, MeetingStanding
from dangjianyun.orglife.queries.counting import meeting_segments
from dangjianyun.party.models import Unit

SOURCE = "组织生活记录"


def _meetings_of_moved(changes: Sequence[Change]) -> set[int]:
    """Meetings of units whose address changed: they count where the unit sits."""
    moved = [
        one.pk
        for one in changes
        if one.before and one.after and one.before.get("path") != one.after.get("path")
    ]
    if not moved:
        return set()
    return set(Meeting.rows().filter(unit__in=moved).values_list("pk", flat=True))


derive(
    Derived(
        MeetingStanding,
        of=Meeting,
        sources={Meeting: itself, Unit: _meetings_of_moved},
        build=meeting_segments,
    )
)

declare(
    Indicator(
        id="orglife.meetings",
        label="组织生活",
        unit="次",
        kind="count",
        meaning="当年在当日或以前召开、已提交的组织生活记录，一次只计一次，退回的不计。",
        source=SOURCE,
        segment=MeetingStanding,
        where={"is_main": True},
    ),
    Indicator(
        id="orglife.meetings_confirmed",
        label="上级已确认的组织生活",
        unit="次",
        kind="count",
        meaning="当年在当日或以前召开、上级党组织已确认的组织生活记录。",
        source=SOURCE,
        segment=MeetingStanding,
        where={"is_main": True, "is_confirmed": True},
    ),
    *(
        Indicator(
            id=f"orglife.held_{kind.value}",
            label=f"{kind.label}（计入）",
            unit="次",
            kind="count",
            meaning=f"当年在当日或以前、按规则计入{kind.label}的组织生活记录，合并进行的也计。",
            source=SOURCE,
            segment=MeetingStanding,
            where={"duty": kind.value},
            rule="orglife.satisfies",
        )
        for kind in Kind
    ),
    Indicator(
        id="orglife.due_participants",
        label="组织生活应到人次",
        unit="人次",
        kind="sum",
        meaning="当年在当日或以前已提交的组织生活记录，应到人数相加。",
        source=SOURCE,
        segment=MeetingStanding,
        where={"is_main": True},
        amount="due_count",
    ),
    Indicator(
        id="orglife.participants",
        label="组织生活参加人次",
        unit="人次",
        kind="sum",
        meaning="当年在当日或以前已提交的组织生活记录，实到人数相加。",
        source=SOURCE,
        segment=MeetingStanding,
        where={"is_main": True},
        amount="present_count",
    ),
    Indicator(
        id="orglife.attendance_rate",
        label="到会率",
        unit="",
        kind="ratio",
        meaning="组织生活参加人次除以应到人次。",
        source=SOURCE,
        numerator="orglife.participants",
        denominator="orglife.due_participants",
        worse="down",
    ),
    Indicator(
        id="orglife.lecture_minutes",
        label="党课时长",
        unit="分钟",
        kind="sum",
        meaning="当年在当日或以前已提交的组织生活记录，授课时长相加。",
        source=SOURCE,
        segment=MeetingStanding,
        where={"is_main": True},
        amount="minutes",
    ),
)
