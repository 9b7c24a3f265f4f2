"""Reading the register."""

from dangjianyun.registry.queries.organization import found

__all__ = ["found"]
