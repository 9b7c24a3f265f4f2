"""What the workbench calls attention to. Importing this declares what this room knows.

Other rooms declare theirs with `foundation.attention.attends`.
"""

from dangjianyun.foundation.attention import (
    SEVERITY,
    Attention,
    Matter,
    attention,
    todo_count,
)
from dangjianyun.insight.attention import administrators, coverage, life, people, track

SOURCES = (administrators, coverage, life, track, people)

__all__ = ["SEVERITY", "SOURCES", "Attention", "Matter", "attention", "todo_count"]
