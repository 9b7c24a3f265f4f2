"""How each tree's codes are found when a grant is given."""

from dangjianyun.access.places import find_places, name_places
from dangjianyun.coverage.models import Instructor
from dangjianyun.foundation.days import today
from dangjianyun.party.models import Unit
from dangjianyun.registry.models import Organization
from dangjianyun.territory.queries import division_of_code, names, place_name

Place = tuple[str, str] | None


def _division(code: str) -> Place:
    row = division_of_code(code, today())
    return (row.path, row.name) if row else None


def _unit(code: str) -> Place:
    row = Unit.rows().filter(number=code).first()
    return (row.party_path, row.name) if row else None


def _organization(code: str) -> Place:
    row = Organization.rows().filter(code=code.upper()).first()
    return (f"o/{row.pk}/", row.name) if row else None


def _instructor(code: str) -> Place:
    row = Instructor.rows().filter(number=code).first()
    return (f"i/{row.pk}/", f"指导员{row.name}") if row else None


def _name(path: str) -> str:
    return place_name(path) if path in names([path]) else ""


def register() -> None:
    """Called once the tables are known."""
    finders = {"d": _division, "p": _unit, "o": _organization, "i": _instructor}
    for tree, finder in finders.items():
        find_places(tree, finder)
    name_places(_name)
