"""From a code that people know to a place in a tree, for grants. The rooms above say how."""

from collections.abc import Callable

from dangjianyun.foundation.errors import Refused

Finder = Callable[[str], tuple[str, str] | None]
FINDERS: dict[str, Finder] = {}
"""For each tree (`d`, `p`, `o`, `i`): code → (place, its name), None where there is none."""


def find_places(tree: str, finder: Finder) -> None:
    """Register how the codes of a tree are found."""
    FINDERS[tree] = finder


def place_of(tree: str, code: str) -> tuple[str, str]:
    """The place and its name. Raises: Refused where the code names nothing."""
    finder = FINDERS.get(tree)
    found = finder(code) if finder else None
    if found is None:
        raise Refused(f"没有找到代码或编号是“{code}”的范围，请核对种类和编号。", field="code")
    return found
