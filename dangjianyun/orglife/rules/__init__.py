"""What the law asks of organization life; one file a noun."""

from dangjianyun.orglife.rules import frequency as frequency
from dangjianyun.orglife.rules import meeting as meeting
from dangjianyun.orglife.rules import track as track
