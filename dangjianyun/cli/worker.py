"""The background worker: django-tasks-db's, after taking back what a killed one left behind."""

import hashlib
import socket
import sys

from django.conf import settings
from django.core.management import call_command
from django.db import transaction
from django_tasks.base import TaskResultStatus

from dangjianyun.cli.dispatch import start_django

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
    # Loaded here: models can only be loaded once Django has been started.
    from django_tasks_db.models import DBTaskResult  # noqa: PLC0415

    taken = 0
    for task in DBTaskResult.objects.running().select_for_update():
        if not task.worker_ids or task.worker_ids[-1] != own:
            continue
        if task.worker_ids.count(own) >= ATTEMPTS:
            task.set_failed(Abandoned(f"后台任务 {task.task_path} 三次都没有做完"))
        else:
            task.status = TaskResultStatus.READY
            task.save(update_fields=["status"])
            taken += 1
    return taken


def main() -> int:
    """Until SIGTERM: a task under way is finished first."""
    start_django()
    own = worker_id()
    take_back(own)
    call_command("db_worker", queue_name="*", worker_id=own, reload=False, verbosity=0)
    return 0


if __name__ == "__main__":
    sys.exit(main())
