"""The sheets of Party organizations and of members."""

from dangjianyun.party.sheets.member import MEMBERS
from dangjianyun.party.sheets.unit import UNITS

__all__ = ["MEMBERS", "UNITS"]
