"""Numbers of organization life; one file a noun."""

from dangjianyun.orglife.indicators import activity as activity
from dangjianyun.orglife.indicators import meeting as meeting
from dangjianyun.orglife.indicators import track as track
