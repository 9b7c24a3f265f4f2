"""Reading the register."""

from dangjianyun.registry.queries.organization import found, names_on, office_of, seen_among

__all__ = ["found", "names_on", "office_of", "seen_among"]
