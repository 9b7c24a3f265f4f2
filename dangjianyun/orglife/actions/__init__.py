"""Changing what organization life holds; one file a noun. Importing this makes every act known."""

from dangjianyun.orglife.actions import activity as activity
