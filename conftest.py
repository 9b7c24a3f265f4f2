"""What every test may rely on: the chosen database, a browser, checkers that work alongside."""

import os
from collections.abc import Iterator

import pytest
from django.conf import settings
from django.db import connection

from tests import tools

pytest_plugins = ["tests.browser", "tests.city_fixtures"]
# Playwright keeps an event loop in the main thread, where Django then sees "async" everywhere.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")


# Last of all hooks: by now -m, -k and the plugins have chosen and ordered what runs.
@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Leave out what needs PostgreSQL where the run is on SQLite; begin the checkers."""
    if connection.vendor != "postgresql":
        reason = "needs PostgreSQL: .venv/bin/python -m tests.postgres -- .venv/bin/pytest"
        for item in items:
            if item.get_closest_marker("postgres"):
                item.add_marker(pytest.mark.skip(reason=reason))
    checking = [item for item in items if item.get_closest_marker("tools")]
    if checking:
        tools.start()
        items[:] = [item for item in items if item not in checking] + checking


@pytest.fixture(autouse=True)
def no_anchors_of_another_test() -> Iterator[None]:
    """Each test begins its chains anew; heads verified by another must not contradict them."""
    yield
    for anchors in settings.HOME.glob("audit-heads*.log"):
        anchors.unlink()


def pytest_unconfigure() -> None:
    """Leave no checker behind where the run was interrupted."""
    tools.stop()
