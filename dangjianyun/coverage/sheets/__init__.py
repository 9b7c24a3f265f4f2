"""The sheets of instructors and of assignments."""

from dangjianyun.coverage.sheets.assignment import ASSIGNMENTS
from dangjianyun.coverage.sheets.instructor import INSTRUCTORS
from dangjianyun.coverage.sheets.shown import ORGANIZATIONS_SHOWN

__all__ = ["ASSIGNMENTS", "INSTRUCTORS", "ORGANIZATIONS_SHOWN"]
