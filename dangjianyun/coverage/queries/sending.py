"""What is to be weighed before an instructor is sent: the load after, and how far it is."""

from collections import Counter
from collections.abc import Sequence

from dangjianyun.coverage.models import Assignment, Instructor
from dangjianyun.coverage.queries.load import usual_load
from dangjianyun.foundation.days import today
from dangjianyun.registry.models import Organization
from dangjianyun.territory.models import Level
from dangjianyun.territory.queries import district_of, level_of, place_name

Hint = tuple[str, str]


def hints_of(instructor: Instructor, to: Sequence[Organization]) -> list[Hint]:
    """What is said before these organizations are added: (state, words), the load first."""
    held = Assignment.rows().filter(Assignment.on(today()), instructor=instructor)
    now = set(held.values_list("organization_id", flat=True))
    after = len(now | {row.pk for row in to})
    limit = usual_load(instructor.path, today())
    said = f"{instructor.name}现联系{len(now)}家，派驻后联系{after}家"
    load = ("none", f"{said}。")
    if after > limit:
        load = ("warn", f"{said}，超过一般的{limit}家，会列入“指导员联系过多”。")
    return [load, *_far(instructor, to)]


def _far(instructor: Instructor, to: Sequence[Organization]) -> list[Hint]:
    """Those in another district, then those in another street of the same one."""
    home = district_of(instructor.path)
    if home is None:
        return []
    districts: Counter[str] = Counter()
    streets: Counter[str] = Counter()
    for row in to:
        if not row.path.startswith(home.path):
            other = district_of(row.path)
            districts[other.name if other else place_name(row.path)] += 1
        elif level_of(instructor.path) == Level.STREET and row.path != instructor.path:
            streets[place_name(row.path).removeprefix(home.name)] += 1
    at = place_name(instructor.path)
    found = []
    if districts:
        found.append(
            f"{_sum(districts)}不在{instructor.name}所在的{home.name}：{_named(districts)}。"
        )
    if streets:
        found.append(f"{_sum(streets)}不在{instructor.name}所在的{at}：{_named(streets)}。")
    return [("warn", words) for words in found]


def _sum(counts: Counter[str]) -> str:
    return f"{counts.total():,}家"


def _named(counts: Counter[str]) -> str:
    rows = counts.most_common()
    named = "、".join(f"{name}{count:,}家" for name, count in rows[:5])
    return f"{named}等{len(rows)}处" if len(rows) > 5 else named
