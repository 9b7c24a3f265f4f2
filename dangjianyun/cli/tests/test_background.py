"""What the worker takes back, and what the upkeep does when."""

from datetime import UTC, datetime, timedelta

import pytest
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from dangjianyun.access.models import Account, SubmitKey
from dangjianyun.cli.upkeep import JOBS, turn
from dangjianyun.cli.worker import take_back, worker_id

pytestmark = pytest.mark.django_db


def begun(*workers: str) -> DBTaskResult:
    """A task that the last of these workers was at."""
    return DBTaskResult.objects.create(
        status=TaskResultStatus.RUNNING,
        started_at=datetime.now(UTC),
        args_kwargs={"args": [], "kwargs": {}},
        task_path="dangjianyun.nowhere",
        worker_ids=list(workers),
        backend_name="default",
        run_after=datetime.now(UTC),
        exception_class_path="",
        traceback="",
    )


def test_only_the_own_unfinished_tasks_go_back_to_the_queue() -> None:
    mine, neighbors = begun("mine"), begun("neighbor")
    assert take_back("mine") == 1
    mine.refresh_from_db()
    neighbors.refresh_from_db()
    assert (mine.status, neighbors.status) == (TaskResultStatus.READY, TaskResultStatus.RUNNING)


def test_a_task_that_ended_three_workers_is_given_up() -> None:
    task = begun("mine", "mine", "mine")
    assert take_back("mine") == 0
    task.refresh_from_db()
    assert task.status == TaskResultStatus.FAILED
    assert "dangjianyun.nowhere 三次都没有做完" in task.traceback


def test_the_worker_keeps_its_name_and_the_name_fits() -> None:
    assert worker_id() == worker_id()
    assert len(worker_id()) <= 64


def test_every_job_runs_at_once_and_then_when_it_is_due() -> None:
    due: dict[object, float] = {}
    turn(due, 1000.0)  # type: ignore[arg-type]
    assert due == {job: 1000.0 + pause for pause, job in JOBS}
    turn(due, 1001.0)  # type: ignore[arg-type]
    assert due == {job: 1000.0 + pause for pause, job in JOBS}


def test_keys_of_submits_and_their_answers_go_after_a_day() -> None:
    account = Account.objects.create(username="one")
    for key, hours in (("old", 25), ("new", 23)):
        row = SubmitKey.objects.create(account=account, key=key, digest="", body=b"answer")
        SubmitKey.objects.filter(pk=row.pk).update(at=datetime.now(UTC) - timedelta(hours=hours))
    for _pause, job in JOBS:
        job()
    assert list(SubmitKey.objects.values_list("key", flat=True)) == ["new"]
