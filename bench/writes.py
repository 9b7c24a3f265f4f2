"""Acts: one after the other, and eight writers in one city at once."""

import multiprocessing
import os
import time
from datetime import date
from typing import Any

from django.db import connection

from bench.country import CITY, Country
from bench.result import Result, timed
from dangjianyun.access.queries import operator
from dangjianyun.coverage.actions import assign, end_assignment, send_instructors
from dangjianyun.coverage.models import Assignment, Instructor
from dangjianyun.foundation.days import OPEN
from dangjianyun.foundation.scope import below
from dangjianyun.party.models import Unit
from dangjianyun.registry.actions import change_particulars
from dangjianyun.registry.models import Organization
from dangjianyun.territory.queries import division_of_path

WRITERS = 8
BEGUN, CHANGED = date(2026, 3, 1), date(2026, 5, 1)


def _organizations(count: int, skip: int = 0) -> list[Organization]:
    rows = Organization.rows().filter(below("path", CITY), closed_on=OPEN).order_by("pk")
    return list(rows[skip : skip + count])


def _instructor() -> Instructor:
    """One of our own, who is not sent anywhere yet."""
    number = f"BENCH{time.time_ns()}"[:20]
    home = Unit.rows().get(path=CITY, role="comprehensive")
    row = Instructor(number=number, name="测试指导", home=home, path=CITY, since=date(2020, 1, 1))
    return send_instructors(division_of_path(CITY), actor=operator(), instructors=[row])[0]


def single_changes(country: Country) -> list[Result]:
    """Assign, end, change the register: each with its audit entries, segments and tallies."""
    actor, city = operator(), division_of_path(CITY)
    sent = _instructor()
    rounds = 20 if country.quick else 100
    rows = _organizations(rounds + 3)
    lines: list[Assignment] = []

    def send(n: int) -> None:
        row = Assignment(instructor=sent, organization=rows[n], since=BEGUN)
        lines.extend(assign(city, actor=actor, assignments=[row]))

    def end(n: int) -> None:
        end_assignment(lines[n + 3], actor=actor, on=CHANGED)

    def change(n: int) -> None:
        fields: dict[str, Any] = {"full_time_count": 100 + n, "address": f"示例路{n}号"}
        change_particulars(rows[n], actor=actor, on=CHANGED, fields=fields)

    return [
        timed(f"single change, {words}", act, rounds, 20, country.size)
        for words, act in (
            ("instructor assigned", send),
            ("assignment ended", end),
            ("register changed", change),
        )
    ]


def _write(rows: list[Organization], sent: Instructor, ready: Any, spent: Any) -> None:
    actor, city = operator(), division_of_path(CITY)

    def act(row: Organization) -> None:
        line = Assignment(instructor=sent, organization=row, since=BEGUN)
        assign(city, actor=actor, assignments=[line])

    act(rows[0])  # connect and load
    ready.wait(60)
    begun = time.perf_counter()
    for row in rows[1:]:
        act(row)
    spent.put((begun, time.perf_counter()))
    connection.close()


def writers(country: Country) -> list[Result]:
    """Eight processes assign instructors in one city: one audit chain for all of them."""
    most = 11 if country.quick else 101
    rows = _organizations(WRITERS * most, skip=104)
    each = len(rows) // WRITERS
    if each < 6:
        return [Result("8 writers in one city", country.size, skipped="too few organizations")]
    rows = rows[: WRITERS * each]
    sent = [_instructor() for _ in range(WRITERS)]
    connection.close()
    fork = multiprocessing.get_context("fork")
    ready, spent = fork.Barrier(WRITERS), fork.Queue()
    workers = [
        fork.Process(target=_write, args=(rows[number::WRITERS], sent[number], ready, spent))
        for number in range(WRITERS)
    ]
    for worker in workers:
        worker.start()
    spans = [spent.get(timeout=300) for _ in workers]
    for worker in workers:
        worker.join()
    took = max(end for _, end in spans) - min(begun for begun, _ in spans)
    rate = WRITERS * (each - 1) / took
    cores = f"{os.cpu_count()} cores, the database's work included"
    return [
        Result(
            "8 writers in one city", country.size, 200, "actions/s", "high", value=rate, note=cores
        )
    ]
