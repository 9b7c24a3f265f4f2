"""The sheets of instructors and of assignments."""

from dangjianyun.coverage.sheets.assignment import ASSIGNMENTS
from dangjianyun.coverage.sheets.instructor import INSTRUCTORS

__all__ = ["ASSIGNMENTS", "INSTRUCTORS"]
