"""What may be attached: judged by content alone, before anything is kept."""

from dangjianyun.papers.rules.kinds import Paper, taken_in
from dangjianyun.papers.rules.refusing import NotTaken

__all__ = ["NotTaken", "Paper", "taken_in"]
