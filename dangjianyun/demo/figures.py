"""What the demonstration must say: the article's figures and the districts behind them.

Sources: the article (as of 2020-12-31), domain-rules 1.5 (2023-06-30), and the composition that
makes them fit (decisions section 3). Everything else is believable filling between these.
"""

from dataclasses import dataclass
from datetime import date

CITY = "d/33/3302/"
ARTICLE_DAY = date(2020, 12, 31)
PUBLISHED_DAY = date(2023, 6, 30)
FIRST_MONTH_END = date(2017, 12, 31)

ORGANIZATIONS = 9_612
COVERED_BY_UNIT = 6_116
UNCOVERED = 135
MISSING = 37
OWN_UNITS = 712
DIRECT_UNITS = 60
DIRECT_MEMBERS = 5_899
STAFF_MEMBERS = 10_286
INSTRUCTORS = 487
BUSINESS_AT_LEAST = 850
PUBLISHED_UNITS = 922
PUBLISHED_STAFF_MEMBERS = 14_937

OWN_DIRECT = 30
FALLBACK_UNITS = 30
AREA_UNITS = 96
JOINT_UNITS = 16
TRADE_UNITS = 8
FUNCTIONAL_UNITS = 4
LATER_JOINT_UNITS = 6
"""Joint branches set up between the two days."""
OTHER_UNITS = FALLBACK_UNITS + AREA_UNITS + JOINT_UNITS + TRADE_UNITS + FUNCTIONAL_UNITS


@dataclass(frozen=True)
class District:
    """A district's share of the figures on the article's day. `code` is six digits.

    `reach` compares the share of organizations under a unit with the city's.
    """

    code: str
    name: str
    organizations: int
    uncovered: int
    missing: int
    instructors: int
    comprehensive_since: date
    reach: float

    @property
    def path(self) -> str:
        return f"{CITY}{self.code}/"


DISTRICTS = (
    District("330203", "海曙区", 1184, 11, 3, 62, date(2016, 10, 18), 1.05),
    District("330205", "江北区", 706, 6, 1, 38, date(2016, 9, 6), 1.02),
    District("330206", "北仑区", 900, 9, 2, 46, date(2016, 11, 22), 1.01),
    District("330211", "镇海区", 658, 5, 1, 35, date(2017, 3, 14), 1.04),
    District("330212", "鄞州区", 1618, 22, 7, 78, date(2016, 6, 28), 0.99),
    District("330213", "奉化区", 783, 18, 5, 41, date(2018, 4, 17), 0.96),
    District("330225", "象山县", 677, 13, 4, 32, date(2018, 6, 12), 0.97),
    District("330226", "宁海县", 732, 15, 4, 36, date(2018, 9, 11), 0.95),
    District("330281", "余姚市", 1088, 16, 4, 55, date(2017, 5, 23), 1.0),
    District("330282", "慈溪市", 1266, 20, 6, 64, date(2017, 7, 4), 0.99),
)
CITY_COMPREHENSIVE_SINCE = date(2016, 5, 10)
DOWN_LATELY = ("330225", "330282")
"""Districts that lost a little coverage in the last month."""
