"""Filling the table of divisions from the list that the package carries."""

import csv
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from django.db import transaction

from dangjianyun.foundation.days import DAWN, OPEN
from dangjianyun.territory.models import Division, Kind, Level
from dangjianyun.territory.queries import forget_divisions

LIST = Path(__file__).parent / "divisions" / "divisions.csv"
_FIELDS = [field.name for field in Division._meta.concrete_fields if field.name != "id"]


def load_divisions() -> int:
    """Bring the table to the packaged list; gives the number of rows written.

    Repeatable: a second run writes nothing. Rows are told apart by path; a row that is not
    in the list (a zone somebody added) stays as it is. Not an act of a user, so there is no
    actor and no audit entry: the list is versioned with the code.
    """
    with transaction.atomic():
        known = {row.path: row for row in Division.objects.all()}
        new, changed = [], []
        for row in _packaged():
            old = known.get(row.path)
            if old is None:
                new.append(row)
            elif any(getattr(old, name) != getattr(row, name) for name in _FIELDS):
                row.pk = old.pk
                changed.append(row)
        Division.objects.bulk_create(new, batch_size=500)
        Division.objects.bulk_update(changed, _FIELDS, batch_size=100)
        transaction.on_commit(forget_divisions)
    forget_divisions()
    return len(new) + len(changed)


def _packaged() -> Iterator[Division]:
    """The rows of the list, parents first: a code sorts behind the code it begins with."""
    seen: dict[str, Division] = {}
    with LIST.open(encoding="utf-8", newline="") as lines:
        for line in csv.DictReader(lines):
            above = seen.get(line["parent"])
            row = Division(
                code=line["code"],
                name=line["name"],
                short_name=line["short_name"],
                level=Level(int(line["level"])),
                kind=Kind(line["kind"]),
                path=f"{above.path}{_segment(line['code'])}/" if above else "d/",
                parent_path=above.path if above else "",
                since=_day(line["since"], above.since if above else DAWN),
                until=_day(line["until"], above.until if above else OPEN),
                initials=line["initials"],
            )
            seen[row.code] = row
            yield row


def _segment(code: str) -> str:
    """The last part of the path: 330000 → 33, 330200 → 3302, the others as they are."""
    if code.endswith("0000"):
        return code[:2]
    if len(code) == 6 and code.endswith("00"):
        return code[:4]
    return code


def _day(text: str, of_parent: date) -> date:
    """A blank day is the parent's: nothing lies in a division before that exists."""
    return date.fromisoformat(text) if text else of_parent
