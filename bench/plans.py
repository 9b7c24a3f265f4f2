"""How the database answers the query behind every number."""

from django.db import connection
from django.test.utils import CaptureQueriesContext

from bench.country import COUNTRY, Country
from bench.result import Result
from dangjianyun.foundation.days import today
from dangjianyun.foundation.indicators import INDICATORS
from dangjianyun.foundation.tallies import totals


def plans(country: Country) -> list[Result]:
    """Country totals must be answered from the index alone: how many rows it reads, no scan."""
    with CaptureQueriesContext(connection) as captured:
        totals(INDICATORS, [COUNTRY], [today()])
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN (ANALYZE, BUFFERS) {captured[0]['sql']}")
        plan = "\n".join(row[0] for row in cursor.fetchall())
    scans = plan.count("Seq Scan")
    took = float(plan.rsplit("Execution Time:", 1)[1].split()[0])
    only = plan.count("Index Only Scan")
    note = f"{scans} sequential scans, {only} index-only scans"
    return [
        Result("plan of the country's totals", country.size, 0, "scans", value=scans, note=note),
        Result("database time of the country's totals", country.size, value=took, p50=took),
    ]
