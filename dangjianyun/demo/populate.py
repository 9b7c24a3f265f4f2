"""A synthetic country of any size, for benchmarks, in a database of its own.

Made by the same bulk actions as everything else: each city is one act with its audit entries,
segments and tallies, committed by itself. On PostgreSQL one process a processor fills cities.
"""

import gc
import multiprocessing
import os
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor, as_completed

from django.db import connection, transaction

from dangjianyun.access.book import Book
from dangjianyun.access.queries import operator
from dangjianyun.coverage.actions import assign, send_instructors
from dangjianyun.demo.country import Plan, shares
from dangjianyun.foundation import compaction
from dangjianyun.foundation.errors import Refused
from dangjianyun.party.actions.relation import cover
from dangjianyun.party.actions.unit import establish_units
from dangjianyun.registry.actions import register_organizations
from dangjianyun.registry.models import Organization
from dangjianyun.territory.actions import load_divisions
from dangjianyun.territory.queries import division_of_path

CHUNK = 4000
"""Organizations in one act: a city's act fits into a few hundred MB."""

Task = tuple[str, int, int, int]
"""A city's path, how many organizations, the number of its first one, the seed."""


def populate(
    organizations: int, seed: int = 1, *, said: Callable[[str], None] = lambda text: None
) -> dict[str, int]:
    """Fill an empty database; gives how many organizations and cities.

    The same number and seed give the same rows (keys apart). Raises: Refused where organizations
    are there already.
    """
    if Organization.rows().exists():
        raise Refused(
            "这个库里已有社会组织。请用DANGJIANYUN_DATABASE_URL另指一个空库，再运行populate。"
        )
    load_divisions()
    tasks: list[Task] = []
    first = 0
    for city, count in shares(organizations):
        if count:
            tasks.append((city.path, count, first, seed))
        first += count
    done = 0
    for path, count in _filled(tasks):
        done += count
        said(f"{division_of_path(path).name}，共{done}家")
    said("合并汇总，整理索引")
    settle()
    return {"organizations": done, "cities": len(tasks)}


def settle() -> None:
    """After much was loaded: merge tallies and let the planner know the tables."""
    analyze()
    while compaction.run(1_000_000):
        pass
    analyze()


def analyze() -> None:
    """Vacuum and analyze, where that is needed and possible."""
    if connection.vendor == "postgresql" and not connection.in_atomic_block:
        with connection.cursor() as cursor:
            cursor.execute("VACUUM (ANALYZE)")


def _filled(tasks: list[Task]) -> Iterator[tuple[str, int]]:
    """Each city when it is there, with its organizations; the largest begin."""
    tasks = sorted(tasks, key=lambda task: -task[1])
    workers = os.cpu_count() or 1
    if connection.vendor != "postgresql" or connection.in_atomic_block or workers == 1:
        for task in tasks:
            yield fill_city(task)
        return
    connection.close()  # a child must not share it
    fork = multiprocessing.get_context("fork")
    with ProcessPoolExecutor(workers, fork, initializer=_begin_work) as pool:
        for found in as_completed([pool.submit(fill_city, task) for task in tasks]):
            yield found.result()


def _begin_work() -> None:
    # A city's rows live until its commit: looking for garbage among them finds none, at a fifth
    # of the time.
    gc.freeze()
    gc.disable()


def fill_city(task: Task) -> tuple[str, int]:
    """Fill one city; gives its path and how many organizations."""
    path, count, first, seed = task
    city = division_of_path(path)
    plan = Plan(city, seed, first)
    for start in range(0, count, CHUNK):
        with transaction.atomic():
            actor = operator()
            book = Book(actor, "demo.populate", chain=path.split("/")[2])
            if start == 0:
                establish_units(city, actor=actor, book=book, units=plan.units)
            rows = plan.organizations(min(CHUNK, count - start))
            register_organizations(city, actor=actor, book=book, organizations=rows)
            listed, rest = plan.split(rows)
            cover(plan.top, actor=actor, book=book, coverings=listed)
            sent = plan.instructors(len(rest))
            send_instructors(city, actor=actor, book=book, instructors=sent)
            assign(city, actor=actor, book=book, assignments=plan.assignments(sent, rest))
            book.close()
    gc.collect()
    return path, count
