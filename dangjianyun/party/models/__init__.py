"""Party organizations and members."""

from dangjianyun.party.models.authority import seat_of
from dangjianyun.party.models.enrollment import Enrollment
from dangjianyun.party.models.member import (
    Member,
    Membership,
    MemberStanding,
    Opening,
    Participation,
)
from dangjianyun.party.models.particulars import TOLD, UnitParticulars
from dangjianyun.party.models.unit import (
    Affiliation,
    Covering,
    Guidance,
    Guideline,
    GuidelineStanding,
    Level,
    Mode,
    Office,
    OfficeKind,
    RoleKind,
    Route,
    Subordination,
    Unit,
    UnitKind,
    UnitStanding,
)

__all__ = [
    "TOLD",
    "Affiliation",
    "Covering",
    "Enrollment",
    "Guidance",
    "Guideline",
    "GuidelineStanding",
    "Level",
    "Member",
    "MemberStanding",
    "Membership",
    "Mode",
    "Office",
    "OfficeKind",
    "Opening",
    "Participation",
    "RoleKind",
    "Route",
    "Subordination",
    "Unit",
    "UnitKind",
    "UnitParticulars",
    "UnitStanding",
    "seat_of",
]
