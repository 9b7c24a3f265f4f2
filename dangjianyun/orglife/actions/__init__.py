"""Changing what organization life holds; one file a noun. Importing this makes every act known."""

from dangjianyun.orglife.actions import activity as activity
from dangjianyun.orglife.actions import meeting as meeting
from dangjianyun.orglife.actions import meetings_kept as meetings_kept
from dangjianyun.orglife.actions import pattern as pattern
from dangjianyun.orglife.actions import track as track
