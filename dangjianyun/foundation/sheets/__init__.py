"""Sheets: what goes in and out as a table, declared once by the room that knows the noun."""

from dangjianyun.foundation.sheets.columns import Column
from dangjianyun.foundation.sheets.declared import SHEETS, Sheet, declare, sheet_named
from dangjianyun.foundation.sheets.desk import Desk
from dangjianyun.foundation.sheets.rows import Fault, Row

__all__ = ["SHEETS", "Column", "Desk", "Fault", "Row", "Sheet", "declare", "sheet_named"]
