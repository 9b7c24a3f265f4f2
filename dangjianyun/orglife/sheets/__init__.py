"""The sheets of organization life; one file a noun."""

from dangjianyun.orglife.sheets.activity import ACTIVITIES

__all__ = ["ACTIVITIES"]
