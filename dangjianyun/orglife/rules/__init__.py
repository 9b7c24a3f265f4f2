"""What the law asks of organization life; one file a noun."""

from dangjianyun.orglife.rules import meeting as meeting
