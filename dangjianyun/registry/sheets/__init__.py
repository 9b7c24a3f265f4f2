"""The sheet of social organizations."""

from dangjianyun.registry.sheets.organization import ORGANIZATIONS

__all__ = ["ORGANIZATIONS"]
