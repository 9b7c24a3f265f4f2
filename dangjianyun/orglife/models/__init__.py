"""Tables of organization life, one file a noun."""

from dangjianyun.orglife.models.activity import Activity, ActivityStanding
from dangjianyun.orglife.models.meeting import (
    Attendance,
    Kind,
    Meeting,
    MeetingStanding,
    Pattern,
    Topic,
)
from dangjianyun.orglife.models.track import Grouping, UnitTrack

__all__ = [
    "Activity",
    "ActivityStanding",
    "Attendance",
    "Grouping",
    "Kind",
    "Meeting",
    "MeetingStanding",
    "Pattern",
    "Topic",
    "UnitTrack",
]
