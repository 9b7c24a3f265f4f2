"""The background worker of django-tasks-db, after taking back what a killed one left."""

import argparse
import hashlib
import socket

from django.conf import settings
from django.core.management import call_command
from django.db import transaction
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult, DBTaskResultQuerySet

# A task that ended its worker this often would end every next one too.
ATTEMPTS = 3


class Abandoned(Exception):
    """The worker ended during the task, several times."""


def worker_id() -> str:
    """The same after every start on this machine and data directory; at most 64 characters."""
    home = hashlib.sha256(str(settings.HOME).encode()).hexdigest()[:12]
    return f"{socket.gethostname()[:50]}-{home}"


@transaction.atomic
def take_back(own: str) -> int:
    """Put tasks that the previous worker of this name had begun back in the queue; how many.

    Tasks are resumable, so beginning again is right; after three times the task is failed instead.
    """
    taken = 0
    running = DBTaskResultQuerySet(DBTaskResult).filter(status=TaskResultStatus.RUNNING)
    for task in running.select_for_update():
        if not task.worker_ids or task.worker_ids[-1] != own:
            continue
        if task.worker_ids.count(own) >= ATTEMPTS:
            task.set_failed(Abandoned(f"{task.task_path} 三次都没有做完"))
        else:
            task.status = TaskResultStatus.READY
            task.save(update_fields=["status"])
            taken += 1
    return taken


def worker(_args: argparse.Namespace) -> None:
    """Until SIGTERM: a task under way is finished first."""
    own = worker_id()
    take_back(own)
    call_command("db_worker", queue_name="*", worker_id=own, reload=False, verbosity=0)
