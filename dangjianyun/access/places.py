"""From a code that people know to a place in a tree, for grants. The rooms above say how."""

from collections.abc import Callable

from dangjianyun.foundation.errors import Refused

Finder = Callable[[str], tuple[str, str] | None]
FINDERS: dict[str, Finder] = {}
"""For each tree (`d`, `p`, `o`, `i`): code → (place, its name), None where there is none."""


Names = Callable[[str], str]
NAMES: list[Names] = []
TREES = {
    "p": "党组织",
    "o": "社会组织",
    "i": "指导员",
    "a": "账号",
    "access": "账号与授权",
}


def find_places(tree: str, finder: Finder) -> None:
    """Register how the codes of a tree are found."""
    FINDERS[tree] = finder


def name_places(named: Names) -> None:
    """Register how the paths of divisions are named."""
    NAMES.append(named)


def place_words(path: str) -> str:
    """A place of any tree in words: 江北区, 党组织编号14 for p/1/14/, 账号与授权 for access/."""
    for named in NAMES:
        if found := named(path):
            return found
    tree, *steps = path.strip("/").split("/")
    if tree not in TREES:
        return path
    return f"{TREES[tree]}编号{steps[-1]}" if steps else TREES[tree]


def place_of(tree: str, code: str) -> tuple[str, str]:
    """The place and its name. Raises: Refused where the code names nothing."""
    finder = FINDERS.get(tree)
    found = finder(code) if finder else None
    if found is None:
        raise Refused(f"没有找到代码或编号是“{code}”的范围，请核对种类和编号。", field="code")
    return found
