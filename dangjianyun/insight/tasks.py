"""What the worker does for numbers."""

from django_tasks import task

from dangjianyun.foundation import rebuilding


@task()
def rebuild_segments() -> int:
    """Compute anew what a changed parameter touches; gives the number of subjects."""
    return rebuilding.run()
