"""The whole tree of divisions, read once per process.

Some 3,400 rows that change only with a new packaged list: every page names places, so a
query each time would be the most frequent of all.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from dangjianyun.territory.models import Division


@dataclass(frozen=True)
class Tree:
    """All divisions of all days. The rows are shared between requests: read, never change."""

    by_path: Mapping[str, Division]
    by_code: Mapping[str, tuple[Division, ...]]
    by_parent: Mapping[str, tuple[Division, ...]]


def tree() -> Tree:
    """The tree as this process knows it; one query the first time, none afterwards."""
    found = _read()
    if not found.by_path:
        # Nothing loaded yet: look again next time instead of remembering an empty country.
        forget_divisions()
    return found


def forget_divisions() -> None:
    """Read the table anew at the next question (after loading, and between tests)."""
    _read.cache_clear()


@lru_cache(maxsize=1)
def _read() -> Tree:
    by_code: dict[str, list[Division]] = defaultdict(list)
    by_parent: dict[str, list[Division]] = defaultdict(list)
    rows = list(Division.objects.order_by("code", "since"))
    for row in rows:
        by_code[row.code].append(row)
        by_parent[row.parent_path].append(row)
    return Tree(
        by_path={row.path: row for row in rows},
        by_code={code: tuple(found) for code, found in by_code.items()},
        by_parent={path: tuple(found) for path, found in by_parent.items()},
    )
