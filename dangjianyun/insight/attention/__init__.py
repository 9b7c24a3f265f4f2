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
from dangjianyun.insight.attention import administrators, coverage, life, people

SOURCES = (administrators, coverage, life, people)

__all__ = ["SEVERITY", "SOURCES", "Attention", "Matter", "attention", "todo_count"]
