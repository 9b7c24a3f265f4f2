"""Which division a free text means: 宁海县跃龙街道银河社区社会组织服务中心 → 跃龙街道."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from dangjianyun.foundation.days import today
from dangjianyun.territory.models import Division, Kind, Level
from dangjianyun.territory.queries.places import division_of_path
from dangjianyun.territory.queries.tree import tree

# 西门镇 does not mean 西门街道: a street's short name followed by another kind of street.
_OTHER_KIND = re.compile(r"街道|镇|乡")


@dataclass(frozen=True)
class _Hit:
    """A name of a division at one place of the text; `sure` when it is the full name."""

    division: Division
    start: int
    end: int
    sure: bool

    def hides(self, other: "_Hit") -> bool:
        """Whether the other stands in these letters: 桥头 in 桥头胡街道, 镇海 in 泗门镇海边."""
        if not self.sure or self.division is other.division:
            return False
        longer = self.end - self.start > other.end - other.start
        return longer and self.start < other.end and other.start < self.end


def deepest_division_named_in(
    text: str, within_path: str, on: date | None = None
) -> Division | None:
    """The deepest division at or below `within_path` that `text` names, or None.

    Walks down from `within_path`: at each step the highest level named further down is
    taken, full names before short ones. A short name (镇海, 骆驼) counts directly below the
    division reached so far; those of provinces and cities count anywhere. Where a step is
    not unambiguous the walk ends. Only divisions in force on `on` (today) are meant.
    """
    day = today() if on is None else on
    node = division_of_path(within_path)
    hits = _hits(text, within_path, day)
    named = node if any(hit.division is node for hit in hits) else None
    while True:
        below = [hit for hit in hits if _counts(hit, node)]
        if not below:
            return named
        level = min(hit.division.level for hit in below)
        top = [hit for hit in below if hit.division.level == level]
        meant = {hit.division.path for hit in top if hit.sure} or {hit.division.path for hit in top}
        if len(meant) > 1:
            return named
        node = named = division_of_path(meant.pop())


def deepest_division_named_by(
    texts: Iterable[str], within_path: str, on: date | None = None
) -> Division | None:
    """The same for several texts, each read within what those before it named.

    An activity's organizer, then its place: 镇海区社会组织服务中心 and 镇海骆驼市民广场 → 骆驼街道.
    """
    found: Division | None = None
    for text in texts:
        within = within_path if found is None else found.path
        found = deepest_division_named_in(text, within, on) or found
    return found


def _hits(text: str, within_path: str, day: date) -> list[_Hit]:
    """Every name of a division in force at or below `within_path`, without hidden ones."""
    found: list[_Hit] = []
    for path, row in tree().by_path.items():
        if not path.startswith(within_path) or not row.since <= day < row.until:
            continue
        if not row.short_name or row.short_name not in text and row.name not in text:
            continue
        found += _places(text, row, row.name, sure=_tells(row))
        if row.short_name != row.name:
            found += _places(text, row, row.short_name, sure=row.kind == Kind.LOCAL)
    return [hit for hit in found if not any(other.hides(hit) for other in found)]


def _places(text: str, row: Division, name: str, *, sure: bool) -> list[_Hit]:
    hits = [
        _Hit(row, match.start(), match.end(), sure) for match in re.finditer(re.escape(name), text)
    ]
    if sure or row.level != Level.STREET:
        return hits
    return [hit for hit in hits if not _OTHER_KIND.match(text, hit.end)]


def _tells(row: Division) -> bool:
    """Whether the full name says which division is meant: 城区 and 郊区 exist many times."""
    return len(row.name) > 2


def _counts(hit: _Hit, node: Division) -> bool:
    """Whether a hit may lead further down from `node`."""
    row = hit.division
    if row is node or not row.path.startswith(node.path):
        return False
    if hit.sure or row.level <= Level.CITY:
        return True
    above = division_of_path(row.parent_path)
    if not above.short_name:
        # 市辖区 is never written: the short name of 东城区 counts directly below 北京市.
        above = division_of_path(above.parent_path)
    return above is node
