"""Reading the register."""

from dangjianyun.registry.queries.organization import found, office_of

__all__ = ["found", "office_of"]
