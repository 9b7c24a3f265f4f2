"""Reading divisions: by code and path, up and down the tree, and out of free text."""

from dangjianyun.territory.queries.places import (
    COUNTRY,
    TILES,
    ancestors,
    children,
    code_to_path,
    district_of,
    division_gone,
    division_of_code,
    division_of_path,
    level_of,
    names,
    own_district,
    path_to_code,
    path_to_narrow_to,
    place_name,
)
from dangjianyun.territory.queries.text import (
    deepest_division_named_by,
    deepest_division_named_in,
)
from dangjianyun.territory.queries.tree import forget_divisions

__all__ = [
    "COUNTRY",
    "TILES",
    "ancestors",
    "children",
    "code_to_path",
    "deepest_division_named_by",
    "deepest_division_named_in",
    "district_of",
    "division_gone",
    "division_of_code",
    "division_of_path",
    "forget_divisions",
    "level_of",
    "own_district",
    "names",
    "path_to_code",
    "path_to_narrow_to",
    "place_name",
]
