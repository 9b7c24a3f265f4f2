"""What the worker does with batches that take longer than a second."""

from collections.abc import Callable

from django_tasks import task

from dangjianyun.access.models import Account
from dangjianyun.access.queries import actor_of
from dangjianyun.foundation.actor import Actor
from dangjianyun.foundation.errors import Refused
from dangjianyun.interchange import uploads
from dangjianyun.interchange.actions import refuse_batch, stop, undo_batch, write_batch
from dangjianyun.interchange.intake import check_file
from dangjianyun.interchange.models import Batch, State
from dangjianyun.interchange.progress import Progress

LOST = "上传的文件已不在服务器上，请重新上传。"
BROKEN = "系统出错，没有写入任何内容。请稍后再试；一直这样，请告诉系统管理员。"


@task()
def check_upload(number: str, account: int) -> None:
    """Check a kept upload; a file that is not taken leaves its reason at the batch."""
    batch, actor = _loaded(number, account)
    if batch.state != State.WAITING:
        return
    batch.parts.all().delete()  # of a worker that was ended in the middle
    try:
        with uploads.kept(number) as path:
            check_file(batch, actor, path)
    except FileNotFoundError:
        refuse_batch(batch, actor=actor, trouble=LOST, batch=number)
    except Refused:
        return
    finally:
        uploads.forget(number)


@task()
def write_rows(number: str, account: int, good_only: bool) -> None:
    """Write a batch that was marked for it."""
    batch, actor = _loaded(number, account)
    _done_or_stopped(
        batch,
        actor,
        "stop_write",
        lambda: write_batch(batch, actor=actor, good_only=good_only, batch=number),
    )


@task()
def undo_rows(number: str, account: int) -> None:
    """Undo a batch that was marked for it."""
    batch, actor = _loaded(number, account)
    _done_or_stopped(
        batch, actor, "stop_undo", lambda: undo_batch(batch, actor=actor, batch=number)
    )


def _done_or_stopped(batch: Batch, actor: Actor, step: str, act: Callable[[], object]) -> None:
    """Nothing stays half: what fails puts the batch back, with the reason."""
    try:
        act()
    except Refused as refusal:
        stop(batch, actor=actor, step=step, trouble=refusal.message, batch=batch.number)
    except Exception:
        stop(batch, actor=actor, step=step, trouble=BROKEN, batch=batch.number)
        raise
    finally:
        Progress(batch.number).end()


def _loaded(number: str, account: int) -> tuple[Batch, Actor]:
    batch = Batch.rows().get(number=number)
    return batch, actor_of(Account.objects.get(pk=account))
