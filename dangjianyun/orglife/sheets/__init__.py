"""The sheets of organization life; one file a noun."""

from dangjianyun.orglife.sheets.activity import ACTIVITIES
from dangjianyun.orglife.sheets.meeting import MEETINGS

__all__ = ["ACTIVITIES", "MEETINGS"]
