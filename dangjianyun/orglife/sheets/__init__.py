"""The sheets of organization life; one file a noun."""

from dangjianyun.orglife.sheets.activity import ACTIVITIES
from dangjianyun.orglife.sheets.meeting import MEETINGS
from dangjianyun.orglife.sheets.track import TRACK_SHOWN

__all__ = ["ACTIVITIES", "MEETINGS", "TRACK_SHOWN"]
