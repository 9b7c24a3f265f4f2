"""Sheets: what goes in and out as a table, declared once by the room that knows the noun."""

from dangjianyun.foundation.sheets.columns import Column
from dangjianyun.foundation.sheets.declared import SHEETS, Sheet, declare, sheet_named
from dangjianyun.foundation.sheets.desk import Desk
from dangjianyun.foundation.sheets.rows import Fault, Row
from dangjianyun.foundation.sheets.shown import SHOWN, Shown, Taken, declare_shown

__all__ = [
    "SHEETS",
    "SHOWN",
    "Column",
    "Desk",
    "Fault",
    "Row",
    "Sheet",
    "Shown",
    "Taken",
    "declare",
    "declare_shown",
    "sheet_named",
]
