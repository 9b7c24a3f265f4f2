"""Eight writers in one city at once: no number is lost, the chain holds, tallies are exact."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest
from django.db import connection, connections, transaction

from dangjianyun.access.chain import append
from dangjianyun.access.models import AuditEntry, AuditHead
from dangjianyun.access.queries import operator
from dangjianyun.access.verification import anchor_file, verify
from dangjianyun.foundation.tallies import totals
from dangjianyun.insight.queries.recount import differences
from dangjianyun.registry.actions import register_organizations
from dangjianyun.registry.models import Organization
from dangjianyun.registry.rules import make_credit_code
from dangjianyun.territory.actions import load_divisions
from dangjianyun.territory.queries import division_of_path

WRITERS, EACH = 8, 12
HAISHU, DAY = "d/33/3302/330203/", date(2024, 1, 1)


def write(writer: int) -> None:
    division, actor = division_of_path(HAISHU), operator()
    try:
        for number in range(EACH):
            row = Organization(
                code=make_credit_code("2", "330203", f"{writer:04d}{number:04d}"),
                name=f"示例{writer}之{number}",
                kind="service_institution",
                path=f"{HAISHU}330203001/",
                registrar_path=HAISHU,
                established_on=date(2020, 1, 1),
            )
            register_organizations(division, actor=actor, organizations=[row])
    finally:
        connections.close_all()


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_eight_writers_lose_no_number_and_break_no_chain() -> None:
    anchor_file().unlink(missing_ok=True)
    load_divisions()
    with ThreadPoolExecutor(WRITERS) as crowd:
        list(crowd.map(write, range(WRITERS)))
    done = WRITERS * EACH
    head = AuditHead.objects.get(chain="3302")
    entries, broken = verify(anchor=False)
    counted = totals(["registry.organizations"], ["d/33/3302/"], [DAY])
    assert (Organization.rows().count(), broken, entries) == (done, [], head.sequence)
    assert list(counted.values()) == [done]
    assert differences() == []


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_an_act_is_on_disk_before_anybody_is_told_of_it() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET synchronous_commit = on")  # the test's server waits for nothing
        with transaction.atomic():
            append("3302", [AuditEntry(actor="a", row="1", changes={}, table="t")])
            cursor.execute("SELECT pg_current_wal_insert_lsn()")
            written = cursor.fetchone()
            cursor.execute("SHOW synchronous_commit")
            assert cursor.fetchone() == ("off",)
        cursor.execute("SELECT pg_current_wal_flush_lsn() >= %s", written)
        assert cursor.fetchone() == (True,)
        cursor.execute("SHOW synchronous_commit")
        assert cursor.fetchone() == ("on",)
        cursor.execute("RESET synchronous_commit")
