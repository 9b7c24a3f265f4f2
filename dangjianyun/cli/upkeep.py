"""What has to be done now and then, on any machine, without a clerk: merging, forgetting.

Nothing here changes a number or a right; missing a turn does no harm.
"""

import argparse
import logging
import time
from collections.abc import Callable

from django.core.management import call_command
from django.db import close_old_connections

from dangjianyun.access.submits import forget_old
from dangjianyun.access.verification import anchor_heads
from dangjianyun.foundation import compaction
from dangjianyun.interchange.actions import forget_rows
from dangjianyun.welfare.actions.erasing import tidy

LOG = logging.getLogger("dangjianyun.upkeep")
MINUTE, HOUR = 60.0, 3600.0


def merge_tallies() -> None:
    """Merge tally rows of the same key."""
    compaction.run()


def forget_sessions() -> None:
    """Delete sessions past their end."""
    call_command("clearsessions")


def forget_tasks() -> None:
    """Delete results of background tasks, which may quote records, after 14 days."""
    call_command("prune_db_task_results", verbosity=0)


def forget_staged() -> None:
    """Delete the rows of imports that were looked at thirty days ago."""
    forget_rows()


def forget_submits() -> None:
    """Delete the keys of submits, and the answers kept with them, after 24 hours."""
    forget_old()


def tidy_wishes() -> None:
    """Erase wishers and offers past their day; write down claims that ran out."""
    tidy()


_seen: dict[str, int] = {}


def anchor_audit() -> None:
    """Put the ends of the audit chains down outside the database."""
    anchor_heads(_seen)


JOBS: tuple[tuple[float, Callable[[], None]], ...] = (
    (MINUTE, merge_tallies),
    (MINUTE, anchor_audit),
    (HOUR, forget_sessions),
    (HOUR, forget_tasks),
    (HOUR, forget_staged),
    (HOUR, forget_submits),
    (HOUR, tidy_wishes),
)


def turn(due: dict[Callable[[], None], float], now: float) -> None:
    """Do what is due and note when it is due again. A failure is logged and stops nothing else."""
    for pause, job in JOBS:
        if now < due.get(job, 0.0):
            continue
        due[job] = now + pause
        try:
            job()
        except Exception:
            LOG.exception("upkeep: %s failed", job.__name__)
        finally:
            close_old_connections()


def upkeep(_args: argparse.Namespace) -> None:
    """Until a signal ends it; every job is one transaction, so that is safe at any moment."""
    due: dict[Callable[[], None], float] = {}
    while True:
        turn(due, time.monotonic())
        time.sleep(5)
