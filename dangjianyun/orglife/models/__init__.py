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

__all__ = [
    "Activity",
    "ActivityStanding",
    "Attendance",
    "Kind",
    "Meeting",
    "MeetingStanding",
    "Pattern",
    "Topic",
]
