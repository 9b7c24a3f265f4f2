"""A second opinion on 应建未建: the same question put to the facts in SQL of its own."""

from datetime import date
from pathlib import Path
from typing import Any

from django.db import connection

from dangjianyun import coverage
from dangjianyun.coverage.models import OrganizationStanding
from dangjianyun.foundation.models import RuleParameter
from dangjianyun.party.rules import COUNTS, FUNCTIONAL_COUNTS, JOINT_SATISFIES, UNIT_DUE

SQL = Path(coverage.__file__).parent / "sql" / "unit_missing.sql"


def missing_by_sql(on: date, settings: dict[str, Any] | None = None) -> list[int]:
    """The organizations (primary keys, rising) that the SQL finds due and missing on a day.

    settings: the rule's parameters, the same everywhere; the defaults where not given.
    """
    chosen = {p.key: p.default for p in UNIT_DUE.parameters} | (settings or {})
    given = {
        "on": on.isoformat(),
        "counts": chosen[COUNTS.key],
        "joint": int(chosen[JOINT_SATISFIES.key]),
        "functional": int(chosen[FUNCTIONAL_COUNTS.key]),
    }
    statement = SQL.read_text(encoding="utf-8")
    comment_free = "\n".join(
        line for line in statement.splitlines() if not line.lstrip().startswith("--")
    )
    casts = {"on": "CAST(%(on)s AS date)"} if connection.vendor == "postgresql" else {}
    marks = {name: casts.get(name, f"%({name})s") for name in given}
    with connection.cursor() as cursor:
        cursor.execute(comment_free.format(**marks), given)
        return [row[0] for row in cursor.fetchall()]


def dissent(on: date) -> list[dict[str, Any]]:
    """Organizations on which SQL and segments differ on a day; nothing where cities have settings
    of their own, which the SQL does not know."""
    if RuleParameter.objects.exists():
        return []
    segments = OrganizationStanding.rows().filter(OrganizationStanding.on(on), is_missing=True)
    stored = set(segments.values_list("organization_id", flat=True))
    found = set(missing_by_sql(on))
    return [
        {"segment": "coverage/sql/unit_missing.sql", "organization": pk, "day": on.isoformat()}
        for pk in sorted(stored ^ found)
    ]
